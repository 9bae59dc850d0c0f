import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { migrate } from '../src/storage/migrate.ts'
import { ensureServer, socketUrl } from '../src/storage/postgres-server.ts'
import { connect, type Sql } from '../src/storage/sql.ts'

/** A migrated database of its own for one test file. */
export type TestDatabase = { url: string; sql: Sql; close(): Promise<void> }

const TEMPLATE = 'pacta_template'
const LOCK = 1

/**
 * Gives a fresh, migrated, empty database: a copy of a template on the run's one server, which is started by the first
 * test that asks. Nothing on it is synced to the disk; a test of durability opens its own with `openDatabase`.
 *
 * @param options.max how many connections `sql` has at most
 */
export async function testDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const { socketDir } = await ensureServer(inject('testDataDir'), 'tests')
  const maintenance = connect(socketUrl(socketDir, 'postgres'), { max: 1 })
  const name = `test_${randomUUID().replaceAll('-', '')}`
  try {
    await ensureTemplate(maintenance, socketDir)
    await maintenance`create database ${maintenance(name)} template ${maintenance(TEMPLATE)} strategy file_copy`
  } finally {
    await maintenance.end()
  }
  const url = socketUrl(socketDir, name)
  const sql = connect(url, options.max === undefined ? {} : { max: options.max })
  return { url, sql, close: () => close(sql, socketUrl(socketDir, 'postgres'), name) }
}

async function close(sql: Sql, maintenanceUrl: string, name: string): Promise<void> {
  await sql.end({ timeout: 1 })
  const maintenance = connect(maintenanceUrl, { max: 1 })
  await maintenance`drop database if exists ${maintenance(name)} with (force)`
  await maintenance.end()
}

/** Migrates under another name, so that a worker that dies halfway leaves no template that looks whole. */
async function ensureTemplate(maintenance: Sql, socketDir: string): Promise<void> {
  await maintenance`select pg_advisory_lock(${LOCK})`
  const [found] = await maintenance`select 1 from pg_database where datname = ${TEMPLATE}`
  if (found === undefined) {
    const half = `${TEMPLATE}_half`
    await maintenance`drop database if exists ${maintenance(half)} with (force)`
    await maintenance`create database ${maintenance(half)}`
    const sql = connect(socketUrl(socketDir, half), { max: 1 })
    await migrate(sql).finally(() => sql.end())
    await maintenance`alter database ${maintenance(half)} rename to ${maintenance(TEMPLATE)}`
  }
  await maintenance`select pg_advisory_unlock(${LOCK})`
}
