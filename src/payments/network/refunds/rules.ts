/**
 * What a correction has to know of the payments that a decision made: a debit that is reversed while its money travels, or after it came
 * back, would give the customer the money twice.
 */
import { type Cited, type Refused, refuse } from '../../../kernel/decision.ts'
import type { Place } from '../../../kernel/ids.ts'
import { type Effect, effect, type Need, need, passingCollection, type StateReader } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type NetworkPayment, type NetworkPaymentId, networkPayments } from '../rules.ts'

/** What a decision made besides its entries. */
export type MadePayments = {
  /** The kind of its command. */
  readonly kind: string
  /** How many payments it debited: several where the close of a day carried out orders. */
  readonly debits: number
  /** On accounts of how many agreements it booked. */
  readonly agreements: number
  /** Those that it sent through the network. */
  readonly sent: readonly NetworkPaymentId[]
  /** Whether it took back the debit of such a payment. */
  readonly refunds: boolean
}

/** By the place of the decision. Read from streams and payments; nothing of it changes once it is decided. */
export const madePayments = passingCollection<Place, MadePayments>('made-payments')

/** Decisions that book where the money of a payment is: what was sent, and where it stands, would no longer fit. */
const answers: ReadonlySet<string> = new Set([
  'payment.settle',
  'payment.return',
  'returned-payment.keep',
  'returned-payment.pay-out',
])

/** Parts of the close of a day, which book for many customers at once. */
const closing: ReadonlySet<string> = new Set([
  'interest.post',
  'excess.charge',
  'fee.charge-maintenance',
  'due.collect',
])

/** Those that a decision sent through the network, and what it made. */
export type Made = { readonly made: MadePayments | undefined; readonly sent: readonly NetworkPayment[] }

/** Two steps: what was made, then the payments as they stand. */
export function madeNeeds(state: StateReader, place: Place): readonly Need[] {
  const made = state.peek(madePayments, place)
  return [need(madePayments, place), ...(made?.sent ?? []).map((payment) => need(networkPayments, payment))]
}

export function madeAt(state: StateReader, place: Place): Made {
  const made = state.get(madePayments, place)
  const sent = (made?.sent ?? []).flatMap((payment) => state.get(networkPayments, payment) ?? [])
  return { made, sent }
}

/** Why the entries of a decision are not reversed for what they paid, the first that applies. */
export const refundRefusals = [
  'entries-of-several',
  'payment-answered',
  'payment-refunded',
  'payment-under-way',
  'payment-returned',
] as const
export type RefundRefusal = (typeof refundRefusals)[number]

/**
 * In this order: the decision carried out several orders, or closed a day for several customers, of which one entry may be wrong and the others are
 * not; it booked what the network answered; it took back what was sent; a payment is on its way, and nobody can say yet whether it comes back; one came back already.
 */
export function checkRefund({ made, sent }: Made, terms: Terms): Refused<RefundRefusal> | undefined {
  if (made === undefined) return undefined
  const { debits, agreements } = made
  if (debits > 1 || (closing.has(made.kind) && agreements > 1))
    return refuse('entries-of-several', terms.cite('account.correction'), { payments: debits, agreements })
  if (answers.has(made.kind)) return refuse('payment-answered', terms.cite('payment.network'))
  if (made.refunds) return refuse('payment-refunded', terms.cite('payment.refund'))
  const travelling = sent.find(({ status }) => status === 'under-way')
  if (travelling !== undefined)
    return refuse('payment-under-way', terms.cite('payment.network'), { payment: String(travelling.payment) })
  const back = sent.find(({ status }) => status !== 'settled')
  return back === undefined
    ? undefined
    : refuse('payment-returned', terms.cite('payment.network-return'), {
        payment: String(back.payment),
        reason: back.reason,
      })
}

/** Settled payments whose debit is taken back: what comes of them later is the institution's, which has paid the customer itself. */
export const refund = (sent: readonly NetworkPayment[]): readonly Effect[] =>
  sent.map((one) => effect(networkPayments, one.payment, { ...one, status: 'refunded' }))

export const citeRefund = (sent: readonly NetworkPayment[], terms: Terms): readonly Cited[] =>
  sent.length === 0 ? [] : [terms.cite('payment.refund')]
