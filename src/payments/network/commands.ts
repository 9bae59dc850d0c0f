/** Payments to and from other institutions, through a nostro account. The other side's name and number are personal details. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { StateReader } from '../../kernel/state.ts'
import { idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideMovement } from '../movements/rules.ts'
import { payerOf } from '../paying.ts'
import { amountOf, ordering, targetOf, targetText, valueDateText } from '../payload.ts'
import { checkValueDate } from '../value-date.ts'
import { accountOfTarget, payerNeeds, sideNeeds, sideOf, targetNeeds } from '../sides.ts'

/** The reference that travels with a payment from end to end; digits and letters, so that no name fits into it. */
const endToEnd = Type.Optional(
  Type.String({ pattern: '^[A-Za-z0-9/-]{1,35}$', description: 'End-to-end reference of the payment' }),
)

const outgoingPayload = payload({
  from: idText,
  nostro: idText,
  amount: moneyText,
  endToEnd,
  ...ordering,
  valueDate: valueDateText,
})

/** Detail 0 is the payer's: name, number and remittance of the payee. Refuses as a transfer does; an unknown nostro comes third. */
export const outgoing: CommandKind<Static<typeof outgoingPayload>> = {
  kind: 'payment.outgoing',
  summary: 'Sends money to another institution through a nostro account',
  payload: outgoingPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload }, state) => [
    ...payerNeeds(state, idOf(payload.from)),
    ...sideNeeds(state, idOf(payload.nostro)),
  ],
  decide: (state, command, context) => {
    const { payer, refusal } = payerOf(state, command, context, 'payments')
    if (refusal !== undefined) return refusal
    const nostro = nostroOf(state, command.payload.nostro)
    if (nostro === undefined)
      return refuse('nostro-unknown', payer.from.terms.cite('payment.order'), { nostro: command.payload.nostro })
    const { endToEnd } = command.payload
    return decideMovement({
      ...payer,
      to: sideOf(state, nostro, context),
      nature: 'outgoing',
      settledBy: ['account.spendable', 'payment.order'],
      facts: endToEnd === undefined ? {} : { endToEnd },
    })
  },
}

const incomingPayload = payload({
  nostro: idText,
  to: targetText,
  amount: moneyText,
  endToEnd,
  valueDate: valueDateText,
})

/**
 * Detail 0 is the payee's: name, number and remittance of the payer. Refuses, in this order: unknown nostro; a number that names no
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
    const { endToEnd } = payload
    return decideMovement({
      from: { account: nostro, terms: to.terms },
      to,
      ...amountOf(payload.amount),
      nature: 'incoming',
      bookingDate,
      valueDate: dated.valueDate,
      settledBy: ['payment.incoming'],
      facts: endToEnd === undefined ? {} : { endToEnd },
    })
  },
}

function nostroOf(state: StateReader, id: string): Account | undefined {
  const account = state.get(accounts, idOf<AccountId>(id))
  return account?.product === 'nostro' ? account : undefined
}
