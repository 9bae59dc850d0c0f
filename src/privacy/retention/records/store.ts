/** Records that know a person by number alone: how many, and of which days. What must not be told to the person is left out. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import type { Sql } from '../../../storage/sql.ts'

export type RecordsAbout = {
  readonly what: string
  readonly count: number
  readonly first: Temporal.PlainDate
  readonly last: Temporal.PlainDate
}

export async function recordsAbout(sql: Sql, lane: LaneId, person: PartyId): Promise<readonly RecordsAbout[]> {
  return sql<RecordsAbout[]>`
    select what, count(*)::int as count, min(day) as first, max(day) as last from (
      select 1 as n, 'disclosures' as what, d.made_on as day
      from disclosure_subject s join disclosure d on d.lane = s.lane and d.disclosure = s.disclosure
      where s.lane = ${lane} and s.subject = ${person} and not d.secret
      union all
      select 2, 'changes of consents, refusals and objections', changed_on from switch_change
      where lane = ${lane} and subject = ${person}
      union all
      select 3, 'messages and offers', queued_on from message where lane = ${lane} and subject = ${person}
    ) as records
    group by n, what order by n`
}
