/** Accounts: opened, activated, limited, restricted. */
import type { ModelAgreement } from './bank.ts'
import { isStaff, mayNotRepresent } from './checks.ts'
import { about, marked, type Rules } from './rule.ts'
import { opened } from './seizures.ts'

const currencies = ['EUR', 'USD', 'GBP', 'SEK', 'NOK', 'DKK', 'CHF', 'PLN']

const newAgreement = (id: string): ModelAgreement => ({
  id,
  accounts: new Map(),
  dues: [],
  chosen: new Map(),
  withdrawn: false,
  ended: false,
})

export const accountRules: Rules = {
  'account.restrict': about('institution', (bank, account, { stops, amount }) => {
    if (account.status === 'closed') return 'account-closed'
    if (amount !== undefined && amount.currency !== account.currency) return 'currency-differs'
    return marked(account, ({ facts }) => {
      const restriction = { stops, amount: BigInt(amount?.minor ?? 0), lifted: false }
      account.restrictions.set(String(facts['restriction']), restriction)
      bank.brought.add(account.id)
    })
  }),
  'account.lift-restriction': about('institution', (bank, account, { restriction }) => {
    const found = account.restrictions.get(restriction)
    if (found === undefined) return 'restriction-unknown'
    if (found.lifted) return 'restriction-lifted'
    if (found.stops === 'seizure') return 'restriction-of-order'
    if (account.status === 'closed') return 'account-closed'
    return marked(account, () => {
      found.lifted = true
      bank.brought.add(account.id)
    })
  }),
  'account.agree-limit': about('customer', (_bank, account, { maximum, fee }) => {
    if (fee.currency !== maximum.currency) return 'currency-differs'
    if (account.status !== 'active') return 'account-not-active'
    if (maximum.currency !== account.currency) return 'currency-differs'
    if (maximum.minor === '0') return 'limit-zero'
    return marked(account, () => Object.assign(account, { limit: BigInt(maximum.minor), overdraft: true }))
  }),
  'account.end-limit': about('customer', (_bank, account) =>
    account.overdraft ? marked(account, () => Object.assign(account, { limit: 0n, overdraft: false })) : 'no-limit',
  ),
  'account.open': (bank, { holders: [holder], currency, channel, orderedBy }, actor) => {
    const party = bank.parties.get(holder)
    if (party === undefined) return 'party-unknown'
    const who = isStaff(actor) ? (orderedBy ?? (party.kind === 'natural' ? holder : '')) : String(actor.party)
    const refused = actor.role === 'system' ? undefined : mayNotRepresent(bank, holder, who)
    if (refused !== undefined) return refused
    if (channel !== 'location' && channel !== 'digital') return 'channel-not-accepted'
    if (!currencies.includes(currency)) return 'currency-not-offered'
    const known = bank.agreements.get(holder)
    if (known?.withdrawn && !known.ended) return 'agreement-ending'
    return ({ facts }) => {
      const id = String(facts['account'])
      const agreement = known === undefined || known.ended ? newAgreement(String(facts['agreement'])) : known
      bank.agreements.set(holder, agreement)
      agreement.accounts.set(id, 'open')
      // Opening costs a legal person 50.00, due at once.
      if (party.kind === 'legal' && currency === 'EUR') {
        agreement.dues.push({ account: id, dueOn: bank.date, left: 5_000n })
      }
      bank.open({ id, kind: 'customer', product: 'payment', currency, holder, status: 'opened' })
      opened(bank, agreement.id, id)
    }
  },
  'account.activate': about('institution', (_bank, account) =>
    account.status === 'opened'
      ? marked(account, () => Object.assign(account, { status: 'active' }))
      : 'account-not-opened',
  ),
  'internal.open': (bank, { product, currency }) => {
    if (!currencies.includes(currency)) return 'currency-not-offered'
    const kind = product === 'till' ? 'till' : 'internal'
    return ({ facts }) =>
      bank.open({ id: String(facts['account']), kind, product, currency, holder: null, status: 'active' })
  },
}
