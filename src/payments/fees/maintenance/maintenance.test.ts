import { describe, expect, it } from 'vitest'
import { TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import {
  about,
  accountIn,
  eur,
  ligaWithAccount,
  openActive,
  openInternal,
  openPending,
  payIn,
} from '../../../accounts/testing/accounts.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { companyWithRepresentative, settledBy } from '../../../parties/testing/people.ts'
import { feePeriods, periodKey } from '../periods/rules.ts'
import { maintenanceStep } from './commands.ts'
import { closesMonth } from './rules.ts'

const closeMonth = (bank: TestBank, day: string, ...accounts: readonly AccountId[]) =>
  bank.do('fee.charge-maintenance', { day, accounts: accounts.map(String) }, { actor: { role: 'system' } })

async function withMoney(on = '2026-01-31') {
  const bank = await TestBank.open({ on })
  const { liga, account } = await ligaWithAccount(bank)
  const till = await openInternal(bank, 'till')
  await payIn(bank, till, account, 10_000)
  return { bank, liga, account, till, fees: await openInternal(bank, 'fees') }
}

const balance = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).balanceMinor

describe('keeping an account', () => {
  it('is charged each month once, with its row', async () => {
    const { bank, account, fees } = await withMoney()
    await bank.cutOver('2026-02-01')
    const charged = await closeMonth(bank, '2026-01-31', account)
    expect(charged).toMatchObject({
      outcome: 'accepted',
      facts: {
        month: '2026-01',
        charged: 1,
        due: 0,
        fees: [{ service: 'account.maintenance', amount: eur(100), row: { clause: '2.2' }, entries: 1 }],
      },
    })
    expect(settledBy(charged)).toContain('PL-2.2')
    expect(await closeMonth(bank, '2026-01-31', account)).toMatchObject({ facts: { charged: 0 } })
    expect([account, fees].map((id) => balance(bank, id))).toEqual([9_900n, 100n])
    expect(bank.record(feePeriods, periodKey(account, 'account.maintenance'))?.toString()).toBe('2026-02-01')
    await bank.cutOver('2026-03-01')
    expect(await closeMonth(bank, '2026-02-28', account)).toMatchObject({ facts: { charged: 1, month: '2026-02' } })
    expect(balance(bank, account)).toBe(9_800n)
  })

  it.each([
    ['2028-02-28', false],
    ['2028-02-29', true],
    ['2028-03-01', false],
    ['2027-02-28', true],
    ['2026-12-31', true],
    ['2026-04-30', true],
  ])('on %s is charged: %s', async (day, charged) => {
    const { bank, account } = await withMoney('2026-01-05')
    await bank.cutOver(day)
    expect(await closeMonth(bank, day, account)).toMatchObject({ facts: { charged: charged ? 1 : 0 } })
    expect(closesMonth(Temporal.PlainDate.from(day))).toBe(charged)
  })

  it('asks the database for nothing on any other day', async () => {
    const day = Temporal.PlainDate.from('2026-01-30')
    const nothing = (() => Promise.reject(new Error('the database was asked'))) as never
    expect(await maintenanceStep.next(nothing, 1 as never, day, undefined)).toBeUndefined()
  })

  it('costs a legal person more', async () => {
    const bank = await TestBank.open({ on: '2026-01-31' })
    const { customer, representative } = await companyWithRepresentative(bank)
    const account = await openActive(bank, [customer], { orderedBy: String(representative) })
    await payIn(bank, await openInternal(bank, 'till'), account, 10_000)
    const charged = await closeMonth(bank, '2026-01-31', account)
    expect(charged).toMatchObject({ facts: { fees: [{ amount: eur(800) }] } })
    expect(settledBy(charged)).toEqual(expect.arrayContaining(['RA-10.1', 'PL-2.2']))
  })

  it('is not charged for accounts that were not active in the month, nor without a price', async () => {
    const { bank, liga } = await withMoney()
    const pending = await openPending(bank, [liga])
    const dollars = await openActive(bank, [liga], { currency: 'USD' })
    await bank.cutOver('2026-02-01')
    const late = await openActive(bank, [liga])
    expect(await closeMonth(bank, '2026-01-31', pending, dollars, late)).toMatchObject({
      facts: { charged: 0, due: 0 },
    })
    expect(await closeMonth(bank, '2026-01-31', pending)).toMatchObject({ outcome: 'accepted' })
  })

  it('one account pays for several as long as it has cover, and the rest is due', async () => {
    const { bank, liga, account, till, fees } = await withMoney()
    const second = await openActive(bank, [liga])
    const third = await openActive(bank, [liga])
    await payIn(bank, till, second, 150)
    await about(bank, 'fee-account.choose', second)
    const charged = await closeMonth(bank, '2026-01-31', account, second, third)
    // The chosen account pays for the first, the second finds 0.50 left, and the third has nothing of its own.
    expect(charged).toMatchObject({ facts: { charged: 1, due: 2 } })
    expect([account, second, third, fees].map((id) => balance(bank, id))).toEqual([10_000n, 50n, 0n, 100n])
    const agreement = accountIn(bank, account).agreement
    const collected = await bank.do(
      'due.collect',
      { day: '2026-01-31', agreements: [String(agreement)] },
      { actor: { role: 'system' } },
    )
    expect(collected).toMatchObject({ facts: { debited: [{ amount: eur(200) }] } })
    expect([account, second, third, fees].map((id) => balance(bank, id))).toEqual([9_850n, 0n, 0n, 300n])
  })
})

clause('PL-1.1', 'a service is paid for by this list on the day of the service', async () => {
  const { bank, account } = await withMoney()
  await bank.cutOver('2026-02-02')
  const charged = await closeMonth(bank, '2026-01-31', account)
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { charged: 1 } })
  expect(settledBy(charged)).toContain('PL-1.1')
  const entries = bank.storage.journal(1 as never).flatMap(({ steps }) => [...steps.values()].flat())
  const debit = entries.find(({ key, event }) => key === account && (event as { nature?: string }).nature === 'fee')
  const { valueDate, bookingDate } = (debit?.event ?? {}) as Record<string, Temporal.PlainDate>
  expect([valueDate, bookingDate].map(String)).toEqual(['2026-01-31', '2026-02-02'])
})
