/** Commands of the business clock. */
import { type Static, Type } from 'typebox'
import { laneRecord } from '../../kernel/lane.ts'
import { dateText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { dayEndNeed, dayEnds } from '../day-end/rules.ts'
import { decideCutOver } from './rules.ts'

const payload = Type.Object({ to: dateText }, { additionalProperties: false })

export const cutOver: CommandKind<Static<typeof payload>> = {
  kind: 'clock.cut-over',
  summary: 'Moves the business date on',
  payload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: () => [dayEndNeed],
  decide: (state, { payload, actor }, context) => {
    const { lane, entity, at: now } = context
    const record = state.get(laneRecord, lane)
    if (record === undefined) throw new Error('the lane has no record')
    const clock = { lane, record, dayEnd: state.get(dayEnds, 'day-end'), entity, now, terms: context.terms() }
    return decideCutOver(clock, Temporal.PlainDate.from(payload.to), actor.role === 'system')
  },
}
