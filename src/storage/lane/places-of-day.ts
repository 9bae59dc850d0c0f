/** Which places of a lane's journal a business date has: what happened on a day is found by these, and by no row or index of its own. */
import { type LaneId, placesPerBatch } from '../../kernel/ids.ts'
import type { Sql } from '../sql.ts'

/** From `first` to below `end`. A batch in which the date moved on belongs to both days: a few events more are found than there were. */
export type Places = { readonly first: number; readonly end: number }

export async function placesOfDay(sql: Sql, lane: LaneId, day: Temporal.PlainDate): Promise<Places> {
  const first = await firstBatchOn(sql, lane, day)
  const next = await firstBatchOn(sql, lane, day.add({ days: 1 }))
  return { first: first * placesPerBatch, end: (next + 1) * placesPerBatch }
}

/** The place after all that happened in a lane. */
export async function placesEnd(sql: Sql, lane: LaneId): Promise<number> {
  const [row] = await sql<{ batch: bigint }[]>`select batch from lane where lane = ${lane}`
  return (Number(row?.batch ?? 0) + 1) * placesPerBatch
}

/** The first batch after which the business date was the day or a later one; one past the last when there is none. By halving. */
async function firstBatchOn(sql: Sql, lane: LaneId, day: Temporal.PlainDate): Promise<number> {
  const [row] = await sql<{ batch: bigint }[]>`
    with recursive halving (low, high) as (
      select 1::bigint, batch + 1 from lane where lane = ${lane}
      union all
      select case when b.business_date < ${day.toString()} then b.batch + 1 else low end,
        case when b.business_date < ${day.toString()} then high else b.batch end
      from halving
      join batch b on b.lane = ${lane} and b.batch = (low + high) / 2
      where low < high
    )
    select low as batch from halving where low = high`
  return Number(row?.batch ?? 1)
}
