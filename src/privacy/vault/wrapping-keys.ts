/**
 * Wrapping keys: between the master key and the keys of personal data. A master key wraps a few of them, and each wraps many keys, so a
 * master key in another machine is asked once for each start and once for each rotation, and not for every key.
 */
import { randomBytes } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { OperatorError } from '../../kernel/operator-error.ts'
import { type MasterKey, type MasterKeys, unwrap, wrap } from './master-key.ts'

/** A key as it is stored: which wrapping key wrapped it, and the bytes. */
export type WrappedKey = { readonly wrapping: number; readonly wrapped: Uint8Array }
type Row = { readonly number: number; readonly master: string; readonly wrapped: Uint8Array }

const contextOf = (number: number): string => `wrapping key ${number}`

export class WrappingKeys {
  readonly #db: DatabaseSync
  readonly #masters: MasterKeys
  readonly #rows: StatementSync
  /** In clear, by number: those of a rotation are read when the first key under them is met. */
  readonly #known = new Map<number, Uint8Array>()

  /** @throws OperatorError when a master key that is needed is not there, or is another */
  constructor(db: DatabaseSync, masters: MasterKeys) {
    this.#db = db
    this.#masters = masters
    this.#rows = db.prepare('select number, master, wrapped from wrapping where wrapped is not null order by number')
    for (const row of this.rows()) this.#unlock(row)
  }

  /** Those that are still needed, the oldest first. */
  rows(): readonly Row[] {
    return this.#rows.all() as Row[]
  }

  /** Under which keys are wrapped now. */
  newest(): Row {
    const [row] = this.rows().slice(-1)
    if (row === undefined) throw new Error('the key store has no wrapping key')
    return row
  }

  /** Makes another, which is the newest from then on. Within a transaction of the caller. */
  add(master: MasterKey, at: number): void {
    const number = this.#last() + 1
    const plain = randomBytes(32)
    this.#db
      .prepare('insert into wrapping (number, master, wrapped, made) values (?, ?, ?, ?)')
      .run(number, master.id, master.wrap(contextOf(number), plain), at)
    this.#known.set(number, plain)
  }

  /** What wraps under the newest. For one transaction, which stores what it wraps, so that a rotation that ends meanwhile misses nothing. */
  wrapper(): (name: string, plain: Uint8Array) => WrappedKey {
    const row = this.newest()
    const key = this.#unlock(row)
    return (name, plain) => ({ wrapping: row.number, wrapped: wrap(key, name, plain) })
  }

  unwrap(name: string, { wrapping, wrapped }: WrappedKey): Buffer {
    const row = this.#known.has(wrapping) ? undefined : this.rows().find(({ number }) => number === wrapping)
    const key = this.#known.get(wrapping) ?? (row && this.#unlock(row))
    if (key === undefined) throw new Error(`the key store has no wrapping key ${wrapping}: it was rotated; read again`)
    return unwrap(key, name, wrapped)
  }

  #last(): number {
    const row = this.#db.prepare('select coalesce(max(number), 0) as last from wrapping').get()
    return (row as { last: number }).last
  }

  #unlock({ number, master: id, wrapped }: Row): Uint8Array {
    const known = this.#known.get(number)
    if (known !== undefined) return known
    const plain = masterNamed(this.#masters, id).unwrap(contextOf(number), wrapped)
    this.#known.set(number, plain)
    return plain
  }
}

/**
 * The master key of this id.
 * @throws OperatorError when it is not there
 */
export function masterNamed(masters: MasterKeys, id: string): MasterKey {
  const master = masters.find(id)
  if (master !== undefined) return master
  throw new OperatorError(
    'the master key of the key store is missing',
    `it is ${id}, and ${masters.whereabouts} does not have it`,
    'Put the right one back: without it no personal datum can be read.',
  )
}
