/** Word of changes to other systems, in PostgreSQL; and what its delivery remembers of itself. */
import type { LaneId, PartyId, Place } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../../storage/sql.ts'
import { type Propagation, propagations, type TargetKind } from './rules.ts'

export const propagationStore = collectionStore(
  propagations,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from propagation where lane = ${lane} and propagation = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.propagation), propagationOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'propagation',
      ['lane', 'propagation'],
      lastOfEach(steps).map(({ after, place }) => ({
        lane,
        propagation: after.propagation,
        change: after.change,
        subject: after.subject,
        kind: after.kind,
        target: after.target,
        due: after.due.toString(),
        confirmed_on: after.confirmedOn?.toString() ?? null,
        place,
      })),
    ),
)

type Row = {
  propagation: bigint
  change: bigint
  subject: bigint
  kind: TargetKind
  target: string
  due: Temporal.PlainDate
  confirmed_on: Temporal.PlainDate | null
}

const propagationOf = (row: Row): Propagation => ({
  propagation: Number(row.propagation),
  change: Number(row.change),
  subject: Number(row.subject) as PartyId,
  kind: row.kind,
  target: row.target,
  due: row.due,
  confirmedOn: row.confirmed_on,
})

/**
 * Writes a delivery for every word that decisions between these places sent out. Part of the transaction that moves the cursor of the journal
 * on, so each is written once.
 */
export async function writeDeliveries(
  sql: Transaction,
  lane: LaneId,
  { first, last, now }: { readonly first: Place; readonly last: Place; readonly now: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into propagation_delivery (lane, propagation, next_try)
    select lane, propagation, ${now.toString()} from propagation
    where lane = ${lane} and place between ${String(first)} and ${String(last)} and confirmed_on is null
    on conflict do nothing`
}

/** What is to be delivered next to one system. */
export type Delivery = Propagation & { readonly attempts: number }

/**
 * For each system the oldest word that it has not taken, where its time has come: the next one waits until that is taken, so that each
 * system learns of changes in the order of the journal.
 */
export async function dueDeliveries(sql: Sql, lane: LaneId, now: Temporal.Instant): Promise<readonly Delivery[]> {
  const rows = await sql<(Row & { attempts: number })[]>`
    select * from (
      select distinct on (p.kind, p.target) p.*, d.attempts, d.next_try
      from propagation_delivery d join propagation p using (lane, propagation)
      where d.lane = ${lane} and d.delivered_at is null
      order by p.kind, p.target, p.propagation) as first
    where next_try <= ${now.toString()} order by propagation`
  return rows.map((row) => ({ ...propagationOf(row), attempts: row.attempts }))
}

export async function delivered(sql: Sql, lane: LaneId, propagation: number, now: Temporal.Instant): Promise<void> {
  await sql`
    update propagation_delivery set delivered_at = ${now.toString()}, attempts = attempts + 1
    where lane = ${lane} and propagation = ${propagation}`
}

export async function deliveryFailed(
  sql: Sql,
  lane: LaneId,
  propagation: number,
  next: Temporal.Instant,
): Promise<void> {
  await sql`
    update propagation_delivery set attempts = attempts + 1, next_try = ${next.toString()}
    where lane = ${lane} and propagation = ${propagation}`
}

/** Words that were not confirmed, those due first. */
export async function openPropagations(
  sql: Sql,
  lane: LaneId,
  limit: number,
): Promise<readonly (Propagation & { readonly deliveredAt: Temporal.Instant | null })[]> {
  const rows = await sql<(Row & { delivered_at: Temporal.Instant | null })[]>`
    select p.*, d.delivered_at from propagation p left join propagation_delivery d using (lane, propagation)
    where p.lane = ${lane} and p.confirmed_on is null order by p.due, p.propagation limit ${limit}`
  return rows.map((row) => ({ ...propagationOf(row), deliveredAt: row.delivered_at }))
}

/** How one system stands. */
export type Standing = {
  readonly kind: TargetKind
  readonly target: string
  readonly confirmed: number
  readonly confirmedLate: number
  readonly waiting: number
  /** Waiting, and due before the day. */
  readonly late: number
}

/** How every system stands on a day. */
export async function standings(sql: Sql, lane: LaneId, day: Temporal.PlainDate): Promise<readonly Standing[]> {
  return sql<Standing[]>`
    select kind, target,
      (count(*) filter (where confirmed_on <= due))::int as confirmed,
      (count(*) filter (where confirmed_on > due))::int as "confirmedLate",
      (count(*) filter (where confirmed_on is null))::int as waiting,
      (count(*) filter (where confirmed_on is null and due < ${day}))::int as late
    from propagation where lane = ${lane} group by kind, target order by kind, target`
}

/** Words that are late in all lanes, each on its own business date. */
export async function lateConfirmations(
  sql: Sql,
  heads: readonly { readonly lane: LaneId; readonly businessDate: Temporal.PlainDate }[],
): Promise<number> {
  const counts = await Promise.all(
    heads.map(async ({ lane, businessDate }) => {
      const [row] = await sql<{ late: number }[]>`
        select count(*)::int as late from propagation
        where lane = ${lane} and confirmed_on is null and due < ${businessDate}`
      return row?.late ?? 0
    }),
  )
  return counts.reduce((sum, one) => sum + one, 0)
}
