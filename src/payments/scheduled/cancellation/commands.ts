/** The command that cancels an order for a later day. */
import type { Static } from 'typebox'
import { calendarOf } from '../../../kernel/calendar.ts'
import { assertInvariant } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, optionalIdOf, payload } from '../../../kernel/wire.ts'
import { accounts } from '../../../ledger/rules.ts'
import { checkActor } from '../../../parties/acting/rules.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { commandsAbout } from '../../../storage/record-command.ts'
import { ordering } from '../../payload.ts'
import { holdersOf, payerNeeds, termsOf } from '../../sides.ts'
import { decideCancelOrder, type OrderId, paymentOrders } from '../rules.ts'

const aboutOrder = commandsAbout({
  unknown: 'order-unknown',
  told: ({ order }: { readonly order: string }) => ({ order }),
  needs: ({ order }, state) => {
    const id = idOf<OrderId>(order)
    const placed = state.peek(paymentOrders, id)
    return [need(paymentOrders, id), ...(placed === undefined ? [] : payerNeeds(state, placed.account))]
  },
  find: ({ order: id }, state) => {
    const order = state.get(paymentOrders, idOf<OrderId>(id))
    if (order === undefined) return undefined
    const account = state.get(accounts, order.account)
    assertInvariant(account !== undefined, 'an order is for an account')
    return { order, account }
  },
})

const cancelPayload = payload({ order: idText, orderedBy: ordering.orderedBy })

/** Refuses an unknown order; who may not act for the account's holders; then as `decideCancelOrder`. */
export const cancelOrder: CommandKind<Static<typeof cancelPayload>> = aboutOrder({
  kind: 'payment-order.cancel',
  summary: 'Cancels an order for a later day',
  payload: cancelPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  provision: 'payment.order-cancellation',
  decide: ({ order, account }, { actor, payload }, context, state) => {
    const terms = termsOf(state, account, context)
    const on = context.businessDate
    // Whoever may not pay so much may still stop it.
    const act = { service: 'payments' } as const
    const orderedBy = optionalIdOf<PartyId>(payload.orderedBy)
    const refusal = checkActor(state, { actor, orderedBy, customers: holdersOf(state, account), act, on, terms })
    return refusal ?? decideCancelOrder(order, on, calendarOf(context.entity.calendar), terms)
  },
})
