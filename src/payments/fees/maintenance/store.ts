/** Which accounts there are, for the month's close. */
import type { AccountId, LaneId } from '../../../kernel/ids.ts'
import type { Sql } from '../../../storage/sql.ts'

/** Customers' accounts in the order of their ids, behind the one named; closed ones included. */
export async function customerAccountsAfter(
  sql: Sql,
  lane: LaneId,
  after: AccountId,
  atMost: number,
): Promise<readonly AccountId[]> {
  const rows = await sql<{ account: bigint }[]>`
    select account from account where lane = ${lane} and account > ${after} and kind = 'customer'
    order by account limit ${atMost}`
  return rows.map(({ account }) => Number(account) as AccountId)
}
