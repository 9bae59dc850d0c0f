/** Payments that travel through the network: to the transit account, on to the nostro account, or back. */
import type { ModelBank } from './bank.ts'
import type { Payload } from './checks.ts'
import { feeFor } from './fees.ts'
import { movement, order, type Rule, type Rules } from './rule.ts'

export type ModelNetworkPayment = {
  readonly id: string
  readonly account: string
  readonly amount: bigint
  /** `unclaimed`: it came back when its account was closed. */
  status: 'under-way' | 'settled' | 'returned' | 'unclaimed'
}

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
      bank.networkPayments.set(id, { id, account: from.id, amount, status: 'under-way' })
    }
  }),
  'payment.settle': answered((bank, payment) => {
    if (payment.status === 'settled') return 'payment-settled'
    if (payment.status !== 'under-way') return 'payment-returned'
    return ({ id }) => {
      bank.move(id, bank.own('transit', 'EUR').id, bank.own('nostro', 'EUR').id, payment.amount)
      payment.status = 'settled'
    }
  }),
  'payment.return': answered((bank, payment) => {
    if (payment.status === 'returned' || payment.status === 'unclaimed') return 'payment-returned'
    return ({ id }) => {
      // Whatever else stands in the way of credits, the money was the customer's; a closed account leaves it in transit.
      const closed = bank.account(payment.account).status === 'closed'
      const from = bank.own(payment.status === 'settled' ? 'nostro' : 'transit', 'EUR').id
      const to = closed ? bank.own('transit', 'EUR').id : payment.account
      if (from !== to) bank.move(id, from, to, payment.amount)
      payment.status = closed ? 'unclaimed' : 'returned'
    }
  }),
}
