/** What an operator is told of the key store. */
import { lastBackupExpiry } from './destruction.ts'
import { ErasureLedger } from './erasure-ledger.ts'
import { openKeyDatabase } from './key-database.ts'
import { keysFile, ledgerFile } from './keys.ts'
import type { MasterKeys } from './master-key.ts'

export type KeyStatus = {
  readonly living: number
  readonly destroyed: number
  /** One, or two while a rotation is under way or was interrupted. */
  readonly masters: readonly { readonly id: string; readonly keys: number; readonly since: Temporal.Instant }[]
  readonly backups: readonly {
    readonly number: number
    readonly file: string
    readonly at: Temporal.Instant
    readonly expires: Temporal.Instant
    /** It should be deleted by now. */
    readonly overdue: boolean
    /** It was begun and not ended. */
    readonly unfinished: boolean
  }[]
  readonly erasures: number
  /** Erasures that have not ended in the database: they are to be repeated. */
  readonly unfinishedErasures: readonly number[]
  /** When nothing destroyed so far is in any backup of the key store any more; undefined when nothing is. */
  readonly destroyedUntil: Temporal.Instant | undefined
}

/** @throws OperatorError when a master key is missing */
export function keyStatus(directory: string, masters: MasterKeys, now: Temporal.Instant): KeyStatus {
  const database = openKeyDatabase(keysFile(directory), masters)
  const ledger = new ErasureLedger(ledgerFile(directory))
  try {
    const { db } = database
    const counts = db.prepare('select count(wrapped) as living, count(destroyed) as destroyed from key').get()
    const { living, destroyed } = counts as { living: number; destroyed: number }
    const { number, unfinished } = ledger.head()
    const masters = db
      .prepare(
        `select w.master as id, w.made, count(k.name) as keys from wrapping w
         left join key k on k.wrapping = w.number and k.wrapped is not null
         where w.wrapped is not null group by w.number order by w.number`,
      )
      .all() as { id: string; made: number; keys: number }[]
    const backups = db
      .prepare('select number, file, at, expires, finished from backup where deleted is null order by number')
      .all() as { number: number; file: string; at: number; expires: number; finished: number }[]
    return {
      living,
      destroyed,
      masters: masters.map(({ id, made, keys }) => ({ id, keys, since: instant(made) })),
      backups: backups.map(({ at, expires, finished, ...backup }) => ({
        ...backup,
        at: instant(at),
        expires: instant(expires),
        overdue: expires <= now.epochMilliseconds,
        unfinished: finished === 0,
      })),
      erasures: number,
      unfinishedErasures: unfinished,
      destroyedUntil: lastBackupExpiry(database),
    }
  } finally {
    ledger.close()
    database.close()
  }
}

const instant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms)
