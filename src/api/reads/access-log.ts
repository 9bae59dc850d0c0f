/** The log of the gate, for the data-protection officer: who read what about whom, and what for. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { searchPassages } from '../../privacy/gate/search/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { idCursorOf, idPositionOf } from '../cursors.ts'
import { invalid } from '../problems.ts'
import { only } from './access.ts'
import { closed, entityText, idIn, laneAsked, limitOf, page } from './asked.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const word = (description: string) => Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description }))
const moment = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }))
const query = Type.Object(
  {
    ...page,
    entity: entityText,
    from: moment('From this moment on, with its offset from UTC'),
    until: moment('Before this moment'),
    role: word('By somebody in this role'),
    staff: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9-]{1,20}$', description: 'By one of staff' })),
    party: Type.Optional(Type.String({ maxLength: 20, description: 'By this customer or representative' })),
    subject: Type.Optional(Type.String({ maxLength: 20, description: 'About this person' })),
    purpose: word('For this purpose'),
    kind: word('Of this kind of data'),
    code: word('Refused for this reason; permitted for those that were not refused'),
  },
  closed,
)

export function registerAccessLog(server: FastifyInstance, api: Api): void {
  server.get<{ Querystring: Static<typeof query> }>('/access-log', {
    schema: reading(
      'access-log',
      'Who read what about whom, and what for: the newest first; for the data-protection officer',
      'personal data',
      { querystring: query },
    ),
    handler: async (request) => {
      only(bearerOf(request), 'data-protection-officer')
      const { from, until, party, subject, cursor, limit: _limit, ...same } = request.query
      const lane = laneAsked(api, request.query.entity)
      const limit = limitOf(request.query)
      const partyIn = (text: string | undefined) =>
        text === undefined ? undefined : idIn<PartyId>(api, text, 'party-unknown')
      const search = {
        ...same,
        from: momentOf(from, 'from'),
        until: momentOf(until, 'until'),
        party: partyIn(party),
        subject: partyIn(subject),
      }
      const before = idPositionOf('access-log', cursor)
      const found = await searchPassages(api.institution.sql, lane, search, { before, limit })
      const bearer = bearerOf(request)
      const about = found.flatMap(({ subjects }) => subjects.map((subject) => Number(subject) as PartyId))
      await lookedInto(api, bearer, 'activity-log', about)
      const last = found.length === limit ? found.at(-1)?.id : undefined
      return {
        passages: found.map(({ party: by, subjects, ...passage }) => ({
          ...passage,
          party: by === null ? null : String(by),
          subjects: subjects.map(String),
        })),
        next: last === undefined ? null : idCursorOf('access-log', last),
      }
    },
  })
}

function momentOf(text: string | undefined, name: string): Temporal.Instant | undefined {
  if (text === undefined) return undefined
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw invalid([{ at: `/query/${name}`, message: 'is no moment with its offset from UTC' }])
  }
}
