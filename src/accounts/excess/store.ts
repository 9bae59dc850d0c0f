/** Excesses in PostgreSQL, and which accounts may be in excess at the end of a day. */
import type { AccountId, LaneId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import type { Places } from '../../storage/lane/places-of-day.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type Excess, excessDeadline, excesses } from './rules.ts'

type Row = {
  account: bigint
  since: Temporal.PlainDate
  charged_through: Temporal.PlainDate
  armed: Temporal.PlainDate | null
}

export const excessStore = collectionStore(
  excesses,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select account, since, charged_through, armed from excess
      where lane = ${lane} and account = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.account) as AccountId, excessFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'excess',
      ['lane', 'account'],
      lastOfEach(steps).map(({ key, after }) => ({
        lane,
        account: key,
        since: after.since.toString(),
        charged_through: after.chargedThrough.toString(),
        armed: after.armed?.toString() ?? null,
      })),
    ),
)

const excessFrom = (row: Row): Excess => ({
  account: Number(row.account) as AccountId,
  since: row.since,
  chargedThrough: row.charged_through,
  armed: row.armed,
})

/**
 * Customers' accounts that may have ended a day in excess, with their last events, in the order of their ids: those on which something
 * happened that day that left them beyond their limit, those with money whose value date is still to come, and those whose deadline is due.
 * Not closed ones.
 */
export async function mayBeInExcess(
  sql: Sql,
  lane: LaneId,
  day: Temporal.PlainDate,
  { first, end }: Places,
  after: number,
  limit: number,
): Promise<readonly { readonly account: number; readonly seq: number }[]> {
  const rows = await sql<{ account: bigint; seq: number }[]>`
    select a.account, e.seq from (
      select account from account_event
      where lane = ${lane} and place >= ${first} and place < ${end} and balance_after + limit_after < 0
      union
      select account from account_event where lane = ${lane} and value_date > ${day.toString()} and value_date > booking_date
      union
      select subject from deadline where lane = ${lane} and due <= ${day.toString()} and kind = ${excessDeadline}
    ) found
    join account a on a.lane = ${lane} and a.account = found.account
    cross join lateral (
      select seq, status_after from account_event e where e.lane = ${lane} and e.account = a.account order by seq desc limit 1
    ) e
    where a.kind = 'customer' and a.account > ${after} and e.status_after < 4
    order by a.account limit ${limit}`
  return rows.map(({ account, seq }) => ({ account: Number(account), seq }))
}
