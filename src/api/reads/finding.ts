/**
 * Finding parties: by their code, or by parts of their names. For staff; both pass the gate, about each person who is found. Whose data are
 * restricted or whose use was stopped is told by id alone: a request of theirs could not be served otherwise, and who is taken for unknown
 * would be registered again.
 */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { composeId, type LaneId, type PartyId } from '../../kernel/ids.ts'
import { nameParts } from '../../parties/names/rules.ts'
import { partiesNamed } from '../../parties/names/store.ts'
import { codeKinds } from '../../parties/rules.ts'
import { partyWithCode } from '../../parties/store.ts'
import { passGate } from '../../privacy/gate/rules.ts'
import { gateStateOf } from '../../privacy/gate/store.ts'
import { compiledGate, type GateRefusal } from '../../privacy/gate/verdicts/rules.ts'
import type { FactRequest, ReadFact } from '../../privacy/gate.ts'
import { normalise } from '../../privacy/vault/blind-index.ts'
import type { FactKind } from '../../privacy/vault/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { NOBODY_MS, noSooner } from '../no-sooner.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { only, staffRoles } from './access.ts'
import { closed, entityOf, entityText, laneAsked, limitOf, page, termsNow } from './asked.ts'
import { gateRequest, purposeText, shownText } from './gate-asked.ts'
import { reading } from './reading.ts'

const lookup = Type.Object(
  {
    kind: Type.Union([Type.Literal('natural'), Type.Literal('legal')]),
    code: Type.String({ minLength: 3, maxLength: 30, description: 'Personal code or registration number' }),
    country: Type.Optional(
      Type.String({ pattern: '^[A-Z]{2}$', description: 'Of the code; that of the entity unless told' }),
    ),
    purpose: purposeText,
    shown: shownText,
  },
  { ...closed, examples: [{ kind: 'natural', code: '150377-01129' }] },
)

const reason = Type.String({ description: 'What the person chose for the time being; their name is not told' })
const lookedUp = Type.Object({ party: Type.String(), withheld: Type.Optional(reason) })
const searched = Type.Object({
  parties: Type.Array(
    Type.Object({ party: Type.String(), names: Type.Array(Type.Union([Type.String(), Type.Null()])) }),
  ),
  withheld: Type.Array(Type.Object({ party: Type.String(), code: reason })),
  notShown: Type.Integer({ description: 'Others of that name whom the gate does not show' }),
})

export function registerFinding(server: FastifyInstance, api: Api): void {
  registerLookup(server, api)
  registerSearch(server, api)
}

/**
 * How it is answered that nobody was found: whether there is nobody or the gate lets nothing through, it is the same answer, and no sooner. Otherwise
 * whoever may not know would learn that somebody is a customer.
 */
function nobody<T>(answer: () => T): () => Promise<T> {
  const asked = performance.now()
  return async () => {
    await noSooner(NOBODY_MS, performance.now() - asked)
    return answer()
  }
}

type Finding = Pick<Static<typeof lookup>, 'purpose' | 'shown'>

/**
 * What the gate is asked about each who is found. Throws EdgeProblem where it would let nobody through who asks: that is said before anybody
 * is looked for, and so says nothing of anybody.
 */
async function findingOf(
  api: Api,
  bearer: Bearer,
  lane: LaneId,
  kind: FactKind,
  { purpose = 'service', shown = [] }: Finding,
): Promise<FactRequest> {
  only(bearer, ...staffRoles)
  const request = await gateRequest(api, bearer, lane, [], { purpose, facts: [kind], shown })
  const terms = termsNow(api, lane)
  const about = { ...request, subjects: [composeId<PartyId>(lane, 1)] }
  const asksTraining = compiledGate(terms).training !== undefined
  // Of the lane alone: whether there is somebody of this id, and what they chose, is left aside.
  const { switches: _theirs, ...state } = await gateStateOf(api.institution.sql, about, asksTraining)
  const decided = passGate(about, state, terms)
  if (decided.outcome === 'refused' && !(ofEach as readonly GateRefusal[]).includes(decided.code))
    throw new EdgeProblem(decided.code, { facts: decided.facts, clauses: decided.cited.disclosed })
  return request
}

/** What another person may have consented to or shown. */
const ofEach = ['condition-missing', 'consent-missing'] as const satisfies readonly GateRefusal[]
/** What somebody chose for the time being: they are known all the same. */
const withheldFor = ['processing-restricted', 'processing-stopped'] as const satisfies readonly GateRefusal[]
const isWithheld = (code: GateRefusal): boolean => (withheldFor as readonly GateRefusal[]).includes(code)

/** Finding a person by code tells who it is: it passes the gate like reading the code does. */
function registerLookup(server: FastifyInstance, api: Api): void {
  server.post<{ Body: Static<typeof lookup>; Querystring: { entity?: string } }>('/parties/lookups', {
    schema: reading('lookup', 'Finds a party by personal code or registration number; for staff', 'parties', {
      body: lookup,
      response: lookedUp,
      querystring: Type.Object({ entity: entityText }, closed),
    }),
    handler: async (request) => {
      const { kind, code, country } = request.body
      const none = nobody(() => {
        throw new EdgeProblem('party-unknown')
      })
      const codeKind = codeKinds[kind]
      const lane = laneAsked(api, request.query.entity)
      const entity = entityOf(api, lane)
      const finding = await findingOf(api, bearerOf(request), lane, codeKind, request.body)
      const normalised = normalise(codeKind, code, country ?? entity.country)
      if (normalised === undefined) throw invalid([{ at: '/code', message: 'is not well formed' }])
      const { blindIndex, gate, sql } = api.institution
      const party = await partyWithCode(sql, lane, blindIndex(entity.id, codeKind, normalised))
      if (party === undefined) return none()
      const passed = await gate.pass({ ...finding, subjects: [party] }, termsNow(api, lane))
      if (passed.outcome === 'accepted') return { party: String(party) }
      return isWithheld(passed.code) ? { party: String(party), withheld: passed.code } : none()
    },
  })
}

const search = Type.Object(
  {
    name: Type.String({ minLength: 2, maxLength: 140, description: 'Whole parts of a name, in any order and letters' }),
    purpose: purposeText,
    shown: shownText,
  },
  { ...closed, examples: [{ name: 'Marta' }] },
)

/** Who has such a name: asked by blind indexes, and then told through the gate, a page of people at most. */
function registerSearch(server: FastifyInstance, api: Api): void {
  server.post<{ Body: Static<typeof search>; Querystring: { limit?: string; entity?: string } }>('/parties/searches', {
    schema: reading('search', 'Finds parties by parts of their names; for staff', 'parties', {
      body: search,
      response: searched,
      querystring: Type.Object({ limit: page.limit, entity: entityText }, closed),
    }),
    handler: async (request) => {
      const { blindIndex, gate, sql } = api.institution
      const lane = laneAsked(api, request.query.entity)
      const finding = await findingOf(api, bearerOf(request), lane, 'name', request.body)
      const parts = nameParts(request.body.name)
      if (parts.length === 0) throw invalid([{ at: '/name', message: 'has no part of two letters' }])
      const none = nobody(() => ({ parties: [], withheld: [], notShown: 0 }))
      const blinds = parts.map((part) => blindIndex(entityOf(api, lane).id, 'name', part))
      const found = await partiesNamed(sql, lane, blinds, limitOf(request.query))
      if (found.length === 0) return none()
      const terms = termsNow(api, lane)
      const reads = await Promise.all(
        found.map(async (party) => ({ party, read: await gate.readFacts({ ...finding, subjects: [party] }, terms) })),
      )
      const refused = reads.flatMap(({ party, read }) =>
        read.outcome === 'refused' ? [{ party: String(party), code: read.code }] : [],
      )
      const withheld = refused.filter(({ code }) => isWithheld(code))
      return {
        parties: reads.flatMap(({ party, read }) =>
          read.outcome === 'refused' ? [] : [{ party: String(party), names: read.values.map(nameText) }],
        ),
        withheld,
        notShown: refused.length - withheld.length,
      }
    },
  })
}

const nameText = ({ plain }: ReadFact): string | null => (plain === undefined ? null : Buffer.from(plain).toString())
