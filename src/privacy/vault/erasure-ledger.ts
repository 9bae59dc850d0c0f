/**
 * The ledger of erasures: which keys were destroyed, and for which erasure. It stands in a file of its own beside the key store, so that
 * an old copy of the one or an old backup of the database brings back nothing that was erased. Ids and key names alone: what they stand
 * for is erased; see docs/decisions/0024-backup-and-keys.md.
 */
import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { OperatorError } from '../../kernel/operator-error.ts'
import type { DetailCategory } from '../../storage/command.ts'

/** What is erased of whom. */
export type Erasure = {
  readonly lane: LaneId
  readonly entity: string
  /** The party whose data go. */
  readonly holder: number
  readonly categories: readonly DetailCategory[]
  /** Only what is sealed under keys that expire in this year or before; everything when absent. */
  readonly throughYear?: number
  /** Only facts, or only details of records; both when absent. */
  readonly only?: 'facts' | 'details'
}

export type KeyName = { readonly name: string; readonly generation: number }

/** One entry: `of` is undefined when keys were destroyed and nothing else was to go. */
export type LedgerEntry = {
  readonly number: number
  readonly at: Temporal.Instant
  readonly keys: readonly KeyName[]
  readonly of: Erasure | undefined
  /** As it is hashed. */
  readonly said: string
  /** SHA-256 over the hash before and `said`, in hex: entries are neither changed nor taken out unseen. */
  readonly hash: string
}

/** How far a ledger goes, and which erasures up to there had not ended in the database. */
export type LedgerHead = { readonly number: number; readonly hash: string; readonly unfinished: readonly number[] }

/** The table, for the ledger and for its twin in the key store. */
export const ledgerTable = `
  create table if not exists erasure (
    number integer primary key,
    said   text    not null,
    hash   text    not null,
    done   integer
  ) strict;
  create index if not exists erasure_open on erasure (number) where done is null`

type Row = { readonly number: number; readonly said: string; readonly hash: string }
type Said = { readonly at: string; readonly keys: readonly KeyName[]; readonly of: Erasure | null }

const start = '0'.repeat(64)
const hashOf = (before: string, said: string): string => createHash('sha256').update(`${before}\n${said}`).digest('hex')

export class ErasureLedger {
  readonly #db: DatabaseSync

  constructor(file: string) {
    this.#db = new DatabaseSync(file, { timeout: 10_000 })
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = full')
    this.#db.exec(ledgerTable)
  }

  /** Adds entries, durably, before anything is destroyed: what a crash interrupts is carried out at the next start. */
  append(
    at: Temporal.Instant,
    entries: readonly { readonly keys: readonly KeyName[]; readonly of: Erasure | undefined }[],
  ): readonly LedgerEntry[] {
    return this.#transaction(() => {
      let { number, hash } = this.#last()
      return entries.map(({ keys, of }) => {
        const said = canonicalJson({ at: at.toString(), keys, of: of ?? null })
        number += 1
        hash = hashOf(hash, said)
        const row = { number, said, hash }
        this.#insert(row)
        return entryOf(row)
      })
    })
  }

  /** That erasures, and earlier tries at the same, have ended in the database, too. */
  finish(numbers: readonly number[]): void {
    const scopeOf = (number: number): string => JSON.stringify(this.entries(number - 1, number)[0]?.of)
    const done = this.#db.prepare('update erasure set done = 1 where number = ?')
    this.#transaction(() => {
      const ended = new Set(numbers.map(scopeOf))
      for (const one of this.#open(Math.max(0, ...numbers))) if (ended.has(scopeOf(one))) done.run(one)
    })
  }

  /** Entries after the number `after`, up to `through`. */
  entries(after = 0, through = Number.MAX_SAFE_INTEGER): readonly LedgerEntry[] {
    const rows = this.#db
      .prepare('select number, said, hash from erasure where number > ? and number <= ? order by number')
      .all(after, through) as Row[]
    return rows.map(entryOf)
  }

  head(): LedgerHead {
    const { number, hash } = this.#last()
    return { number, hash, unfinished: this.#open(number) }
  }

  /**
   * Takes over what another copy of the same ledger knows beyond this one.
   *
   * @param entries in their order, from any number on
   * @returns how many were added
   * @throws OperatorError when the two are not copies of one ledger
   */
  merge(entries: readonly LedgerEntry[]): number {
    return this.#transaction(() => {
      let added = 0
      for (const entry of entries) {
        const [own] = this.entries(entry.number - 1, entry.number)
        const before = this.entries(entry.number - 2, entry.number - 1)[0]?.hash ?? start
        const follows = own === undefined && this.#last().number === entry.number - 1
        if (hashOf(before, entry.said) !== entry.hash || (own !== undefined ? own.hash !== entry.hash : !follows))
          throw new OperatorError(
            'two ledgers of erasures do not agree',
            `entry ${entry.number} is not the same in both, or those before it are missing`,
            'Put back erasures.sqlite and keys.sqlite of the same institution, both as they were last.',
          )
        if (own !== undefined) continue
        this.#insert(entry)
        added += 1
      }
      return added
    })
  }

  close(): void {
    this.#db.close()
  }

  #last(): { readonly number: number; readonly hash: string } {
    const row = this.#db.prepare('select number, hash from erasure order by number desc limit 1').get()
    return (row as { number: number; hash: string } | undefined) ?? { number: 0, hash: start }
  }

  #open(through: number): readonly number[] {
    const rows = this.#db
      .prepare('select number from erasure where done is null and number <= ? order by number')
      .all(through) as Pick<Row, 'number'>[]
    return rows.map(({ number }) => number)
  }

  /** An entry about keys alone has nothing left to do in the database. */
  #insert({ number, said, hash }: Row): void {
    const done = (JSON.parse(said) as Said).of === null ? 1 : null
    this.#db.prepare('insert into erasure (number, said, hash, done) values (?, ?, ?, ?)').run(number, said, hash, done)
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('begin immediate')
    try {
      const result = work()
      this.#db.exec('commit')
      return result
    } catch (error) {
      this.#db.exec('rollback')
      throw error
    }
  }
}

/** An entry from its row, or from a line of a backup. */
export function entryOf({ number, said, hash }: Row): LedgerEntry {
  const { at, keys, of } = JSON.parse(said) as Said
  return { number, at: Temporal.Instant.from(at), keys, of: of ?? undefined, said, hash }
}
