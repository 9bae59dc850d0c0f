import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { deadlineKey, deadlines } from '../../kernel/deadline.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { settledBy } from '../../parties/testing/people.ts'
import { changeNumber, dayAfter, entriesOf, move, saver } from '../interest/testing/banks.ts'
import { about, accountIn, eur } from '../testing/accounts.ts'
import { excesses } from './rules.ts'

const natures = ['charge', 'penalty'] as const

const charge = (bank: TestBank, day: string, ...charged: readonly AccountId[]) =>
  bank.do(
    'excess.charge',
    { day, accounts: charged.map((account) => `${account}@${accountIn(bank, account).seq}`) },
    { actor: operator },
  )

/** An account 1,000.00 below zero since 5 January. */
async function overdrawn(limitMinor = 0) {
  const bank = await TestBank.open()
  const { own, account } = await saver(bank)
  if (limitMinor > 0)
    await about(bank, 'account.agree-limit', account, { maximum: eur(limitMinor), fee: eur(0), ratePercent: '9' })
  await move(bank, own, account, -1_000_00)
  return { bank, own, account }
}

clause('RA-6.2', 'on a negative balance the software tells the amount that cures it', async () => {
  const { bank, account } = await overdrawn()
  await bank.cutOver('2026-01-06')
  const charged = await charge(bank, '2026-01-05', account)
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { excesses: [{ cureOwed: eur(1_000_00) }] } })
  expect(settledBy(charged)).toContain('RA-6.2')
})

clause('RA-6.2', 'on an exceeded credit limit the amount is what lies beyond it', async () => {
  const { bank, account } = await overdrawn(400_00)
  await bank.cutOver('2026-01-06')
  const charged = await charge(bank, '2026-01-05', account)
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { excesses: [{ cureOwed: eur(600_00) }] } })
  expect(settledBy(charged)).toContain('RA-6.2')
})

clause('RA-6.3', 'for each calendar day each charge of the price list is posted separately', async () => {
  const { bank, own, account } = await overdrawn()
  await bank.cutOver('2026-01-06')
  const charged = await charge(bank, '2026-01-05', account)
  expect(settledBy(charged)).toContain('RA-6.3')
  expect(charged.cited.settled).toContainEqual({ document: 'PL', version: '2018-11-01', clause: '5.2' })
  // 12 % and 6 % of 1,000.00 over 365 days, and 0.02 %.
  const first = ['charge -33 2026-01-05', 'charge -16 2026-01-05', 'penalty -20 2026-01-05']
  expect(entriesOf(bank, account, ...natures)).toEqual(first)
  expect(entriesOf(bank, own.penalties, ...natures)).toEqual(['penalty 20 2026-01-05'])
  expect(entriesOf(bank, own.interest, ...natures)).toEqual(['charge 33 2026-01-05', 'charge 16 2026-01-05'])
  await bank.cutOver('2026-01-07')
  const second = await charge(bank, '2026-01-06', account)
  expect(second.outcome).toBe('accepted')
  // What the first day cost has to be paid in, too.
  expect(second.facts).toMatchObject({ excesses: [{ cureOwed: eur(1_000_69) }] })
  expect(entriesOf(bank, account, ...natures)).toHaveLength(6)
})

clause('RA-6.3', 'they are on what must be paid in to be back within the permitted limit', async () => {
  const { bank, account } = await overdrawn(400_00)
  await bank.cutOver('2026-01-06')
  const charged = await charge(bank, '2026-01-05', account)
  expect(charged.outcome).toBe('accepted')
  expect(settledBy(charged)).toContain('RA-6.3')
  const expected = ['charge -20 2026-01-05', 'charge -10 2026-01-05', 'penalty -12 2026-01-05']
  expect(entriesOf(bank, account, ...natures)).toEqual(expected)
})

clause('RA-6.3', 'use within an agreed overdraft is not charged here', async () => {
  const { bank, account } = await overdrawn(1_000_00)
  await bank.cutOver('2026-01-06')
  const charged = await charge(bank, '2026-01-05', account)
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { excesses: [] } })
  expect(settledBy(charged)).toContain('RA-6.3')
  expect(entriesOf(bank, account, ...natures)).toEqual([])
})

clause(
  'RA-10.3',
  'charges of a percentage a year count the day over the year of the account that is debited',
  async () => {
    const bank = await TestBank.open({ on: '2025-11-20' })
    const { own, account } = await saver(bank)
    await changeNumber(bank, account, 'NDEA', '2026-02-11')
    await move(bank, own, account, -1_100_00)
    await bank.cutOver('2026-02-12')
    const charged = await charge(bank, '2026-02-11', account)
    expect(charged.outcome).toBe('accepted')
    expect(settledBy(charged)).toEqual(expect.arrayContaining(['RA-10.3', 'RA-10.3.1']))
    // 36.67 and 18.33 cents over 360 days; 36.16 and 18.08 over 365.
    expect(entriesOf(bank, account, 'charge')).toEqual(['charge -37 2026-02-11', 'charge -18 2026-02-11'])
  },
)

it('charges no day twice, nor one that is not over', async () => {
  const { bank, account } = await overdrawn()
  expect(await charge(bank, '2026-01-05', account)).toMatchObject({ code: 'day-not-over' })
  await bank.cutOver('2026-01-06')
  await charge(bank, '2026-01-05', account)
  expect(await charge(bank, '2026-01-05', account)).toMatchObject({ outcome: 'accepted', facts: { excesses: [] } })
  expect(entriesOf(bank, account, ...natures)).toHaveLength(3)
})

it('counts what was paid in during the day, and ends with the excess', async () => {
  const { bank, own, account } = await overdrawn()
  await bank.cutOver('2026-01-06')
  await charge(bank, '2026-01-05', account)
  const armed = deadlineKey({ due: Temporal.PlainDate.from('2026-01-06'), kind: 'excess', subject: account })
  expect(bank.record(deadlines, armed)).toBe('set')
  await move(bank, own, account, 1_000_69)
  await bank.cutOver('2026-01-07')
  expect(await charge(bank, '2026-01-06', account)).toMatchObject({ facts: { excesses: [] } })
  expect(bank.record(deadlines, armed)).toBe('cleared')
  expect(bank.record(excesses, account)).toMatchObject({ armed: null })
  expect(entriesOf(bank, account, ...natures)).toHaveLength(3)
})

it('costs the same closed day by day or caught up at once, over a change of clocks and a month end', async () => {
  const days = ['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31', '2026-04-01']
  const bank = await TestBank.open({ on: '2026-03-27' })
  const { own, account } = await saver(bank)
  const other = await TestBank.open({ on: '2026-03-27' })
  const second = await saver(other)
  await move(bank, own, account, -1_000_00)
  await move(other, second.own, second.account, -1_000_00)
  for (const day of days) {
    await bank.cutOver(dayAfter(day))
    await charge(bank, day, account)
  }
  await other.cutOver('2026-04-02')
  for (const day of days) await charge(other, day, second.account)
  expect(entriesOf(bank, account, ...natures)).toHaveLength(18)
  expect(entriesOf(other, second.account, ...natures)).toEqual(entriesOf(bank, account, ...natures))
})

it('goes by the limit at the end of the day, and by value dates', async () => {
  const { bank, own, account } = await overdrawn(1_000_00)
  await bank.cutOver('2026-01-06')
  await about(bank, 'account.end-limit', account)
  // The limit still stood on the 5th; a debit of the 6th is not the 5th's.
  await move(bank, own, account, -500_00)
  expect(await charge(bank, '2026-01-05', account)).toMatchObject({ facts: { excesses: [] } })
  await bank.cutOver('2026-01-07')
  await move(bank, own, account, 300_00, '2026-01-06')
  const charged = await charge(bank, '2026-01-06', account)
  expect(charged).toMatchObject({ facts: { excesses: [{ cureOwed: eur(1_200_00) }] } })
})
