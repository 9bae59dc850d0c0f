/** Notices owed to persons whose data somebody else gave, in PostgreSQL. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type NoticeOwed, noticesOwed } from './notices/rules.ts'

type Row = {
  readonly subject: bigint
  readonly since: Temporal.PlainDate
  readonly due: Temporal.PlainDate
  readonly settled: Temporal.PlainDate | null
  readonly how: string | null
}

export const noticeOwedStore = collectionStore(
  noticesOwed,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select subject, since, due, settled, how from notice_owed
      where lane = ${lane} and subject = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.subject) as PartyId, noticeFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'notice_owed',
      ['lane', 'subject'],
      lastOfEach(steps).map(({ after: { subject, since, due, settled } }) => ({
        lane,
        subject,
        since: since.toString(),
        due: due.toString(),
        settled: settled?.on.toString() ?? null,
        how: settled?.how ?? null,
      })),
    ),
)

/** Notices that are still owed, the most urgent first. */
export async function openNotices(sql: Sql, lane: LaneId, limit: number): Promise<readonly NoticeOwed[]> {
  const rows = await sql<Row[]>`
    select subject, since, due, settled, how from notice_owed
    where lane = ${lane} and settled is null order by due, subject limit ${limit}`
  return rows.map(noticeFrom)
}

const noticeFrom = ({ subject, since, due, settled, how }: Row): NoticeOwed => ({
  subject: Number(subject) as PartyId,
  since,
  due,
  settled: settled === null ? undefined : { on: settled, how: how ?? '' },
})
