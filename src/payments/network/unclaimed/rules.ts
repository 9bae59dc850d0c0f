/** Payments that came back when their account was closed: kept for the customer, and paid out by staff. */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Effect, effect } from '../../../kernel/state.ts'
import type { Account } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { decideMovement, type MovementRefusal, type Side } from '../../movements/rules.ts'
import { type NetworkPayment, networkPayments } from '../rules.ts'

/** A payment that waits for its customer, and where it lies: in transit, or among what is owed. */
export type Unclaimed = {
  readonly payment: NetworkPayment
  /** Who held the account. */
  readonly holders: readonly PartyId[]
  readonly from: Account
  readonly terms: Terms
  readonly on: Temporal.PlainDate
}

/** In this order: there is no such payment; it does not wait for its customer; it was noted as owed already. */
export const keepRefusals = ['payment-unknown', 'payment-not-waiting', 'payment-kept'] as const
export type KeepRefusal = (typeof keepRefusals)[number]

/** Notes the payment as owed to the customer: it leaves transit, which shows what is under way. */
export function decideKeep(
  { payment, from, terms, on }: Unclaimed,
  owed: Account,
): Decision<Effect, KeepRefusal | MovementRefusal> {
  const cited = terms.cite('payment.return-unclaimed')
  if (payment.status === 'kept') return refuse('payment-kept', cited)
  if (payment.status !== 'unclaimed') return refuse('payment-not-waiting', cited, { status: payment.status })
  return moved(payment, 'kept', from, { account: owed, terms }, on, terms)
}

/**
 * In this order: there is no such payment; it does not wait for its customer; the account is neither a nostro account nor one that the same
 * customer holds; then as every movement.
 */
export const payOutRefusals = ['payment-unknown', 'payment-not-waiting', 'payee-unknown'] as const
export type PayOutRefusal = (typeof payOutRefusals)[number]

/** Whom the money goes to: an account and who holds it; nobody holds a nostro account, through which it goes to one elsewhere. */
export type Payee = { readonly side: Side; readonly holders: readonly PartyId[] }

/** Pays out to another account of the customer. */
export function decidePayOut(
  { payment, holders, from, terms, on }: Unclaimed,
  to: Payee | undefined,
): Decision<Effect, PayOutRefusal | MovementRefusal> {
  const cited = terms.cite('payment.return-unclaimed')
  if (payment.status !== 'unclaimed' && payment.status !== 'kept')
    return refuse('payment-not-waiting', cited, { status: payment.status })
  if (to === undefined || !mayHave(to, holders)) return refuse('payee-unknown', cited)
  return moved(payment, 'returned', from, to.side, on, terms)
}

const mayHave = ({ side, holders }: Payee, of: readonly PartyId[]): boolean =>
  side.account.kind === 'customer'
    ? holders.length === of.length && of.every((holder) => holders.includes(holder))
    : side.account.product === 'nostro'

function moved(
  payment: NetworkPayment,
  status: 'kept' | 'returned',
  from: Account,
  to: Side,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, MovementRefusal> {
  const { amountMinor, currency, reason } = payment
  const decided = decideMovement({
    from: { account: from, terms },
    to,
    amountMinor,
    currency,
    nature: 'returned',
    bookingDate: on,
    valueDate: on,
    settledBy: ['payment.return-unclaimed'],
  })
  if (decided.outcome === 'refused') return decided
  return accept(
    [...decided.effects, effect(networkPayments, payment.payment, { ...payment, status })],
    terms.cite('payment.return-unclaimed'),
    { amount: { minor: amountMinor.toString(), currency }, reason, to: String(to.account.account) },
  )
}
