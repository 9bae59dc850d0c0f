import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenDatabase, openDatabase } from '../src/storage/embedded.ts'
import { runningServer, stopServer } from '../src/storage/postgres-server.ts'
import { connect } from '../src/storage/sql.ts'

// Each test has a server of its own, with the durability of the real one.
let dataDir: string
let children: ChildProcess[]
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pacta-embedded-'))
  chmodSync(dataDir, 0o755)
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await stopServer(dataDir, 'immediate')
  await rm(dataDir, { recursive: true, force: true })
})

const open = (dir = dataDir): Promise<OpenDatabase> => openDatabase({ dataDir: dir, database: 'bank' })

async function query<Row>(url: string, text: string): Promise<Row[]> {
  const sql = connect(url, { max: 1 })
  try {
    return [...(await sql.unsafe(text))] as Row[]
  } finally {
    await sql.end()
  }
}

/** Another process that opens the database, writes `url`, and holds it until it is killed. */
async function openElsewhere(): Promise<ChildProcess> {
  const embedded = fileURLToPath(new URL('../src/storage/embedded.ts', import.meta.url))
  const script = `
    import { openDatabase } from ${JSON.stringify(embedded)}
    const database = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, database: 'bank' })
    console.log(database.url)
    process.once('SIGTERM', async () => { await database.stop(); process.exit() })`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  if (child.stdout) await once(child.stdout, 'data')
  return child
}

test('what was written is there after a stop and a second start', async () => {
  const first = await open()
  await query(first.url, 'create table kept as select 7 as number')
  await first.stop()
  expect(runningServer(dataDir)).toBeUndefined()
  const second = await open()
  expect(await query(second.url, 'select number from kept')).toEqual([{ number: 7 }])
  await second.stop()
})

test('only the socket is there to connect to, and only for its owner', async () => {
  const database = await open()
  const [row] = await query<{ addresses: string; mode: string; sync: string }>(
    database.url,
    `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_permissions') as mode,
            current_setting('fsync') || ' ' || current_setting('synchronous_commit') as sync`,
  )
  expect(row).toEqual({ addresses: '', mode: '0700', sync: 'on on' })
  await database.stop()
})

test('a server whose starter was killed is adopted, and stopped by the last one out', async () => {
  const starter = await openElsewhere()
  const before = runningServer(dataDir)?.pid
  starter.kill('SIGKILL')
  await once(starter, 'exit')
  const database = await open()
  expect(runningServer(dataDir)?.pid).toBe(before)
  await database.stop()
  expect(runningServer(dataDir)).toBeUndefined()
})

test('the one who started it leaves it to the others who still use it', async () => {
  const mine = await open()
  const other = await openElsewhere()
  await mine.stop()
  expect(runningServer(dataDir)).toBeDefined()
  other.kill('SIGTERM')
  await once(other, 'exit')
  expect(runningServer(dataDir)).toBeUndefined()
})

test('four at once on an empty folder get one server', async () => {
  await Promise.all([openElsewhere(), openElsewhere(), openElsewhere(), openElsewhere()])
  const database = await open()
  expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new'))).toEqual([])
  const [row] = await query<{ count: number }>(
    database.url,
    "select count(*)::int from pg_stat_activity where application_name = 'pacta presence'",
  )
  expect(row?.count).toBe(5)
  await database.stop()
})

test('a server that is killed is started again, and nothing confirmed is lost', async () => {
  const database = await open()
  await query(database.url, 'create table kept as select 7 as number')
  const pid = runningServer(dataDir)?.pid ?? 0
  process.kill(pid, 'SIGKILL')
  while ((runningServer(dataDir)?.pid ?? pid) === pid) await sleep(20)
  while (!runningServer(dataDir)?.ready) await sleep(20)
  expect(await query(database.url, 'select number from kept')).toEqual([{ number: 7 }])
  await database.stop()
  expect(runningServer(dataDir)).toBeUndefined()
})

test('server and starter killed at once: the next start finds everything', async () => {
  const starter = await openElsewhere()
  const server = runningServer(dataDir)
  starter.kill('SIGKILL')
  process.kill(server?.pid ?? 0, 'SIGKILL')
  await once(starter, 'exit')
  const database = await open()
  expect(runningServer(dataDir)?.pid).not.toBe(server?.pid)
  await database.stop()
})

test('a half-finished creation is thrown away and done again', async () => {
  mkdirSync(join(dataDir, 'postgres.new-999999'))
  writeFileSync(join(dataDir, 'postgres.new-999999', 'PG_VERSION'), '18\n')
  const database = await open()
  expect(existsSync(join(dataDir, 'postgres.new-999999'))).toBe(false)
  await database.stop()
})

test('a pid file whose number belongs to another program by now is no obstacle', async () => {
  await (await open()).stop()
  const stale = [process.pid, join(dataDir, 'postgres'), 1, 5432, join(dataDir, 'postgres'), '', '', 'ready']
  writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${stale.join('\n')}\n`)
  expect(runningServer(dataDir)).toBeUndefined()
  const database = await open()
  expect(runningServer(dataDir)?.ready).toBe(true)
  await database.stop()
})

test('a path too long for a socket gets a short one', async () => {
  const deep = join(dataDir, 'a-folder-with-a-long-name'.repeat(4), 'and-another')
  const database = await open(deep)
  expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await database.stop()
})

test('data of another major version are refused in one line', async () => {
  mkdirSync(join(dataDir, 'postgres'))
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(open()).rejects.toMatchObject({ what: 'the data are of another PostgreSQL' })
})

test('a folder with something else in it is refused in one line', async () => {
  mkdirSync(join(dataDir, 'postgres'))
  writeFileSync(join(dataDir, 'postgres', 'diary.txt'), 'Dear diary')
  await expect(open()).rejects.toMatchObject({ what: 'the data are not whole' })
  expect(readFileSync(join(dataDir, 'postgres', 'diary.txt'), 'utf8')).toBe('Dear diary')
})

test('a file in place of the folder is told in one line', async () => {
  writeFileSync(join(dataDir, 'file'), '')
  await expect(open(join(dataDir, 'file'))).rejects.toMatchObject({ what: 'no folder for the data' })
})

test.each([
  ['nobody listens', 'postgres://pacta@127.0.0.1:9/bank', 'the database cannot be reached'],
  ['the address makes no sense', 'bank.example', 'DATABASE_URL cannot be read'],
])('DATABASE_URL is told in one line when %s', async (_name, databaseUrl, what) => {
  await expect(openDatabase({ dataDir, databaseUrl, database: 'bank' })).rejects.toMatchObject({ what })
  expect(await readdir(dataDir)).toEqual([])
})

test('DATABASE_URL is used when it is there, and its database is created', async () => {
  const own = await open()
  const databaseUrl = own.url.replace(/bank$/, 'other')
  const foreign = await openDatabase({ dataDir, databaseUrl, database: 'bank' })
  expect(foreign.embedded).toBe(false)
  expect(await query(foreign.url, 'select current_database() as name')).toEqual([{ name: 'other' }])
  await foreign.stop()
  expect(runningServer(dataDir)).toBeDefined()
  await own.stop()
})
