/** A lane's journal and records in PostgreSQL. One batch is one transaction that begins with the lane's row: the fence. */
import { composeDecisionId, type LaneId, type Place } from '../../kernel/ids.ts'
import type { Key, Need } from '../../kernel/state.ts'
import { copyIn } from '../copy.ts'
import type { Sql } from '../sql.ts'
import { CitationSets } from './citation-sets.ts'
import type { CollectionStore } from './collection-store.ts'
import { decisionColumns, encodeDecisions } from './decision-rows.ts'
import {
  type Batch,
  DatabaseRefused,
  type DecisionRow,
  type DecisionView,
  type KnownKey,
  type LaneHead,
  LaneLost,
  type LaneStorage,
} from './port.ts'

export class PostgresLaneStorage implements LaneStorage {
  readonly #sql: Sql
  readonly #stores: ReadonlyMap<string, CollectionStore>
  readonly #citations: CitationSets
  readonly #encoded = new WeakMap<readonly DecisionRow[], Buffer>()

  constructor(sql: Sql, stores: readonly CollectionStore[]) {
    this.#sql = sql
    this.#stores = new Map(stores.map((store) => [store.collection, store]))
    this.#citations = new CitationSets(sql)
  }

  async take(lane: LaneId, writer: string): Promise<LaneHead> {
    const rows = await this.#sql<HeadRow[]>`
      update lane set epoch = epoch + 1, writer = ${writer} where lane = ${lane} returning *`
    return headOf(rows[0], lane)
  }

  async head(lane: LaneId): Promise<LaneHead> {
    const rows = await this.#sql<HeadRow[]>`select * from lane where lane = ${lane}`
    return headOf(rows[0], lane)
  }

  async load(lane: LaneId, needs: readonly Need[]): Promise<readonly unknown[]> {
    const keys = new Map<string, Key[]>()
    for (const { collection, key } of needs) {
      const list = keys.get(collection.name)
      if (list === undefined) keys.set(collection.name, [key])
      else list.push(key)
    }
    const loaded = new Map<string, ReadonlyMap<Key, unknown>>()
    await Promise.all(
      [...keys].map(async ([name, list]) => {
        loaded.set(name, await this.#store(name).load(this.#sql, lane, list))
      }),
    )
    return needs.map(({ collection, key }) => loaded.get(collection.name)?.get(key))
  }

  async known(lane: LaneId, keyHashes: readonly Buffer[]): Promise<ReadonlyMap<string, KnownKey>> {
    const rows = await this.#sql<KnownRow[]>`
      select d.key_hash, d.body_mac, d.place, d.kind, d.code, d.citation_set, d.facts, d.internal, b.at
      from decision d join batch b on b.lane = d.lane and b.batch = d.place >> 12
      where d.lane = ${lane} and d.key_hash = any(${this.#sql.array(keyHashes as Buffer[], byteaOid)})`
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
    let bytes = this.#encoded.get(decisions)
    if (bytes === undefined) {
      await this.#citations.intern(decisions.map((row) => row.cited))
      bytes = encodeDecisions(lane, decisions, (row) => this.#citations.numberOf(row.cited))
      this.#encoded.set(decisions, bytes)
    }
    return bytes
  }

  async append(batch: Batch): Promise<void> {
    const { before, after } = batch
    const decisions = await this.chainBytes(before.lane, batch.decisions)
    try {
      await this.#sql.begin(async (sql) => {
        const fenced = await sql`
          update lane set batch = ${after.batch}, business_date = ${after.businessDate.toString()}, next_number = ${after.nextNumber},
            pack = ${after.pack}, at = ${after.at.toString()}, hash = ${after.hash}
          where lane = ${before.lane} and epoch = ${before.epoch} and batch = ${before.batch}
          returning batch`
        if (fenced.length === 0) throw new LaneLost('another process has taken the lane')
        await sql`
          insert into batch (lane, batch, epoch, at, business_date, next_number, decisions, rules_version, pack, hash)
          values (${before.lane}, ${after.batch}, ${before.epoch}, ${after.at.toString()}, ${after.businessDate.toString()},
            ${after.nextNumber}, ${batch.decisions.length}, ${batch.rulesVersion}, ${after.pack}, ${after.hash})`
        await copyIn(sql, decisionColumns, decisions)
        for (const [collection, steps] of batch.steps)
          if (collection.name !== 'lane' && !collection.volatile) await this.#store(collection.name).save(sql, before.lane, steps)
      })
    } catch (error) {
      throw isRefusal(error) ? new DatabaseRefused((error as Error).message, { cause: error }) : error
    }
  }

  #store(name: string): CollectionStore {
    const store = this.#stores.get(name)
    if (store === undefined) throw new Error(`no store keeps the collection ${name}`)
    return store
  }
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

/** A statement that PostgreSQL understood and refused: data exceptions and broken constraints (classes 22 and 23). */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^2[23]/.test(code)
}
