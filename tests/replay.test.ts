import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { replayBerka } from '../src/operations/replay/berka.ts'
import { openDatabase } from '../src/storage/embedded.ts'
import { connect } from '../src/storage/sql.ts'
import { testDatabase } from './database.ts'
import { writeInventedBank } from './invented-bank.ts'

const berka = fileURLToPath(new URL('../../shared/data/berka', import.meta.url))
const absent = !existsSync(join(berka, 'trans.csv'))

test.skipIf(absent)(
  `the real bank is replayed whole${absent ? ' (skipped: reference data berka is absent)' : ''}`,
  async () => {
    const database = await testDatabase()
    const keysDir = mkdtempSync(join(tmpdir(), 'pacta-replay-keys-'))
    try {
      expect(await replayBerka({ databaseUrl: database.url, keysDir, folder: berka })).toMatchObject({
        accounts: 4_500,
        transactions: 30_200,
        posted: 30_200,
        refused: 0,
        forced: 42,
        chain: { exact: 28_905, offBy010: 1_295, other: 0 },
        finalBalances: { match: 100, explainedByRounding: 354, total: 354 },
        statements: { accounts: 10, drawn: 20, equal: 20 },
        trialBalance: '0',
      })
    } finally {
      await database.close()
      rmSync(keysDir, { recursive: true })
    }
  },
)

const program = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

function pacta(dataDir: string, ...command: string[]): ChildProcess {
  const env = { ...process.env, PACTA_DATA: dataDir, DATABASE_URL: '' }
  return spawn(process.execPath, [program, ...command], { env, stdio: ['ignore', 'pipe', 'inherit'] })
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout?.on('data', (block: Buffer) => {
    text += block.toString()
  })
  expect(await once(child, 'close')).toEqual([0, null])
  return text
}

test('a replay that is killed again and again ends as one that was not', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pacta-replay-kill-'))
  const files = join(dir, 'files')
  mkdirSync(files)
  writeInventedBank(files, { accounts: 120, rowsEach: 40 })
  const database = await openDatabase({ dataDir: dir, database: 'berka' })
  const sql = connect(database.url, { max: 1 })
  try {
    for (const batches of [2, 30, 70, 110]) {
      const child = pacta(dir, 'replay', 'berka', files)
      while (!(await hasBatches(batches)) && child.exitCode === null) await sleep(5)
      child.kill('SIGKILL')
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    }
    const report = JSON.parse(await outputOf(pacta(dir, 'replay', 'berka', files, '--json')))
    expect(report).toMatchObject({
      accounts: 120,
      transactions: 4_800,
      posted: 4_800,
      refused: 0,
      chain: { exact: 4_800, offBy010: 0, other: 0 },
      finalBalances: { match: 120, explainedByRounding: 120, total: 120 },
      trialBalance: '0',
    })
    const [entries] = await sql<{ n: number }[]>`
      select count(*)::int as n from account_event e join account a using (lane, account) where e.kind = 3 and a.kind = 'customer'`
    expect(entries?.n).toBe(4_800)
  } finally {
    await sql.end()
    await database.stop()
    rmSync(dir, { recursive: true })
  }

  async function hasBatches(count: number): Promise<boolean> {
    const [table] = await sql`select to_regclass('public.lane') as lane`
    if (table?.['lane'] === null) return false
    return (await sql`select from lane where batch >= ${count}`).length > 0
  }
})
