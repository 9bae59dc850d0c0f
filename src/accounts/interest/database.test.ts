/** Interest against the database: what the step names, what the store reads, and that a replay comes to the same. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operator } from '../../../tests/bank.ts'
import { expectReplayed } from '../../../tests/sound.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { statementLines } from '../../ledger/readers.ts'
import { registerPerson } from '../../parties/testing/people.ts'
import { openActive } from '../testing/accounts.ts'
import { DatabaseBank } from '../testing/database-bank.ts'
import { interestStep } from './step.ts'
import { ownAccounts } from './testing/banks.ts'

let bank: DatabaseBank
beforeAll(async () => {
  bank = await DatabaseBank.open()
})
afterAll(() => bank.close())

/** Runs the step for a day as the day's close does; gives how many accounts each part named. */
async function close(day: string, between: () => Promise<void> = async () => {}): Promise<readonly number[]> {
  const { institution, lane } = bank
  const parts: number[] = []
  for (let after: string | undefined; ; ) {
    const chunk = await interestStep.next(institution.sql, lane, Temporal.PlainDate.from(day), after)
    if (chunk === undefined) return parts
    if (parts.length === 0) await between()
    for (const payload of chunk.payloads) {
      const posted = await bank.do('interest.post', payload, { actor: { role: 'system' } })
      expect(posted.code).toBeNull()
    }
    parts.push(chunk.subjects)
    after = chunk.after
  }
}

async function interestOf(account: AccountId): Promise<readonly string[]> {
  const period = { from: Temporal.PlainDate.from('2026-01-01'), to: Temporal.PlainDate.from('2026-12-31'), limit: 500 }
  const lines = await statementLines(bank.institution.sql, bank.lane, account, period)
  return lines
    .filter(({ nature }) => nature === 'interest' || nature === 'tax')
    .map(({ nature, amountMinor, valueDate }) => `${nature} ${amountMinor} ${valueDate}`)
}

it('credits every account that earns, each month once, late entries included, and replays to the same', async () => {
  const asTestBank = bank.asTestBank
  const own = await ownAccounts(asTestBank)
  const liga = await registerPerson(asTestBank, 'liga')
  const [plain, busy, moved, poor] = [
    await openActive(asTestBank, [liga]),
    await openActive(asTestBank, [liga]),
    await openActive(asTestBank, [liga]),
    await openActive(asTestBank, [liga]),
  ]
  const pay = async (account: AccountId, minorUnits: number, valueDate?: string) => {
    const amount = { minor: String(minorUnits), currency: 'EUR' }
    const dated = valueDate === undefined ? {} : { valueDate }
    const order = { nostro: String(own.nostro), to: { account: String(account) }, amount, ...dated }
    expect((await bank.do('payment.incoming', order, { actor: operator })).code).toBeNull()
  }
  for (const account of [plain, busy, moved]) await pay(account, 100_000_00)
  await pay(poor, 999_99)
  // Some with value dates to come, and more entries than are looked at first.
  await pay(busy, 50_000_00, '2026-02-10')
  await bank.cutOver('2026-01-20')
  for (let i = 0; i < 40; i += 1) await pay(busy, 1)
  await bank.cutOver('2026-02-01')
  expect(await close('2026-01-31', () => pay(moved, 1))).toEqual([4, 1])
  expect(await interestOf(plain)).toEqual(['interest 370 2026-01-31', 'tax -74 2026-01-31'])
  expect(await interestOf(moved)).toEqual(await interestOf(plain))
  expect(await interestOf(busy)).toEqual(await interestOf(plain))
  expect(await interestOf(poor)).toEqual([])
  // What was credited is not credited again.
  await bank.restart()
  await close('2026-01-31')
  expect(await interestOf(moved)).toEqual(await interestOf(plain))

  await bank.cutOver('2026-02-15')
  await pay(plain, 100_000_00, '2026-01-20')
  await bank.cutOver('2026-03-01')
  await close('2026-02-28')
  // 100,000.00 more on 12 days of January; then 200,004.27 or so on 28 days of February.
  expect(await interestOf(plain)).toEqual([
    'interest 370 2026-01-31',
    'tax -74 2026-01-31',
    'interest 164 2026-01-31',
    'tax -33 2026-01-31',
    'interest 767 2026-02-28',
    'tax -153 2026-02-28',
  ])
  // 100,000.00 on 28 days, and 50,000.00 on 19.
  expect(await interestOf(busy)).toEqual([
    'interest 370 2026-01-31',
    'tax -74 2026-01-31',
    'interest 514 2026-02-28',
    'tax -103 2026-02-28',
  ])
  expect(await close('2026-03-01')).toEqual([])

  await expectReplayed(bank.institution.sql, bank.institution.keys)
})

it('names accounts that began to close on any day', async () => {
  const asTestBank = bank.asTestBank
  const liga = await registerPerson(asTestBank, 'janis')
  const account = await openActive(asTestBank, [liga])
  await bank.do('account.request-closing', { account: String(account), channel: 'location' })
  await bank.cutOver('2026-03-02')
  expect(await close('2026-03-01')).toEqual([1])
})
