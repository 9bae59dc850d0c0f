/** Parties, what is known of them, who acts for them, and what binds them. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { type AgreementId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { type Representation, representations, representedBy } from '../../parties/representation/rules.ts'
import { partyPage } from '../../parties/store.ts'
import { type Agreement, agreements } from '../../terms/agreements/rules.ts'
import { agreementsOfParty } from '../../terms/agreements/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { EdgeProblem } from '../problems.ts'
import { concerning, desk, only, seenParty, seesAccounts } from './access.ts'
import { closed, entityText, idIn, idParams, laneAsked, limitOf, page } from './asked.ts'
import { described, registerFactReads } from './facts.ts'
import { registerFinding } from './finding.ts'
import { registerPassages } from './passages.ts'
import { registerPseudonymReads } from './pseudonyms.ts'
import { reading } from './reading.ts'

/** Whose work rests on what somebody agreed, and who acts for them. */
const affairs = [...desk, 'credit-officer', 'compliance-officer', 'data-protection-officer'] as const
const ofEntityQuery = Type.Object({ ...page, entity: entityText }, closed)

export function registerPartyReads(server: FastifyInstance, api: Api): void {
  registerFactReads(server, api)
  registerPseudonymReads(server, api)
  registerFinding(server, api)
  registerPassages(server, api)

  server.get<{ Querystring: Static<typeof ofEntityQuery> }>('/parties', {
    schema: reading('parties', 'All parties, without anything personal; for staff', 'parties', {
      querystring: ofEntityQuery,
    }),
    handler: async (request) => {
      only(bearerOf(request), ...desk)
      const lane = laneAsked(api, request.query.entity)
      const limit = limitOf(request.query)
      const found = await partyPage(api.institution.sql, lane, positionOf('parties', request.query.cursor), limit)
      const last = found.length === limit ? found.at(-1)?.party : undefined
      return { parties: found.map(described), next: last === undefined ? null : cursorOf('parties', last) }
    },
  })

  server.get<{ Params: { party: string } }>('/parties/:party/representation', {
    schema: reading('representation', 'Who may act for a party, and for whom it may act', 'representation', {
      params: idParams('party'),
    }),
    handler: async (request) => {
      const party = await seenParty(api, request.params.party, bearerOf(request), affairs)
      const [own, others] = (await api.institution.storage.load(laneOf(party), [
        need(representations, party),
        need(representedBy, party),
      ])) as [Representation | undefined, readonly PartyId[] | undefined]
      return { party: String(party), ...representation(own), represents: (others ?? []).map(String) }
    },
  })

  server.get<{ Params: { party: string } }>('/parties/:party/agreements', {
    schema: reading('agreements-of-party', 'The agreements of a party, and the versions that they bind', 'parties', {
      params: idParams('party'),
    }),
    handler: async (request) => {
      const party = await seenParty(api, request.params.party, bearerOf(request), affairs)
      const found = await agreementsOfParty(api.institution.sql, laneOf(party), party)
      return { agreements: found.map(agreementText) }
    },
  })

  server.get<{ Params: { agreement: string } }>('/agreements/:agreement', {
    schema: reading('agreement', 'An agreement, and the version of each document that it binds', 'parties', {
      params: idParams('agreement'),
    }),
    handler: async (request) => {
      const id = idIn<AgreementId>(api, request.params.agreement, 'agreement-unknown')
      const [found] = (await api.institution.storage.load(laneOf(id), [need(agreements, id)])) as [
        Agreement | undefined,
      ]
      const bearer = bearerOf(request)
      const seen = found && (seesAccounts(bearer) || (await concerning(api, bearer, found.holders)) !== undefined)
      if (found === undefined || !seen) throw new EdgeProblem('agreement-unknown')
      return agreementText(found)
    },
  })
}

const agreementText = ({ agreement, holders, concludedOn, binding, status, accounts, withdrawnOn }: Agreement) => ({
  agreement: String(agreement),
  holders: holders.map(String),
  concludedOn,
  binds: binding,
  status,
  accounts: accounts.map(({ account, state }) => ({ account: String(account), state })),
  withdrawnOn,
})

function representation(own: Representation | undefined) {
  const authorisations = (own?.authorisations ?? []).map((one) => ({
    authorisation: String(one.authorisation),
    representatives: one.representatives.map(String),
    status: one.status,
    services: one.limits.services ?? null,
    perTransaction: one.limits.perTransaction
      ? { minor: String(one.limits.perTransaction.minor), currency: one.limits.perTransaction.currency }
      : null,
    from: one.limits.from ?? null,
    until: one.limits.until ?? null,
    signatures: one.limits.signatures ?? 1,
    submittedOn: one.submittedOn,
    endedOn: one.endedOn ?? null,
    duties: one.duties.map(({ cause, since, due, settledOn }) => ({ cause, since, due, settledOn: settledOn ?? null })),
  }))
  return { authorisations, conflictSince: own?.conflictSince ?? null }
}
