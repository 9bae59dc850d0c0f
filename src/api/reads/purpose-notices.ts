/** New purposes of the register: how many persons, whose data were held before, were told of each, and who is left. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { optionalIdOf } from '../../kernel/wire.ts'
import { newPurposes } from '../../privacy/new-purposes/rules.ts'
import { progressOf, untoldOf } from '../../privacy/new-purposes/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import { only } from './access.ts'
import { closed, entityText, idParams, laneAsked, limitOf, page, termsNow } from './asked.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object({ entity: entityText }, closed)
const untoldQuery = Type.Object(
  {
    limit: page.limit,
    after: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{12,15}$', description: 'The person from whom to go on' })),
    entity: entityText,
  },
  closed,
)
const officers = ['operator', 'compliance-officer', 'data-protection-officer', 'auditor'] as const

export function registerPurposeNotices(server: FastifyInstance, api: Api): void {
  const { sql, pack } = api.institution
  server.get<{ Querystring: Static<typeof listQuery> }>('/purpose-notices', {
    schema: reading(
      'purpose-notices',
      'Purposes that came, or will come, with a later version: of how many persons data were held before, and how many were told',
      'personal data',
      { querystring: listQuery },
    ),
    handler: async (request) => {
      only(bearerOf(request), ...officers)
      const lane = laneAsked(api, request.query.entity)
      const found = await Promise.all(
        newPurposes(termsNow(api, lane), pack).map(async ({ purpose, since }) => {
          const { held, told } = await progressOf(sql, lane, { purpose, since })
          return { purpose, since, held, told, untold: held - told }
        }),
      )
      return { purposes: found }
    },
  })

  server.get<{ Params: { purpose: string }; Querystring: Static<typeof untoldQuery> }>(
    '/purpose-notices/:purpose/untold',
    {
      schema: reading(
        'purpose-notices-untold',
        'Persons who were not told of a new purpose yet: their data wait until a notice is recorded',
        'personal data',
        { params: idParams('purpose'), querystring: untoldQuery },
      ),
      handler: async (request) => {
        only(bearerOf(request), ...officers)
        const lane = laneAsked(api, request.query.entity)
        const asked = newPurposes(termsNow(api, lane), pack).find(({ purpose }) => purpose === request.params.purpose)
        if (asked === undefined) throw new EdgeProblem('purpose-not-registered', { facts: request.params })
        const limit = limitOf(request.query)
        const after = optionalIdOf<number>(request.query.after) ?? 0
        const subjects = await untoldOf(sql, lane, asked, { after, limit })
        const next = subjects.length === limit ? subjects.at(-1) : undefined
        return { ...asked, subjects: subjects.map(String), next: next === undefined ? null : String(next) }
      },
    },
  )
}
