/** Parties, what is known of them, who acts for them, and what binds them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { type AgreementId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { nameParts } from '../../parties/names/rules.ts'
import { partiesNamed } from '../../parties/names/store.ts'
import { type Representation, representations, representedBy } from '../../parties/representation/rules.ts'
import { codeKinds, type Party, parties } from '../../parties/rules.ts'
import { partyPage, partyWithCode } from '../../parties/store.ts'
import { passagesAbout } from '../../privacy/gate/store.ts'
import { normalise } from '../../privacy/vault/blind-index.ts'
import { type FactKind, factKinds } from '../../privacy/vault/rules.ts'
import { type Agreement, agreements } from '../../terms/agreements/rules.ts'
import { agreementsOfParty } from '../../terms/agreements/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { checkParty, concerning, isStaff, only, representedNow } from './access.ts'
import { businessDate, closed, idIn, idParams, limitOf, page } from './asked.ts'
import { reading } from './reading.ts'

const factsQuery = Type.Object(
  {
    facts: Type.Optional(
      Type.String({
        maxLength: 200,
        description: `What to read, separated by commas, of: ${factKinds.join(', ')}; name unless told`,
      }),
    ),
    purpose: Type.Optional(
      Type.Union(
        [Type.Literal('service'), Type.Literal('payment'), Type.Literal('correction'), Type.Literal('operations')],
        {
          description: 'What it is read for: it is logged, and shown to whom it concerns; service unless told',
        },
      ),
    ),
  },
  closed,
)

const lookup = Type.Object(
  {
    kind: Type.Union([Type.Literal('natural'), Type.Literal('legal')]),
    code: Type.String({ minLength: 3, maxLength: 30, description: 'Personal code or registration number' }),
    country: Type.Optional(
      Type.String({ pattern: '^[A-Z]{2}$', description: 'Of the code; that of the entity unless told' }),
    ),
  },
  closed,
)
const pageQuery = Type.Object(page, closed)

export function registerPartyReads(server: FastifyInstance, api: Api): void {
  registerFacts(server, api)
  registerLookup(server, api)
  registerSearch(server, api)

  server.get<{ Querystring: Static<typeof pageQuery> }>('/parties', {
    schema: reading('parties', 'All parties, without anything personal; for staff', 'parties', {
      querystring: pageQuery,
    }),
    handler: async (request) => {
      only(bearerOf(request), 'teller', 'operator', 'auditor')
      const lane = api.lanes.laneFor(undefined)
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
      const party = await seenParty(api, request.params.party, bearerOf(request))
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
      const party = await seenParty(api, request.params.party, bearerOf(request))
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
      const seen = found && (isStaff(bearer) || (await concerning(api, bearer, found.holders)) !== undefined)
      if (found === undefined || !seen) throw new EdgeProblem('agreement-unknown')
      return agreementText(found)
    },
  })

  server.get<{ Params: { party: string }; Querystring: Static<typeof pageQuery> }>('/parties/:party/passages', {
    schema: reading('passages', 'Who read what about a person, and what for: the newest first', 'parties', {
      params: idParams('party'),
      querystring: Type.Object({ limit: page.limit }, closed),
    }),
    handler: async (request) => {
      const party = await seenParty(api, request.params.party, bearerOf(request))
      return { passages: await passagesAbout(api.institution.sql, party, limitOf(request.query)) }
    },
  })
}

function registerFacts(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { party: string }; Querystring: Static<typeof factsQuery> }>('/parties/:party', {
    schema: reading('party', 'A party, and what is known about them: read through the gate', 'parties', {
      params: idParams('party'),
      querystring: factsQuery,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const party = await seenParty(api, request.params.party, bearer)
      const [found] = (await api.institution.storage.load(laneOf(party), [need(parties, party)])) as [Party | undefined]
      if (found === undefined) throw new EdgeProblem('party-unknown')
      const { purpose = 'service' } = request.query
      if (bearer.role === 'auditor' && request.query.facts === undefined) return { ...described(found), facts: [] }
      return {
        ...described(found),
        facts: await factsAbout(api, bearer, party, kindsAsked(request.query.facts), purpose),
      }
    },
  })
}

type Purpose = NonNullable<Static<typeof factsQuery>['purpose']>

async function factsAbout(api: Api, bearer: Bearer, party: PartyId, kinds: readonly FactKind[], purpose: Purpose) {
  const { role, party: own, staff } = bearer
  const terms = api.institution.rulebook.terms(businessDate(api, laneOf(party)))
  const represented = await representedNow(api, bearer)
  const request = { actor: { role, party: own, staff }, purpose, kinds, subjects: [party], represented }
  const read = await api.institution.gate.readFacts(request, terms)
  if (read.outcome === 'refused') throw new EdgeProblem(read.code, { facts: read.facts, clauses: read.cited.disclosed })
  return read.values.map(({ kind, source, recordedOn, plain }) => ({
    kind,
    source,
    recordedOn,
    value: plain === undefined ? null : Buffer.from(plain).toString(),
    erased: plain === undefined,
  }))
}

function kindsAsked(text: string | undefined): readonly FactKind[] {
  const asked = text?.split(',') ?? ['name']
  const unknown = asked.filter((one) => !(factKinds as readonly string[]).includes(one))
  if (unknown.length > 0) throw invalid([{ at: '/query/facts', message: `must be some of ${factKinds.join(', ')}` }])
  return asked as FactKind[]
}

/** Longer than a passage takes to be logged. */
const NOBODY_MS = 100

/**
 * How it is answered that nobody was found: whether there is nobody or the gate lets nothing through, it is the same answer, and no sooner. Otherwise
 * whoever may not know would learn that somebody is a customer.
 */
function noSooner<T>(answer: () => T): () => Promise<T> {
  const asked = performance.now()
  return async () => {
    await sleep(Math.max(0, NOBODY_MS - (performance.now() - asked)))
    return answer()
  }
}

/** Finding a person by code tells who it is: it passes the gate like reading the code does. */
function registerLookup(server: FastifyInstance, api: Api): void {
  server.post<{ Body: Static<typeof lookup> }>('/parties/lookups', {
    schema: reading('lookup', 'Finds a party by personal code or registration number; for staff', 'parties', {
      body: lookup,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, 'teller', 'operator')
      const { kind, code, country } = request.body
      const none = noSooner(() => {
        throw new EdgeProblem('party-unknown')
      })
      const codeKind = codeKinds[kind]
      const [held] = api.lanes.lanes
      if (held === undefined) throw new EdgeProblem('party-unknown')
      const normalised = normalise(codeKind, code, country ?? held.entity.country)
      if (normalised === undefined) throw invalid([{ at: '/code', message: 'is not well formed' }])
      const { institution } = api
      const party = await partyWithCode(
        institution.sql,
        held.lane,
        institution.blindIndex(held.entity.id, codeKind, normalised),
      )
      if (party === undefined) return none()
      const terms = institution.rulebook.terms(businessDate(api, held.lane))
      const { role, staff } = bearer
      const passed = await institution.gate.pass(
        { actor: { role, staff }, purpose: 'service', kinds: [codeKind], subjects: [party] },
        terms,
      )
      if (passed.outcome === 'refused') return none()
      return { party: String(party) }
    },
  })
}

const search = Type.Object(
  {
    name: Type.String({ minLength: 2, maxLength: 140, description: 'Whole parts of a name, in any order and letters' }),
  },
  closed,
)

/** Who has such a name: asked by blind indexes, and then told through the gate, a page of people at most. */
function registerSearch(server: FastifyInstance, api: Api): void {
  server.post<{ Body: Static<typeof search>; Querystring: { limit?: string } }>('/parties/searches', {
    schema: reading('search', 'Finds parties by parts of their names; for staff', 'parties', {
      body: search,
      querystring: Type.Object({ limit: page.limit }, closed),
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, 'teller', 'operator')
      const { institution } = api
      const lane = api.lanes.laneFor(undefined)
      const held = api.lanes.lanes.find((one) => one.lane === lane)
      const parts = nameParts(request.body.name)
      if (held === undefined || parts.length === 0)
        throw invalid([{ at: '/name', message: 'has no part of two letters' }])
      const none = noSooner(() => ({ parties: [] }))
      const blinds = parts.map((part) => institution.blindIndex(held.entity.id, 'name', part))
      const found = await partiesNamed(institution.sql, lane, blinds, limitOf(request.query))
      if (found.length === 0) return none()
      const { role, staff } = bearer
      const asked = { actor: { role, staff }, purpose: 'service', kinds: ['name'], subjects: found } as const
      const read = await institution.gate.readFacts(asked, institution.rulebook.terms(businessDate(api, lane)))
      if (read.outcome === 'refused') return none()
      const names = Map.groupBy(read.values, ({ subject }) => subject)
      return {
        parties: found.map((party) => ({
          party: String(party),
          names: (names.get(party) ?? []).map(({ plain }) =>
            plain === undefined ? null : Buffer.from(plain).toString(),
          ),
        })),
      }
    },
  })
}

async function seenParty(api: Api, text: string, bearer: Bearer): Promise<PartyId> {
  const party = idIn<PartyId>(api, text, 'party-unknown')
  await checkParty(api, bearer, party)
  return party
}

const described = ({ party, kind, consumer, residence }: Party) => ({ party: String(party), kind, consumer, residence })

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
