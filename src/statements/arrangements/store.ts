/** Arrangements about the delivery of statements in PostgreSQL. */
import type { AccountId, LaneId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type Arrangement, arrangements, type OtherDelivery } from './rules.ts'

type ArrangementRow = {
  account: bigint
  place: string | null
  other_way: OtherDelivery['way'] | null
  other_since: Temporal.PlainDate | null
  other_ends_on: Temporal.PlainDate | null
}

export const arrangementStore = collectionStore(
  arrangements,
  async (sql, lane, keys) => {
    const rows = await sql<ArrangementRow[]>`
      select account, place, other_way, other_since, other_ends_on from statement_arrangement
      where lane = ${lane} and account = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.account) as AccountId, arrangementFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'statement_arrangement',
      ['lane', 'account'],
      lastOfEach(steps).map(({ after: { account, place, other } }) => ({
        lane,
        account,
        place,
        other_way: other?.way ?? null,
        other_since: other?.since.toString() ?? null,
        other_ends_on: other?.endsOn?.toString() ?? null,
      })),
    ),
)

const arrangementFrom = ({ account, place, other_way, other_since, other_ends_on }: ArrangementRow): Arrangement => ({
  account: Number(account) as AccountId,
  place,
  other:
    other_way === null || other_since === null ? null : { way: other_way, since: other_since, endsOn: other_ends_on },
})

/** Accounts with an arrangement, after one, in their order. */
export async function arrangedAccounts(
  sql: Sql,
  lane: LaneId,
  after: number,
  count: number,
): Promise<readonly number[]> {
  const rows = await sql<{ account: bigint }[]>`
    select account from statement_arrangement where lane = ${lane} and account > ${after} order by account limit ${count}`
  return rows.map(({ account }) => Number(account))
}
