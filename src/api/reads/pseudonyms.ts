/** What is known of everybody, under pseudonyms: for purposes that need not know who somebody is. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { LaneId } from '../../kernel/ids.ts'
import { partyPage } from '../../parties/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { EdgeProblem } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { only, staffRoles } from './access.ts'
import { closed, entityText, laneAsked, page, termsNow } from './asked.ts'
import { gateAsked, gateRequest, valueShape, valueText, verdictOn } from './gate-asked.ts'
import { reading } from './reading.ts'

const body = Type.Object(
  { ...gateAsked, cursor: page.cursor },
  { ...closed, examples: [{ purpose: 'improvement', facts: ['services', 'satisfaction'] }] },
)

const response = Type.Object({
  persons: Type.Array(
    Type.Object({
      pseudonym: Type.String({ description: 'The same for one person and purpose; no way leads back' }),
      facts: Type.Array(Type.Object(valueShape)),
    }),
  ),
  notShown: Type.Integer({ description: 'Persons about whom the gate refused it' }),
  next: Type.Union([Type.String(), Type.Null()]),
})

/** Persons of a page: many, so that none is picked out. */
const together = 200

export function registerPseudonymReads(server: FastifyInstance, api: Api): void {
  server.post<{ Body: Static<typeof body>; Querystring: { entity?: string } }>('/readings', {
    schema: reading(
      'readings',
      'What is known of everybody, page by page, for a purpose that works on pseudonyms: who somebody is, is not told',
      'personal data',
      { body, response, querystring: Type.Object({ entity: entityText }, closed) },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, ...staffRoles)
      return underPseudonyms(api, bearer, laneAsked(api, request.query.entity), request.body)
    },
  })
}

async function underPseudonyms(api: Api, bearer: Bearer, lane: LaneId, { cursor, ...asked }: Static<typeof body>) {
  const terms = termsNow(api, lane)
  const { gate, sql } = api.institution
  const request = await gateRequest(api, bearer, lane, [], asked)
  const verdict = verdictOn(request, terms)
  if (verdict.code !== undefined)
    throw new EdgeProblem(verdict.code, { facts: verdict.facts, clauses: verdict.cited.disclosed })
  if (verdict.facts.pseudonyms === undefined)
    throw new EdgeProblem('pseudonyms-not-used', { facts: { purpose: asked.purpose } })
  const all = await partyPage(sql, lane, positionOf('readings', cursor), together)
  const last = all.length === together ? all.at(-1)?.party : undefined
  // A passage for each: who stopped this use, stops it for themselves.
  const reads = await Promise.all(
    all
      .filter(({ kind }) => kind === 'natural')
      .map(({ party }) => gate.readUnderPseudonyms({ ...request, subjects: [party] }, terms)),
  )
  const values = reads.flatMap((read) => (read.outcome === 'refused' ? [] : read.values))
  const persons = [...Map.groupBy(values, ({ pseudonym }) => pseudonym)]
    // In an order that tells nothing of who they are.
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([pseudonym, own]) => ({
      pseudonym,
      facts: own.map(({ kind, source, recordedOn, ...one }) => ({ kind, source, recordedOn, ...valueText(one) })),
    }))
  return {
    persons,
    notShown: reads.filter(({ outcome }) => outcome === 'refused').length,
    next: last === undefined ? null : cursorOf('readings', last),
  }
}
