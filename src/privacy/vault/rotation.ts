/**
 * Rotation: every key goes over to a new wrapping key under a new master key, while the bank works. Nothing that was sealed is touched.
 * Each key says what wrapped it, so an interrupted rotation goes on where it was; processes that run read the new wrapping key when
 * they meet the first key under it.
 */
import { setImmediate } from 'node:timers/promises'
import { emptyLog, type KeyDatabase, openKeyDatabase } from './key-database.ts'
import { keysFile } from './keys.ts'
import type { MasterKeys } from './master-key.ts'

export type Rotation = {
  /** How many keys went over now. */
  readonly rewrapped: number
  /** Whether an interrupted rotation was ended; then no new master key was made. */
  readonly resumed: boolean
  readonly master: string
  /** Master keys that wrap nothing any more and were destroyed. */
  readonly retired: readonly string[]
  /** Master keys that only backups of the key store still need. */
  readonly kept: readonly string[]
}

export type RotationOptions = {
  readonly keysAtOnce?: number
  /** Told of each step: how many keys went over, and how many there are. */
  readonly onProgress?: (done: number, of: number) => void
}

/** @throws OperatorError when a master key that is needed is missing */
export async function rotateKeys(
  directory: string,
  masters: MasterKeys,
  { keysAtOnce = 500, onProgress = () => {} }: RotationOptions = {},
): Promise<Rotation> {
  const database = openKeyDatabase(keysFile(directory), masters)
  try {
    const resumed = begin(database, masters)
    const newest = database.wrapping.newest()
    const of = countLiving(database)
    let rewrapped = 0
    for (let last: Last | undefined = start; last !== undefined; ) {
      const from: Last = last
      const step = database.transaction(() => rewrapSome(database, newest.number, from, keysAtOnce))
      rewrapped += step.count
      last = step.last
      if (step.count > 0) onProgress(rewrapped, of)
      // Others write keys of new customers in between.
      await setImmediate()
    }
    end(database, newest.number)
    return { rewrapped, resumed, master: newest.master, ...retireMasters(database, masters) }
  } finally {
    database.close()
  }
}

/** Makes the new wrapping key, unless an interrupted rotation has; true then. */
function begin({ transaction, wrapping }: KeyDatabase, masters: MasterKeys): boolean {
  if (wrapping.rows().length > 1) return true
  // Outside the transaction: a master key in another machine may take its time.
  const master = masters.next()
  return transaction(() => {
    if (wrapping.rows().length > 1) return true
    wrapping.add(master, Date.now())
    return false
  })
}

type Last = { readonly name: string; readonly generation: number }
type Row = Last & { readonly wrapping: number; readonly wrapped: Uint8Array }
const start: Last = { name: '', generation: 0 }

function rewrapSome(
  { db, wrapping }: KeyDatabase,
  newest: number,
  after: Last,
  most: number,
): { readonly count: number; readonly last: Last | undefined } {
  const rows = db
    .prepare(
      `select name, generation, wrapping, wrapped from key
       where (name, generation) > (?, ?) and wrapped is not null and wrapping <> ? order by name, generation limit ?`,
    )
    .all(after.name, after.generation, newest, most) as Row[]
  const wrap = wrapping.wrapper()
  const update = db.prepare('update key set wrapping = ?, wrapped = ? where name = ? and generation = ?')
  for (const row of rows) {
    const context = `${row.name}/${row.generation}`
    const anew = wrap(context, wrapping.unwrap(context, row))
    update.run(anew.wrapping, anew.wrapped, row.name, row.generation)
  }
  return { count: rows.length, last: rows.at(-1) }
}

/** Takes the old wrapping keys away once nothing is under them; that they were there is remembered. */
function end(database: KeyDatabase, newest: number): void {
  database.transaction(() =>
    database.db
      .prepare(
        `update wrapping set wrapped = null where number < ?
         and not exists (select 1 from key where key.wrapped is not null and key.wrapping = wrapping.number)`,
      )
      .run(newest),
  )
  emptyLog(database)
}

const countLiving = ({ db }: KeyDatabase): number =>
  (db.prepare('select count(*) as count from key where wrapped is not null').get() as { count: number }).count

/** Destroys master keys that neither the key store nor one of its backups needs. */
export function retireMasters({ db, wrapping }: KeyDatabase, masters: MasterKeys): Pick<Rotation, 'retired' | 'kept'> {
  const used = new Set(wrapping.rows().map(({ master }) => master))
  const inBackups = new Set(mastersOf(db.prepare('select master from backup where deleted is null').all()))
  const former = new Set(mastersOf(db.prepare('select master from wrapping where wrapped is null').all()))
  const unused = [...former].filter((id) => !used.has(id))
  return {
    retired: unused.filter((id) => !inBackups.has(id) && masters.retire(id)),
    kept: unused.filter((id) => inBackups.has(id)),
  }
}

const mastersOf = (rows: readonly unknown[]): readonly string[] =>
  (rows as readonly { readonly master: string }[]).map(({ master }) => master)
