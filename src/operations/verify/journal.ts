/**
 * A lane's journal from its beginning, batch by batch, in one snapshot: three cursors on the server, so that memory does not grow with
 * the journal.
 */
import type { AccountBalances, HistoryKey } from '../../accounts/balances/rules.ts'
import { loadBalances } from '../../accounts/balances/store.ts'
import type { Cited } from '../../kernel/decision.ts'
import { type AccountId, batchOf, type LaneId, type Place, placesPerBatch } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { eventRowFrom } from '../../ledger/event-rows.ts'
import { type PostedEntry, type Posting, postings } from '../../ledger/postings/rules.ts'
import { madePayments } from '../../payments/network/refunds/rules.ts'
import { loadMade } from '../../payments/network/refunds/store.ts'
import type { CollectionStore } from '../../storage/lane/collection-store.ts'
import type { WorkingState } from '../../storage/lane/working-state.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import {
  type BatchRow,
  type DecisionRow,
  decisionOf,
  type EventWithOpening,
  type LaneRow,
  openingOf,
  type PostingRow,
  type StoredBatch,
  type StoredDecision,
  type StoredLane,
  type StoredStep,
} from './journal-rows.ts'
import { compareRecords, type RecordCheck } from './records.ts'

/** One snapshot of the database, for reading alone. */
export class JournalSnapshot {
  readonly #sql: Transaction

  constructor(sql: Transaction) {
    this.#sql = sql
  }

  /** Runs `work` on a snapshot: whatever the bank does meanwhile, it is not seen. */
  static read<T>(sql: Sql, work: (snapshot: JournalSnapshot) => Promise<T>): Promise<T> {
    return sql.begin('isolation level repeatable read read only', async (transaction) => {
      // The whole journal is read: plans that give the first rows soon would be the wrong ones.
      await transaction`set local cursor_tuple_fraction = 1`
      await transaction`set local work_mem = '64MB'`
      await transaction`set local jit = off`
      return work(new JournalSnapshot(transaction))
    }) as Promise<T>
  }

  async lanes(): Promise<readonly StoredLane[]> {
    const rows = await this.#sql<LaneRow[]>`
      select lane, entity, batch, business_date, opened_on, next_number, hash from lane order by lane`
    return rows.map((row) => ({
      lane: row.lane as LaneId,
      entity: row.entity,
      batch: Number(row.batch),
      businessDate: row.business_date,
      openedOn: row.opened_on,
      nextNumber: Number(row.next_number),
      hash: row.hash,
    }))
  }

  async decisionCount(lane: LaneId): Promise<number> {
    const [row] = await this.#sql<{ count: number }[]>`
      select coalesce(sum(decisions), 0)::float8 as count from batch where lane = ${lane}`
    return row?.count ?? 0
  }

  async pack(hash: string): Promise<unknown> {
    const [row] = await this.#sql<{ content: unknown }[]>`select content from pack where hash = ${hash}`
    return row?.content
  }

  async citations(numbers: readonly number[]): Promise<ReadonlyMap<number, Cited>> {
    const rows = await this.#sql<{ citation_set: number; settled: Cited['settled']; disclosed: Cited['disclosed'] }[]>`
      select citation_set, settled, disclosed from citation_set where citation_set = any(${[...numbers]}::int[])`
    return new Map(rows.map(({ citation_set, settled, disclosed }) => [citation_set, { settled, disclosed }]))
  }

  /** Balances by key: whatever stands before the event that a key names never changes, so no batch need be told. */
  balances(lane: LaneId, keys: readonly HistoryKey[]): Promise<ReadonlyMap<HistoryKey, AccountBalances>> {
    return loadBalances(this.#sql, lane, keys)
  }

  /**
   * A record that is read from what others keep, as it stood before a batch.
   * @throws Error for a collection that is not read in this way
   */
  async recordBefore(lane: LaneId, collection: string, key: string | number, batch: number): Promise<unknown> {
    if (collection === madePayments.name) return this.#made(lane, Number(key) as Place, batch * placesPerBatch)
    if (collection !== postings.name) throw new Error(`pacta verify does not know how to read a ${collection}`)
    return this.#posting(lane, Number(key), batch * placesPerBatch)
  }

  /** Whatever a decision made never changes. */
  async #made(lane: LaneId, place: Place, before: number): Promise<unknown> {
    return place >= before ? undefined : (await loadMade(this.#sql, lane, [place])).get(place)
  }

  async #posting(lane: LaneId, place: number, before: number): Promise<Posting | undefined> {
    if (place >= before) return undefined
    const rows = await this.#sql<PostingRow[]>`
      select e.account, e.seq, e.amount, e.booking_date, e.value_date, exists (
        select from account_event r
        where r.lane = e.lane and r.account = e.account and r.reverses = e.seq and r.place < ${before}
      ) as reversed
      from account_event e where e.lane = ${lane} and e.place = ${place} and e.kind = 3 order by e.account, e.seq`
    const [first] = rows
    if (first === undefined) return undefined
    const entries = rows.map(
      (row): PostedEntry => ({
        account: Number(row.account) as AccountId,
        seq: row.seq,
        amountMinor: minor(row.amount),
        bookingDate: row.booking_date,
        valueDate: row.value_date,
      }),
    )
    return { entries, reversed: first.reversed }
  }

  compareRecords(lane: LaneId, state: WorkingState, stores: readonly CollectionStore[]): Promise<RecordCheck> {
    return compareRecords(this.#sql, lane, state, stores)
  }

  /**
   * All batches of the lane in their order, each with its decisions, and these with their account events. Returns the batch of what
   * stands in the journal beyond its last batch, if anything does.
   */
  async *batches(lane: LaneId): AsyncGenerator<StoredBatch, number | undefined> {
    const ahead = <R>(name: string, query: string) => new Ahead(this.#cursor<R>(`${name}_${lane}`, query))
    const batches = ahead<BatchRow>(
      'batches',
      `select batch, at, business_date, next_number, rules_version, pack, hash, decisions from batch
       where lane = ${lane} order by batch`,
    )
    const decisions = ahead<DecisionRow>(
      'decisions',
      `select d.place, d.kind, d.client, d.key_hash, d.body_mac, d.role, d.party, d.staff, d.purpose, d.code, d.citation_set,
         d.payload::text as payload, d.details, d.blinds_hash, d.facts::text as facts, d.internal::text as internal, d.group_number,
         d.leg_amounts::text[] as leg_amounts, d.leg_currencies, b.salt, b.blinds::text as blinds
       from decision d left join decision_blinds b using (lane, place)
       where d.lane = ${lane} order by d.place`,
    )
    const events = ahead<EventWithOpening>(
      'events',
      `select e.place, e.account, e.seq, e.kind, e.nature, e.status_after, e.blocked_after, e.booking_date::text as booking_date,
         e.value_date::text as value_date, e.reverses, e.amount, e.balance_after, e.held_after, e.limit_after, e.restricted_after,
         a.kind as account_kind, a.product, a.currency, a.holder, a.agreement
       from account_event e left join account a on e.kind = 1 and a.lane = e.lane and a.account = e.account
       where e.lane = ${lane} order by e.place, e.account, e.seq`,
    )
    for (let batch = await batches.next(); batch !== undefined; batch = await batches.next()) {
      const number = Number(batch.batch)
      const end = (number + 1) * placesPerBatch
      const found: StoredDecision[] = []
      for (let row = await decisions.before(end); row !== undefined; row = await decisions.before(end)) {
        const steps: StoredStep[] = []
        const next = Number(row.place) + 1
        for (let event = await events.before(next); event !== undefined; event = await events.before(next))
          steps.push({ row: eventRowFrom(event), opening: openingOf(event) })
        found.push(decisionOf(row, steps))
      }
      yield {
        batch: number,
        at: batch.at,
        businessDate: batch.business_date,
        nextNumber: Number(batch.next_number),
        rulesVersion: batch.rules_version,
        pack: batch.pack,
        hash: batch.hash,
        count: batch.decisions,
        decisions: found,
      }
    }
    const beyond = (await decisions.next()) ?? (await events.next())
    return beyond === undefined ? undefined : batchOf(Number(beyond.place) as Place)
  }

  async *#cursor<R>(name: string, query: string): AsyncGenerator<R> {
    await this.#sql.unsafe(`declare ${name} no scroll cursor for ${query}`)
    const fetch = () => this.#sql.unsafe(`fetch 2000 from ${name}`).execute()
    // The next rows are on their way while these are looked at.
    let next = fetch()
    for (;;) {
      const rows = await next
      if (rows.length === 0) break
      next = fetch()
      next.catch(() => {})
      yield* rows as unknown as R[]
    }
    await this.#sql.unsafe(`close ${name}`)
  }
}

/** Rows of a cursor, of which one may be looked at before it is taken. */
class Ahead<R> {
  readonly #rows: AsyncGenerator<R>
  #waiting: R | undefined

  constructor(rows: AsyncGenerator<R>) {
    this.#rows = rows
  }

  async next(): Promise<R | undefined> {
    const waiting = this.#waiting
    if (waiting !== undefined) {
      this.#waiting = undefined
      return waiting
    }
    const { value, done } = await this.#rows.next()
    return done === true ? undefined : (value as R)
  }

  /** The next row if its place is smaller. */
  async before(this: Ahead<R & { place: bigint }>, end: number): Promise<R | undefined> {
    const row = await this.next()
    if (row !== undefined && Number(row.place) >= end) {
      this.#waiting = row
      return undefined
    }
    return row
  }
}
