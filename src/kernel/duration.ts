import { addBusinessDays, type BusinessCalendar } from './calendar.ts'

export type PeriodUnit = 'business-day' | 'day' | 'week' | 'month' | 'year'

/** A span of time as a clause names it: a count of one unit. Written P3BD, P15D, P2W, P3M, P1Y. */
export type Period = { readonly count: number; readonly unit: PeriodUnit }

const units = { BD: 'business-day', D: 'day', W: 'week', M: 'month', Y: 'year' } as const
const letters = { 'business-day': 'BD', day: 'D', week: 'W', month: 'M', year: 'Y' } as const

const written = /^P(0|[1-9][0-9]{0,3})(BD|D|W|M|Y)$/

/**
 * The period that the text names: `P`, a count of 0 to 9999, and BD (business days), D, W, M or Y: ISO 8601 durations
 * of one unit, and business days, which that standard lacks. Throws RangeError for anything else.
 */
export function parsePeriod(text: string): Period {
  const [, count, letter] = written.exec(text) ?? []
  if (count === undefined || letter === undefined) {
    throw new RangeError(
      `${JSON.stringify(text.slice(0, 40))} is no period; write P, a count and one unit: ` +
        'P3BD (business days), P15D, P2W, P3M or P1Y',
    )
  }
  return { count: Number(count), unit: units[letter as keyof typeof units] }
}

/** The period as text; the inverse of `parsePeriod`. */
export function formatPeriod(period: Period): string {
  return `P${period.count}${letters[period.unit]}`
}

/**
 * The day on which a period that starts after `date` ends. Business days are those of the calendar and the day of the
 * event is not counted; a month without the day ends on its last one (31 January + P1M = 28 or 29 February).
 * Source: Regulation (EEC, Euratom) No 1182/71, Article 3(1) and (2)(c). Whether an end on a holiday moves is the
 * clause's question: see `adjust`.
 */
export function addPeriod(date: Temporal.PlainDate, period: Period, calendar: BusinessCalendar): Temporal.PlainDate {
  return shift(date, period, 1, calendar)
}

/** The day by which something must be done that is due a period before `date`: counted back in the same way. */
export function subtractPeriod(
  date: Temporal.PlainDate,
  period: Period,
  calendar: BusinessCalendar,
): Temporal.PlainDate {
  return shift(date, period, -1, calendar)
}

function shift(
  date: Temporal.PlainDate,
  { count, unit }: Period,
  direction: 1 | -1,
  calendar: BusinessCalendar,
): Temporal.PlainDate {
  const amount = count * direction
  switch (unit) {
    case 'business-day':
      return addBusinessDays(date, amount, calendar)
    case 'day':
      return date.add({ days: amount })
    case 'week':
      return date.add({ weeks: amount })
    case 'month':
      return date.add({ months: amount })
    case 'year':
      return date.add({ years: amount })
  }
}
