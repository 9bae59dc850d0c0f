/** Parties and who acts for them. */
import type { Rules } from './rule.ts'

export const partyRules: Rules = {
  'party.register': (bank, { kind }, _actor, blinds) => {
    return ({ facts }) => {
      const id = String(facts['party'])
      bank.parties.set(id, { id, kind })
      bank.byCode.set(blinds['code'] ?? '', id)
    }
  },
  'authorisation.submit': (bank, { customer, representatives: [representative], limits }) => {
    return ({ facts }) => {
      const id = String(facts['authorisation'])
      const most = limits === undefined ? null : BigInt(limits.perTransaction.minor)
      bank.authorisations.set(id, { id, customer, representative, most, status: 'submitted' })
    }
  },
  'authorisation.accept': (bank, { customer, authorisation }) => {
    const found = bank.authorisations.get(authorisation)
    if (found === undefined || found.customer !== customer) return 'authorisation-unknown'
    if (found.status !== 'submitted') return 'authorisation-already-reviewed'
    return () => {
      found.status = 'accepted'
    }
  },
  'authorisation.revoke': (bank, { customer, authorisation }) => {
    const found = bank.authorisations.get(authorisation)
    if (found === undefined || found.customer !== customer || found.status === 'ended') return 'authorisation-unknown'
    return () => {
      found.status = 'ended'
    }
  },
}
