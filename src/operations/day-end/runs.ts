/** The close of days in a process that holds lanes: one run a lane at a time, whoever asked for it. */
import type { LaneId } from '../../kernel/ids.ts'
import type { DayStep } from '../../storage/day-step.ts'
import { businessDateAt } from '../clock/rules.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { type ClosedDay, closeDays, type DayEndBank, type DayPosition, dayEndOf, liveThrough } from './runner.ts'
import { steps as allSteps } from './steps.ts'

/** Where a lane's days stand. */
export type DayStatus = {
  readonly businessDate: Temporal.PlainDate
  /** The first day that is not closed; undefined when the business date has never moved on. */
  readonly next: Temporal.PlainDate | undefined
  /** What the run of this process is at. */
  readonly running: DayPosition | 'beginning' | undefined
  /** The step at which an interrupted close stands. */
  readonly interrupted: string | undefined
  /** The days that this process closed last, the newest first. */
  readonly closed: readonly ClosedDay[]
  /** Why the last run of this process ended early. */
  readonly failed: string | undefined
}

type Run = { position: DayPosition | 'beginning'; readonly done: Promise<readonly ClosedDay[]> }

/** How many closed days are remembered. */
const remembered = 31

export class DayEndRuns {
  readonly #institution: Institution
  readonly #lanes: LaneHolder
  readonly #steps: readonly DayStep[]
  readonly #runs = new Map<LaneId, Run>()
  readonly #closed = new Map<LaneId, readonly ClosedDay[]>()
  readonly #failed = new Map<LaneId, string>()

  constructor(institution: Institution, lanes: LaneHolder, steps: readonly DayStep[] = allSteps) {
    this.#institution = institution
    this.#lanes = lanes
    this.#steps = steps
  }

  /**
   * Closes the days of a lane that were left behind, or waits for the run that is under way.
   *
   * @param until the last day to close
   */
  close(lane: LaneId, options: { until?: Temporal.PlainDate; watch?: (at: DayPosition) => void } = {}) {
    return this.#run(lane, options.watch, (bank, watch) => closeDays(bank, { until: options.until, watch }))
  }

  /** Moves a lane's business date on to `to`, a day at a time, and closes each day that it leaves behind. */
  advance(lane: LaneId, to: Temporal.PlainDate, watch?: (at: DayPosition) => void): Promise<readonly ClosedDay[]> {
    return this.#run(lane, watch, (bank, tell) => liveThrough(bank, to, tell))
  }

  /** The business date that a lane's calendar has at a moment: see `businessDateAt`. */
  dateBy(lane: LaneId, now: Temporal.Instant): Temporal.PlainDate {
    const entity = this.#lanes.lanes.find((one) => one.lane === lane)?.entity
    if (entity === undefined) throw new Error(`lane ${lane} is not held`)
    const terms = this.#institution.rulebookOf(lane).terms(this.#lanes.head(lane).businessDate)
    return businessDateAt(now, entity.timeZone, terms.parameters('business-date.cut-over').at)
  }

  async status(lane: LaneId): Promise<DayStatus> {
    const dayEnd = await dayEndOf(this.#bank(lane))
    const running = this.#runs.get(lane)?.position
    const { open, next } = dayEnd ?? {}
    return {
      businessDate: this.#lanes.head(lane).businessDate,
      next,
      running,
      interrupted: running === undefined && open !== undefined ? (open.steps[open.done.length] ?? 'close') : undefined,
      closed: this.#closed.get(lane) ?? [],
      failed: this.#failed.get(lane),
    }
  }

  /** Waits for every run that is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#runs.values()].map(({ done }) => done))
  }

  #bank(lane: LaneId): DayEndBank {
    const { sql, storage } = this.#institution
    return { lane, sql, storage, writer: () => this.#lanes.writer(lane), steps: this.#steps }
  }

  async #run(
    lane: LaneId,
    tell: ((at: DayPosition) => void) | undefined,
    work: (bank: DayEndBank, watch: (at: DayPosition) => void) => Promise<readonly ClosedDay[]>,
  ): Promise<readonly ClosedDay[]> {
    // What the run under way leaves is for the next one.
    for (let before = this.#runs.get(lane); before !== undefined; before = this.#runs.get(lane))
      await before.done.catch(() => {})
    const watch = (at: DayPosition): void => {
      run.position = at
      tell?.(at)
    }
    const run: Run = { position: 'beginning', done: Promise.resolve().then(() => work(this.#bank(lane), watch)) }
    this.#runs.set(lane, run)
    try {
      const closed = await run.done
      this.#closed.set(
        lane,
        [...closed]
          .reverse()
          .concat(this.#closed.get(lane) ?? [])
          .slice(0, remembered),
      )
      this.#failed.delete(lane)
      return closed
    } catch (error) {
      this.#failed.set(lane, error instanceof Error ? error.message : String(error))
      throw error
    } finally {
      this.#runs.delete(lane)
    }
  }
}
