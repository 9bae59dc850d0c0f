/** Which short messages about codes went, and by whom, in PostgreSQL: so that whose phone it is can be told. Not of the lane. */
import { type LaneId, laneOf, type PartyId } from '../../../kernel/ids.ts'
import type { Sql } from '../../../storage/sql.ts'
import type { CashCodeId } from '../rules.ts'

/** Notes that a processor took a message about a code. */
export async function noteCarried(
  sql: Sql,
  lane: LaneId,
  code: CashCodeId,
  { processor, at }: { readonly processor: string; readonly at: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into cash_code_message (lane, code, processor, at) values (${lane}, ${code}, ${processor}, ${at.toString()})
    on conflict (lane, code) do update set processor = excluded.processor, at = excluded.at`
}

export type CarriedCode = { readonly code: CashCodeId; readonly processor: string; readonly at: Temporal.Instant }

/** Codes whose last message went to a phone of this person, the newest first. */
export async function codesCarried(
  sql: Sql,
  holder: PartyId,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly CarriedCode[]> {
  const rows = await sql<{ code: bigint; processor: string; at: Temporal.Instant }[]>`
    select c.code, m.processor, m.at from kept_detail k
    join cash_code c on c.lane = k.lane and c.phone = k.detail
    join cash_code_message m on m.lane = c.lane and m.code = c.code
    where k.lane = ${laneOf(holder)} and k.holder = ${holder} and c.code < ${before ?? Number.MAX_SAFE_INTEGER}
    order by c.code desc limit ${limit}`
  return rows.map((row) => ({ ...row, code: Number(row.code) as CashCodeId }))
}
