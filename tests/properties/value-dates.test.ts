/** Entries backdated in any order, and the same entries booked each on its day: the balances by value date are the same. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseBank } from '../../src/accounts/testing/database-bank.ts'
import type { AccountId } from '../../src/kernel/ids.ts'
import { bookedBalance, valueBalance } from '../../src/ledger/readers.ts'
import { operator } from '../bank.ts'
import { euros, openAccount, openInternal, payIn, register, system } from '../customers.ts'

let bank: DatabaseBank
let nostro: string
let people = 0
let day: Temporal.PlainDate
beforeAll(async () => {
  bank = await DatabaseBank.open()
  nostro = await openInternal(bank, 'nostro')
  day = Temporal.PlainDate.from('2026-01-05')
})
afterAll(() => bank.close())

const days = 6
const payment = fc.record({
  onDay: fc.nat(days - 1),
  minor: fc.integer({ min: -900, max: 900 }).filter((minor) => minor !== 0),
  order: fc.nat(1000),
})

async function newAccount(): Promise<string> {
  people += 1
  const account = await openAccount(bank, await register(bank, 'natural', `holder ${people}`))
  // Cover for every debit, in whatever order they come: a backdated one needs cover now.
  await payIn(bank, nostro, account, 100_000)
  return account
}

async function pay(account: string, minor: number, valueDate?: Temporal.PlainDate): Promise<void> {
  const dated = valueDate === undefined ? {} : { valueDate: valueDate.toString() }
  const told =
    minor > 0
      ? await bank.do(
          'payment.incoming',
          { nostro, to: { account }, amount: euros(minor), ...dated },
          { actor: operator },
        )
      : await bank.do('payment.outgoing', { from: account, nostro, amount: euros(-minor), ...dated }, { actor: system })
  expect(told.code).toBeNull()
}

it('backdated equals in order for the balances by value date, and the booked ones meet at the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(payment, { minLength: 1, maxLength: 12 }), async (payments) => {
      const [inOrder, backdated] = [await newAccount(), await newAccount()]
      const first = day
      for (let n = 0; n < days; n += 1) {
        for (const { onDay, minor } of payments) if (onDay === n) await pay(inOrder, minor)
        day = day.add({ days: 1 })
        await bank.cutOver(day.toString())
      }
      for (const { onDay, minor } of payments.toSorted((a, b) => a.order - b.order))
        await pay(backdated, minor, first.add({ days: onDay }))
      const { institution, lane } = bank
      for (let n = -1; n <= days; n += 1) {
        const on = first.add({ days: n })
        const [a, b] = [inOrder, backdated].map((id) =>
          valueBalance(institution.sql, lane, Number(id) as AccountId, on),
        )
        expect(await b, `by value date on ${on}`).toBe(await a)
      }
      const [a, b] = [inOrder, backdated].map((id) =>
        bookedBalance(institution.sql, lane, Number(id) as AccountId, day),
      )
      expect(await b).toBe(await a)
    }),
    { numRuns: 15 },
  )
})
