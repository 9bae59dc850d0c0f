/** Destroying keys as the ledger of erasures says, and what of them backups of the key store still hold. */
import { type ErasureLedger, entryOf, type KeyName, type LedgerEntry } from './erasure-ledger.ts'
import { emptyLog, type KeyDatabase } from './key-database.ts'

/**
 * Brings key store and ledger together: carries out what the one says that the other has not seen, after a crash or where an older copy
 * of the key store was put back; and gives back to a lost ledger what the key store remembers of it.
 *
 * @throws OperatorError when the two are not of one institution
 */
export function carryOut(database: KeyDatabase, ledger: ErasureLedger): void {
  const kept = database.db.prepare('select number, said, hash from erasure order by number')
  const ends = database.db.prepare('select count(*) as count, coalesce(max(number), 0) as last from erasure')
  const { count, last } = ends.get() as { count: number; last: number }
  const { number } = ledger.head()
  const [same] = ledger.entries(number - 1, number)
  if (number > 0 && count === number && last === number && same?.hash === hashAt(database, number)) return
  if (number === 0 && count === 0) {
    rememberEarlier(database, ledger)
    return
  }
  const own = (kept.all() as Parameters<typeof entryOf>[0][]).map(entryOf)
  // Throws where the two tell of an entry differently.
  ledger.merge(own.filter((entry, i) => entry.number === i + 1))
  const known = new Set(own.map((entry) => entry.number))
  const missing = ledger.entries().filter((entry) => !known.has(entry.number))
  if (missing.length > 0) destroyEntries(database, missing)
}

/** What was destroyed before there was a ledger. */
function rememberEarlier(database: KeyDatabase, ledger: ErasureLedger): void {
  const rows = database.db.prepare('select name, generation from key where destroyed is not null').all()
  if (rows.length > 0)
    destroyEntries(database, ledger.append(Temporal.Now.instant(), [{ keys: rows as KeyName[], of: undefined }]))
}

function hashAt({ db }: KeyDatabase, number: number): string | undefined {
  const row = db.prepare('select hash from erasure where number = ?').get(number)
  return (row as { hash: string } | undefined)?.hash
}

/** Destroys the keys of these entries of the ledger, durably; those that the store never had are remembered as destroyed, too. */
export function destroyEntries(database: KeyDatabase, entries: readonly LedgerEntry[]): void {
  const { db, transaction } = database
  transaction(() => {
    const destroy = db.prepare(
      `insert into key (name, generation, after_backup, destroyed, before_backup)
       values (?, ?, 0, ?, (select coalesce(max(number), 0) from backup))
       on conflict do update set wrapping = null, wrapped = null, destroyed = excluded.destroyed,
         before_backup = excluded.before_backup
       where wrapped is not null`,
    )
    const remember = db.prepare('insert into erasure (number, said, hash) values (?, ?, ?) on conflict do nothing')
    for (const { number, at, keys, said, hash } of entries) {
      for (const { name, generation } of keys) destroy.run(name, generation, at.epochMilliseconds)
      remember.run(number, said, hash)
    }
    db.exec('update store set destructions = destructions + 1')
  })
  emptyLog(database)
}

const holding = `
  from key k join backup b on b.number > k.after_backup and b.number <= k.before_backup
  where k.destroyed is not null and b.deleted is null`

/** When the last backup expires that holds one of these keys, which are destroyed; undefined when none does. */
export function backupExpiry({ db }: KeyDatabase, keys: readonly KeyName[]): Temporal.Instant | undefined {
  const one = db.prepare(`select max(b.expires) as expires ${holding} and k.name = ? and k.generation = ?`)
  const found = keys.flatMap(({ name, generation }) => {
    const { expires } = one.get(name, generation) as { expires: number | null }
    return expires === null ? [] : [expires]
  })
  return found.length === 0 ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.max(...found))
}

/** The same of all that were ever destroyed. */
export function lastBackupExpiry({ db }: KeyDatabase): Temporal.Instant | undefined {
  const row = db
    .prepare(
      `select max(b.expires) as expires from backup b where b.deleted is null and exists (
         select 1 from key k where k.destroyed is not null and k.after_backup < b.number and k.before_backup >= b.number)`,
    )
    .get()
  const { expires } = row as { expires: number | null }
  return expires === null ? undefined : Temporal.Instant.fromEpochMilliseconds(expires)
}
