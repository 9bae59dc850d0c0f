/** Payments that travel through the network: to the transit account, on to the nostro account, or back. */
import type { ModelBank } from './bank.ts'
import type { Payload } from './checks.ts'
import { feeFor } from './fees.ts'
import { movement, order, type Rule, type Rules } from './rule.ts'

export type ModelNetworkPayment = {
  readonly id: string
  readonly account: string
  /** That sent it. */
  readonly decision: string
  readonly amount: bigint
  /** `unclaimed`: it came back when its account was closed; `refunded`: it was settled, and the customer has the money again. */
  status: 'under-way' | 'settled' | 'returned' | 'unclaimed' | 'refunded'
}

/** What lies in transit because of it. */
export const inTransit = ({ status, amount }: ModelNetworkPayment): bigint =>
  status === 'under-way' || status === 'unclaimed' ? amount : status === 'refunded' ? -amount : 0n

/** The network takes euro alone. */
export const isSent = (currency: string): boolean => currency === 'EUR'

const answered =
  (rest: (bank: ModelBank, payment: ModelNetworkPayment, payload: Payload) => ReturnType<Rule>): Rule =>
  (bank, payload) => {
    const payment = bank.networkPayments.get(payload.payment)
    return payment === undefined ? 'payment-unknown' : rest(bank, payment, payload)
  }

export const networkRules: Rules = {
  'payment.send': order((bank, from, payload, actor) => {
    if (!isSent(payload.amount.currency)) return 'currency-not-sent'
    const fee = feeFor(bank, 'payment.outgoing', from, BigInt(payload.amount.minor), actor)
    const moved = movement(bank, from, bank.own('transit', 'EUR'), payload, { actor, order: true, fee })
    if (typeof moved === 'string') return moved
    return (decision) => {
      moved(decision)
      const id = String(decision.facts['payment'])
      const amount = BigInt(payload.amount.minor)
      bank.networkPayments.set(id, { id, account: from.id, decision: decision.id, amount, status: 'under-way' })
    }
  }),
  'payment.settle': answered((bank, payment) => {
    if (payment.status === 'settled' || payment.status === 'refunded') return 'payment-settled'
    if (payment.status !== 'under-way') return 'payment-returned'
    return ({ id }) => {
      bank.move(id, bank.own('transit', 'EUR').id, bank.own('nostro', 'EUR').id, payment.amount)
      payment.status = 'settled'
    }
  }),
  'payment.return': answered((bank, payment) => {
    if (payment.status === 'returned' || payment.status === 'unclaimed') return 'payment-returned'
    return ({ id }) => {
      // Whatever else stands in the way of credits, the money was the customer's; a closed account leaves it in transit, and so does
      // a customer who has it already.
      const refunded = payment.status === 'refunded'
      const closed = bank.account(payment.account).status === 'closed' && !refunded
      const from = bank.own(payment.status === 'under-way' ? 'transit' : 'nostro', 'EUR').id
      const to = closed || refunded ? bank.own('transit', 'EUR').id : payment.account
      if (from !== to) bank.move(id, from, to, payment.amount)
      payment.status = closed ? 'unclaimed' : 'returned'
    }
  }),
}
