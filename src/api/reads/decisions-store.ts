/** Decisions as the journal has them, for those who ask why. */
import type { Cited, Facts } from '../../kernel/decision.ts'
import { type AccountId, batchOf, type LaneId, type PartyId, type Place } from '../../kernel/ids.ts'
import { oids, type Sql } from '../../storage/sql.ts'

export type JournalRow = {
  readonly place: Place
  readonly kind: string
  readonly at: Temporal.Instant
  readonly businessDate: Temporal.PlainDate
  readonly role: string
  readonly party: PartyId | null
  readonly staff: string | null
  readonly purpose: string
  readonly code: string | null
  readonly cited: Cited
  readonly payload: unknown
  readonly facts: Facts
  readonly internal: Facts
  readonly group: number | null
  /** Signed amounts in minor units, each with its currency. */
  readonly legs: readonly { readonly minor: string; readonly currency: string }[]
}

type Row = {
  place: bigint
  kind: string
  at: Temporal.Instant
  business_date: Temporal.PlainDate
  role: string
  party: bigint | null
  staff: string | null
  purpose: string
  code: string | null
  settled: Cited['settled']
  disclosed: Cited['disclosed']
  payload: unknown
  facts: Facts | null
  internal: Facts | null
  group_number: number | null
  leg_amounts: string[] | null
  leg_currencies: string[] | null
}

/** The decision at a place; undefined when there is none. */
export async function decisionAt(sql: Sql, lane: LaneId, place: Place): Promise<JournalRow | undefined> {
  return (await journalPage(sql, lane, place - 1, 1)).find((row) => row.place === place)
}

/** Up to `limit` decisions after a place, in their order. */
export async function journalPage(
  sql: Sql,
  lane: LaneId,
  after: number,
  limit: number,
): Promise<readonly JournalRow[]> {
  const rows = await sql<Row[]>`
    select d.place, d.kind, b.at, b.business_date, d.role, d.party, d.staff, d.purpose, d.code, c.settled, c.disclosed, d.payload,
      d.facts, d.internal, d.group_number, d.leg_amounts::text[], d.leg_currencies
    from decision d
    join batch b on b.lane = d.lane and b.batch = d.place >> 12
    join citation_set c on c.citation_set = d.citation_set
    where d.lane = ${lane} and d.place > ${after}
    order by d.place limit ${limit}`
  return rows.map((row) => ({
    place: Number(row.place) as Place,
    kind: row.kind,
    at: row.at,
    businessDate: row.business_date,
    role: row.role,
    party: row.party === null ? null : (Number(row.party) as PartyId),
    staff: row.staff,
    purpose: row.purpose,
    code: row.code,
    cited: { settled: row.settled, disclosed: row.disclosed },
    payload: row.payload,
    facts: row.facts ?? {},
    internal: row.internal ?? {},
    group: row.group_number,
    legs: (row.leg_amounts ?? []).map((minor, i) => ({
      minor,
      currency: row.leg_currencies?.[i] ?? row.leg_currencies?.[0] ?? '',
    })),
  }))
}

/** The accounts on whose streams a decision left something. */
export async function accountsTouchedBy(sql: Sql, lane: LaneId, place: Place): Promise<readonly AccountId[]> {
  const rows = await sql<{ account: bigint }[]>`
    select distinct account from account_event where lane = ${lane} and place = ${place}`
  return rows.map(({ account }) => Number(account) as AccountId)
}

/** When the batches of these places were, in milliseconds, by place. */
export async function batchTimes(
  sql: Sql,
  lane: LaneId,
  places: readonly Place[],
): Promise<ReadonlyMap<Place, number>> {
  const batches = [...new Set(places.map(batchOf))]
  if (batches.length === 0) return new Map()
  const rows = await sql<{ batch: bigint; at: Temporal.Instant }[]>`
    select batch, at from batch where lane = ${lane} and batch = any(${sql.array(batches.map(String), oids.int8)})`
  const times = new Map(rows.map(({ batch, at }) => [Number(batch), at.epochMilliseconds]))
  return new Map(places.map((place) => [place, times.get(batchOf(place)) ?? 0]))
}
