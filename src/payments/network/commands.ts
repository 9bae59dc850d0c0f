/** Payments to and from other institutions, through a nostro account. The other side's name and number are personal details. */
import type { Static } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { StateReader } from '../../kernel/state.ts'
import { idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { chargeFor, chargeNeeds } from '../fees/charging.ts'
import { decideMovement } from '../movements/rules.ts'
import { payerOf } from '../paying.ts'
import { amountOf, ordering, targetOf, targetText, valueDateText } from '../payload.ts'
import { accountOfTarget, payerNeeds, sideNeeds, sideOf, targetNeeds } from '../sides.ts'
import { checkValueDate } from '../value-date.ts'

const outgoingPayload = payload({
  from: idText,
  nostro: idText,
  amount: moneyText,
  ...ordering,
  valueDate: valueDateText,
})

/** Detail 0 is the payer's: name and number of the payee, remittance, end-to-end reference. Refuses as a transfer does; an unknown nostro comes third. */
export const outgoing: CommandKind<Static<typeof outgoingPayload>> = {
  kind: 'payment.outgoing',
  summary: 'Sends money to another institution through a nostro account',
  payload: outgoingPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload }, state) => [
    ...payerNeeds(state, idOf(payload.from)),
    ...sideNeeds(state, idOf(payload.nostro)),
    ...chargeNeeds(state, idOf(payload.from)),
  ],
  decide: (state, command, context) => {
    const { payer, refusal } = payerOf(state, command, context, 'payments')
    if (refusal !== undefined) return refusal
    const nostro = nostroOf(state, command.payload.nostro)
    if (nostro === undefined)
      return refuse('nostro-unknown', payer.from.terms.cite('payment.order'), { nostro: command.payload.nostro })
    return decideMovement({
      ...payer,
      to: sideOf(state, nostro, context),
      charge: chargeFor(state, 'payment.outgoing', payer.from.account, payer.amountMinor, command.actor, context),
      nature: 'outgoing',
      settledBy: ['account.spendable', 'payment.order'],
    })
  },
}

const incomingPayload = payload({
  nostro: idText,
  to: targetText,
  amount: moneyText,
  valueDate: valueDateText,
})

/**
 * Detail 0 is the payee's: name and number of the payer, remittance, end-to-end reference. Refuses, in this order: unknown nostro; a number that names no
 * account; then as `decideMovement`. A refused payment is returned by the network that brought it.
 */
export const incoming: CommandKind<Static<typeof incomingPayload>> = {
  kind: 'payment.incoming',
  summary: 'Credits money that came from another institution',
  payload: incomingPayload,
  purpose: 'payment',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => [
    ...sideNeeds(state, idOf(payload.nostro)),
    ...targetNeeds(state, targetOf(payload.to)),
  ],
  decide: (state, { actor, payload }, context) => {
    const nostro = nostroOf(state, payload.nostro)
    if (nostro === undefined)
      return refuse('nostro-unknown', context.terms().cite('payment.incoming'), { nostro: payload.nostro })
    const payee = accountOfTarget(state, targetOf(payload.to))
    if (payee?.kind !== 'customer') return refuse('payee-unknown', context.terms().cite('payment.unknown-number'))
    const to = sideOf(state, payee, context, 0)
    const bookingDate = context.businessDate
    const dated = checkValueDate(payload.valueDate, actor, bookingDate, to.terms)
    if (dated.refusal !== undefined) return dated.refusal
    return decideMovement({
      from: { account: nostro, terms: to.terms },
      to,
      ...amountOf(payload.amount),
      nature: 'incoming',
      bookingDate,
      valueDate: dated.valueDate,
      settledBy: ['payment.incoming'],
    })
  },
}

function nostroOf(state: StateReader, id: string): Account | undefined {
  const account = state.get(accounts, idOf<AccountId>(id))
  return account?.product === 'nostro' ? account : undefined
}
