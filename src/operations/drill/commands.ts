/** Commands about drills. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import { dateText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideDrill } from './rules.ts'

const recordPayload = payload({
  drill: Type.String({ format: 'uuid', maxLength: 36, description: 'Of GET /drills' }),
  on: dateText,
  sound: Type.Boolean({ description: 'Whether all came out as it should' }),
  problems: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'How many things did not' }),
  restoreSeconds: Type.Integer({
    minimum: 0,
    maximum: 100_000_000,
    description: 'How long it took until what was restored had been verified',
  }),
})

/** Sent by the server that holds the lanes, for each drill that was made. */
export const recordDrill: CommandKind<Static<typeof recordPayload>> = {
  kind: 'drill.record',
  summary: 'Takes down what a drill showed of the measures, and when the next one is due',
  payload: recordPayload,
  purpose: 'operations',
  roles: ['system'],
  needs: () => [],
  decide: (_state, { actor, payload: { on, ...done } }, { businessDate, entity, nextId, terms }) =>
    decideDrill(
      { ...done, on: Temporal.PlainDate.from(on) },
      { role: actor.role, staff: null, on: businessDate, calendar: calendarOf(entity.calendar), nextId },
      terms(),
    ),
}
