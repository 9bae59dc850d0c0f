/** The in-memory twin of a lane's storage: same promises, no disk. For simulation, property tests and replay. */
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { composeDecisionId, type LaneId } from '../../kernel/ids.ts'
import type { Key, Need } from '../../kernel/state.ts'
import {
  type Batch,
  type DecisionRow,
  type DecisionView,
  KeyKnown,
  type KnownKey,
  type LaneHead,
  LaneLost,
  type LaneStorage,
} from './port.ts'

type Lane = {
  head: LaneHead
  readonly records: Map<string, Map<Key, unknown>>
  readonly known: Map<string, KnownKey>
  readonly batches: Batch[]
}

/** Finds a record of a volatile collection in the journal, as a store would in its tables. */
export type Finder = (batches: readonly Batch[], key: Key) => unknown

export class MemoryLaneStorage implements LaneStorage {
  readonly #lanes = new Map<LaneId, Lane>()
  readonly #finders: Readonly<Record<string, Finder>>

  constructor(finders: Readonly<Record<string, Finder>> = {}) {
    this.#finders = finders
  }

  open(head: LaneHead): void {
    this.#lanes.set(head.lane, { head, records: new Map(), known: new Map(), batches: [] })
  }

  take(lane: LaneId, _writer: string): Promise<LaneHead> {
    const found = this.#lane(lane)
    found.head = { ...found.head, epoch: found.head.epoch + 1 }
    return Promise.resolve(found.head)
  }

  head(lane: LaneId): Promise<LaneHead> {
    return Promise.resolve(this.#lane(lane).head)
  }

  load(lane: LaneId, needs: readonly Need[]): Promise<readonly unknown[]> {
    const { records, batches } = this.#lane(lane)
    return Promise.resolve(
      needs.map(({ collection: { name }, key }) => this.#finders[name]?.(batches, key) ?? records.get(name)?.get(key)),
    )
  }

  known(lane: LaneId, keyHashes: readonly Buffer[]): Promise<ReadonlyMap<string, KnownKey>> {
    const { known } = this.#lane(lane)
    const found = new Map<string, KnownKey>()
    for (const hash of keyHashes) {
      const hex = hash.toString('hex')
      const one = known.get(hex)
      if (one !== undefined) found.set(hex, one)
    }
    return Promise.resolve(found)
  }

  chainBytes(lane: LaneId, decisions: readonly DecisionRow[]): Promise<Buffer> {
    return Promise.resolve(
      Buffer.from(
        canonicalJson(
          decisions.map((row) => ({
            ...row,
            lane,
            keyHash: row.keyHash.toString('hex'),
            bodyMac: row.bodyMac.toString('hex'),
            blinds: row.blinds?.hash.toString('hex') ?? null,
            legs: row.legs === null ? null : { ...row.legs, amounts: row.legs.amounts.map(String) },
          })),
        ),
      ),
    )
  }

  append(batch: Batch): Promise<void> {
    const lane = this.#lane(batch.before.lane)
    const { epoch, batch: number, hash } = batch.before
    if (lane.head.epoch !== epoch || lane.head.batch !== number || !lane.head.hash.equals(hash))
      return Promise.reject(new LaneLost('the lane is not where this writer left it'))
    if (batch.decisions.some((row) => lane.known.has(row.keyHash.toString('hex'))))
      return Promise.reject(new KeyKnown('a command has a key that was used before'))
    for (const [collection, steps] of batch.steps) {
      if (collection.volatile) continue
      let records = lane.records.get(collection.name)
      if (records === undefined) {
        records = new Map()
        lane.records.set(collection.name, records)
      }
      for (const { key, after } of steps) records.set(key, after)
    }
    for (const row of batch.decisions)
      lane.known.set(row.keyHash.toString('hex'), { bodyMac: row.bodyMac, decision: viewOf(batch, row) })
    lane.batches.push(batch)
    lane.head = { ...batch.after, epoch: lane.head.epoch }
    return Promise.resolve()
  }

  /** All batches in order: the journal. */
  journal(lane: LaneId): readonly Batch[] {
    return this.#lane(lane).batches
  }

  /** Every record of a collection as committed. */
  records(lane: LaneId, collection: string): ReadonlyMap<Key, unknown> {
    return this.#lane(lane).records.get(collection) ?? new Map()
  }

  #lane(lane: LaneId): Lane {
    const found = this.#lanes.get(lane)
    if (found === undefined) throw new Error(`there is no lane ${lane}`)
    return found
  }
}

function viewOf(batch: Batch, row: DecisionRow): DecisionView {
  return {
    id: composeDecisionId(batch.before.lane, row.place, batch.after.at.epochMilliseconds),
    lane: batch.before.lane,
    place: row.place,
    kind: row.kind,
    at: batch.after.at,
    outcome: row.code === null ? 'accepted' : 'refused',
    code: row.code,
    cited: row.cited,
    facts: row.facts === null ? {} : JSON.parse(row.facts),
    internal: row.internal === null ? {} : JSON.parse(row.internal),
  }
}
