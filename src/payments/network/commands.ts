/** Payments to and from other institutions, through a nostro account. The other side's name and number are personal details. */
import type { Static } from 'typebox'
import { accountNumbers } from '../../accounts/numbers/rules.ts'
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Effect, type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { dues } from '../../pricing/dues/rules.ts'
import type { Code, CommandKind, Context } from '../../storage/command.ts'
import { chargeFor, chargeNeeds } from '../fees/charging.ts'
import { type Charge, payerOfFee, takeOrOwe } from '../fees/rules.ts'
import { decideMovement, type Movement } from '../movements/rules.ts'
import { payerOf } from '../paying.ts'
import { amountOf, ordering, targetOf, targetText, valueDateText } from '../payload.ts'
import { accountOfTarget, payerNeeds, sideNeeds, sideOf, type Target, targetNeeds } from '../sides.ts'
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
 * account; then as `decideMovement`. A refused payment is returned by the network that brought it. What it costs is taken out of it, or, where that
 * does not suffice, due: no money is sent back because its fee has no cover.
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
    ...creditedNeeds(state, targetOf(payload.to)),
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
    const { amountMinor, currency } = amountOf(payload.amount)
    const movement: Movement = {
      from: { account: nostro, terms: to.terms },
      to,
      amountMinor,
      currency,
      nature: 'incoming',
      bookingDate,
      valueDate: dated.valueDate,
      settledBy: ['payment.incoming'],
    }
    return credited(state, movement, chargeFor(state, 'payment.incoming', payee, amountMinor, actor, context), context)
  },
}

/** What the fee for a credit needs, and what is owed already. */
function creditedNeeds(state: StateReader, target: Target): readonly Need[] {
  const found = target.account ?? state.peek(accountNumbers, target.number ?? '')?.account
  if (found === undefined) return []
  const agreement = state.peek(accounts, found)?.agreement ?? null
  return [...chargeNeeds(state, found), ...(agreement === null ? [] : [need(dues, agreement)])]
}

/** The credit with its fee; with the fee as a due where neither the credit nor any account covers it. */
function credited(state: StateReader, movement: Movement, charge: Charge, context: Context): Decision<Effect, Code> {
  const { from, to, amountMinor, bookingDate, valueDate } = movement
  const beside = { from: from.account.account, to: to.account.account, amountMinor }
  if (charge.fee === undefined || payerOfFee(charge, beside) !== undefined)
    return decideMovement({ ...movement, charge })
  const moved = decideMovement(movement)
  const { agreement } = to.account
  if (moved.outcome === 'refused' || agreement === null) return moved
  const owed = takeOrOwe(charge, {
    served: to.account,
    terms: to.terms,
    dues: state.get(dues, agreement),
    nextId: () => context.nextId<number>(),
    on: bookingDate,
    valueDate,
  })
  return accept([...moved.effects, ...owed.effects], together(moved.cited, ...owed.cited), {
    ...moved.facts,
    ...owed.facts,
  })
}

function nostroOf(state: StateReader, id: string): Account | undefined {
  const account = state.get(accounts, idOf<AccountId>(id))
  return account?.product === 'nostro' ? account : undefined
}
