/**
 * Payments that travel through the payment network: from the customer to the transit account, from there to the nostro account when the
 * network has settled them, or back to the customer.
 */

import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { Currency, Minor } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { type Account, type AccountEvent, accounts } from '../../ledger/rules.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { decideMovement, decideUncovered, type Movement, type MovementRefusal } from '../movements/rules.ts'

export type NetworkPaymentId = number & { readonly unit: 'network-payment' }

export type NetworkPayment = {
  readonly payment: NetworkPaymentId
  /** The customer's. */
  readonly account: AccountId
  /** The entry on it, whose details tell whom the payment is for. */
  readonly seq: number
  /** Of one of several that are one entry: where what was told of it is kept. */
  readonly detail: DetailId | null
  readonly amountMinor: Minor
  readonly currency: Currency
  /**
   * `unclaimed`: it came back when the account was closed, and lies in transit; `kept`: staff noted it as owed to the customer; `refunded`: the
   * customer has the money again by a correction, and it has not come back.
   */
  readonly status: (typeof networkStatuses)[number]
  /** Why it came back: a code of ISO 20022, ExternalStatusReason1Code or ExternalReturnReason1Code. */
  readonly reason: string | null
  /** The day on which it came back. */
  readonly returnedOn: Temporal.PlainDate | null
}

export const networkStatuses = ['under-way', 'settled', 'returned', 'unclaimed', 'kept', 'refunded'] as const

export const networkPayments = records<NetworkPaymentId, NetworkPayment>('network-payment')

/** Why nothing is sent, the first that applies; then as every movement from the customer's account to the transit account. */
export const sendRefusals = ['currency-not-sent'] as const
export type SendRefusal = (typeof sendRefusals)[number]

/** Why the network takes no payment in the currency; undefined when it does. */
export function checkSent(currency: string, terms: Terms) {
  const { currencies } = terms.parameters('payment.network')
  return currencies.includes(currency)
    ? undefined
    : refuse('currency-not-sent', terms.cite('payment.network'), { sent: currencies })
}

/**
 * Takes the money from the customer and sends it on its way. Refuses another currency than those of the network; then as a movement.
 *
 * @param batched of one of several that are one entry: that entry, and what is told of this one
 */
export function decideSend(
  movement: Movement,
  payment: NetworkPaymentId,
  batched?: Pick<NetworkPayment, 'seq' | 'detail'>,
): Decision<Effect, SendRefusal | MovementRefusal> {
  const { from, amountMinor, currency } = movement
  const refused = checkSent(currency, from.terms)
  if (refused !== undefined) return refused
  const moved = decideMovement(movement)
  if (moved.outcome === 'refused') return moved
  const account = from.account.account
  const sent: NetworkPayment = {
    payment,
    account,
    seq: batched?.seq ?? seqOfEntry(from.account, moved.effects),
    detail: batched?.detail ?? null,
    amountMinor,
    currency,
    status: 'under-way',
    reason: null,
    returnedOn: null,
  }
  return accept(
    [...moved.effects, create(networkPayments, payment, sent)],
    together(moved.cited, from.terms.cite('payment.network')),
    { ...moved.facts, payment: String(payment) },
  )
}

/** The number that the first entry among the effects gets in the account's stream. */
export function seqOfEntry({ account, seq }: Account, effects: readonly Effect[]): number {
  const own = effects.filter(({ collection, key }) => collection.name === accounts.name && key === account)
  return seq + 1 + own.findIndex(({ event }) => (event as AccountEvent).kind === 'entry')
}

/** Why the answer of the network changes nothing, the first that applies. */
export const settleRefusals = ['payment-unknown', 'payment-settled', 'payment-returned'] as const
export const returnRefusals = ['payment-unknown', 'payment-returned'] as const
export type SettleRefusal = (typeof settleRefusals)[number]
export type ReturnRefusal = (typeof returnRefusals)[number]

/** What books the answer of the network: the accounts between which the money moves, and the days. */
export type Answering = {
  readonly payment: NetworkPayment
  readonly transit: Account
  readonly nostro: Account
  readonly terms: Terms
  readonly on: Temporal.PlainDate
}

/** The network has settled the payment: what was under way is owed to it no more. */
export function decideSettle({
  payment,
  transit,
  nostro,
  terms,
  on,
}: Answering): Decision<Effect, SettleRefusal | MovementRefusal> {
  const cited = terms.cite('payment.network')
  if (payment.status === 'settled' || payment.status === 'refunded') return refuse('payment-settled', cited)
  if (payment.status !== 'under-way') return refuse('payment-returned', cited, { reason: payment.reason })
  const moved = decideMovement({
    from: { account: transit, terms },
    to: { account: nostro, terms },
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    nature: 'outgoing',
    bookingDate: on,
    valueDate: on,
    settledBy: ['payment.network'],
  })
  if (moved.outcome === 'refused') return moved
  return accept([...moved.effects, effect(networkPayments, payment.payment, { ...payment, status: 'settled' })], cited)
}

/**
 * The network rejected the payment, or the other institution sent it back: the customer has the money again, whatever stands in the way of
 * other credits, since it is no payment from somebody else. Only a closed account takes nothing: then the money waits in transit until staff pay
 * it out (see unclaimed/rules.ts). Of a payment whose debit was taken back (see refunds/rules.ts) the customer has the money already: what comes
 * goes to transit, which has been short of it since.
 *
 * @param customer the account that it came from, with the terms that bind its holder
 */
export function decideReturn(
  { payment, transit, nostro, on }: Omit<Answering, 'terms'>,
  customer: { readonly account: Account; readonly terms: Terms },
  reason: string,
): Decision<Effect, ReturnRefusal | MovementRefusal> {
  const { terms } = customer
  const cited = terms.cite('payment.network-return')
  const isRefunded = payment.status === 'refunded'
  if (payment.status !== 'under-way' && payment.status !== 'settled' && !isRefunded)
    return refuse('payment-returned', cited, { reason: payment.reason })
  const isClosed = customer.account.status === 'closed' && !isRefunded
  const amount = { minor: payment.amountMinor.toString(), currency: payment.currency }
  const returned: NetworkPayment = {
    ...payment,
    status: isClosed ? 'unclaimed' : 'returned',
    reason,
    returnedOn: on,
  }
  const from = payment.status === 'under-way' ? transit : nostro
  const to = isClosed || isRefunded ? { account: transit, terms } : customer
  // What is in transit already waits there.
  const moved =
    from === to.account
      ? undefined
      : decideUncovered({
          from: { account: from, terms },
          to,
          amountMinor: payment.amountMinor,
          currency: payment.currency,
          nature: 'returned',
          bookingDate: on,
          valueDate: on,
          settledBy: ['payment.network-return'],
        })
  if (moved?.outcome === 'refused') return moved
  return accept(
    [...(moved?.effects ?? []), effect(networkPayments, payment.payment, returned)],
    isClosed
      ? terms.cite('payment.network-return', 'payment.return-unclaimed', 'account.closing.orders')
      : isRefunded
        ? terms.cite('payment.network-return', 'payment.refund')
        : cited,
    { reason, amount, ...(isClosed ? { unclaimed: true } : isRefunded ? { refunded: true } : {}) },
  )
}
