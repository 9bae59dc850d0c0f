/**
 * What is left of a person in bytes: in the files of the database server, in backups, in the key store; read as a thief would read them,
 * past every program.
 */
import { createDecipheriv } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backUp } from '../src/operations/backup/backup.ts'
import type { SavedTable } from '../src/operations/backup/manifest.ts'
import { entity, lane, partyNumber, SmallBank } from '../src/privacy/testing/small-bank.ts'
import { eraseHolder, NotErased } from '../src/privacy/vault/erasure.ts'
import { backUpKeys, expireKeyBackups, restoreKeys } from '../src/privacy/vault/key-backup.ts'
import type { KeyStore } from '../src/privacy/vault/key-store.ts'
import { openKeyStore } from '../src/privacy/vault/keys.ts'
import { fileMasterKeys } from '../src/privacy/vault/master-key.ts'
import { retentionYears } from '../src/privacy/vault/retention-years.ts'
import type { DetailCategory } from '../src/storage/command.ts'
import { clusterDir } from '../src/storage/postgres-server.ts'
import { filesIn, filesWith } from './bytes-scan.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const [liga, janis] = [partyNumber(1), partyNumber(2)]
const canaries = ['Kanarija-Ozoliņa', 'kanarija@example.com', 'kanarijas īre', 'kanarijas piezīme']
const everything = Object.keys(retentionYears) as DetailCategory[]
const [name, email, payment, note] = canaries as [string, string, string, string]
let database: TestDatabase
let folder: string
let keys: KeyStore

const keysDir = () => join(folder, 'keys')
const told = (subject: typeof liga) => ({ subject, facts: { name, email, note }, payment })

beforeAll(async () => {
  database = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'pacta-bytes-'))
  keys = openKeyStore(keysDir())
  const bank = await SmallBank.open(database.sql, keys)
  for (const subject of [liga, janis]) await bank.tell(told(subject))
  await database.sql`create index on fact (sealed)`
  await database.sql`update fact set source = source`
  await database.sql`checkpoint`
})
afterAll(async () => {
  keys.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

/** Tables, indexes and their dead rows, of this database alone, and the log of all. */
async function serverFiles(): Promise<readonly string[]> {
  const [row] = await database.sql<{ oid: string }[]>`
    select oid::text as oid from pg_database where datname = current_database()`
  const cluster = clusterDir(inject('testDataDir'))
  const others = readdirSync(inject('testDataDir')).filter((path) => path.endsWith('.log'))
  return [
    ...filesIn(join(cluster, 'base', row?.oid ?? '')),
    ...filesIn(join(cluster, 'pg_wal')),
    ...others.map((path) => join(inject('testDataDir'), path)),
  ]
}

const found = (files: readonly string[], words = canaries): readonly string[] => filesWith(files, words)

describe('no file holds what is personal in clear', () => {
  it('of the server: tables, indexes, dead rows, its log of writes and of words', async () => {
    const files = await serverFiles()
    expect(files.some((file) => file.includes('pg_wal'))).toBe(true)
    expect(files.length).toBeGreaterThan(100)
    expect(found(files)).toEqual([])
  })

  it('which the same search finds where it was written in clear and deleted again', async () => {
    await database.sql`create table told (what text)`
    await database.sql`create index on told (what)`
    await database.sql`insert into told values (${'a planted word'})`
    await database.sql`delete from told`
    await database.sql`checkpoint`
    const files = found(await serverFiles(), ['a planted word'])
    expect(files.filter((file) => file.includes('pg_wal')).length).toBeGreaterThan(0)
    expect(files.filter((file) => file.includes('base')).length).toBeGreaterThan(1)
  })

  it('of backups and of the key store', async () => {
    await backUp(database.sql, join(folder, 'searched'), { keys, headsDir: join(folder, 'heads') })
    backUpKeys(keysDir(), fileMasterKeys(keysDir()), join(folder, 'searched-keys'), {
      at: Temporal.Now.instant(),
      lifeHours: 24,
    })
    const files = filesIn(folder)
    expect(files.length).toBeGreaterThan(50)
    expect(found(files)).toEqual([])
  })
})

type Sealed = { readonly bound: string; readonly sealed: Buffer }

/** Rows of a table in a backup: each column's bytes, by its name. */
function* rowsIn(directory: string, { table, columns }: Pick<SavedTable, 'table' | 'columns'>) {
  const bytes = zstdDecompressSync(readFileSync(join(directory, `${table}.copy.zst`)))
  for (let at = 19; bytes.readInt16BE(at) !== -1; ) {
    at += 2
    const row: Record<string, Buffer | undefined> = {}
    for (const column of columns) {
      const length = bytes.readInt32BE(at)
      row[column] = length < 0 ? undefined : bytes.subarray(at + 4, at + 4 + length)
      at += 4 + Math.max(0, length)
    }
    yield row
  }
}

/** What a backup of the database holds of one person, with what it is bound to. */
function sealedOf(directory: string, holder: number): readonly Sealed[] {
  const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'))
  const shape = (table: string) => manifest.tables.find((one: SavedTable) => one.table === table) as SavedTable
  const id = (bytes: Buffer | undefined) => Number(bytes?.readBigInt64BE())
  const facts = [...rowsIn(directory, shape('fact'))]
    .filter((row) => id(row['subject']) === holder && row['sealed'] !== undefined)
    .map((row) => ({ bound: `fact ${id(row['fact'])} ${id(row['place'])}`, sealed: row['sealed'] as Buffer }))
  const owned = new Set(
    [...rowsIn(directory, shape('account'))]
      .filter((row) => id(row['holder']) === holder)
      .map((row) => id(row['account'])),
  )
  const events = [...rowsIn(directory, shape('account_event'))]
    .filter((row) => owned.has(id(row['account'])) && row['details'] !== undefined)
    .map((row) => ({ bound: `account ${id(row['account'])} ${id(row['place'])}`, sealed: row['details'] as Buffer }))
  return [...facts, ...events]
}

/** How many of these any key of the store opens, whatever its name. */
function opened(store: KeyStore, data: readonly Sealed[]): number {
  const held = [...store.names(entity), ...store.names('institution')].map((one) => store.ensure(one).key)
  return data.filter(({ bound, sealed }) =>
    held.some((key) => {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(4, 16))
      decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(-16))
      try {
        decipher.update(sealed.subarray(16, -16))
        decipher.final()
        return true
      } catch {
        return false
      }
    }),
  ).length
}

describe('an old backup and every key held after an erasure', () => {
  const at = Temporal.Now.instant()
  const backup = () => join(folder, 'old')
  const erasure = { lane, entity, holder: liga, categories: everything }

  /** The bank on a copy of its key store, so that the erasure of one test is not that of another. */
  function copied(to: string): KeyStore {
    keys.flush()
    cpSync(keysDir(), join(folder, to), { recursive: true })
    return openKeyStore(join(folder, to))
  }

  beforeAll(() => backUp(database.sql, backup(), { keys, headsDir: join(folder, 'heads') }))

  /** @param keep breaks the erasure: everything is done but for destroying the keys */
  async function openedAfterErasure(name: string, keep: boolean): Promise<readonly number[]> {
    const store = copied(name)
    const broken = new Proxy(store, {
      get: (of, member) => {
        if (member === 'destroyAll') return () => [of.destroy([], at, erasure)]
        const value = Reflect.get(of, member, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })
    const before = opened(store, sealedOf(backup(), liga))
    const erased = eraseHolder(database.sql, keep ? broken : store, erasure, at, [])
    if (keep) await expect(erased).rejects.toThrow(NotErased)
    else expect((await erased).outcome).toBe('erased')
    store.close()
    const today = openKeyStore(join(folder, name))
    const after = [liga, janis].map((holder) => opened(today, sealedOf(backup(), holder)))
    today.close()
    return [before, ...after]
  }

  it('open nothing of the person, and all of others', async () => {
    expect(await openedAfterErasure('erased', false)).toEqual([4, 0, 4])
  })

  it('open everything where the keys were kept: the same search shows it', async () => {
    expect(await openedAfterErasure('kept', true)).toEqual([4, 4, 4])
  })

  it('open nothing once the last backup of the keys has expired, as the erasure said', async () => {
    const store = copied('expiring')
    const masters = fileMasterKeys(join(folder, 'expiring'))
    const target = join(folder, 'expiring-backups')
    const { file } = backUpKeys(join(folder, 'expiring'), masters, target, { at, lifeHours: 24 * 14 })
    const { backupExpires } = await eraseHolder(database.sql, store, erasure, at, [])
    store.close()
    expect(backupExpires).toEqual(Temporal.Instant.fromEpochMilliseconds(at.add({ hours: 24 * 14 }).epochMilliseconds))
    // Until then, who has the backup of the keys and their master key still opens all, unless the ledger is gone through.
    const elsewhere = join(folder, 'stolen')
    restoreKeys(file, elsewhere, masters)
    const stolen = openKeyStore(elsewhere, masters)
    expect(opened(stolen, sealedOf(backup(), liga))).toBe(4)
    stolen.close()
    expireKeyBackups(join(folder, 'expiring'), masters, backupExpires as Temporal.Instant)
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(target)).toEqual([])
  })
})
