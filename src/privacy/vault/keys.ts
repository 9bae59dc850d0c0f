/**
 * The key store: all keys, outside the data and outside its backup. Destroying a key is how a personal datum is erased everywhere,
 * old backups included. See docs/decisions/0006-vault.md.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { StatementSync } from 'node:sqlite'
import { backupExpiry, carryOut, destroyEntries } from './destruction.ts'
import { type Erasure, ErasureLedger, type KeyName, type LedgerEntry } from './erasure-ledger.ts'
import { KeyCache } from './key-cache.ts'
import { type KeyDatabase, openKeyDatabase, within } from './key-database.ts'
import {
  type DestroyedKey,
  type Destruction,
  KeyLost,
  type KeyStore,
  KeyTaken,
  type LivingKey,
  type ToDestroy,
} from './key-store.ts'
import { fileMasterKeys, type MasterKeys, memoryMasterKeys } from './master-key.ts'
import type { WrappedKey } from './wrapping-keys.ts'

/**
 * Opens the key store in `directory`, and creates it when it is missing: `keys.sqlite`, the ledger `erasures.sqlite` and, unless master
 * keys are elsewhere, `master.key`; all can be read by their owner only. What the ledger says was destroyed is destroyed, whatever copy of
 * the key store was put there.
 *
 * @throws OperatorError when a master key is missing, or the ledger belongs to another store
 */
export function openKeyStore(directory: string, masters?: MasterKeys): KeyStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  const database = openKeyDatabase(keysFile(directory), masters ?? fileMasterKeys(directory))
  try {
    return new SqliteKeyStore(database, new ErasureLedger(ledgerFile(directory)))
  } catch (error) {
    database.close()
    throw error
  }
}

export const keysFile = (directory: string): string => join(directory, 'keys.sqlite')
export const ledgerFile = (directory: string): string => join(directory, 'erasures.sqlite')

/** A key store that is gone with the process: for tests and measurements. */
export function memoryKeyStore(): KeyStore {
  return new SqliteKeyStore(openKeyDatabase(':memory:', memoryMasterKeys()), new ErasureLedger(':memory:'))
}

/** Keys kept in memory: one that is not takes some 15 µs to be read and unwrapped. */
const maximumCached = 500_000
const institution = 'institution/'

type KeyRow = { name: string; generation: number; wrapping: number | null; wrapped: Uint8Array | null }

class SqliteKeyStore implements KeyStore {
  readonly erasures: ErasureLedger
  readonly #database: KeyDatabase
  readonly #newest: StatementSync
  readonly #exact: StatementSync
  readonly #insert: StatementSync
  readonly #lastBackup: StatementSync
  readonly #version: StatementSync
  readonly #living: StatementSync
  readonly #pending = new Map<string, LivingKey>()
  readonly #cached = new KeyCache(maximumCached)
  #seen: unknown
  #destructions = 0
  #discards = 0

  constructor(database: KeyDatabase, erasures: ErasureLedger) {
    this.#database = database
    this.erasures = erasures
    const { db } = database
    this.#newest = db.prepare(
      'select generation, wrapping, wrapped from key where name = ? order by generation desc limit 1',
    )
    this.#exact = db.prepare('select wrapping, wrapped from key where name = ? and generation = ?')
    this.#insert = db.prepare(
      'insert into key (name, generation, wrapping, wrapped, after_backup) values (?, ?, ?, ?, ?) on conflict do nothing',
    )
    this.#lastBackup = db.prepare('select coalesce(max(number), 0) as number from backup where finished = 1')
    this.#version = db.prepare('pragma data_version')
    this.#living = db.prepare('select name from key where name > ? and name < ? and wrapped is not null order by name')
    carryOut(database, erasures)
    this.refresh()
  }

  get destructions(): number {
    return this.#destructions + this.#discards
  }

  ensure(name: string): LivingKey {
    const known = this.#pending.get(name) ?? this.#cached.get(name)
    if (known !== undefined) return known
    const row = this.#newest.get(name) as Omit<KeyRow, 'name'> | undefined
    if (row !== undefined && isLiving(row)) return this.#unwrap(name, row.generation, row)
    const made = { generation: (row?.generation ?? 0) + 1, key: randomBytes(32) }
    this.#pending.set(name, made)
    return made
  }

  ensureNow(name: string): LivingKey {
    this.refresh()
    const row = this.#newest.get(name) as Omit<KeyRow, 'name'> | undefined
    if (!row?.wrapped) {
      const generation = (row?.generation ?? 0) + 1
      this.#database.transaction(() => this.#storing()(name, generation, randomBytes(32)))
    }
    return this.ensure(name)
  }

  key(name: string, generation: number): Buffer | undefined {
    const known = this.#cached.get(name)
    if (known?.generation === generation) return known.key
    const row = this.#exact.get(name, generation) as Pick<KeyRow, 'wrapping' | 'wrapped'> | undefined
    if (row !== undefined) return isLiving(row) ? this.#unwrap(name, generation, row).key : undefined
    // A key that is not durable comes last: what another process has sealed meanwhile is sealed with the one that is.
    const made = this.#pending.get(name)
    if (made?.generation === generation) return made.key
    throw new KeyLost(`the key store has no key ${name}, generation ${generation}, and never destroyed one`)
  }

  flush(): void {
    this.refresh()
    if (this.#pending.size === 0) return
    this.#database.transaction(() => {
      const store = this.#storing()
      for (const [name, { generation, key }] of this.#pending)
        if (!store(name, generation, key)) throw new KeyTaken(`another process has made the key ${name}`)
    })
    for (const [name, made] of this.#pending) this.#cached.set(name, made)
    this.#pending.clear()
  }

  discard(prefix: string): void {
    for (const name of this.#pending.keys()) if (name.startsWith(`${prefix}/`)) this.#pending.delete(name)
    this.#discards += 1
    this.#dropCached()
  }

  names(prefix: string): readonly string[] {
    this.flush()
    const rows = this.#living.all(...within(prefix)) as Pick<KeyRow, 'name'>[]
    return rows.map(({ name }) => name)
  }

  destroy(names: readonly string[], at: Temporal.Instant, of?: Erasure): Destruction {
    return this.destroyAll([{ names, of }], at)[0] as Destruction
  }

  destroyAll(parts: readonly ToDestroy[], at: Temporal.Instant): readonly Destruction[] {
    const kept = parts.flatMap(({ names }) => names).find((name) => name.startsWith(institution))
    if (kept !== undefined) throw new Error(`${kept} is the institution's own key and is not destroyed`)
    this.flush()
    const living = this.#database.db.prepare('select generation from key where name = ? and wrapped is not null')
    const seen = new Set<string>()
    const said = parts.map(({ names, of }) => {
      const keys = names.flatMap((name) => {
        const row = seen.has(name) ? undefined : (living.get(name) as Pick<KeyRow, 'generation'> | undefined)
        seen.add(name)
        return row === undefined ? [] : [{ name, generation: row.generation }]
      })
      return { keys, of }
    })
    const entries = this.erasures.append(at, said)
    destroyEntries(this.#database, entries)
    this.#dropDestroyed(entries.flatMap(({ keys }) => keys))
    return entries.map(({ keys, number }) => ({
      keys: keys.length,
      erasure: number,
      backupExpires: backupExpiry(this.#database, keys),
    }))
  }

  backupExpires(prefix: string): Temporal.Instant | undefined {
    return backupExpiry(this.#database, this.destroyed(prefix))
  }

  destroyed(prefix: string): readonly DestroyedKey[] {
    const rows = this.#database.db
      .prepare(
        'select name, generation, destroyed from key where name > ? and name < ? and destroyed is not null order by name',
      )
      .all(...within(prefix)) as { name: string; generation: number; destroyed: number }[]
    return rows.map(({ name, generation, destroyed }) => ({
      name,
      generation,
      at: Temporal.Instant.fromEpochMilliseconds(destroyed),
    }))
  }

  learn(entries: readonly LedgerEntry[]): number {
    const added = this.erasures.merge(entries)
    carryOut(this.#database, this.erasures)
    this.#dropCached()
    return added
  }

  refresh(): void {
    // Differs when another connection has committed.
    const seen = (this.#version.get() as { data_version: number }).data_version
    if (seen === this.#seen) return
    this.#seen = seen
    if (this.#readDestructions() !== this.#destructions) this.#dropCached()
  }

  close(): void {
    this.#cached.clear()
    this.#pending.clear()
    this.erasures.close()
    this.#database.close()
  }

  /** For one transaction: what stores a key; false when there is one of the name and generation already. */
  #storing(): (name: string, generation: number, plain: Uint8Array) => boolean {
    const wrap = this.#database.wrapping.wrapper()
    const { number } = this.#lastBackup.get() as { number: number }
    return (name, generation, plain) => {
      const { wrapping, wrapped } = wrap(`${name}/${generation}`, plain)
      return this.#insert.run(name, generation, wrapping, wrapped, number).changes > 0
    }
  }

  /** What this process destroyed by itself, once; when another did meanwhile, nothing in memory is sure. */
  #dropDestroyed(keys: readonly KeyName[]): void {
    if (this.#readDestructions() === this.#destructions + 1) {
      this.#destructions += 1
      for (const { name } of keys) this.#cached.drop(name)
    } else this.#dropCached()
  }

  #dropCached(): void {
    this.#destructions = this.#readDestructions()
    this.#cached.clear()
  }

  #readDestructions(): number {
    const row = this.#database.db.prepare('select destructions from store').get()
    return (row as { destructions: number }).destructions
  }

  /** Only the newest generation can be alive, so the name alone tells what is remembered. */
  #unwrap(name: string, generation: number, row: WrappedKey): LivingKey {
    const living = { generation, key: this.#database.wrapping.unwrap(`${name}/${generation}`, row) }
    this.#cached.set(name, living)
    return living
  }
}

const isLiving = (row: Pick<KeyRow, 'wrapping' | 'wrapped'>): row is WrappedKey => row.wrapped !== null
