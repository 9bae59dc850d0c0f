/** Which accounts the step names, against the database. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operator } from '../../../tests/bank.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { registerPerson } from '../../parties/testing/people.ts'
import { type Own, ownAccounts } from '../interest/testing/banks.ts'
import { openActive } from '../testing/accounts.ts'
import { DatabaseBank } from '../testing/database-bank.ts'
import { excesses } from './rules.ts'
import { excessStep } from './step.ts'

let bank: DatabaseBank
let own: Own
beforeAll(async () => {
  bank = await DatabaseBank.open()
  own = await ownAccounts(bank.asTestBank)
})
afterAll(() => bank.close())

/** Runs the step for a day; gives the accounts it named. */
async function close(day: string): Promise<readonly number[]> {
  const { institution, lane } = bank
  const named: number[] = []
  for (let after: string | undefined; ; ) {
    const chunk = await excessStep.next(institution.sql, lane, Temporal.PlainDate.from(day), after)
    if (chunk === undefined) return named
    for (const payload of chunk.payloads) {
      expect((await bank.do('excess.charge', payload, { actor: { role: 'system' } })).code).toBeNull()
      for (const standing of (payload as { accounts: readonly string[] }).accounts)
        named.push(Number(standing.split('@')[0]))
    }
    after = chunk.after
  }
}

it('names accounts that were active beyond their limit, and then those in excess while it lasts', async () => {
  const asTestBank = bank.asTestBank
  const liga = await registerPerson(asTestBank, 'liga')
  const [calm, beyond, later] = [
    await openActive(asTestBank, [liga]),
    await openActive(asTestBank, [liga]),
    await openActive(asTestBank, [liga]),
  ]
  const debit = async (account: AccountId, minorUnits: number, valueDate?: string) => {
    const amount = { minor: String(minorUnits), currency: 'EUR' }
    const dated = valueDate === undefined ? {} : { valueDate }
    const order = { from: String(account), to: String(own.nostro), nature: 'forced', ground: 'law', reference: '1' }
    expect((await bank.do('debit.entitled', { ...order, amount, ...dated }, { actor: operator })).code).toBeNull()
  }
  await debit(beyond, 1_000_00)
  // Booked now, and an excess from the 8th on.
  await debit(later, 1_000_00, '2026-01-08')
  await bank.cutOver('2026-01-06')
  expect(await close('2026-01-05')).toEqual([beyond, later])
  await bank.restart()
  expect(await bank.stored(excesses, beyond)).toMatchObject({ account: beyond })
  const dates = async (account: AccountId) => {
    const excess = await bank.stored(excesses, account)
    return `${excess?.since} ${excess?.chargedThrough} ${excess?.armed}`
  }
  expect(await dates(beyond)).toBe('2026-01-05 2026-01-05 2026-01-06')
  await bank.cutOver('2026-01-09')
  for (const day of ['2026-01-06', '2026-01-07', '2026-01-08']) expect(await close(day)).toEqual([beyond, later])
  expect(await dates(later)).toBe('2026-01-05 2026-01-08 2026-01-09')
  expect(await close('2026-01-08')).not.toContain(calm)
  const [row] = await bank.institution.sql<{ count: number }[]>`
    select count(*)::int as count from account_event where account = ${later} and nature in (10, 11)`
  expect(row?.count).toBe(3)
})

it('names whoever spends money whose value date is to come, also on a day on which nothing else happened', async () => {
  const asTestBank = bank.asTestBank
  const account = await openActive(asTestBank, [await registerPerson(asTestBank, 'janis')])
  const { businessDate } = await bank.institution.storage.head(bank.lane)
  const day = (n: number) => businessDate.add({ days: n }).toString()
  const euros = { minor: '50000', currency: 'EUR' }
  const credit = { nostro: String(own.nostro), to: { account: String(account) }, amount: euros, valueDate: day(3) }
  expect((await bank.do('payment.incoming', credit, { actor: operator })).code).toBeNull()
  await bank.cutOver(day(1))
  expect(await close(day(0))).toContain(account)
  expect(await bank.stored(excesses, account)).toBeUndefined()
  const debit = { from: String(account), to: String(own.nostro), nature: 'forced', ground: 'law', reference: '1' }
  const taken = { ...debit, amount: { minor: '40000', currency: 'EUR' } }
  expect((await bank.do('debit.entitled', taken, { actor: operator })).code).toBeNull()
  await bank.cutOver(day(2))
  expect(await close(day(1))).toContain(account)
  expect((await bank.stored(excesses, account))?.since.toString()).toBe(day(1))
})

it('does not name accounts that were credited or debited for a day past and stayed within their limit', async () => {
  const asTestBank = bank.asTestBank
  const account = await openActive(asTestBank, [await registerPerson(asTestBank, 'anna')])
  const { businessDate } = await bank.institution.storage.head(bank.lane)
  const valueDate = businessDate.subtract({ days: 1 }).toString()
  const euros = { minor: '50000', currency: 'EUR' }
  const credit = { nostro: String(own.nostro), to: { account: String(account) }, amount: euros, valueDate }
  expect((await bank.do('payment.incoming', credit, { actor: operator })).code).toBeNull()
  await bank.cutOver(businessDate.add({ days: 1 }).toString())
  expect(await close(businessDate.toString())).not.toContain(account)
})
