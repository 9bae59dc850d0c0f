/** Requests that persons made to processors: how they stand, for the data-protection officer. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { carriedOutBy } from '../../privacy/disclosures/passed-on/rules.ts'
import { openRequests, requestStandings } from '../../privacy/disclosures/passed-on/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { only } from './access.ts'
import { asOfText, closed, dayOf, entityText, laneAsked, limitOf, page } from './asked.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const dayQuery = Type.Object({ asOf: asOfText, limit: page.limit, entity: entityText }, closed)
const officers = ['operator', 'compliance-officer', 'data-protection-officer', 'auditor'] as const

export function registerPassedOnRequests(server: FastifyInstance, api: Api): void {
  server.get<{ Querystring: Static<typeof dayQuery> }>('/passed-on-requests', {
    schema: reading(
      'passed-on-requests',
      'Requests that came by processors: how many were answered in time or late, and which wait; for staff',
      'personal data',
      { querystring: dayQuery },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, ...officers)
      const lane = laneAsked(api, request.query.entity)
      const asOf = dayOf(api, lane, request.query.asOf)
      const { sql } = api.institution
      const [standings, open] = await Promise.all([
        requestStandings(sql, lane, asOf),
        openRequests(sql, lane, limitOf(request.query)),
      ])
      const concerned = open.map(({ subject }) => subject)
      await lookedInto(api, bearer, 'correspondence', concerned)
      return {
        asOf,
        standings,
        open: open.map(({ request: id, subject, processor, kind, file, receivedOn, answerBy, carriedOutOn }) => ({
          ...{
            request: String(id),
            subject: String(subject),
            processor,
            kind,
            file,
            receivedOn,
            answerBy,
            carriedOutOn,
          },
          // What no command carries out yet, staff do by hand: the request stays open until they note the answer.
          commands: carriedOutBy[kind],
          byHand: carriedOutBy[kind].length === 0,
          late: Temporal.PlainDate.compare(asOf, answerBy) > 0,
        })),
      }
    },
  })
}
