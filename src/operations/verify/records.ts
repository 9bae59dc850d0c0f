/** The records that features keep beside the journal, held against those to which the replay came. */

import { canonicalJson } from '../../kernel/canonical-json.ts'
import { deadlines } from '../../kernel/deadline.ts'
import type { LaneId } from '../../kernel/ids.ts'
import type { AnyCollection, Key } from '../../kernel/state.ts'
import { partyNames } from '../../parties/names/rules.ts'
import { partyByCode } from '../../parties/rules.ts'
import { facts } from '../../privacy/vault/rules.ts'
import type { CollectionStore } from '../../storage/lane/collection-store.ts'
import type { WorkingState } from '../../storage/lane/working-state.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'

/** A record that is kept otherwise than the journal leads to. */
export type StrayRecord = {
  readonly collection: string
  readonly key: Key
  readonly stored: string
  readonly now: string
}

export type RecordCheck = {
  readonly looked: number
  readonly differ: number
  /** The first few. */
  readonly examples: readonly StrayRecord[]
}

const atOnce = 1000
const examplesKept = 10

/** Compares every record of the stores' collections. What stands in tables without being known to the replay is not seen. */
export async function compareRecords(
  sql: Sql | Transaction,
  lane: LaneId,
  state: WorkingState,
  stores: readonly CollectionStore[],
): Promise<RecordCheck> {
  let [looked, differ] = [0, 0]
  const examples: StrayRecord[] = []
  for (const store of stores)
    for (const chunk of chunks(state.all(named(store.collection)))) {
      const keys = chunk.map(([key]) => key)
      const stored = await store.load(sql, lane, keys)
      for (const [key, record] of chunk) {
        looked += 1
        if (mayBeErased(store.collection) && stored.get(key) === undefined) continue
        const [before, now] = [textOf(stored.get(key)), textOf(expected(store.collection, record))]
        if (before === now) continue
        differ += 1
        if (examples.length < examplesKept) examples.push({ collection: store.collection, key, stored: before, now })
      }
    }
  return { looked, differ, examples }
}

const named = (name: string): AnyCollection => ({ name, reduce: () => undefined })

/** Facts and blind indexes are deleted when their datum is erased; that is no part of the journal. */
const erasable: ReadonlySet<string> = new Set([facts.name, partyByCode.name, partyNames.name])
const mayBeErased = (collection: string): boolean => erasable.has(collection)

/** A deadline that was cleared has no row. */
const expected = (collection: string, record: unknown): unknown =>
  collection === deadlines.name && record === 'cleared' ? undefined : record

function* chunks<T>(items: Iterable<T>): Generator<readonly T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < atOnce) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** One spelling of a record; what is absent and what is null mean the same. */
const textOf = (record: unknown): string =>
  record === undefined
    ? 'nothing'
    : canonicalJson(
        JSON.parse(
          JSON.stringify(record, (_name, value) =>
            typeof value === 'bigint' ? String(value) : value === null ? undefined : value,
          ),
        ),
      )
