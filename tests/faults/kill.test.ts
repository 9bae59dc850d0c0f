/** `kill -9` of the database and of the writing process in the middle of load, on a database with the durability of the real one. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseDecisionId } from '../../src/kernel/ids.ts'
import { type OpenDatabase, openDatabase } from '../../src/storage/embedded.ts'
import { keyHash } from '../../src/storage/lane/identity.ts'
import { runningServer, stopServer } from '../../src/storage/postgres-server.ts'
import { connect } from '../../src/storage/sql.ts'
import { expectSound } from '../sound.ts'
import { type Acknowledged, acknowledgedIn } from './acknowledged.ts'

let dataDir: string
let database: OpenDatabase
let file: string
let child: ChildProcess | undefined
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pacta-faults-'))
  chmodSync(dataDir, 0o755)
  file = join(dataDir, 'acknowledged.txt')
  database = await openDatabase({ dataDir, database: 'bank', durability: 'full' })
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await database.stop()
  await stopServer(dataDir, 'immediate')
  await rm(dataDir, { recursive: true, force: true })
})

/** Starts the load and waits until it runs. The database is back before: whoever killed it left it to be started again. */
async function load(): Promise<ChildProcess> {
  await untilBack()
  const loader = join(import.meta.dirname, 'loader.ts')
  const started = spawn(process.execPath, [loader, database.url, join(dataDir, 'keys'), file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  said = ''
  started.stderr?.on('data', (text: Buffer) => {
    said += text.toString()
  })
  const ready = once(started.stdout as NonNullable<typeof started.stdout>, 'data')
  await Promise.race([ready, once(started, 'exit').then(() => expectRunning())])
  return started
}

/** What the process under load wrote about errors. */
let said = ''
function expectRunning(): void {
  if (child?.exitCode !== null) throw new Error(`the process under load ended with ${child?.exitCode}: ${said}`)
}

async function untilBack(): Promise<void> {
  for (;;) {
    const sql = connect(database.url, { max: 1 })
    try {
      await sql`select 1`
      return
    } catch {
      await sleep(50)
    } finally {
      await sql.end({ timeout: 0 })
    }
  }
}

const acknowledged = (): readonly Acknowledged[] => {
  try {
    return acknowledgedIn(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}

/** Waits until so many more commands were acknowledged. */
async function loadFor(more: number): Promise<void> {
  for (const reached = acknowledged().length + more; acknowledged().length < reached; ) {
    expectRunning()
    await sleep(5)
  }
}

async function kill(process: ChildProcess): Promise<void> {
  process.kill('SIGKILL')
  await once(process, 'exit')
}

/** The postmaster and all its children, at once: nothing can be written any more. */
function killDatabase(): void {
  const { pid } = runningServer(dataDir) ?? {}
  if (pid === undefined) throw new Error('no server runs')
  const children = readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((one) => parentOf(one) === pid)
  for (const one of [pid, ...children])
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It ended by itself when the postmaster did.
    }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s*([0-9]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}

async function end(process: ChildProcess): Promise<void> {
  process.kill('SIGTERM')
  const [code] = await once(process, 'exit')
  expect(code).toBe(0)
}

/** Every promise about what was acknowledged, on the database as it is now. */
async function expectWhole(): Promise<void> {
  const sql = connect(database.url, { max: 2 })
  try {
    const rows = await sql<{ key: string; place: bigint; code: string | null }[]>`
      select encode(key_hash, 'hex') as key, place, code from decision`
    const journal = new Map(rows.map((row) => [row.key, row]))
    expect(journal.size).toBe(rows.length)
    const lost = acknowledged().filter(({ key, decision, code }) => {
      const found = journal.get(keyHash({ client: 'test', key } as Parameters<typeof keyHash>[0]).toString('hex'))
      return found === undefined || Number(found.place) !== parseDecisionId(decision)?.place || found.code !== code
    })
    expect(lost).toEqual([])
    await expectSound(sql, dataDir)
  } finally {
    await sql.end()
  }
}

describe('every acknowledged command is there, none twice, the books balance and verify', () => {
  it('after kill -9 of the database, three times in the middle of load', async () => {
    const loader = await load()
    for (let i = 0; i < 3; i += 1) {
      await loadFor(1_500)
      killDatabase()
    }
    await loadFor(1_500)
    await end(loader)
    expect(acknowledged().length).toBeGreaterThan(6_000)
    await expectWhole()
  })

  it('after kill -9 of the writing process, three times in the middle of load', async () => {
    for (let i = 0; i < 3; i += 1) {
      const loader = await load()
      await loadFor(1_500)
      await kill(loader)
      await expectWhole()
    }
    const loader = await load()
    await loadFor(1_500)
    await end(loader)
    await expectWhole()
  })

  it('after kill -9 of both at once', async () => {
    for (let i = 0; i < 2; i += 1) {
      const loader = await load()
      await loadFor(1_500)
      killDatabase()
      await kill(loader)
    }
    const loader = await load()
    await loadFor(500)
    await end(loader)
    await expectWhole()
  })
})
