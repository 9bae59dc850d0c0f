/**
 * Closing the days that were left behind, one after another. What was done of the day that is being closed is a record: which of its steps
 * are over, and which part of the step under way was planned. A part is planned before it is carried out, so that a run that was
 * interrupted goes on with the same commands under the same keys.
 */
import { accept, type Decision, type Facts, refuse } from '../../kernel/decision.ts'
import { type Effect, effect, need, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** What could not be done of a step: the payload that stood alone in the end, and what was said about it. */
export type DayProblem = { readonly step: string; readonly payload: object; readonly said: string }

/** How many subjects a step was about, and how many of them it could not do. */
export type StepCount = { readonly name: string; readonly subjects: number; readonly failed: number }

/** A part of a step: planned, and perhaps carried out. */
export type PlannedChunk = { readonly payloads: readonly object[]; readonly subjects: number; readonly after: string }

/** The day that is being closed. Plain JSON. */
export type OpenDay = {
  /** Names of the steps in their order, as they were when the close began. */
  readonly steps: readonly string[]
  readonly done: readonly StepCount[]
  /** Of the step under way: parts planned so far, what those came to that are done, and the others, the oldest first. */
  readonly current: {
    readonly chunks: number
    readonly subjects: number
    readonly failed: number
    /** Where the last part that was planned ended. */
    readonly after: string | null
    readonly open: readonly PlannedChunk[]
  }
  /** The first of them; the counts tell of all. */
  readonly problems: readonly DayProblem[]
}

export type DayEnd = {
  /** The first day that is not closed. */
  readonly next: Temporal.PlainDate
  readonly open: OpenDay | undefined
}

/** A lane has one, under this key, from its first cut-over on. */
export const dayEnds = records<'day-end', DayEnd>('day-end')
export const dayEndNeed = need(dayEnds, 'day-end')

/** How many problems are kept with a day. */
const problemsKept = 50

const notBegun: OpenDay['current'] = { chunks: 0, subjects: 0, failed: 0, after: null, open: [] }

/** Parts under way at once: while one commits, one waits behind it, and one is loaded and decided. */
export const chunksUnderWay = 3

const changed = (after: DayEnd): Effect => effect(dayEnds, 'day-end', after)

/** The first day that a lane leaves behind is the first that will be closed. */
export const firstDayLeft = (before: DayEnd | undefined, day: Temporal.PlainDate): readonly Effect[] =>
  before === undefined ? [changed({ next: day, open: undefined })] : []

/** Why a day cannot be worked on, the first that applies. */
const dayRefusals = ['day-not-over', 'day-closed', 'earlier-day-open'] as const
type DayRefusal = (typeof dayRefusals)[number]

/** What is asked about a day, where the lane stands, and the terms of the business date. */
export type AboutDay = {
  readonly before: DayEnd | undefined
  readonly day: Temporal.PlainDate
  readonly businessDate: Temporal.PlainDate
  readonly terms: Terms
}

function checkDay({ before, day, businessDate, terms }: AboutDay): Decision<never, DayRefusal> | undefined {
  const cited = terms.cite('business-date.close')
  const { compare } = Temporal.PlainDate
  if (before === undefined || compare(day, businessDate) >= 0)
    return refuse('day-not-over', cited, { businessDate: businessDate.toString() })
  if (compare(day, before.next) < 0) return refuse('day-closed', cited, { next: before.next.toString() })
  if (compare(day, before.next) > 0) return refuse('earlier-day-open', cited, { next: before.next.toString() })
  return undefined
}

/** In this order. */
export const beginRefusals = [...dayRefusals, 'day-begun'] as const
export type BeginRefusal = (typeof beginRefusals)[number]

/** Begins to close a day: its steps are now those that are named. */
export function decideBegin(about: AboutDay, steps: readonly string[]): Decision<Effect, BeginRefusal> {
  const refusal = checkDay(about)
  if (refusal !== undefined) return refusal as Decision<Effect, BeginRefusal>
  const { before, day, terms } = about
  const cited = terms.cite('business-date.close')
  if (before?.open !== undefined) return refuse('day-begun', cited)
  const open: OpenDay = { steps, done: [], current: notBegun, problems: [] }
  return accept([changed({ next: day, open })], cited, { day: day.toString(), steps })
}

/** What became of a part: how many of its subjects could not be done, and which. */
export type ChunkOutcome = { readonly failed: number; readonly problems: readonly DayProblem[] }

/** What goes on within a step. */
export type StepMove = {
  readonly step: string
  /** Of the oldest part under way. */
  readonly outcome?: ChunkOutcome | undefined
  /** The next part. */
  readonly chunk?: PlannedChunk | undefined
  /** Nothing more is due. */
  readonly over?: boolean | undefined
}

/** In this order. */
export const stepRefusals = [...dayRefusals, 'day-not-begun', 'step-out-of-order'] as const
export type StepRefusal = (typeof stepRefusals)[number]

/**
 * Goes on within a step: takes down what became of the oldest part under way, plans another, or ends the step, of which nothing may be
 * under way then. Steps come in their order.
 */
export function decideStep(
  about: AboutDay,
  { step, outcome, chunk, over = false }: StepMove,
): Decision<Effect, StepRefusal> {
  const refusal = checkDay(about)
  if (refusal !== undefined) return refusal as Decision<Effect, StepRefusal>
  const cited = about.terms.cite('business-date.close')
  const open = about.before?.open
  if (open === undefined) return refuse('day-not-begun', cited)
  const { steps, done, current } = open
  const [oldest, ...others] = current.open
  const underWay = [...(outcome === undefined ? current.open : others), ...(chunk === undefined ? [] : [chunk])]
  const fits = over ? underWay.length === 0 : underWay.length <= chunksUnderWay
  if (steps[done.length] !== step || (outcome !== undefined && oldest === undefined) || !fits)
    return refuse('step-out-of-order', cited, { step: steps[done.length] ?? null })
  const subjects = current.subjects + (outcome === undefined ? 0 : (oldest?.subjects ?? 0))
  const failed = current.failed + (outcome?.failed ?? 0)
  const count: StepCount = { name: step, subjects, failed }
  const chunks = current.chunks + (chunk === undefined ? 0 : 1)
  const after: OpenDay = {
    steps,
    done: over ? [...done, count] : done,
    current: over ? notBegun : { chunks, subjects, failed, after: chunk?.after ?? current.after, open: underWay },
    problems: [...open.problems, ...(outcome?.problems ?? [])].slice(0, problemsKept),
  }
  return accept([changed({ next: about.day, open: after })], cited, { ...count, over })
}

/** In this order. */
export const closeDayRefusals = [...dayRefusals, 'day-not-begun', 'steps-open'] as const
export type CloseDayRefusal = (typeof closeDayRefusals)[number]

/** Closes a day whose steps are over. What it could not do is among the facts: it stays due, and the next day's close asks again. */
export function decideCloseDay(about: AboutDay): Decision<Effect, CloseDayRefusal> {
  const refusal = checkDay(about)
  if (refusal !== undefined) return refusal as Decision<Effect, CloseDayRefusal>
  const cited = about.terms.cite('business-date.close')
  const open = about.before?.open
  if (open === undefined) return refuse('day-not-begun', cited)
  const { steps, done, problems } = open
  if (done.length < steps.length) return refuse('steps-open', cited, { step: steps[done.length] ?? null })
  const next = about.day.add({ days: 1 })
  const facts: Facts = {
    day: about.day.toString(),
    steps: done,
    problems: problems.map(({ step, payload, said }) => ({ step, payload: JSON.stringify(payload), said })),
  }
  return accept([changed({ next, open: undefined })], cited, facts)
}
