import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TestBank } from '../../../tests/bank.ts'
import { accountIn, eur, openActive, payIn } from '../../accounts/testing/accounts.ts'
import { idIn } from '../../parties/testing/people.ts'
import type { OrderId } from './rules.ts'
import { bankWithTwo, close, orderIn } from './testing/orders.ts'

type Payment = { readonly payer: number; readonly payee: number; readonly minor: number }

/** Orders for one day between three accounts of which two have 100.00, carried out in runs of some orders each. */
async function afterRuns(payments: readonly Payment[], runs: (orders: readonly OrderId[]) => readonly OrderId[][]) {
  const two = await bankWithTwo()
  const { bank, till, liga } = two
  const accounts = [two.from, two.to, await openActive(bank, [liga])] as const
  await payIn(bank, till, accounts[1], 10_000)
  const orders: OrderId[] = []
  for (const { payer, payee, minor } of payments) {
    const [from, to] = [accounts[payer % 3], accounts[payee % 3]].map(String)
    const asked = { from, to: { account: to }, amount: eur(minor), on: '2026-01-08' }
    orders.push(idIn<OrderId>(await bank.do('scheduled-order.place', asked), 'order'))
  }
  for (const run of runs(orders)) await close(bank as TestBank, '2026-01-08', ...run)
  return {
    balances: accounts.map((id) => accountIn(bank, id).balanceMinor),
    orders: orders.map((id) => {
      const { status, paid, tries, last } = orderIn(bank, id)
      return { status, paid, tries, code: last?.code }
    }),
  }
}

it('orders in one run come out as the same orders one by one', async () => {
  const payment = fc
    .record({ payer: fc.nat(2), other: fc.integer({ min: 1, max: 2 }), minor: fc.integer({ min: 1, max: 12_000 }) })
    .map(({ payer, other, minor }): Payment => ({ payer, payee: payer + other, minor }))
  await fc.assert(
    fc.asyncProperty(fc.array(payment, { minLength: 2, maxLength: 12 }), async (payments) => {
      const together = await afterRuns(payments, (orders) => [[...orders]])
      const apart = await afterRuns(payments, (orders) => orders.map((order) => [order]))
      expect(together).toEqual(apart)
      expect(together.balances.reduce((sum, balance) => sum + balance, 0n)).toBe(20_000n)
    }),
    { numRuns: 30 },
  )
})
