/** The published list of processors: who stands on it on a day, and which change came onto it too late. */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { Processor } from '../../rulebook/register/schema.ts'

export type LateProcessor = {
  readonly id: string
  /** The first day on which it processed, or, once it ended, the last. */
  readonly changed: Temporal.PlainDate
  /** The last day on which the list could still be brought up to date in time. */
  readonly due: Temporal.PlainDate
  readonly listed: Temporal.PlainDate
  /** `missing`: the change is still not on the list; `late`: it came there after its day. */
  readonly state: 'missing' | 'late'
}

/** Changes that were not on the list in time, as is known on a day. */
export function lateProcessors(
  processors: Iterable<Processor>,
  within: string,
  day: Temporal.PlainDate,
  calendar: BusinessCalendar,
): readonly LateProcessor[] {
  const period = parsePeriod(within)
  return [...processors].flatMap(({ id, since, until, listed: listedText }) => {
    const ended = until !== undefined && !isAfter(until, day)
    const changed = Temporal.PlainDate.from(ended ? until : since)
    const due = addPeriod(changed, period, calendar)
    const listed = Temporal.PlainDate.from(listedText)
    // An ending is on the list only when the list was brought up to date after it.
    const onList = !isAfter(listedText, day) && !(ended && isAfter(changed, listed))
    if (onList ? !isAfter(listed, due) : !isAfter(day, due)) return []
    return { id, changed, due, listed, state: onList ? 'late' : 'missing' }
  })
}

/** Those on the list as it was published on a day. */
export function listedOn<P extends Processor>(processors: Iterable<P>, day: Temporal.PlainDate): readonly P[] {
  return [...processors].filter(({ listed, until }) => {
    const endingListed = until !== undefined && isAfter(day, until) && !isAfter(until, listed)
    return !isAfter(listed, day) && !endingListed
  })
}

/** The date of the list: when it was last brought up to date. */
export function dateOfList(processors: Iterable<Processor>, day: Temporal.PlainDate): Temporal.PlainDate | undefined {
  return [...processors]
    .map(({ listed }) => Temporal.PlainDate.from(listed))
    .filter((listed) => !isAfter(listed, day))
    .sort(Temporal.PlainDate.compare)
    .at(-1)
}

const isAfter = (one: Temporal.PlainDate | string, other: Temporal.PlainDate | string): boolean =>
  Temporal.PlainDate.compare(one, other) > 0
