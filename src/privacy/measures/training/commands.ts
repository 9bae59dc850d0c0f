/** The command that records what staff were taught. */
import { type Static, Type } from 'typebox'
import { dateText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { itemName, reference } from '../../disclosures/payload.ts'
import { measureOfficers, recorderOf, staffCode } from '../payload.ts'
import { decideTrain } from './rules.ts'

const training = payload({
  staff: Type.Array(staffCode, { minItems: 1, maxItems: 200, uniqueItems: true, description: 'Who was taught' }),
  topic: itemName,
  on: dateText,
  taughtBy: reference,
  evidence: reference,
})

/** Refuses as `decideTrain`. Facts: `until`, the last day on which it counts. */
export const recordTraining: CommandKind<Static<typeof training>> = {
  kind: 'training.record',
  summary: 'Records what staff were taught about protecting personal data',
  payload: training,
  purpose: 'operations',
  roles: measureOfficers,
  needs: () => [],
  decide: (_state, command, context) => {
    const { on, ...lesson } = command.payload
    return decideTrain({ ...lesson, on: Temporal.PlainDate.from(on) }, recorderOf(command, context), context.terms())
  },
}
