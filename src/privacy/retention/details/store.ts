/** What PostgreSQL has of persons in the details of records: how much, under which keys and of which days; nothing is opened. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { keyOf } from '../../../storage/sealed-key.ts'
import { int8s, type Sql } from '../../../storage/sql.ts'
import { type DetailsRow, detailsFrom, type HeldDetails } from './rules.ts'

/** Details of entries. */
export const entryDetails = async (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<readonly HeldDetails[]> =>
  detailsFrom(
    'account entries',
    await sql<DetailsRow[]>`
      select a.holder as subject, ${keyOf(sql, 'e.details')}, count(*)::int as count,
        min(e.booking_date) as first, max(e.booking_date) as last
      from account a join account_event e on e.lane = a.lane and e.account = a.account
      where a.lane = ${lane} and a.holder = any(${int8s(sql, subjects)}) and e.details is not null
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )

/** Details that were told before the entries that show them; they are as new as the newest of these. */
export const keptDetailsHeld = async (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<readonly HeldDetails[]> =>
  detailsFrom(
    'orders, claims and letters',
    await sql<DetailsRow[]>`
      with shown as (
        select s.detail, max(e.booking_date) as booked
        from account a
        join shown_detail s on s.lane = a.lane and s.account = a.account
        join account_event e on e.lane = s.lane and e.account = s.account and e.seq = s.seq
        where a.lane = ${lane} and a.holder = any(${int8s(sql, subjects)})
        group by s.detail
      )
      select k.holder as subject, ${keyOf(sql, 'k.sealed')}, count(*)::int as count,
        min(b.business_date) as first, max(greatest(b.business_date, s.booked)) as last
      from kept_detail k
      join batch b on b.lane = k.lane and b.batch = k.place / 4096
      left join shown s on s.detail = k.detail
      where k.lane = ${lane} and k.holder = any(${int8s(sql, subjects)}) and k.sealed is not null
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
