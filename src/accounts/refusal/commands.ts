/** The command by which staff refuse to open or to activate an account. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import { parties } from '../../parties/rules.ts'
import { isFence } from '../../privacy/screening/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { affairsNeeds, affairsOf } from '../affairs/rules.ts'
import { decideRefuseActivation, decideRefuseOpening, refusalReasons } from './rules.ts'

const reason = oneOf(refusalReasons, 'Why, for staff only')
const refusePayload = Type.Union([
  payload({ refused: Type.Literal('opening'), customer: idText, reason }),
  payload({ refused: Type.Literal('activation'), account: idText, reason }),
])

/** Details: the first, of category `staff-note`, or of a fence's, says why in words. Facts: `refusal`; the reason is internal. */
export const refuseAccount: CommandKind<Static<typeof refusePayload>> = {
  kind: 'account.refuse',
  summary: 'Refuses to open or to activate an account, without telling why',
  payload: refusePayload,
  purpose: 'operations',
  roles: ['teller', 'operator'],
  needs: ({ payload }, state) =>
    payload.refused === 'opening'
      ? [need(parties, idOf<PartyId>(payload.customer))]
      : affairsNeeds(state, idOf<AccountId>(payload.account)),
  decide: (state, { payload, actor, details }, context) => {
    const note = details?.findIndex(({ category }) => category === 'staff-note' || isFence(category))
    const asked = {
      refusal: context.nextId(),
      reason: payload.reason,
      note: note === -1 ? undefined : note,
      by: staffOf(actor),
    }
    if (payload.refused === 'opening') {
      const customer = idOf<PartyId>(payload.customer)
      return state.get(parties, customer) === undefined
        ? refuse('party-unknown', context.terms().cite('account.opening'), { parties: [payload.customer] })
        : decideRefuseOpening(customer, asked, context.businessDate, context.terms())
    }
    const affairs = affairsOf(state, idOf<AccountId>(payload.account))
    return affairs === undefined
      ? refuse('account-unknown', context.terms().cite('account.activation'), { account: payload.account })
      : decideRefuseActivation(affairs, asked, context.businessDate, context.terms(affairs.agreement.binding))
  },
}
