/** Steps of closing a business day: what a feature has to do for a day that was left behind. Run by operations/day-end. */
import type { LaneId } from '../kernel/ids.ts'
import type { AnyCommandKind } from './command.ts'
import type { Sql } from './sql.ts'

/** A part of a step: commands to carry out, and where the next part begins. */
export type DayChunk = {
  /** Payloads for the step's command; each is one decision, however many subjects it names. */
  readonly payloads: readonly object[]
  /** How many subjects they are about. */
  readonly subjects: number
  readonly after: string
}

/**
 * One step. Its command decides anew for every subject whether anything is due, by records that the same decision changes: a step that was
 * interrupted runs again from its beginning and does nothing twice. What it books is booked on the lane's business date, with the closed
 * day as value date.
 */
export type DayStep = {
  readonly name: string
  readonly command: AnyCommandKind
  /**
   * The next part of what is due by the end of `day`; undefined when there is no more.
   *
   * @param after where the part before ended; undefined at the beginning
   */
  next(sql: Sql, lane: LaneId, day: Temporal.PlainDate, after: string | undefined): Promise<DayChunk | undefined>
}
