/**
 * Closes days: for each that was left behind, in order, each step in order, each part of a step as commands with keys that follow from day,
 * step and place. Everything that it goes by is in the lane, so it may end anywhere and be run again: see docs/decisions/0014-day-end.md.
 */
import type { LaneId } from '../../kernel/ids.ts'
import { OperatorError } from '../../kernel/operator-error.ts'
import type { AnyCommandKind, Command } from '../../storage/command.ts'
import type { DayStep } from '../../storage/day-step.ts'
import { Poisonous } from '../../storage/lane/errors.ts'
import type { DecisionView, LaneHead, LaneStorage } from '../../storage/lane/port.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import type { Sql } from '../../storage/sql.ts'
import { cutOver } from '../clock/commands.ts'
import { beginDay, closeDay, stepOfDay } from './commands.ts'
import { halvesOf } from './halving.ts'
import {
  type ChunkOutcome,
  chunksUnderWay,
  type DayEnd,
  type DayProblem,
  dayEndNeed,
  type OpenDay,
  type PlannedChunk,
  type StepCount,
} from './rules.ts'

/** What a run works with. */
export type DayEndBank = {
  readonly lane: LaneId
  readonly sql: Sql
  readonly storage: Pick<LaneStorage, 'load'>
  /** The lane's writer, asked each time: it may be lost and taken again between two days. */
  readonly writer: () => { readonly head: LaneHead; submit(command: Command): Promise<Answer> }
  readonly steps: readonly DayStep[]
}

/** How far a run is: the day, and the step of it. */
export type DayPosition = {
  readonly day: Temporal.PlainDate
  readonly step: string
  readonly stepNumber: number
  readonly steps: number
  /** Subjects of the step that were planned so far. */
  readonly subjects: number
}

/** What closing one day came to. */
export type ClosedDay = {
  readonly day: string
  readonly seconds: number
  readonly steps: readonly (StepCount & { readonly seconds: number })[]
  readonly problems: readonly { readonly step: string; readonly payload: string; readonly said: string }[]
}

type Watch = (at: DayPosition) => void

/** How far a lane's days are closed; undefined when its business date has never moved on. */
export async function dayEndOf({ storage, lane }: Pick<DayEndBank, 'storage' | 'lane'>): Promise<DayEnd | undefined> {
  const [found] = await storage.load(lane, [dayEndNeed])
  return found as DayEnd | undefined
}

/**
 * Closes every day before the business date that is not closed, one by one.
 *
 * @param until the last day to close
 * @throws Unavailable or LaneLost when the lane cannot be written: run again, it goes on where it ended
 */
export async function closeDays(
  bank: DayEndBank,
  { until, watch = () => {} }: { readonly until?: Temporal.PlainDate | undefined; readonly watch?: Watch } = {},
): Promise<readonly ClosedDay[]> {
  const closed: ClosedDay[] = []
  for (;;) {
    const dayEnd = await dayEndOf(bank)
    if (dayEnd === undefined) return closed
    const { next } = dayEnd
    const isOver = Temporal.PlainDate.compare(next, bank.writer().head.businessDate) < 0
    if (!isOver || (until !== undefined && Temporal.PlainDate.compare(next, until) > 0)) return closed
    closed.push(await new DayRun(bank, dayEnd, watch).close())
  }
}

/**
 * Moves the business date on to `to`, a day at a time, and closes each day that is left behind; days left open before come first.
 */
export async function liveThrough(
  bank: DayEndBank,
  to: Temporal.PlainDate,
  watch: Watch = () => {},
): Promise<readonly ClosedDay[]> {
  const closed = [...(await closeDays(bank, { watch }))]
  for (;;) {
    const { businessDate } = bank.writer().head
    if (Temporal.PlainDate.compare(businessDate, to) >= 0) return closed
    await moveOn(bank, businessDate.add({ days: 1 }))
    closed.push(...(await closeDays(bank, { watch })))
  }
}

/** Cuts over to a date as the system. */
export async function moveOn(bank: Pick<DayEndBank, 'writer'>, to: Temporal.PlainDate): Promise<void> {
  const { decision } = await bank.writer().submit(asked(cutOver, `cut-over to ${to}`, { to: to.toString() }))
  // Someone else may have moved it on meanwhile.
  if (decision.outcome === 'refused' && decision.code !== 'business-date-passed') throw refusedBy(decision)
}

const asked = ({ kind, purpose }: AnyCommandKind, key: string, payload: object): Command => ({
  kind,
  client: 'day-end',
  key,
  actor: { role: 'system' },
  purpose,
  payload,
})

const refusedBy = ({ kind, code }: DecisionView): Error => new Error(`${kind} was refused: ${code}`)

/** What was said of a command that was not carried out: a refusal's code, or what was thrown. */
type Fault = { readonly said: string; readonly thrown: boolean }

/** How many subjects may fail, each alone, before anything of a step was done. */
const faultsBorne = 20

/** The close of one day. */
class DayRun {
  readonly #bank: DayEndBank
  readonly #day: Temporal.PlainDate
  readonly #before: DayEnd
  readonly #watch: Watch
  /** Commands whose answers nobody waits for yet. Those that come behind them in the lane count on them. */
  readonly #sent: Promise<DecisionView>[] = []
  /** Steps of which something was done, and how many subjects alone each step could not do. */
  readonly #doneOf = new Set<string>()
  readonly #faultsOf = new Map<string, number>()

  constructor(bank: DayEndBank, before: DayEnd, watch: Watch) {
    this.#bank = bank
    this.#day = before.next
    this.#before = before
    this.#watch = watch
  }

  async close(): Promise<ClosedDay> {
    const began = performance.now()
    const { open } = this.#before
    const names = open?.steps ?? this.#bank.steps.map(({ name }) => name)
    if (open === undefined) this.#send(beginDay, 'begin', { steps: names })
    const seconds = new Map<string, number>()
    for (const [i, name] of names.entries()) {
      if (i < (open?.done.length ?? 0)) continue
      const stepBegan = performance.now()
      const current = i === open?.done.length ? open.current : undefined
      const say = (subjects: number) =>
        this.#watch({ day: this.#day, step: name, stepNumber: i + 1, steps: names.length, subjects })
      await this.#step(this.#stepNamed(name), current, say)
      seconds.set(name, secondsSince(stepBegan))
    }
    await Promise.all(this.#sent)
    const { facts } = await this.#send(closeDay, 'close', {})
    const counts = facts['steps'] as readonly StepCount[]
    return {
      day: this.#day.toString(),
      seconds: secondsSince(began),
      steps: counts.map((count) => ({ ...count, seconds: seconds.get(count.name) ?? 0 })),
      problems: facts['problems'] as ClosedDay['problems'],
    }
  }

  #stepNamed(name: string): DayStep {
    const found = this.#bank.steps.find((one) => one.name === name)
    if (found === undefined)
      throw new Error(`the close of ${this.#day} began with a step ${name} that is there no more`)
    return found
  }

  /**
   * Each part is planned in the turn in which its commands are sent, and before them: they share a batch, and none is carried out that was
   * not planned. While one part commits, the next is loaded and decided.
   *
   * @param current where a run before came to within the step
   */
  async #step(step: DayStep, current: OpenDay['current'] | undefined, say: (subjects: number) => void): Promise<void> {
    const { name } = step
    const open = current?.open ?? []
    let planned = current?.chunks ?? 0
    let subjects = (current?.subjects ?? 0) + open.reduce((sum, one) => sum + one.subjects, 0)
    let after = current?.after ?? undefined
    /** The part whose outcome is taken down next, and that outcome. */
    let done = planned - open.length
    let outcome: { readonly outcome?: ChunkOutcome } = {}
    const underWay: Promise<ChunkOutcome>[] = []
    const carry = (number: number, chunk: PlannedChunk, plan?: Promise<unknown>): void => {
      const carried = Promise.all([this.#carryOut(step, number, chunk), plan]).then(([found]) => found)
      // Told when it is waited for.
      carried.catch(() => {})
      underWay.push(carried)
    }
    // Planned by a run before, and perhaps carried out: their commands have the keys that they had.
    for (const [i, chunk] of open.entries()) carry(planned - open.length + 1 + i, chunk)
    try {
      for (let more = true; more || underWay.length > 0; ) {
        say(subjects)
        const room = underWay.length < chunksUnderWay
        const next = more && room ? await step.next(this.#bank.sql, this.#bank.lane, this.#day, after) : undefined
        if (next !== undefined) {
          planned += 1
          subjects += next.subjects
          after = next.after
          carry(
            planned,
            next,
            this.#send(stepOfDay, `${name} plan ${planned}`, { step: name, ...outcome, chunk: next }),
          )
          outcome = {}
          continue
        }
        // What is under way may leave something to be done.
        more &&= !room || underWay.length > 0
        if (outcome.outcome !== undefined) this.#send(stepOfDay, `${name} done ${done}`, { step: name, ...outcome })
        outcome = {}
        const oldest = underWay.shift()
        if (oldest === undefined) continue
        outcome = { outcome: await oldest }
        done += 1
      }
    } finally {
      // Whoever runs again must not meet commands of this run that are still being decided.
      await Promise.allSettled(underWay)
    }
    this.#send(stepOfDay, `${name} over`, { step: name, ...outcome, over: true })
  }

  async #carryOut(step: DayStep, number: number, chunk: PlannedChunk): Promise<ChunkOutcome> {
    const found = await Promise.all(
      chunk.payloads.map((payload, i) => this.#carry(step, payload, `${step.name} ${number}.${i}`)),
    )
    const problems = found.flat()
    return { failed: problems.length, problems: problems.slice(0, 50) }
  }

  /** Carries a payload out; where that fails, its halves, until what is at fault stands alone. */
  async #carry(step: DayStep, payload: object, key: string): Promise<readonly DayProblem[]> {
    const fault = await this.#faultOf(step.command, payload, key)
    if (fault === undefined) {
      this.#doneOf.add(step.name)
      return []
    }
    const halves = halvesOf(payload)
    if (halves === undefined) {
      const { said } = fault
      if (fault.thrown) this.#checkFaulty(step.name, said)
      return [{ step: step.name, payload, said }]
    }
    const [first, second] = halves
    return [...(await this.#carry(step, first, `${key}a`)), ...(await this.#carry(step, second, `${key}b`))]
  }

  /**
   * Ends the run where a step throws for one subject after another and was done for none: then it is no subject that is at fault, and a day
   * that was closed without the step would have to be mended by hand. A refusal is an answer, and would be the same when asked again.
   */
  #checkFaulty(step: string, said: string): void {
    const faults = (this.#faultsOf.get(step) ?? 0) + 1
    this.#faultsOf.set(step, faults)
    if (faults >= faultsBorne && !this.#doneOf.has(step))
      throw new OperatorError(
        `the step ${step} of ${this.#day} can be done for nobody`,
        said,
        'Mend what it names and close the day again: it goes on where it ended.',
      )
  }

  /** Why a command was not carried out; undefined when it was. */
  async #faultOf(command: AnyCommandKind, payload: object, key: string): Promise<Fault | undefined> {
    try {
      const { decision } = await this.#bank.writer().submit(asked(command, `${this.#day} ${key}`, payload))
      return decision.code === null ? undefined : { said: decision.code, thrown: false }
    } catch (error) {
      // It made the writer or the database fail, and it alone: the others go on.
      if (error instanceof Poisonous) return { said: error.message.slice(0, 300), thrown: true }
      throw error
    }
  }

  #send(command: AnyCommandKind, key: string, payload: object): Promise<DecisionView> {
    const day = this.#day.toString()
    const answer = this.#bank
      .writer()
      .submit(asked(command, `${day} ${key}`, { day, ...payload }))
      .then(({ decision }) => {
        if (decision.outcome === 'refused') throw refusedBy(decision)
        return decision
      })
    // Told when it is waited for.
    answer.catch(() => {})
    this.#sent.push(answer)
    return answer
  }
}

const secondsSince = (began: number): number => Math.round(performance.now() - began) / 1000
