import { afterAll, beforeAll, expect, it } from 'vitest'
import { BusyBank } from '../operations/testing/busy-bank.ts'
import { trialBalance } from './trial-balance.ts'

let bank: BusyBank
beforeAll(async () => {
  bank = await BusyBank.open()
  await bank.live()
})
afterAll(() => bank.close())

it('tells what the accounts of each kind hold together, and that all sum to zero', async () => {
  const { lines, totals } = await trialBalance(bank.institution.sql)
  expect(lines.map(({ kind, product, accounts }) => [kind, product, accounts])).toEqual([
    ['customer', 'payment', 2],
    ['internal', 'fees', 1],
    ['internal', 'nostro', 1],
    ['till', 'till', 1],
  ])
  // 100,000 came in and 2,000 went out; 5,000 was paid in in cash and 1,000 out; 250 and 200 were fees.
  expect(lines.map(({ balanceMinor }) => balanceMinor)).toEqual([101_550n, 450n, -98_000n, -4_000n])
  expect(totals).toEqual([{ currency: 'EUR', balanceMinor: 0n }])
})

it('is that of one lane when asked', async () => {
  expect(await trialBalance(bank.institution.sql, 7 as typeof bank.lane)).toEqual({ lines: [], totals: [] })
})
