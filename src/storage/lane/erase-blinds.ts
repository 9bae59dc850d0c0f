/** Erasing blind indexes that came with commands. The journal itself is never changed, and its chain stays whole. */
import type { LaneId } from '../../kernel/ids.ts'
import { oids, type Transaction } from '../sql.ts'

/**
 * Deletes the blind indexes of every command of the lane that named one of these codes, whatever became of it, with their salt: what the
 * journal keeps of them tells nothing from then on, and `pacta verify` calls those decisions erased.
 *
 * @param codes blind indexes under the name `code`
 * @returns of how many commands
 * @throws when they are there still, asked again
 */
export async function eraseBlinds(sql: Transaction, lane: LaneId, codes: readonly string[]): Promise<number> {
  const named = sql`lane = ${lane} and blinds ->> 'code' = any(${sql.array([...codes], oids.text)})`
  const { count } = await sql`delete from decision_blinds where ${named}`
  return readBack(count, await sql`select from decision_blinds where ${named} limit 1`)
}

/** The same of the commands at these places of the lane. */
export async function erasePlaces(sql: Transaction, lane: LaneId, places: readonly bigint[]): Promise<number> {
  const named = sql`lane = ${lane} and place = any(${sql.array(places.map(String), oids.int8)})`
  const { count } = await sql`delete from decision_blinds where ${named}`
  return readBack(count, await sql`select from decision_blinds where ${named} limit 1`)
}

function readBack(count: number, left: { readonly length: number }): number {
  if (left.length > 0) throw new Error('blind indexes of commands were deleted, and are there still')
  return count
}
