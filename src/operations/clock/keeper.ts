/** Keeps the business dates of the lanes of a process by the clock: cuts over when it is time, and closes the days that are left behind. */
import type { LaneId } from '../../kernel/ids.ts'
import { asError } from '../../storage/lane/errors.ts'
import type { DayEndRuns } from '../day-end/runs.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { goRound } from '../rounds.ts'

/** How often the clock is looked at: a lane that is lost, or a database that is away, is asked again then. */
const LOOK_MS = 10_000

export type ClockOptions = {
  readonly now?: () => Temporal.Instant
  readonly everyMs?: number
  /** Is told when a lane could not be moved on or closed; it is tried again at the next look. */
  readonly onFailed?: (lane: LaneId, error: Error) => void
}

/**
 * Days that were missed while nothing ran are lived through one by one, each closed before the next begins. A business date that is ahead
 * of the calendar, as in a demonstration that was moved on, stays where it is.
 *
 * @returns stops it; settles when what it is at has ended, which the end of its lane hastens
 */
export function keepClock(
  lanes: Pick<LaneHolder, 'lanes' | 'head'>,
  days: Pick<DayEndRuns, 'advance' | 'close' | 'dateBy' | 'status'>,
  options: ClockOptions = {},
): () => Promise<void> {
  const { now = () => Temporal.Now.instant(), everyMs = LOOK_MS, onFailed = () => {} } = options
  /** What was told last of each lane: the same is told once. */
  const told = new Map<LaneId, string>()
  const look = async (stopping: AbortSignal): Promise<void> => {
    for (const { lane } of lanes.lanes)
      try {
        const to = days.dateBy(lane, now())
        if (Temporal.PlainDate.compare(to, lanes.head(lane).businessDate) > 0) await days.advance(lane, to)
        else if (await hasDayLeft(days, lane)) await days.close(lane)
        told.delete(lane)
      } catch (error) {
        const failure = asError(error)
        if (!stopping.aborted && told.get(lane) !== failure.message) onFailed(lane, failure)
        told.set(lane, failure.message)
      }
  }
  // All that can go wrong with a lane was told above: what comes here is a bug.
  const bug = (error: unknown): never => {
    throw error
  }
  return goRound(look, everyMs, bug).stop
}

/** A day that a run before left open, or that staff left behind by a cut-over. */
async function hasDayLeft(days: Pick<DayEndRuns, 'status'>, lane: LaneId): Promise<boolean> {
  const { next, running, businessDate } = await days.status(lane)
  return running === undefined && next !== undefined && Temporal.PlainDate.compare(next, businessDate) < 0
}
