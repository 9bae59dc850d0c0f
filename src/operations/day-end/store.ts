/** How far a lane's days are closed, in PostgreSQL: one row a lane. */
import type { LaneId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import { type DayEnd, dayEnds, type OpenDay } from './rules.ts'

export const dayEndStore = collectionStore(dayEnds, loadDayEnd, (lane, steps) =>
  upsert(
    'day_end',
    ['lane'],
    lastOfEach(steps).map(({ after }) => ({
      lane,
      next_day: after.next.toString(),
      // As text: a row of plain JSON would be a column for each of its members.
      open_day: after.open === undefined ? null : JSON.stringify(after.open),
    })),
  ),
)

async function loadDayEnd(sql: Sql | Transaction, lane: LaneId): Promise<ReadonlyMap<'day-end', DayEnd>> {
  const [row] = await sql<{ next_day: Temporal.PlainDate; open_day: string | null }[]>`
    select next_day, open_day from day_end where lane = ${lane}`
  if (row === undefined) return new Map()
  const open = row.open_day === null ? undefined : (JSON.parse(row.open_day) as OpenDay)
  return new Map([['day-end', { next: row.next_day, open }]])
}
