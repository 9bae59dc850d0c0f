/** What a drill means to an entity: whether its measures hold, and when they are to be shown again. */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Citation, type Decision, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { Effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** The one there is. */
export const drillRefusals = ['drill-not-sound'] as const
export type DrillRefusal = (typeof drillRefusals)[number]

export type DrillDone = {
  readonly drill: string
  readonly on: Temporal.PlainDate
  readonly sound: boolean
  /** How many things were not as they should be. */
  readonly problems: number
}

/**
 * A drill in which not all came out as it should shows nothing: the next one stays due. Of one that did, it is told which measures of the
 * register it showed, and when the next is due.
 */
export function decideDrill(
  terms: Terms,
  calendar: BusinessCalendar,
  { drill, on, sound, problems }: DrillDone,
): Decision<Effect, DrillRefusal> {
  if (!sound) return refuse('drill-not-sound', terms.cite('security.restore'), { drill, on: on.toString(), problems })
  const cited = terms.cite('security.drill', 'security.restore')
  const next = nextDrill(terms, calendar, on).toString()
  const shown = [...terms.register.measures.values()].filter((one) => cited.settled.some((by) => isSame(by, one.cited)))
  return accept([], cited, { drill, on: on.toString(), next, measures: shown.map(({ id }) => id).sort() })
}

/** When a drill is due after one on this day. */
export const nextDrill = (terms: Terms, calendar: BusinessCalendar, last: Temporal.PlainDate): Temporal.PlainDate =>
  addPeriod(last, parsePeriod(terms.parameters('security.drill').every), calendar)

const isSame = (a: Citation, b: Citation): boolean =>
  a.document === b.document && a.version === b.version && a.clause === b.clause
