import { setTimeout as sleep } from 'node:timers/promises'
import { asOperatorError, describe, OperatorError } from '../kernel/operator-error.ts'
import { type Durability, ensureServer, type RunningServer, socketUrl, stopServer } from './postgres-server.ts'
import { connect, type Sql } from './sql.ts'

/** A database that is there and lets us in. `stop` gives it back; `embedded` tells whether Pacta runs its server. */
export type OpenDatabase = { url: string; embedded: boolean; stop(): Promise<void> }

/** The lowest `server_version_num` that Pacta works with. */
const MINIMUM_VERSION = 180_000
/** Key of the advisory lock that every process using the embedded server holds, shared, as long as it uses it. */
const PRESENCE = 7_226_782

/**
 * Opens the database, and creates it when it is missing.
 *
 * With `databaseUrl` that server is used. Otherwise the embedded PostgreSQL runs with its data in `<dataDir>/postgres`.
 * It listens on a socket in that folder and on no port, so nothing can be taken and no password is needed. A server
 * that already runs there, left by a killed process or used by another `pacta` command, is adopted.
 *
 * `stop` ends the server when nobody else is connected: the last one out turns off the light, whoever started it. When
 * the server dies in between, it is started again at the same address.
 *
 * @param options.database the name of the database, unless `databaseUrl` names one
 * @throws OperatorError for what the operator can mend
 */
export async function openDatabase(options: {
  dataDir: string
  databaseUrl?: string
  database: string
  durability?: Durability
}): Promise<OpenDatabase> {
  if (options.databaseUrl) return openForeign(options.databaseUrl, options.database)
  return openEmbedded(options.dataDir, options.database, options.durability ?? 'full')
}

async function openForeign(databaseUrl: string, database: string): Promise<OpenDatabase> {
  const url = parse(databaseUrl)
  if (url.pathname.length <= 1) url.pathname = `/${database}`
  const sql = connect(url.href, { max: 1 })
  try {
    const rows = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`
    const version = rows[0]?.version ?? 0
    if (version < MINIMUM_VERSION)
      throw new OperatorError(
        'the database is too old',
        `DATABASE_URL leads to PostgreSQL ${Math.floor(version / 10_000)}`,
        'Use PostgreSQL 18 or later, or unset DATABASE_URL to use the embedded one.',
      )
  } catch (error) {
    if (codeOf(error) !== '3D000') throw asOperatorError(error) ?? error
    const maintenance = new URL(url.href)
    maintenance.pathname = '/postgres'
    await createDatabase(maintenance.href, decodeURIComponent(url.pathname.slice(1)))
  } finally {
    await sql.end()
  }
  return { url: url.href, embedded: false, stop: async () => {} }
}

function parse(databaseUrl: string): URL {
  const url = URL.parse(databaseUrl)
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol)) return url
  throw new OperatorError(
    'DATABASE_URL cannot be read',
    'it is not an address of a PostgreSQL database',
    'Write it as postgres://user:password@host:5432/pacta.',
  )
}

async function openEmbedded(dataDir: string, database: string, durability: Durability): Promise<OpenDatabase> {
  let stopped = false
  let presence = enter(dataDir, durability, onLost)
  const { server } = await presence.catch((error: unknown) => {
    throw asOperatorError(error) ?? error
  })
  await createDatabase(socketUrl(server.socketDir, 'postgres'), database)
  return { url: socketUrl(server.socketDir, database), embedded: true, stop }

  // Pools that hold the address reconnect by themselves once the server is back.
  function onLost(): void {
    if (stopped) return
    presence = enter(dataDir, durability, onLost)
    presence.catch((error: unknown) => {
      process.stderr.write(`pacta: the embedded database stopped and did not start again: ${describe(error)}\n`)
    })
  }

  async function stop(): Promise<void> {
    if (stopped) return
    stopped = true
    const { sql } = await presence
    await leave(dataDir, sql)
  }
}

/** What a connection meets while the server is just stopping or starting. */
const passing = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  '57P01',
  '57P02',
  '57P03',
])

type Presence = { server: RunningServer; sql: Sql }

/** Connects and takes the presence lock; starts over while another process is just stopping the server. */
async function enter(dataDir: string, durability: Durability, onLost: () => void): Promise<Presence> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const server = await ensureServer(dataDir, durability)
    let entered = false
    const sql = connect(socketUrl(server.socketDir, 'postgres'), {
      max: 1,
      applicationName: 'pacta presence',
      onclose: () => {
        if (entered) onLost()
      },
    })
    try {
      await sql`select pg_advisory_lock_shared(${PRESENCE})`
      entered = true
      return { server, sql }
    } catch (error) {
      await sql.end({ timeout: 0 })
      if (!passing.has(codeOf(error) ?? '') || Date.now() > deadline) throw asOperatorError(error) ?? error
      await sleep(20)
    }
  }
}

/** Gives up the presence lock, and stops the server when that leaves nobody: neither Pacta nor, say, a psql. */
async function leave(dataDir: string, sql: Sql): Promise<void> {
  try {
    await sql`select pg_advisory_unlock_shared(${PRESENCE})`
    // Whoever comes in from here on waits for this lock, is sent away by the shutdown, and starts the server again.
    const [row] = await sql<{ alone: boolean }[]>`select pg_try_advisory_lock(${PRESENCE}) as alone`
    if (row?.alone && (await noOthers(sql))) await stopServer(dataDir)
  } catch {
    // The server is gone already.
  } finally {
    await sql.end({ timeout: 0 })
  }
}

async function noOthers(sql: Sql): Promise<boolean> {
  // Connections that were closed a moment ago take some milliseconds to disappear.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const [row] = await sql<{ others: number }[]>`
      select count(*)::int as others from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`
    if (row?.others === 0) return true
    await sleep(10)
  }
  return false
}

async function createDatabase(maintenanceUrl: string, database: string): Promise<void> {
  const sql = connect(maintenanceUrl, { max: 1 })
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`
    if (found.length === 0) await sql`create database ${sql(database)}`
  } catch (error) {
    // Another process created it at the same moment.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw asOperatorError(error) ?? error
  } finally {
    await sql.end()
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
