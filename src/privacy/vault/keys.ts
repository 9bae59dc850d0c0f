/**
 * The key store: all keys, outside the data and outside its backup. Destroying a key is how a personal datum is erased everywhere,
 * old backups included. See docs/decisions/0006-vault.md.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { OperatorError } from '../../kernel/operator-error.ts'
import { masterKeyIn, unwrap, wrap } from './master-key.ts'

/** A key, and which of its name it is: one that was destroyed is followed by one of the next generation. */
export type LivingKey = { readonly generation: number; readonly key: KeyObject }

/** When which key was destroyed: no personal data, so it may be kept for good. */
export type DestroyedKey = { readonly name: string; readonly generation: number; readonly at: Temporal.Instant }

/** A place for keys of 32 random bytes. Its names are paths: what belongs together stands under one prefix. */
export interface KeyStore {
  /** Rises whenever keys were discarded, or destroyed, here or, after `refresh`, by another process: what holds keys in memory drops them. */
  readonly destructions: number
  /** The living key of the name; a new one, durable after `flush`, when there is none or the last was destroyed. */
  ensure(name: string): LivingKey
  /** The same, durable at once, and of two processes that make it together the same to both: for the few keys that are nobody's own. */
  ensureNow(name: string): LivingKey
  /** The key; undefined when it was destroyed. Throws KeyLost when the store never had it. */
  key(name: string, generation: number): KeyObject | undefined
  /**
   * Makes new keys durable in one transaction. Throws KeyTaken, until they are discarded, when another process made a key of the same
   * name first: what this one sealed is worthless.
   */
  flush(): void
  /**
   * Forgets the new keys under this prefix (whole parts of the path), and whatever is in memory of others. Only when nothing that was
   * sealed with them can be stored any more: when a lane was taken, which another process may have written meanwhile.
   */
  discard(prefix: string): void
  /** Names with a living key under this prefix (whole parts of the path). */
  names(prefix: string): readonly string[]
  /** Destroys these keys, durably. Again is no error. */
  destroy(names: readonly string[], at: Temporal.Instant): void
  /** What was destroyed under this prefix. */
  destroyed(prefix: string): readonly DestroyedKey[]
  /** Notices what other processes destroyed. */
  refresh(): void
  /** Closes the store; what was not flushed is gone. */
  close(): void
}

/** The store has no such key and never destroyed one: it is not the store that belongs to these data. */
export class KeyLost extends Error {
  override readonly name = 'KeyLost'
}

/** Two processes made a key of one name at once; only the first is stored. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken'
}

/**
 * Opens the key store in `directory`, and creates it when it is missing: `keys.sqlite` and, apart from it, `master.key`; both can be
 * read by their owner only.
 *
 * @throws OperatorError when the master key is missing or is not that of the store
 */
export function openKeyStore(directory: string): KeyStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  const file = join(directory, 'keys.sqlite')
  if (existsSync(file) && !existsSync(join(directory, 'master.key')))
    throw new OperatorError(
      'the master key is missing',
      `${directory} holds keys but no master.key`,
      'Put the file back from where it is kept: without it no personal datum can be read.',
    )
  const master = masterKeyIn(directory)
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  return new SqliteKeyStore(file, master)
}

/** A key store that is gone with the process: for tests and measurements. */
export function memoryKeyStore(): KeyStore {
  return new SqliteKeyStore(':memory:', createSecretKey(randomBytes(32)))
}

/** Keys kept in memory before all are dropped and read anew: some 500 bytes each. */
const maximumCached = 100_000
const institution = 'institution/'

const schema = `
  create table if not exists key (
    name       text    not null,
    generation integer not null,
    wrapped    blob,
    destroyed  integer,
    primary key (name, generation),
    check ((wrapped is null) <> (destroyed is null))
  ) strict, without rowid;
  create table if not exists store (
    one          integer primary key check (one = 1),
    mark         blob    not null,
    destructions integer not null
  ) strict`

type KeyRow = { name: string; generation: number; wrapped: Uint8Array | null; destroyed: number | null }
type NewKey = LivingKey & { readonly plain: Buffer }

class SqliteKeyStore implements KeyStore {
  readonly #db: DatabaseSync
  readonly #master: KeyObject
  readonly #newest: StatementSync
  readonly #exact: StatementSync
  readonly #insert: StatementSync
  readonly #version: StatementSync
  readonly #pending = new Map<string, NewKey>()
  readonly #cached = new Map<string, LivingKey>()
  #seen: unknown
  #destructions = 0
  #discards = 0

  constructor(file: string, master: KeyObject) {
    this.#master = master
    this.#db = new DatabaseSync(file, { timeout: 10_000 })
    // FULL syncs every commit of the log; secure_delete overwrites what is deleted with zeros.
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on')
    this.#db.exec(schema)
    this.#db
      .prepare('insert into store (one, mark, destructions) values (1, ?, 0) on conflict do nothing')
      .run(wrap(master, 'master', Buffer.from('pacta')))
    this.#checkMaster(file)
    this.#newest = this.#db.prepare(
      'select generation, wrapped from key where name = ? order by generation desc limit 1',
    )
    this.#exact = this.#db.prepare('select wrapped from key where name = ? and generation = ?')
    this.#insert = this.#db.prepare(
      'insert into key (name, generation, wrapped, destroyed) values (?, ?, ?, null) on conflict do nothing',
    )
    this.#version = this.#db.prepare('pragma data_version')
    this.refresh()
  }

  get destructions(): number {
    return this.#destructions + this.#discards
  }

  ensure(name: string): LivingKey {
    const known = this.#pending.get(name) ?? this.#cached.get(name)
    if (known !== undefined) return known
    const row = this.#newest.get(name) as Pick<KeyRow, 'generation' | 'wrapped'> | undefined
    if (row?.wrapped) return this.#unwrap(name, row.generation, row.wrapped)
    const plain = randomBytes(32)
    const made: NewKey = { generation: (row?.generation ?? 0) + 1, plain, key: createSecretKey(plain) }
    this.#pending.set(name, made)
    return made
  }

  ensureNow(name: string): LivingKey {
    this.refresh()
    const row = this.#newest.get(name) as Pick<KeyRow, 'generation' | 'wrapped'> | undefined
    if (!row?.wrapped) {
      const generation = (row?.generation ?? 0) + 1
      this.#insert.run(name, generation, wrap(this.#master, `${name}/${generation}`, randomBytes(32)))
    }
    return this.ensure(name)
  }

  key(name: string, generation: number): KeyObject | undefined {
    const known = this.#cached.get(name)
    if (known?.generation === generation) return known.key
    const row = this.#exact.get(name, generation) as Pick<KeyRow, 'wrapped'> | undefined
    if (row !== undefined) return row.wrapped === null ? undefined : this.#unwrap(name, generation, row.wrapped).key
    // A key that is not durable comes last: what another process has sealed meanwhile is sealed with the one that is.
    const made = this.#pending.get(name)
    if (made?.generation === generation) return made.key
    throw new KeyLost(`the key store has no key ${name}, generation ${generation}, and never destroyed one`)
  }

  flush(): void {
    this.refresh()
    if (this.#pending.size === 0) return
    this.#transaction(() => {
      for (const [name, { generation, plain }] of this.#pending) {
        const { changes } = this.#insert.run(name, generation, wrap(this.#master, `${name}/${generation}`, plain))
        if (changes === 0) throw new KeyTaken(`another process has made the key ${name}`)
      }
    })
    for (const [name, { generation, key }] of this.#pending) this.#remember(name, { generation, key })
    this.#pending.clear()
  }

  discard(prefix: string): void {
    for (const name of this.#pending.keys()) if (name.startsWith(`${prefix}/`)) this.#pending.delete(name)
    this.#discards += 1
    this.#dropCached()
  }

  names(prefix: string): readonly string[] {
    this.flush()
    const rows = this.#db
      .prepare('select name from key where name > ? and name < ? and wrapped is not null order by name')
      .all(...within(prefix)) as Pick<KeyRow, 'name'>[]
    return rows.map(({ name }) => name)
  }

  destroy(names: readonly string[], at: Temporal.Instant): void {
    const kept = names.find((name) => name.startsWith(institution))
    if (kept !== undefined) throw new Error(`${kept} is the institution's own key and is not destroyed`)
    this.flush()
    this.#transaction(() => {
      const one = this.#db.prepare(
        'update key set wrapped = null, destroyed = ? where name = ? and wrapped is not null',
      )
      for (const name of names) one.run(at.epochMilliseconds, name)
      this.#db.exec('update store set destructions = destructions + 1')
    })
    this.#dropCached()
    // The log still holds the pages as they were before.
    const checkpoint = this.#db.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number }
    if (checkpoint.busy !== 0)
      throw new Error('the key store is in use and its log could not be emptied: destroy the same keys again')
  }

  destroyed(prefix: string): readonly DestroyedKey[] {
    const rows = this.#db
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
    this.#db.close()
  }

  #dropCached(): void {
    this.#destructions = this.#readDestructions()
    this.#cached.clear()
  }

  #readDestructions(): number {
    return (this.#db.prepare('select destructions from store').get() as { destructions: number }).destructions
  }

  /** Only the newest generation can be alive, so the name alone tells what is remembered. */
  #unwrap(name: string, generation: number, wrapped: Uint8Array): LivingKey {
    const living = { generation, key: createSecretKey(unwrap(this.#master, `${name}/${generation}`, wrapped)) }
    this.#remember(name, living)
    return living
  }

  #remember(name: string, living: LivingKey): void {
    if (this.#cached.size >= maximumCached) this.#cached.clear()
    this.#cached.set(name, living)
  }

  #transaction(work: () => void): void {
    this.#db.exec('begin immediate')
    try {
      work()
      this.#db.exec('commit')
    } catch (error) {
      this.#db.exec('rollback')
      throw error
    }
  }

  #checkMaster(file: string): void {
    const { mark } = this.#db.prepare('select mark from store').get() as { mark: Uint8Array }
    try {
      unwrap(this.#master, 'master', mark)
    } catch (error) {
      this.#db.close()
      throw new OperatorError(
        'the master key is not that of the key store',
        `master.key does not open ${file}`,
        'Put the right file back: without it no personal datum can be read.',
        { cause: error },
      )
    }
  }
}

/** The names of a prefix stand between these two: '0' is the character after '/'. */
const within = (prefix: string): [string, string] => [`${prefix}/`, `${prefix}0`]
