/** How the measures stand that protect personal data: for those who answer for them, and for auditors. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { LaneId } from '../../kernel/ids.ts'
import { lacking, type MeasuresReport, measuresReport } from '../../privacy/measures/report.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { only } from './access.ts'
import { asOfText, businessDate, closed, dayOf, entityText, laneAsked } from './asked.ts'
import { reading } from './reading.ts'

const query = Type.Object({ asOf: asOfText, entity: entityText }, closed)
const officers = ['data-protection-officer', 'security-officer', 'compliance-officer', 'auditor'] as const

export function registerMeasureReads(server: FastifyInstance, api: Api): void {
  const { sql, rulebookOf } = api.institution
  const report = (lane: LaneId, day: Temporal.PlainDate): Promise<MeasuresReport> =>
    measuresReport(sql, lane, rulebookOf(lane), day)

  api.metrics.show(
    'pacta_measures_lacking',
    'Measures to test, processors to review and staff to train whose day has passed',
    async () => {
      let count = 0
      for (const { lane } of api.lanes.lanes) {
        const found = lacking(await report(lane, businessDate(api, lane)))
        count += found.measures.length + found.processors.length + found.staff.length
      }
      return count
    },
  )

  server.get<{ Querystring: Static<typeof query> }>('/measures', {
    schema: reading(
      'measures',
      'Measures in force, when each was tested and is due; reviews of processors; training of staff',
      'measures',
      { querystring: query },
    ),
    handler: async (request) => {
      only(bearerOf(request), ...officers)
      const lane = laneAsked(api, request.query.entity)
      const { day: asOf, ...found } = await report(lane, dayOf(api, lane, request.query.asOf))
      return { asOf, ...found }
    },
  })
}
