import { afterAll, beforeAll, expect, test } from 'vitest'
import { operator } from '../../tests/bank.ts'
import { about, eur, openActive, openInternal, payIn } from '../accounts/testing/accounts.ts'
import { DatabaseBank } from '../accounts/testing/database-bank.ts'
import type { AccountId } from '../kernel/ids.ts'
import { registerPerson } from '../parties/testing/people.ts'
import { balanceKnownAt, bookedBalance, statementLines, valueBalance, valueBalanceKnownAt } from './readers.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

let bank: DatabaseBank
let account: AccountId
/** Before the fee of the 8th was booked. */
let moment: Temporal.Instant

/** 100.00 on the 5th, 20.00 on the 7th, and on the 8th a fee of 3.00 with the value date of the 6th. */
beforeAll(async () => {
  bank = await DatabaseBank.open()
  const liga = await registerPerson(bank.asTestBank, 'liga')
  account = await openActive(bank.asTestBank, [liga])
  const till = await openInternal(bank.asTestBank, 'till')
  const fees = await openInternal(bank.asTestBank, 'fees')
  await payIn(bank.asTestBank, till, account, 10_000)
  await bank.cutOver('2026-01-07')
  await payIn(bank.asTestBank, till, account, 2_000)
  await about(bank.asTestBank, 'account.restrict', account, { stops: 'amount', amount: eur(1) })
  await bank.cutOver('2026-01-08')
  moment = Temporal.Now.instant()
  await new Promise((resolve) => setTimeout(resolve, 5))
  await bank.do(
    'debit.entitled',
    {
      from: String(account),
      to: String(fees),
      amount: eur(300),
      nature: 'fee',
      ground: 'general-terms',
      terms: 'GBT',
      reference: '3.1',
      valueDate: '2026-01-06',
    },
    { actor: operator },
  )
})
afterAll(() => bank.close())

test.each([
  ['2026-01-04', 0n],
  ['2026-01-05', 10_000n],
  ['2026-01-06', 10_000n],
  ['2026-01-07', 12_000n],
  ['2026-01-08', 11_700n],
  ['2026-12-31', 11_700n],
])('booked by %s: %i', async (on, balance) => {
  expect(await bookedBalance(bank.institution.sql, bank.lane, account, day(on))).toBe(balance)
})

test.each([
  ['2026-01-04', 0n],
  ['2026-01-05', 10_000n],
  ['2026-01-06', 9_700n],
  ['2026-01-07', 11_700n],
  ['2026-01-08', 11_700n],
])('by value date on %s: %i', async (on, balance) => {
  expect(await valueBalance(bank.institution.sql, bank.lane, account, day(on))).toBe(balance)
})

test('what the books knew at a moment leaves out what was booked later', async () => {
  const { sql } = bank.institution
  expect(await balanceKnownAt(sql, bank.lane, account, moment)).toBe(12_000n)
  expect(await balanceKnownAt(sql, bank.lane, account, Temporal.Now.instant())).toBe(11_700n)
  expect(await balanceKnownAt(sql, bank.lane, account, Temporal.Instant.from('2000-01-01T00:00:00Z'))).toBe(0n)
  expect(await valueBalanceKnownAt(sql, bank.lane, account, day('2026-01-06'), moment)).toBe(10_000n)
  expect(await valueBalanceKnownAt(sql, bank.lane, account, day('2026-01-06'), Temporal.Now.instant())).toBe(9_700n)
})

test('statement lines are the entries of a period by booking date, page after page', async () => {
  const { sql } = bank.institution
  const lines = (from: string, to: string, limit = 10, after?: number) =>
    statementLines(sql, bank.lane, account, { from: day(from), to: day(to), limit, after })
  const all = await lines('2026-01-01', '2026-01-31')
  expect(all.map(({ nature, amountMinor, balanceMinor }) => [nature, amountMinor, balanceMinor])).toEqual([
    ['cash', 10_000n, 10_000n],
    ['cash', 2_000n, 12_000n],
    ['fee', -300n, 11_700n],
  ])
  expect(all.map(({ bookingDate, valueDate }) => [bookingDate.toString(), valueDate.toString()])).toEqual([
    ['2026-01-05', '2026-01-05'],
    ['2026-01-07', '2026-01-07'],
    ['2026-01-08', '2026-01-06'],
  ])
  expect(await lines('2026-01-06', '2026-01-07')).toEqual([all[1]])
  expect(await lines('2026-01-09', '2026-01-31')).toEqual([])
  const [first] = await lines('2026-01-01', '2026-01-31', 1)
  expect(await lines('2026-01-01', '2026-01-31', 10, first?.seq)).toEqual(all.slice(1))
})

test('an unknown account has no lines and no money', async () => {
  const { sql } = bank.institution
  const unknown = (account + 100_000) as AccountId
  const asked = { from: day('2026-01-01'), to: day('2026-01-31'), limit: 10 }
  expect(await statementLines(sql, bank.lane, unknown, asked)).toEqual([])
  expect(await bookedBalance(sql, bank.lane, unknown, day('2026-01-31'))).toBe(0n)
})
