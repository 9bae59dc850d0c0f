import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { scanForPlaintext } from '../../../tests/plaintext-scan.ts'
import { replayBerka } from './berka.ts'

const small = fileURLToPath(new URL('../../../tests/data/berka-small', import.meta.url))

let database: TestDatabase
let folder: string
let files: string
beforeEach(async () => {
  database = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'pacta-replay-'))
  files = join(folder, 'files')
  cpSync(small, files, { recursive: true })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

type Options = Partial<Parameters<typeof replayBerka>[0]>
const replay = (options: Options = {}) =>
  replayBerka({ databaseUrl: database.url, keysDir: join(folder, 'keys'), folder: files, ...options })

/** Stops at the given command, which is not sent: as a kill would. */
const stoppingAt = (command: number): AbortSignal => {
  let sent = 0
  const throwIfAborted = () => {
    sent += 1
    if (sent >= command) throw new Error('stopped by the test')
  }
  return { throwIfAborted } as AbortSignal
}

const expected = {
  accounts: 3,
  transactions: 20,
  posted: 20,
  refused: 0,
  forced: 2,
  chain: { exact: 19, offBy010: 1, other: 0 },
  finalBalances: { match: 2, explainedByRounding: 3, total: 3 },
  statements: { accounts: 2, drawn: 2, equal: 2 },
  trialBalance: '0',
}

it('replays a bank and compares its books with the files', async () => {
  const seen: number[] = []
  const report = await replay({ progress: (done) => seen.push(done) })
  expect(report).toMatchObject(expected)
  expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))

  const { sql } = database
  const streams = await sql<{ account: number; stream: string }[]>`
    select a.account, string_agg(e.booking_date || ' ' || e.amount, ', ' order by e.seq) as stream
    from replay.account a join account_event e on e.account = a.id and e.kind = 3 group by 1 order by 1`
  expect(streams[1]?.stream).toBe(
    '1993-01-12 80000, 1993-01-20 -120000, 1993-01-31 -370, 1993-01-31 -1460, 1993-02-03 200000, 1993-02-28 450, ' +
      '1993-03-10 -150000, 1993-03-15 -8630',
  )
  const [kinds] = await sql<{ told: string }[]>`
    select string_agg(kind || ' ' || n, ', ' order by kind) as told
    from (select kind, count(*) as n from decision where code is null group by 1) k`
  expect(kinds?.told).toBe(
    'account.activate 3, account.open 3, authorisation.accept 1, authorisation.submit 1, cash.deposit 4, cash.withdraw 3, ' +
      'clock.cut-over 13, debit.entitled 6, interest.credit 3, internal.move 2, internal.open 5, party.register 4, payment.incoming 2, payment.outgoing 2',
  )
})

it('binds each agreement on the day on which its account was opened', async () => {
  await replay()
  const rows = await database.sql<{ concluded_on: Temporal.PlainDate; binding: object }[]>`
    select g.concluded_on, g.binding from agreement g order by g.agreement`
  expect(rows.map(({ concluded_on, binding }) => [String(concluded_on), binding])).toEqual(
    ['1993-01-05', '1993-01-12', '1993-02-01'].map((day) => [day, { BR: '1993-01-01' }]),
  )
})

it('keeps birth numbers, birth dates and accounts elsewhere out of every table', async () => {
  await replay()
  const personal = [
    '625512',
    '480317',
    '755630',
    '1962-05-12',
    '41403269',
    '87144000',
    '10250000',
    '92040000',
    'POJISTNE',
  ]
  expect(await scanForPlaintext(database.sql, personal)).toEqual([])
  const [kept] = await database.sql<{ text: string }[]>`
    select concat(
      (select string_agg(t::text, ' ') from replay.client t), (select string_agg(t::text, ' ') from replay.transaction t)
    ) as text`
  for (const word of personal) expect(kept?.text).not.toContain(word)
})

it('reports a finished replay again, and books nothing more', async () => {
  const report = await replay()
  const [before] = await database.sql`select batch, epoch from lane`
  expect(await replay()).toEqual(report)
  expect(await database.sql`select batch, epoch from lane`).toEqual([before])
})

it('ends the same wherever it was stopped, however often', async () => {
  for (const command of [1, 2, 5, 9, 10, 14, 20, 26, 33, 41])
    await expect(replay({ signal: stoppingAt(command) })).rejects.toThrow('stopped by the test')
  expect(await replay()).toMatchObject(expected)
  const [doubles] = await database.sql<{ n: number }[]>`
    select count(*)::int as n from (select key_hash from decision group by 1 having count(*) > 1) d`
  expect(doubles?.n).toBe(0)
  const [decisions] = await database.sql<{ n: number }[]>`select count(*)::int as n from decision`
  expect(decisions?.n).toBe(52)
})

it('begins anew with other keys when asked', async () => {
  await replay()
  expect(await replay({ fresh: true })).toMatchObject(expected)
  const [lane] = await database.sql<{ epoch: bigint }[]>`select epoch from lane`
  expect(lane?.epoch).toBe(1n)
})

it('does not go on with files that changed', async () => {
  await expect(replay({ signal: stoppingAt(20) })).rejects.toThrow('stopped')
  change('trans.csv', (text) => text.replace('1993-03-01,5', '1993-03-02,5'))
  await expect(replay()).rejects.toThrow('the replay was begun with other files: trans.csv changed since')
})

it('leaves a database alone in which another institution stands', async () => {
  await database.sql`
    insert into lane (lane, entity, business_date, opened_on, pack, at, hash)
    values (1, 'lv', '2026-01-05', '2026-01-05', 'x', now(), ${Buffer.alloc(32)})`
  await expect(replay()).rejects.toThrow('the database is not free')
  await expect(replay({ fresh: true })).rejects.toThrow('this database is not dropped')
})

function change(file: string, how: (text: string) => string): void {
  const path = join(files, file)
  writeFileSync(path, how(readFileSync(path, 'utf8')))
}

it('goes on once the row is mended', async () => {
  change('trans.csv', (text) => text.replace(',700.00,', ',7OO.00,'))
  await expect(replay()).rejects.toThrow('trans.csv, line 4: amount is wrong')
  expect(await database.sql`select from lane`).toHaveLength(0)
  change('trans.csv', (text) => text.replace(',7OO.00,', ',700.00,'))
  expect(await replay()).toMatchObject(expected)
})
