/** Commands of the business clock. */
import { type Static, Type } from 'typebox'
import { laneRecord } from '../../kernel/lane.ts'
import { dateText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideCutOver } from './rules.ts'

const payload = Type.Object({ to: dateText }, { additionalProperties: false })

export const cutOver: CommandKind<Static<typeof payload>> = {
  kind: 'clock.cut-over',
  summary: 'Moves the business date on',
  payload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: () => [],
  decide: (state, command, context) => {
    const record = state.get(laneRecord, context.lane)
    if (record === undefined) throw new Error('the lane has no record')
    const to = Temporal.PlainDate.from(command.payload.to)
    return decideCutOver(context.lane, record, to, context.terms())
  },
}
