/** A bank with a payer and a payee, orders between them, and days that are closed, for tests. */
import { type Ask, operator, TestBank } from '../../../../tests/bank.ts'
import { eur, ligaWithAccount, openActive, openInternal, payIn } from '../../../accounts/testing/accounts.ts'
import { deadlineKey, deadlines } from '../../../kernel/deadline.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../parties/testing/people.ts'
import type { Actor } from '../../../storage/command.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { type OrderId, orderDue, type PaymentOrder, paymentOrders } from '../rules.ts'

/** Monday 5 January 2026; 100.00 on the account of Līga. */
export async function bankWithTwo(balanceMinor = 10_000) {
  const bank = await TestBank.open()
  const { liga, account: from } = await ligaWithAccount(bank)
  const to = await openActive(bank, [await registerPerson(bank, 'janis')])
  const till = await openInternal(bank, 'till')
  await bank.do('internal.open', { product: 'transit', currency: 'EUR' }, { actor: operator })
  const fees = await openInternal(bank, 'fees')
  if (balanceMinor > 0) await payIn(bank, till, from, balanceMinor)
  return { bank, liga, from, to, till, fees }
}

export type Two = Awaited<ReturnType<typeof bankWithTwo>>

export const schedule = ({ bank, from, to }: Two, on: string, minor = 6_000, ask: Ask = {}) =>
  bank.do('scheduled-order.place', { from: String(from), to: { account: String(to) }, amount: eur(minor), on }, ask)

export const stand = ({ bank, from, to }: Two, schedule: object, minor = 1_000, ask: Ask = {}) =>
  bank.do(
    'standing-order.place',
    { from: String(from), to: { account: String(to) }, amount: eur(minor), schedule },
    ask,
  )

/** Closes the days up to `day`, as the day-end does: each is left behind, and then its orders are carried out. */
export async function close(bank: TestBank, day: string, ...orders: readonly OrderId[]): Promise<DecisionView> {
  await bank.cutOver(Temporal.PlainDate.from(day).add({ days: 1 }).toString())
  return bank.do('payment-order.run-due', { day, orders: orders.map(String) }, { actor: { role: 'system' } })
}

export const orderIn = (bank: TestBank, id: OrderId): PaymentOrder => {
  const order = bank.record(paymentOrders, id)
  if (order === undefined) throw new Error('there is no such order')
  return order
}

export const isArmed = (bank: TestBank, order: OrderId, due: string) =>
  bank.record(deadlines, deadlineKey({ due: Temporal.PlainDate.from(due), kind: orderDue, subject: order })) === 'set'

export const customer = (party: PartyId): Actor => ({ role: 'customer', party })
