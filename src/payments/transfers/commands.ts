/** Transfers between accounts of the institution. */
import type { Static } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import { idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { chargeFor, chargeNeeds } from '../fees/charging.ts'
import { decideMovement } from '../movements/rules.ts'
import { payerOf } from '../paying.ts'
import { ordering, targetOf, targetText, valueDateText } from '../payload.ts'
import { accountOfTarget, payerNeeds, sideOf, targetNeeds } from '../sides.ts'

const transferPayload = payload({
  from: idText,
  to: targetText,
  amount: moneyText,
  ...ordering,
  valueDate: valueDateText,
})

/**
 * Details: 0 is the payer's side, 1 the payee's. Refuses, in this order: unknown payer; who may not act; a value date that is not the
 * sender's to choose; unknown payee; then as `decideMovement`.
 */
export const transfer: CommandKind<Static<typeof transferPayload>> = {
  kind: 'payment.transfer',
  summary: 'Moves money between two accounts of the institution',
  payload: transferPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload }, state) => [
    ...payerNeeds(state, idOf(payload.from)),
    ...targetNeeds(state, targetOf(payload.to)),
    ...chargeNeeds(state, idOf(payload.from)),
  ],
  decide: (state, command, context) => {
    const { payer, refusal } = payerOf(state, command, context, 'payments')
    if (refusal !== undefined) return refusal
    const payee = accountOfTarget(state, targetOf(command.payload.to))
    if (payee?.kind !== 'customer') return refuse('payee-unknown', payer.from.terms.cite('payment.unknown-number'))
    return decideMovement({
      ...payer,
      to: sideOf(state, payee, context, 1),
      charge: chargeFor(state, 'payment.transfer', payer.from.account, payer.amountMinor, command.actor, context),
      nature: 'transfer',
      settledBy: ['account.spendable', 'payment.order'],
    })
  },
}
