/** The command by which other systems confirm that they obey a change. */
import type { Static } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { decideConfirm, propagations } from './rules.ts'

const confirming = payload({ propagation: idText })

/** Refuses as `decideConfirm`. */
export const confirmPropagation: CommandKind<Static<typeof confirming>> = {
  kind: 'consent.confirm',
  summary: 'Confirms that another system obeys a change of what a person allows',
  payload: confirming,
  purpose: 'operations',
  roles: ['operator', 'data-protection-officer', 'system'],
  needs: ({ payload }) => [need(propagations, idOf<number>(payload.propagation))],
  decide: (state, { payload }, context) =>
    decideConfirm(state.get(propagations, idOf<number>(payload.propagation)), context.businessDate, context.terms()),
}
