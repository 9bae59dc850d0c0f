/** Erasing blind indexes that came with commands. The journal itself is never changed, and its chain stays whole. */
import type { LaneId } from '../../kernel/ids.ts'
import type { Transaction } from '../sql.ts'

/**
 * Deletes the blind indexes of every command of the lane that named one of these codes, whatever became of it, with their salt: what the
 * journal keeps of them tells nothing from then on, and `pacta verify` calls those decisions erased.
 *
 * @param codes blind indexes under the name `code`
 * @returns of how many commands
 */
export async function eraseBlinds(sql: Transaction, lane: LaneId, codes: readonly string[]): Promise<number> {
  const { count } = await sql`
    delete from decision_blinds where lane = ${lane} and blinds ->> 'code' = any(${sql.array([...codes], textOid)})`
  return count
}

const textOid = 25
