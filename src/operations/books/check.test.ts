import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Transaction } from '../../storage/sql.ts'
import { BusyBank, type Names } from '../testing/busy-bank.ts'
import { type CheckResult, checkBooks, checkWithin } from './check.ts'
import { streamChecks } from './streams.ts'
import { wholeChecks } from './wholes.ts'

let bank: BusyBank
let names: Names
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
})
afterAll(() => bank.close())

const broken = (results: readonly CheckResult[]): readonly string[] =>
  results.filter((one) => one.broken > 0).map(({ name }) => name)

class Undo extends Error {}

/** What the checks find once these statements were carried out, constraints or not; then all is as before. */
async function afterPlanting(...statements: readonly string[]): Promise<readonly CheckResult[]> {
  let results: readonly CheckResult[] = []
  await bank.institution.sql
    .begin(async (sql) => {
      await withoutConstraints(sql)
      for (const statement of statements) {
        const { count } = await sql.unsafe(statement)
        expect(count, statement).toBeGreaterThan(0)
      }
      results = await checkWithin(sql)
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  return results
}

async function withoutConstraints(sql: Transaction): Promise<void> {
  await sql`drop index account_event_reversed`
  await sql`alter table decision drop constraint decision_lane_key_hash_key`
  const rows = await sql<{ table: string; name: string }[]>`
    select conrelid::regclass::text as table, conname as name from pg_constraint
    where contype in ('c', 'p') and conrelid::regclass::text in ('account_event', 'decision', 'account', 'batch')`
  for (const { table, name } of rows) await sql`alter table ${sql(table)} drop constraint ${sql(name)}`
}

/** The first event of a customer's account that fits. */
const event = (where: string): string => `(lane, account, seq) = (
  select lane, account, seq from account_event e join account a using (lane, account)
  where a.kind = 'customer' and ${where} order by account, seq limit 1)`
const anEntry = event('e.kind = 3 and e.nature = 1')
const aSpending = event('e.kind = 3 and e.nature = 1 and e.amount < 0')

it('finds nothing in books that nobody touched, and looked at all of them', async () => {
  const results = await checkBooks(bank.institution.sql)
  expect(results.filter(({ broken }) => broken > 0)).toEqual([])
  expect(results.map(({ name }) => name)).toEqual([...streamChecks, ...wholeChecks].map(({ name }) => name))
  for (const { name, looked } of results) expect(looked, name).toBeGreaterThan(0)
})

const plants: readonly [name: string, what: string, ...statements: string[]][] = [
  ['sequence', 'a number left out', `update account_event set seq = 900 where ${event('e.seq = 3')}`],
  [
    'opened',
    'a stream whose account has no row',
    `delete from account where account = (select max(account) from account)`,
  ],
  ['opened', 'an account opened twice', `update account_event set kind = 1 where ${event('e.kind = 2')}`],
  ['order', 'an event that came before its forerunner', `update account_event set place = 4096 where ${anEntry}`],
  ['balance', 'a wrong balance', `update account_event set balance_after = balance_after + 1 where ${anEntry}`],
  ['held', 'a wrong sum of holds', `update account_event set held_after = held_after + 1 where ${anEntry}`],
  ['limit', 'a limit out of nowhere', `update account_event set limit_after = 7 where ${anEntry}`],
  [
    'restriction',
    'a restricted amount out of nowhere',
    `update account_event set restricted_after = 7 where ${anEntry}`,
  ],
  ['restriction', 'a block out of nowhere', `update account_event set blocked_after = 1 where ${anEntry}`],
  ['status', 'a status that goes back', `update account_event set status_after = 1 where ${event('e.kind = 2')}`],
  ['status', 'a status that changes with an entry', `update account_event set status_after = 3 where ${anEntry}`],
  ['closed', 'money on a closed account', `update account_event set status_after = 4 where ${anEntry}`],
  [
    'booking-dates',
    'a booking date that goes back',
    `update account_event set booking_date = '2025-12-01' where ${anEntry}`,
  ],
  ['shape', 'an entry without a nature', `update account_event set nature = null where ${anEntry}`],
  ['shape', 'a reversal of nothing', `update account_event set reverses = null where ${event('e.nature = 9')}`],
  ['cover', 'spending more than there is', `update account_event set restricted_after = 100000000 where ${aSpending}`],
  ['active', 'spending while debits are blocked', `update account_event set blocked_after = 1 where ${aSpending}`],
  [
    'tills',
    'a till that owes cash',
    `update account_event set balance_after = 1 where account = (select account from account where kind = 'till') and kind = 3`,
  ],
  ['decided', 'an event that nobody decided', `update account_event set place = place + 4000 where ${anEntry}`],
  [
    'decided',
    'an event of a refused decision',
    `update decision set code = 'no' where place = (select place from account_event where kind = 3 order by place limit 1)`,
  ],
  [
    'cited',
    'a citation set that is not there',
    'update decision set citation_set = 9999 where place = (select min(place) from decision)',
  ],
  [
    'cited',
    'a decision that nothing settled',
    `update citation_set set settled = '[]' where citation_set = (select citation_set from decision limit 1)`,
  ],
  ['legs', 'money from nowhere', `update account_event set amount = amount + 1 where ${anEntry}`],
  [
    'journal-legs',
    'another amount than was decided, on both sides',
    `update account_event set amount = amount * 2 where place = (select max(place) from account_event where kind = 3)`,
  ],
  [
    'journal-legs',
    'legs without entries',
    'delete from account_event where place = (select max(place) from account_event where kind = 3)',
  ],
  [
    'reversals',
    'another amount than was booked',
    `update account_event set amount = amount - 1 where ${event('e.nature = 9')}`,
  ],
  [
    'reversals',
    'another value date',
    `update account_event set value_date = value_date + 9 where ${event('e.nature = 9')}`,
  ],
  ['reversals', 'an event that is no entry', `update account_event set reverses = 1 where ${event('e.nature = 9')}`],
  ['reversals', 'an entry that is not there', `update account_event set reverses = 999 where ${event('e.nature = 9')}`],
  [
    'reversals',
    'the same entry twice',
    `insert into account_event select lane, account, seq + 700, place, kind, nature, status_after, blocked_after, booking_date, value_date,
       reverses, amount, balance_after, held_after, limit_after, restricted_after, details from account_event where nature = 9`,
  ],
  ['holds', 'a hold that the account does not know', 'update hold set amount = amount + 1'],
  [
    'trial-balance',
    'balances that do not sum to zero',
    `update account_event set balance_after = balance_after + 1 where (account, seq) = (
       select account, max(seq) from account_event group by account order by account limit 1)`,
  ],
  [
    'accounts',
    'an account without a stream',
    `insert into account values (1, 1099511627780, 'customer', 'payment', 'EUR', null, null, 4096)`,
  ],
  ['batches', 'a batch left out', 'delete from batch where batch = 3'],
  ['batches', 'a batch earlier than the one before', `update batch set at = at - interval '1 day' where batch = 3`],
  ['batches', 'a lane that stands elsewhere', 'update lane set batch = batch + 1 where lane = 1'],
  ['places', 'a decision taken away', 'delete from decision where place = (select max(place) from decision)'],
  ['places', 'a decision of no batch', 'delete from batch where batch = (select max(batch) from batch)'],
  [
    'keys',
    'a key used twice',
    'update decision set key_hash = (select key_hash from decision order by place limit 1) where place = (select max(place) from decision)',
  ],
  ['ids', 'a hold with an id that nobody gave out', 'update hold set hold = hold + 1000000'],
  ['ids', 'a deadline of another lane', `insert into deadline values (1, '2026-02-01', 'test', 2199023255999)`],
  [
    'refused',
    'a refusal with legs',
    `update decision set leg_amounts = '{1,-1}', leg_currencies = '{EUR}' where code is not null`,
  ],
]

it.each(plants)('%s finds %s', async (name, _what, ...statements) => {
  const results = await afterPlanting(...statements)
  expect(broken(results)).toContain(name)
  const found = results.find((one) => one.name === name)
  expect(found?.faults.length).toBeGreaterThan(0)
  expect(found?.faults[0]).toMatchObject({ lane: 1 })
})

it('every check is shown to find something', () => {
  const shown = new Set(plants.map(([name]) => name))
  expect([...streamChecks, ...wholeChecks].map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([])
})

it('names account and number of a fault, and no more than the first few', async () => {
  const results = await afterPlanting(
    `update account_event set limit_after = 7 where account = ${names.ligas} and seq = 4`,
  )
  expect(results.find(({ name }) => name === 'limit')).toMatchObject({
    broken: 2,
    faults: [
      { account: names.ligas, seq: 4 },
      { account: names.ligas, seq: 5 },
    ],
  })
})
