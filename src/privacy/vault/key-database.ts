/** The key store's file: SQLite, outside the database and its backups. Tables, and what every opening of it makes sure of. */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { ledgerTable } from './erasure-ledger.ts'
import type { MasterKey, MasterKeys } from './master-key.ts'
import { WrappingKeys } from './wrapping-keys.ts'

/**
 * `after_backup` and `before_backup` are numbers of backups of the key store: those made after the one, up to the other, may hold the key.
 */
const schema = `
  create table wrapping (
    number  integer primary key,
    master  text    not null,
    wrapped blob,
    made    integer not null
  ) strict;
  create table key (
    name          text    not null,
    generation    integer not null,
    wrapping      integer,
    wrapped       blob,
    after_backup  integer not null,
    destroyed     integer,
    before_backup integer,
    primary key (name, generation),
    check ((wrapped is null) <> (destroyed is null)),
    check ((wrapped is null) = (wrapping is null)),
    check ((before_backup is null) = (destroyed is null))
  ) strict, without rowid;
  create index key_destroyed on key (after_backup, before_backup) where destroyed is not null;
  create table backup (
    number   integer primary key,
    file     text    not null,
    master   text    not null,
    at       integer not null,
    expires  integer not null,
    finished integer not null default 0,
    deleted  integer
  ) strict;
  create table store (
    one          integer primary key check (one = 1),
    destructions integer not null
  ) strict;
  insert into store (one, destructions) values (1, 0);
  ${ledgerTable}`
const version = 1

export type KeyDatabase = {
  readonly db: DatabaseSync
  readonly wrapping: WrappingKeys
  /** Runs `work` as the only one that writes: whole or not at all. */
  transaction<T>(work: () => T): T
  close(): void
}

/**
 * Opens the file, and makes the tables and the first wrapping key where there are none yet.
 *
 * @throws OperatorError when a master key is missing
 */
export function openKeyDatabase(file: string, masters: MasterKeys): KeyDatabase {
  // Made first, so that nobody else may read it from the beginning.
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600))
  const db = new DatabaseSync(file, { timeout: 10_000 })
  const transaction = <T>(work: () => T): T => {
    db.exec('begin immediate')
    try {
      const result = work()
      db.exec('commit')
      return result
    } catch (error) {
      db.exec('rollback')
      throw error
    }
  }
  try {
    // FULL syncs every commit of the log; secure_delete overwrites what is deleted with zeros; 32 MB of its pages stay in memory.
    db.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -32768',
    )
    if (versionOf(db) < version) transaction(() => prepare(db, masters))
    return { db, transaction, wrapping: new WrappingKeys(db, masters), close: () => db.close() }
  } catch (error) {
    db.close()
    throw error
  }
}

const versionOf = (db: DatabaseSync): number =>
  (db.prepare('pragma user_version').get() as { user_version: number }).user_version

function prepare(db: DatabaseSync, masters: MasterKeys): void {
  // Another process may have been faster.
  if (versionOf(db) === version) return
  const old = db.prepare(`select name from sqlite_schema where name = 'key'`).get() !== undefined
  if (old) db.exec('alter table key rename to key_0; drop table store')
  db.exec(schema)
  const wrapping = new WrappingKeys(db, masters)
  const master = masters.first()
  wrapping.add(master, Date.now())
  if (old) takeOver(db, wrapping, master)
  db.exec(`pragma user_version = ${version}`)
}

type OldRow = { name: string; generation: number; wrapped: Uint8Array | null; destroyed: number | null }

/** Keys that the master key had wrapped by itself, before there were wrapping keys. */
function takeOver(db: DatabaseSync, wrapping: WrappingKeys, master: MasterKey): void {
  const wrap = wrapping.wrapper()
  const insert = db.prepare(
    'insert into key (name, generation, wrapping, wrapped, after_backup, destroyed, before_backup) values (?, ?, ?, ?, 0, ?, ?)',
  )
  for (const { name, generation, wrapped, destroyed } of db.prepare('select * from key_0').all() as OldRow[]) {
    const context = `${name}/${generation}`
    const anew = wrapped === null ? undefined : wrap(context, master.unwrap(context, wrapped))
    const before = destroyed === null ? null : 0
    insert.run(name, generation, anew?.wrapping ?? null, anew?.wrapped ?? null, destroyed, before)
  }
  db.exec('drop table key_0')
}

/** Empties the log, which still holds pages as they were before: what was destroyed is gone from the files then. */
export function emptyLog({ db }: Pick<KeyDatabase, 'db'>): void {
  const checkpoint = db.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number }
  if (checkpoint.busy !== 0)
    throw new Error('the key store is in use and its log could not be emptied: destroy the same keys again')
}

/** The names of a prefix stand between these two: '0' is the character after '/'. */
export const within = (prefix: string): [string, string] => [`${prefix}/`, `${prefix}0`]
