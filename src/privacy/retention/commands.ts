/** Commands that keep a person's data for a case, and let them go again. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideHold, decideRelease, legalHolds } from './rules.ts'

const payload = Type.Object(
  {
    party: idText,
    case: Type.String({
      pattern: '^[0-9A-Za-z][0-9A-Za-z./-]{0,39}$',
      description: 'The number of the case: never a name',
    }),
  },
  { additionalProperties: false },
)

const roles = ['operator', 'compliance-officer', 'data-protection-officer'] as const

export const holdData: CommandKind<Static<typeof payload>> = {
  kind: 'retention.hold',
  summary: 'Keeps all data of a person as long as a case needs them',
  payload,
  purpose: 'operations',
  roles,
  needs: ({ payload: { party } }) => [need(legalHolds, idOf<PartyId>(party))],
  decide: (state, { payload: { party, case: reference } }, context) => {
    const id = idOf<PartyId>(party)
    return decideHold({ party: id, reference, cases: state.get(legalHolds, id) ?? [] }, context.terms())
  },
}

export const releaseData: CommandKind<Static<typeof payload>> = {
  kind: 'retention.release',
  summary: 'Ends a hold: what nothing else keeps goes with the next sweep',
  payload,
  purpose: 'operations',
  roles,
  needs: ({ payload: { party } }) => [need(legalHolds, idOf<PartyId>(party))],
  decide: (state, { payload: { party, case: reference } }, context) => {
    const id = idOf<PartyId>(party)
    return decideRelease({ party: id, reference, cases: state.get(legalHolds, id) ?? [] }, context.terms())
  },
}
