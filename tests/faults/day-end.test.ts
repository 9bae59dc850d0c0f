/** `kill -9` of the process that closes days, over PostgreSQL: what is run again ends as what nobody killed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openInstitution } from '../../src/operations/institution.ts'
import type { Sql } from '../../src/storage/sql.ts'
import { authorise, commandOf, euros, openAccount, openInternal, payIn, register, type Sender } from '../customers.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { expectSound } from '../sound.ts'

/** Enough for three parts of a step. */
const holds = 2_300
/** When the holds are given back, the day of the last reminder, and one more. */
const until = '2026-01-21'

const closing: (() => Promise<unknown> | undefined)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Bank = { readonly database: TestDatabase; readonly dataDir: string }

/** A bank on Monday, 5 January 2026, with many holds on two accounts and a paper that is to be replaced. */
async function bankToClose(): Promise<Bank> {
  const database = await testDatabase()
  closing.push(() => database.close())
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-day-end-'))
  closing.push(async () => rmSync(dataDir, { recursive: true }))
  const institution = await openInstitution({
    databaseUrl: database.url,
    pack: join(import.meta.dirname, '../../packs/luminor'),
    keysDir: join(dataDir, 'keys'),
    openingDate: Temporal.PlainDate.from('2026-01-05'),
  })
  const [entity] = institution.pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  const writer = await institution.takeLane(entity)
  let keys = 0
  const sender: Sender = {
    do: async (kind, payload, ask = {}) => {
      keys += 1
      return (await writer.submit(commandOf(kind, payload, { ...ask, key: `key ${keys}` }))).decision
    },
  }
  const nostro = await openInternal(sender, 'nostro')
  const accounts: string[] = []
  for (const code of ['one', 'two']) accounts.push(await openAccount(sender, await register(sender, 'natural', code)))
  for (const account of accounts) await payIn(sender, nostro, account, 3_000_000)
  const firm = await register(sender, 'legal', 'firm')
  const authorisation = await authorise(sender, firm, await register(sender, 'natural', 'three'))
  await sender.do('authorisation.demand-replacement', { customer: firm, authorisation })
  const placed = await Promise.all(
    Array.from({ length: holds }, (_, i) => sender.do('hold.place', { from: accounts[i % 2], amount: euros(1 + i) })),
  )
  expect(placed.filter(({ outcome }) => outcome === 'refused')).toEqual([])
  await writer.close()
  await institution.close()
  return { database, dataDir }
}

/** Runs the process; gives its signal, or what it said. */
async function live({ database, dataDir }: Bank, dieAt = 0, afterMs = 0): Promise<string> {
  const file = join(import.meta.dirname, 'day-end-process.ts')
  const child = spawn(
    process.execPath,
    [file, database.url, join(dataDir, 'keys'), until, String(dieAt), String(afterMs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return signal ?? `${code}: ${said.trim()}`
}

const journal = (sql: Sql) => sql`
  select encode(key_hash, 'hex') as key, kind, code, payload::text, facts::text from decision order by place`
const books = (sql: Sql) => sql`
  select account, seq, kind, amount, held_after, booking_date from account_event order by account, seq`

it('killed at call after call, it gives the decisions and books of a run that nobody killed', async () => {
  const [whole, killed] = [await bankToClose(), await bankToClose()]
  const calls = Number((await live(whole)).replace(/^0: /, ''))
  expect(calls).toBeGreaterThan(90)
  let kills = 0
  // Of each run some calls more are reached, those of the parts of the expiry among them.
  for (const [dieAt, afterMs] of [
    [3, 0],
    [30, 2],
    [4, 1],
    [2, 6],
    [3, 3],
    [2, 0],
    [5, 12],
    [3, 2],
    [6, 0],
  ] as const)
    if ((await live(killed, dieAt, afterMs)) === 'SIGKILL') kills += 1
  expect(kills).toBe(9)
  expect(await live(killed)).toMatch(/^0: /)
  expect(await journal(killed.database.sql)).toEqual(await journal(whole.database.sql))
  expect(await books(killed.database.sql)).toEqual(await books(whole.database.sql))
  const [held] = await killed.database.sql<{ left: bigint }[]>`select sum(amount)::int8 as left from hold`
  expect(held?.left).toBe(0n)
  await expectSound(killed.database.sql, killed.dataDir)
})
