/** Drills over HTTP: what they found, for operators and auditors. They are made by schedule and by `pacta drill`. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { drillHistory } from '../../operations/drill/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { only } from '../reads/access.ts'
import { closed, limitOf, page } from '../reads/asked.ts'
import { reading } from '../reads/reading.ts'

const count = Type.Integer()
const query = Type.Object({ limit: page.limit }, closed)
const lane = Type.Object({
  lane: count,
  decisions: count,
  same: count,
  erased: count,
  chain: Type.String(),
  head: Type.String(),
})
const response = Type.Object({
  drills: Type.Array(
    Type.Object({
      drill: Type.String(),
      at: Type.String(),
      sound: Type.Boolean({ description: 'Whether all came out as it should' }),
      problems: Type.Array(Type.String(), { description: 'What did not' }),
      seconds: Type.Record(Type.String(), Type.Number(), { description: 'How long each step took' }),
      backup: Type.Optional(Type.Object({ bytes: count, tables: count, rows: count })),
      restored: Type.Optional(Type.Object({ rows: count, erasedAgain: count, factsErased: count })),
      keys: Type.Optional(Type.Object({ living: count, destroyed: count, lost: count, expiredBackups: count })),
      books: Type.Optional(Type.Object({ checks: count, broken: count })),
      lanes: Type.Optional(Type.Array(lane)),
      erasures: Type.Optional(Type.Object({ entries: count, keysLiving: count, factsLeft: count })),
    }),
    { description: 'The newest first' },
  ),
})

export function registerDrills(server: FastifyInstance, api: Api): void {
  server.get<{ Querystring: Static<typeof query> }>('/drills', {
    schema: reading(
      'drills',
      'Drills: a backup restored beside the bank and verified; for staff who answer for data',
      'operations',
      { querystring: query, response },
    ),
    handler: async (request) => {
      only(bearerOf(request), 'auditor', 'operator', 'data-protection-officer', 'security-officer')
      const drills = await drillHistory(api.institution.sql, limitOf(request.query))
      return { drills: drills.map(({ drill, report }) => ({ drill, ...report })) }
    },
  })
}
