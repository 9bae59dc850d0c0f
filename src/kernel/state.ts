/**
 * What a lane remembers, described without saying where it is kept. A collection maps keys to immutable records; an effect is one
 * event on one record; the collection's `reduce` is the only way a record changes. The same reducers serve the live path, previews,
 * replay, property tests and simulation.
 */
export type Key = number | string

export type Collection<K extends Key, V, E> = {
  readonly name: string
  /** The record after an event. Pure; throws only on a broken invariant. */
  readonly reduce: (before: V | undefined, event: E, key: K) => V
  /** Records that come to be by changes of other collections: that one is absent is true for one batch only. */
  readonly volatile?: true
  /** Volatile, and asked for by one command alone: present or absent, it is forgotten when that was decided. No command changes it. */
  readonly passing?: true
  /** Written by commands that never read it: a lane's writer need not remember it. */
  readonly blind?: true
  /**
   * What leads to a person, by a blind index: in memory only while a command that names it is decided and stored. So an erasure, whichever
   * process does it, leaves none of it behind in a lane that runs.
   */
  readonly fleeting?: true
}

/** One record that must be in memory before a command can be decided. */
export type Need = {
  readonly collection: AnyCollection
  readonly key: Key
  /** Few others will ask for it soon: once what was decided by it is stored, a lane's writer forgets it. */
  readonly once?: true
}

/** One event on one record. `details` points into the command's personal details, kept encrypted for `holder` beside the event. */
export type Effect = {
  readonly collection: AnyCollection
  readonly key: Key
  readonly event: unknown
  /** The effect creates the record under an id given out just now: there is nothing to load. */
  readonly fresh?: boolean | undefined
  readonly details?: DetailsRef | undefined
}

/** Which of a command's personal details belongs to an effect, and under whose key it is kept. */
export type DetailsRef = { readonly index: number; readonly holder: number }

// biome-ignore lint/suspicious/noExplicitAny: the one place where collections of different records stand in one list
export type AnyCollection = Collection<any, any, any>

/** Reads records of a lane. */
export interface StateReader {
  /** The record, or undefined when there is none. Throws when it was not loaded: `needs` forgot it. */
  get<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): V | undefined
  /** The record if it is in memory, undefined otherwise: for `needs` alone, which must not rely on it. */
  peek<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): V | undefined
}

/** A collection whose event is the whole new record: for affairs whose history the journal tells. */
export function records<K extends Key, V>(name: string): Collection<K, V, V> {
  return { name, reduce: (_before, event) => event }
}

/** Records that commands write and never read. */
export const blindRecords = <K extends Key, V>(name: string): Collection<K, V, V> => ({ ...records(name), blind: true })

/** Records that lead to a person, by a blind index. */
export const fleetingRecords = <K extends Key, V>(name: string): Collection<K, V, V> => ({
  ...records(name),
  fleeting: true,
})

export function collection<K extends Key, V, E>(
  name: string,
  reduce: (before: V | undefined, event: E, key: K) => V,
): Collection<K, V, E> {
  return { name, reduce }
}

/** A collection whose records are read from what others keep. */
export function volatileCollection<K extends Key, V, E>(
  name: string,
  reduce: (before: V | undefined, event: E, key: K) => V,
): Collection<K, V, E> {
  return { name, reduce, volatile: true }
}

/** A collection of what is read once, from what others keep: the key says up to where, so that it is the same whenever it is read. */
export function passingCollection<K extends Key, V>(name: string): Collection<K, V, unknown> {
  const reduce = (): V => {
    throw new Error(`broken invariant: a ${name} is read and never changed`)
  }
  return { name, reduce, volatile: true, passing: true }
}

export const need = <K extends Key, V, E>(of: Collection<K, V, E>, key: K): Need => ({ collection: of, key })

/** The same of a record that a command about many asks for in passing: they would drive out what others ask for again and again. */
export const needOnce = <K extends Key, V, E>(of: Collection<K, V, E>, key: K): Need => ({
  collection: of,
  key,
  once: true,
})

/** These needs, each of them in passing. */
export const inPassing = (needs: readonly Need[]): readonly Need[] =>
  needs.map(({ collection, key }) => ({ collection, key, once: true }))

export const effect = <K extends Key, V, E>(
  on: Collection<K, V, E>,
  key: K,
  event: E,
  details?: DetailsRef,
): Effect => ({ collection: on, key, event, details })

/** An effect that creates the record under a fresh id. */
export const create = <K extends Key, V, E>(
  on: Collection<K, V, E>,
  key: K,
  event: E,
  details?: DetailsRef,
): Effect => ({ collection: on, key, event, fresh: true, details })
