/** Closing days over HTTP: an operator starts it, and sees how far it is. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { LaneId } from '../../kernel/ids.ts'
import { dateText } from '../../kernel/wire.ts'
import type { DayStatus } from '../../operations/day-end/runs.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import { only } from '../reads/access.ts'
import { closed } from '../reads/asked.ts'
import { reading } from '../reads/reading.ts'

const params = Type.Object({ entity: Type.String({ maxLength: 40, description: 'Of the pack, such as LV' }) })
const body = Type.Object(
  { until: Type.Optional(Type.String({ ...dateText, description: 'The last day to close; every one unless told' })) },
  closed,
)
type Addressed = { Params: Static<typeof params> }

const stepCount = Type.Object({
  name: Type.String(),
  subjects: Type.Integer(),
  failed: Type.Integer(),
  seconds: Type.Number(),
})
const problem = Type.Object({ step: Type.String(), payload: Type.String(), said: Type.String() })
const status = Type.Object({
  entity: Type.String(),
  businessDate: Type.String(),
  next: Type.Union([Type.String(), Type.Null()], { description: 'The first day that is not closed' }),
  running: Type.Union([
    Type.Object({ day: Type.String(), step: Type.String(), subjects: Type.Integer() }),
    Type.Null(),
  ]),
  interrupted: Type.Union([Type.String(), Type.Null()], { description: 'The step at which a run ended early' }),
  failed: Type.Union([Type.String(), Type.Null()], { description: 'Why the last run ended early' }),
  closed: Type.Array(
    Type.Object({
      day: Type.String(),
      seconds: Type.Number(),
      steps: Type.Array(stepCount),
      problems: Type.Array(problem, { description: 'What could not be done; it stays due' }),
    }),
    { description: 'Days that this process closed, the newest first' },
  ),
})

export function registerDayCloses(server: FastifyInstance, api: Api): void {
  const url = '/entities/:entity/day-closes'

  server.get<Addressed>(url, {
    schema: reading('day-closes', 'Which days of an entity are closed; for operators and auditors', 'operations', {
      params,
      response: status,
    }),
    handler: async (request) => {
      only(bearerOf(request), 'auditor', 'operator')
      const { entity, lane } = laneNamed(api, request.params.entity)
      return shown(entity, await api.days.status(lane))
    },
  })

  const described = reading(
    'close-days',
    'Begins to close the days that an entity left behind, unless that is under way; for operators',
    'operations',
    { params, body },
  )
  server.post<Addressed & { Body: Static<typeof body> }>(url, {
    schema: { ...described, response: { ...described.response, 202: status } },
    handler: async (request, reply) => {
      only(bearerOf(request), 'operator')
      const { entity, lane } = laneNamed(api, request.params.entity)
      const until = dateOf(request.body.until)
      // How it ends is told by the status; run again, it goes on where it ended.
      api.days.close(lane, until === undefined ? {} : { until }).catch((error: unknown) => {
        request.log.error(
          { error: error instanceof Error ? error.name : typeof error },
          'the close of days ended early',
        )
      })
      reply.code(202).header('location', `/entities/${entity}/day-closes`)
      return shown(entity, await api.days.status(lane))
    },
  })
}

function laneNamed({ lanes }: Api, name: string): { readonly entity: string; readonly lane: LaneId } {
  const held = lanes.lanes.find(({ entity }) => entity.id === name)
  if (held === undefined) throw new EdgeProblem('address-unknown')
  return { entity: held.entity.id, lane: held.lane }
}

function dateOf(text: string | undefined): Temporal.PlainDate | undefined {
  if (text === undefined) return undefined
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    throw invalid([{ at: '/until', message: 'is no date' }])
  }
}

function shown(entity: string, { businessDate, next, running, interrupted, failed, closed }: DayStatus) {
  const at = running === 'beginning' ? undefined : running
  return {
    entity,
    businessDate: businessDate.toString(),
    next: next?.toString() ?? null,
    running:
      running === undefined
        ? null
        : { day: (at?.day ?? next ?? businessDate).toString(), step: at?.step ?? 'begin', subjects: at?.subjects ?? 0 },
    interrupted: interrupted ?? null,
    failed: failed ?? null,
    closed,
  }
}
