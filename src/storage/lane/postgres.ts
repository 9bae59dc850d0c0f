/** A lane's journal and records in PostgreSQL. One batch is one transaction that begins with the lane's row: the fence. */
import { composeDecisionId, type LaneId, type Place } from '../../kernel/ids.ts'
import { laneRecord } from '../../kernel/lane.ts'
import type { Key, Need } from '../../kernel/state.ts'
import { type Sql, urlOf } from '../sql.ts'
import { AppendConnection } from './append-connection.ts'
import { CitationSets } from './citation-sets.ts'
import type { CollectionStore } from './collection-store.ts'
import {
  blindsColumns,
  decisionColumns,
  type EncodedDecisions,
  encodeBlinds,
  encodeDecisions,
} from './decision-rows.ts'
import {
  type Batch,
  DatabaseRefused,
  type DecisionRow,
  type DecisionView,
  KeyKnown,
  type KnownKey,
  type LaneHead,
  LaneLost,
  type LaneStorage,
} from './port.ts'
import { hex, literal, type Write } from './writes.ts'

export class PostgresLaneStorage implements LaneStorage {
  readonly #sql: Sql
  readonly #answerMs: number
  readonly #stores: ReadonlyMap<string, CollectionStore>
  readonly #citations: CitationSets
  readonly #connection: AppendConnection
  readonly #encoded = new WeakMap<readonly DecisionRow[], EncodedDecisions>()

  /**
   * @param sql for reading; batches are appended over a connection of their own to the same database
   * @param answerMs how long the database may be silent before a connection counts as lost
   */
  constructor(sql: Sql, stores: readonly CollectionStore[], answerMs = 30_000) {
    this.#sql = sql
    this.#answerMs = answerMs
    this.#connection = new AppendConnection(urlOf(sql), answerMs)
    this.#stores = new Map(stores.map((store) => [store.collection, store]))
    this.#citations = new CitationSets(sql)
  }

  async take(lane: LaneId, writer: string): Promise<LaneHead> {
    const rows = await this.#sql<HeadRow[]>`
      update lane set epoch = epoch + 1, writer = ${writer} where lane = ${lane} returning *`
    return headOf(rows[0], lane)
  }

  async head(lane: LaneId): Promise<LaneHead> {
    const rows = await this.#answered(this.#sql<HeadRow[]>`select * from lane where lane = ${lane}`)
    return headOf(rows[0], lane)
  }

  async load(lane: LaneId, needs: readonly Need[]): Promise<readonly unknown[]> {
    const places = new Map<string, number[]>()
    for (const [i, { collection }] of needs.entries()) {
      const list = places.get(collection.name)
      if (list === undefined) places.set(collection.name, [i])
      else list.push(i)
    }
    const loaded = new Array<unknown>(needs.length)
    const load = async (store: CollectionStore, some: readonly number[]): Promise<void> => {
      const keys = some.map((i) => needs[i]?.key as Key)
      const found = await store.load(this.#sql, lane, keys)
      for (const [n, i] of some.entries()) loaded[i] = found.get(keys[n] as Key)
    }
    try {
      await this.#answered(
        Promise.all([...places].flatMap(([name, all]) => partsOf(all).map((some) => load(this.#store(name), some)))),
      )
    } catch (error) {
      throw asRefusal(error)
    }
    return loaded
  }

  async known(lane: LaneId, keyHashes: readonly Buffer[]): Promise<ReadonlyMap<string, KnownKey>> {
    const rows = await this.#answered(this.#sql<KnownRow[]>`
      select d.key_hash, d.body_mac, d.place, d.kind, d.code, d.citation_set, d.facts, d.internal, b.at
      from decision d join batch b on b.lane = d.lane and b.batch = d.place >> 12
      where d.lane = ${lane} and d.key_hash = any(${this.#sql.array(keyHashes as Buffer[], byteaOid)})`)
    if (rows.length === 0) return new Map()
    const sets = await this.#citations.read(rows.map((row) => row.citation_set))
    return new Map(
      rows.map((row) => {
        const at = Number(row.place) as Place
        const decision: DecisionView = {
          id: composeDecisionId(lane, at, row.at.epochMilliseconds),
          lane,
          place: at,
          kind: row.kind,
          at: row.at,
          outcome: row.code === null ? 'accepted' : 'refused',
          code: row.code,
          cited: sets.get(row.citation_set) ?? { settled: [], disclosed: [] },
          facts: row.facts ?? {},
          internal: row.internal ?? {},
        }
        return [row.key_hash.toString('hex'), { bodyMac: row.body_mac, decision }]
      }),
    )
  }

  async chainBytes(lane: LaneId, decisions: readonly DecisionRow[]): Promise<Buffer> {
    return (await this.#encode(lane, decisions)).chained
  }

  async #encode(lane: LaneId, decisions: readonly DecisionRow[]): Promise<EncodedDecisions> {
    let bytes = this.#encoded.get(decisions)
    if (bytes === undefined) {
      await this.#citations.intern(decisions.map((row) => row.cited))
      bytes = encoded(() => encodeDecisions(lane, decisions, ({ cited }) => this.#citations.get(cited)))
      this.#encoded.set(decisions, bytes)
    }
    return bytes
  }

  async append(batch: Batch): Promise<void> {
    const { before } = batch
    const { rows } = await this.#encode(before.lane, batch.decisions)
    const writes = encoded(() => this.#writesOf(batch, rows))
    try {
      await this.#connection.run(writes)
    } catch (error) {
      if (codeOf(error) === laneTaken) throw new LaneLost((error as Error).message)
      if (constraintOf(error) === keyConstraint) throw new KeyKnown('a command has a key that was used before')
      throw asRefusal(error)
    }
  }

  #writesOf(batch: Batch, decisions: Buffer): readonly Write[] {
    const { lane } = batch.before
    const blinds = encodeBlinds(lane, batch.decisions)
    const writes: Write[] = [
      { statement: beginBatch(batch) },
      { copy: decisionColumns, rows: decisions },
      ...(blinds === undefined ? [] : [{ copy: blindsColumns, rows: blinds }]),
    ]
    for (const [collection, steps] of batch.steps)
      if (collection.name !== laneRecord.name && !collection.volatile)
        writes.push(...this.#store(collection.name).save(lane, steps))
    return writes
  }

  /** Ends the connection for appending; the pool is its owner's. */
  close(): Promise<void> {
    return this.#connection.close()
  }

  /** What was read; when it does not come in time, the connection counts as lost. */
  async #answered<T>(reading: Promise<T>): Promise<T> {
    let deadline: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      const error = new Error(`the database has not answered for ${this.#answerMs} ms`)
      deadline = setTimeout(() => reject(error), this.#answerMs)
    })
    try {
      return await Promise.race([reading, late])
    } finally {
      clearTimeout(deadline)
    }
  }

  #store(name: string): CollectionStore {
    const store = this.#stores.get(name)
    if (store === undefined) throw new Error(`no store keeps the collection ${name}`)
    return store
  }
}

/** Keys of one query. Of more than that, the database looks up some while others are read from its answer. */
const keysAtOnce = 500

function partsOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  const parts = Math.ceil(list.length / keysAtOnce)
  const size = Math.ceil(list.length / parts)
  return Array.from({ length: parts }, (_, n) => list.slice(n * size, (n + 1) * size))
}

const byteaOid = 17

type HeadRow = {
  lane: number
  entity: string
  epoch: bigint
  batch: bigint
  business_date: Temporal.PlainDate
  next_number: bigint
  pack: string
  at: Temporal.Instant
  hash: Buffer
}

type KnownRow = {
  key_hash: Buffer
  body_mac: Buffer
  place: bigint
  kind: string
  code: string | null
  citation_set: number
  facts: DecisionView['facts'] | null
  internal: DecisionView['internal'] | null
  at: Temporal.Instant
}

function headOf(row: HeadRow | undefined, lane: LaneId): LaneHead {
  if (row === undefined) throw new Error(`there is no lane ${lane}`)
  return {
    lane,
    entity: row.entity,
    epoch: Number(row.epoch),
    batch: Number(row.batch),
    businessDate: row.business_date,
    nextNumber: Number(row.next_number),
    pack: row.pack,
    at: row.at,
    hash: row.hash,
  }
}

/** The fence: a function that raises `laneTaken`, so that nothing behind it in the message is carried out. */
function beginBatch({ before, after, decisions, rulesVersion }: Batch): string {
  const values = [
    before.lane,
    before.epoch,
    before.batch,
    literal(hex(before.hash)),
    literal(after.at.toString()),
    literal(after.businessDate.toString()),
    after.nextNumber,
    decisions.length,
    literal(rulesVersion),
    literal(after.pack),
    literal(hex(after.hash)),
  ]
  return `select begin_batch(${values.join(', ')})`
}

/** Of the table decision: one decision a key. */
const keyConstraint = 'decision_lane_key_hash_key'

const constraintOf = (error: unknown): unknown => (error as { constraint?: unknown }).constraint

/** Raised by begin_batch. */
const laneTaken = 'PL001'

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code

/**
 * SQLSTATE classes that tell of the connection, the server or its resources, not of the statement: connection, transaction state,
 * rollback (deadlock), resources, object state, operator intervention, system and internal errors.
 */
const notOfTheStatement = /^(08|25|40|53|55|57|58|XX)/

/** An error of PostgreSQL's about what it was asked as DatabaseRefused: asked again it would say the same. Others stay as they are. */
function asRefusal(error: unknown): unknown {
  const code = codeOf(error)
  // The severity tells PostgreSQL's own errors from the system's, such as EPIPE.
  const refused =
    typeof code === 'string' && Object.hasOwn(error as object, 'severity') && !notOfTheStatement.test(code)
  return refused ? new DatabaseRefused((error as Error).message, { cause: error }) : error
}

/** What cannot even be put into rows is refused as well, before the database is asked. */
function encoded<T>(encode: () => T): T {
  try {
    return encode()
  } catch (error) {
    throw new DatabaseRefused(`no row can hold it: ${(error as Error).message}`, { cause: error })
  }
}
