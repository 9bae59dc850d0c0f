/** Steps of closing a business day: what a feature has to do for a day that was left behind. Run by operations/day-end. */
import type { LaneId } from '../kernel/ids.ts'
import type { AnyCommandKind } from './command.ts'
import type { Sql } from './sql.ts'

/** A part of a step: commands to carry out, and where the next part begins. */
export type DayChunk = {
  /**
   * Payloads for the step's command, plain JSON; each is one decision, however many subjects it names. A payload that names several does
   * so in its only list: where it fails because of one of them, the runner halves that list until this one stands alone.
   */
  readonly payloads: readonly object[]
  /** How many subjects they are about. */
  readonly subjects: number
  readonly after: string
}

/**
 * One step. Its command decides anew for every subject whether anything is due, by records that the same decision changes: whatever is
 * asked twice is done once. What it books is booked on the lane's business date, with the closed day as value date.
 */
export type DayStep = {
  readonly name: string
  readonly command: AnyCommandKind
  /**
   * The next part of what is due by the end of `day`; undefined when there is no more. About a thousand subjects are a good size. Asked while
   * the part before may still be carried out, and never again for a part that was planned; whether there is no more is asked once more when
   * all were carried out.
   *
   * @param after where the part before ended; undefined at the beginning. What could not be done is still due before it: go on from there.
   */
  next(sql: Sql, lane: LaneId, day: Temporal.PlainDate, after: string | undefined): Promise<DayChunk | undefined>
}
