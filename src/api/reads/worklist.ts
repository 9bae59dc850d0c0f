/** What a worklist is: what waits for staff. */
import type { LaneId } from '../../kernel/ids.ts'
import type { Rulebook } from '../../rulebook/terms.ts'
import type { Sql } from '../../storage/sql.ts'
import type { TokenRole } from '../tokens/store.ts'

export type Worklist = {
  readonly name: string
  readonly summary: string
  /** Who sees it besides tellers, operators and auditors. */
  readonly more?: readonly TokenRole[]
  /** Whether tellers do not: nothing of it is done at a desk. */
  readonly notAtDesk?: true
  /** What stands on the list on a day, what waits longest first, up to `count`. */
  readonly items: (
    sql: Sql,
    lane: LaneId,
    day: Temporal.PlainDate,
    count: number,
    rulebook: Rulebook,
  ) => Promise<readonly object[]>
}

/** A deadline on a list. */
export const deadline = ({ due, kind, subject }: { due: Temporal.PlainDate; kind: string; subject: number }) => ({
  due,
  kind,
  subject: String(subject),
})
