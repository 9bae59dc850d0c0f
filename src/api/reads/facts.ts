/** What is known of a party, read through the gate by whoever has a purpose of the register for it. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { laneOf } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { type Party, parties } from '../../parties/rules.ts'
import type { ReadFact } from '../../privacy/gate.ts'
import { type FactKind, factKinds } from '../../privacy/vault/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { isStaff, seenParty, staffRoles } from './access.ts'
import { businessDate, closed, idParams, termsNow } from './asked.ts'
import {
  factsShape,
  type GateAsked,
  gateBody,
  gateRequest,
  purposeText,
  reference,
  valueText,
  verdictOn,
} from './gate-asked.ts'
import { reading } from './reading.ts'

const factsQuery = Type.Object(
  {
    facts: Type.Optional(
      Type.String({
        maxLength: 400,
        description: `What to read, separated by commas, of: ${factKinds.join(', ')}; name unless told`,
      }),
    ),
    purpose: purposeText,
    case: Type.Optional({ ...reference, description: 'The number of a legal claim that it is read for' }),
  },
  closed,
)
const readingBody = gateBody([
  {
    purpose: 'aml',
    facts: ['name', 'source-of-funds'],
    shown: [{ kind: 'aml-case', reference: 'AML-2026-7' }],
  },
])

export function registerFactReads(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { party: string }; Querystring: Static<typeof factsQuery> }>('/parties/:party', {
    schema: reading('party', 'A party, and what is known about them: read through the gate', 'parties', {
      params: idParams('party'),
      querystring: factsQuery,
      response: factsShape,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const found = await partyOf(api, request.params.party, bearer)
      const { facts, purpose = 'service', case: claim } = request.query
      const asked = {
        purpose,
        facts: kindsAsked(facts),
        shown: claim === undefined ? [] : [{ kind: 'case' as const, reference: claim }],
      }
      const nothingSaid = facts === undefined && request.query.purpose === undefined
      if (nothingSaid && isStaff(bearer) && !(await mayAsk(api, bearer, found, asked)))
        return { ...described(found), facts: [] }
      return told(api, bearer, found, asked)
    },
  })

  server.post<{ Params: { party: string }; Body: GateAsked }>('/parties/:party/readings', {
    schema: reading(
      'reading',
      'What is known of a party, for any purpose of the register: whoever asks says what for, and shows what it needs',
      'personal data',
      { params: idParams('party'), body: readingBody, response: factsShape },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      return told(api, bearer, await partyOf(api, request.params.party, bearer), request.body)
    },
  })
}

/** A party that the bearer may ask about. Throws EdgeProblem: for who may not, it does not exist. */
async function partyOf(api: Api, text: string, bearer: Bearer): Promise<Party> {
  const party = await seenParty(api, text, bearer, staffRoles)
  const [found] = (await api.institution.storage.load(laneOf(party), [need(parties, party)])) as [Party | undefined]
  if (found === undefined) throw new EdgeProblem('party-unknown')
  return found
}

/** Whether the register opens it to somebody in this role at all. */
async function mayAsk(api: Api, bearer: Bearer, { party }: Party, asked: GateAsked): Promise<boolean> {
  const lane = laneOf(party)
  return verdictOn(await gateRequest(api, bearer, lane, [party], asked), termsNow(api, lane)).code === undefined
}

async function told(api: Api, bearer: Bearer, found: Party, asked: GateAsked) {
  const lane = laneOf(found.party)
  const terms = termsNow(api, lane)
  const request = await gateRequest(api, bearer, lane, [found.party], asked)
  const verdict = verdictOn(request, terms)
  if (verdict.code === undefined && verdict.facts.pseudonyms !== undefined)
    throw new EdgeProblem('pseudonyms-needed', { facts: { purpose: asked.purpose } })
  const read = await api.institution.gate.readFacts(request, terms)
  if (read.outcome === 'refused') throw new EdgeProblem(read.code, { facts: read.facts, clauses: read.cited.disclosed })
  const facts = read.values.map((one) => factText(one, businessDate(api, lane)))
  // The newest of a kind stands last.
  const newest = new Map(facts.flatMap((one) => (one.valid ? [[one.kind, one] as const] : [])))
  return { ...described(found), facts: facts.map((one) => ({ ...one, current: newest.get(one.kind) === one })) }
}

/** A fact with what it says, and whether that holds today. */
function factText(
  { fact, kind, source, recordedOn, role, validFrom, validUntil, ...value }: ReadFact,
  on: Temporal.PlainDate,
) {
  const hasBegun = validFrom === undefined || Temporal.PlainDate.compare(validFrom, on) <= 0
  const hasEnded = validUntil !== undefined && Temporal.PlainDate.compare(validUntil, on) < 0
  return {
    ...{ fact: String(fact), kind, source, recordedOn, role: role ?? null },
    ...{ validFrom: validFrom ?? null, validUntil: validUntil ?? null, valid: hasBegun && !hasEnded },
    ...valueText(value),
  }
}

function kindsAsked(text: string | undefined): FactKind[] {
  const wanted = text?.split(',') ?? ['name']
  const unknown = wanted.filter((one) => !(factKinds as readonly string[]).includes(one))
  if (unknown.length > 0) throw invalid([{ at: '/query/facts', message: `must be some of ${factKinds.join(', ')}` }])
  return wanted as FactKind[]
}

/** A party without anything personal. */
export const described = ({ party, kind, consumer, residence }: Party) => ({
  party: String(party),
  kind,
  consumer,
  residence,
})
