/** What a drill means to an entity: whether its measures hold, and when they are to be shown again. */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import { create, type Effect } from '../../kernel/state.ts'
import { drilledTests, measureTests, type Recorder } from '../../privacy/measures/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** In this order. */
export const drillRefusals = ['drill-not-sound', 'restore-late'] as const
export type DrillRefusal = (typeof drillRefusals)[number]

export type DrillDone = {
  readonly drill: string
  readonly on: Temporal.PlainDate
  readonly sound: boolean
  /** How many things were not as they should be. */
  readonly problems: number
  /** How long it took until what was restored had been verified. */
  readonly restoreSeconds: number
}

/**
 * A drill in which not all came out as it should, or not in time, shows nothing: the next one stays due. One that did is a test of each measure of the
 * register that drills try out: it is told which, and when the next drill is due.
 */
export function decideDrill(
  { drill, on, sound, problems, restoreSeconds }: DrillDone,
  by: Recorder,
  terms: Terms,
): Decision<Effect, DrillRefusal> {
  if (!sound) return refuse('drill-not-sound', terms.cite('security.restore'), { drill, on: on.toString(), problems })
  const withinSeconds = terms.parameters('security.restore').withinHours * 3_600
  if (restoreSeconds > withinSeconds)
    return refuse('restore-late', terms.cite('security.restore'), {
      ...{ drill, on: on.toString(), restoreSeconds, withinSeconds },
    })
  const cited = terms.cite('security.drill', 'security.restore')
  const next = nextDrill(terms, by.calendar, on).toString()
  const tests = drilledTests(drill, on, by, terms)
  return accept(
    tests.map((one) => create(measureTests, one.test, one)),
    cited,
    { drill, on: on.toString(), restoreSeconds, next, measures: tests.map(({ measure }) => measure).sort() },
  )
}

/** When a drill is due after one on this day. */
export const nextDrill = (terms: Terms, calendar: BusinessCalendar, last: Temporal.PlainDate): Temporal.PlainDate =>
  addPeriod(last, parsePeriod(terms.parameters('security.drill').every), calendar)
