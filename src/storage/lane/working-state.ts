/**
 * A lane's records in memory. Every change goes to an undo log, so that a refused group, a preview, or a batch that the database did
 * not take is undone exactly; records are immutable, so undoing is putting the former record back.
 */
import { composeId, type LaneId } from '../../kernel/ids.ts'
import type { AnyCollection, Collection, Effect, Key, Need, StateReader } from '../../kernel/state.ts'

type Records = Map<Key, unknown>
type Held = { readonly records: Records; readonly key: Key }
type Undo = { readonly records: Records; readonly key: Key; readonly before: unknown }

/** Marks a point to which the state can be taken back. */
export type Mark = { readonly length: number; readonly nextNumber: number }

/** One change as it will be stored: the event and the record after it. */
export type Step = {
  readonly collection: AnyCollection
  readonly key: Key
  readonly event: unknown
  readonly after: unknown
}

/** V8 keeps integers below this in the map itself; an id of a lane is larger, and would be an object that each look-up has to read. */
const smallIntegers = 2 ** 30

export class WorkingState implements StateReader {
  /** One below the lane's first id. */
  readonly #base: number
  readonly #collections = new Map<string, Records>()
  #undo: Undo[] = []
  #passing: { readonly records: Records; readonly key: Key; readonly record: unknown }[] = []
  /** Records that nobody will ask for again. */
  #once: Held[] = []
  /** Records that nobody may find here any more once they are stored. */
  #fleeting: Held[] = []
  #size = 0
  /** The next id number of the lane. */
  nextNumber: number

  constructor(lane: LaneId, nextNumber: number) {
    this.#base = composeId(lane, 1) - 1
    this.nextNumber = nextNumber
  }

  get<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): V | undefined {
    const found = this.#records(collection).get(this.#short(key))
    if (found === undefined) throw new Error(`${collection.name} ${key} was not loaded: needs does not name it`)
    return found === null ? undefined : (found as V)
  }

  peek<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): V | undefined {
    return (this.#records(collection).get(this.#short(key)) as V | null | undefined) ?? undefined
  }

  isLoaded(need: Need): boolean {
    return this.#records(need.collection).has(this.#short(need.key))
  }

  /**
   * Puts a record as the database has it; undefined when it has none. Not a change: nothing to undo.
   *
   * @param once it may be forgotten once what is decided by it is durable
   */
  put(collection: AnyCollection, named: Key, record: unknown, once = false): void {
    const records = this.#records(collection)
    const key = this.#short(named)
    if (!records.has(key)) {
      this.#size += 1
      if (collection.fleeting) this.#fleeting.push({ records, key })
      else if (once) this.#once.push({ records, key })
    }
    records.set(key, record ?? null)
    if (collection.passing || (record === undefined && collection.volatile))
      this.#passing.push({ records, key, record: record ?? null })
  }

  /** Forgets that volatile records were absent: since then they may have come to be; and those that were read for one command. */
  forgetAbsent(): void {
    for (const { records, key, record } of this.#passing) {
      if (records.get(key) === record && records.delete(key)) this.#size -= 1
    }
    this.#passing = []
  }

  /**
   * Forgets records that were needed once, or are only written, as far as nothing can be taken back of them any more: what the database has
   * of them is what was forgotten. Not between a load and what is decided by it.
   *
   * @param atLeast how many there must be for it to be worth a look, which goes over all changes under way
   */
  forgetOnce(atLeast: number): void {
    if (this.#once.length >= atLeast) this.#once = this.#unforgotten(this.#once)
  }

  /** The same at once of records that lead to a person. */
  forgetFleeting(): void {
    if (this.#fleeting.length > 0) this.#fleeting = this.#unforgotten(this.#fleeting)
  }

  /** Forgets these, but for those that something may be taken back of. */
  #unforgotten(held: readonly Held[]): Held[] {
    const changing = new Map<Records, Set<Key>>()
    for (const { records, key } of this.#undo) {
      const keys = changing.get(records)
      if (keys === undefined) changing.set(records, new Set([key]))
      else keys.add(key)
    }
    return held.filter(({ records, key }) => {
      if (changing.get(records)?.has(key)) return true
      if (records.delete(key)) this.#size -= 1
      return false
    })
  }

  apply(effect: Effect): Step {
    const { collection, key: named, event } = effect
    const records = this.#records(collection)
    const key = this.#short(named)
    const before = records.get(key)
    if (before === undefined && effect.fresh !== true)
      throw new Error(`${collection.name} ${named} is changed but was not loaded`)
    const after: unknown = collection.reduce(before ?? undefined, event, named)
    this.#undo.push({ records, key, before })
    records.set(key, after)
    if (before === undefined) {
      this.#size += 1
      if (collection.fleeting) this.#fleeting.push({ records, key })
      else if (collection.blind) this.#once.push({ records, key })
    }
    return { collection, key: named, event, after }
  }

  mark(): Mark {
    return { length: this.#undo.length, nextNumber: this.nextNumber }
  }

  rollBack(to: Mark): void {
    for (let i = this.#undo.length - 1; i >= to.length; i -= 1) {
      const { records, key, before } = this.#undo[i] as Undo
      if (before === undefined) {
        records.delete(key)
        this.#size -= 1
      } else records.set(key, before)
    }
    this.#undo.length = to.length
    this.nextNumber = to.nextNumber
  }

  /** Forgets how to undo the oldest `length` changes: they are durable. */
  settle(length: number): void {
    this.#undo = this.#undo.slice(length)
  }

  /** How many records are held, those included that are known to be absent. */
  get size(): number {
    return this.#size
  }

  /** How many records are held of a collection, those included that are known to be absent: for verification and tests. */
  countOf(collection: AnyCollection): number {
    return this.#records(collection).size
  }

  /** Every record held of a collection, for verification and tests. */
  *all<K extends Key, V, E>(collection: Collection<K, V, E>): Generator<readonly [K, V]> {
    for (const [key, record] of this.#records(collection))
      if (record !== null) yield [this.#long(key) as K, record as V]
  }

  /** An id of this lane as a small integer below zero; every other key as it is. */
  #short(key: Key): Key {
    if (typeof key !== 'number') return key
    const below = this.#base - key
    return below < 0 && below > -smallIntegers ? below : key
  }

  #long(short: Key): Key {
    return typeof short === 'number' && short < 0 ? this.#base - short : short
  }

  #records(collection: AnyCollection): Records {
    let records = this.#collections.get(collection.name)
    if (records === undefined) {
      records = new Map()
      this.#collections.set(collection.name, records)
    }
    return records
  }
}
