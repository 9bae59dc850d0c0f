/** How the records of one collection are kept in tables. Each feature's store.ts makes these for what it owns. */
import type { LaneId } from '../../kernel/ids.ts'
import type { Collection, Key } from '../../kernel/state.ts'
import type { Sql, Transaction } from '../sql.ts'
import type { SealedStep } from './port.ts'
import type { Write } from './writes.ts'

export type CollectionStore = {
  readonly collection: string
  /** Records by key; a key without a record is absent from the map. */
  load(sql: Sql | Transaction, lane: LaneId, keys: readonly Key[]): Promise<ReadonlyMap<Key, unknown>>
  /** What keeps the changes of one batch, given in their order. */
  save(lane: LaneId, steps: readonly SealedStep[]): readonly Write[]
}

export const collectionStore = <K extends Key, V, E>(
  of: Collection<K, V, E>,
  load: (sql: Sql | Transaction, lane: LaneId, keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
  save: (
    lane: LaneId,
    steps: readonly (SealedStep & { readonly key: K; readonly event: E; readonly after: V })[],
  ) => readonly Write[],
): CollectionStore => ({ collection: of.name, load, save }) as CollectionStore

/** The last change of each record, in the order of the keys: what a table of current records needs. Sorted, or writers deadlock. */
export function lastOfEach<S extends { readonly key: Key }>(steps: readonly S[]): readonly S[] {
  const last = new Map<Key, S>()
  for (const step of steps) last.set(step.key, step)
  return [...last.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}
