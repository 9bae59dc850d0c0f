/**
 * How interest counts the days between two dates.
 * - actual/360, actual/365: calendar days over 360; over 365, leap year or not ("fixed").
 * - actual/actual-isda: calendar days, those in leap years over 366 and the others over 365.
 * - 30/360-bond-basis: months of 30 days; an end on the 31st counts as the 30th only when the start is the 30th or
 *   31st.
 * - 30E/360: months of 30 days; the 31st counts as the 30th at both ends ("Eurobond basis").
 * - 30E/360-isda: also the last day of February counts as the 30th, but an end that is the contract's termination does
 *   not.
 * Source: 2006 ISDA Definitions, section 4.16 (b), (d), (e), (f), (g), (h).
 */
export type DayCount =
  | 'actual/360'
  | 'actual/365'
  | 'actual/actual-isda'
  | '30/360-bond-basis'
  | '30E/360'
  | '30E/360-isda'

export const dayCounts: readonly DayCount[] = [
  'actual/360',
  'actual/365',
  'actual/actual-isda',
  '30/360-bond-basis',
  '30E/360',
  '30E/360-isda',
]

/**
 * A part of a year as an exact fraction, not reduced; the denominator depends on the convention only, so parts add up
 * easily.
 */
export type YearFraction = { readonly numerator: bigint; readonly denominator: bigint }

/**
 * Days from `start` (counted) to `end` (not counted). `termination`, the day the contract ends, matters to 30E/360-isda
 * only.
 * Throws RangeError when `end` lies before `start`.
 */
export function days(
  convention: DayCount,
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
  termination?: Temporal.PlainDate,
): number {
  if (Temporal.PlainDate.compare(start, end) > 0) throw new RangeError(`${end} lies before ${start}`)
  switch (convention) {
    case 'actual/360':
    case 'actual/365':
    case 'actual/actual-isda':
      return actualDays(start, end)
    case '30/360-bond-basis': {
      const from = Math.min(start.day, 30)
      return thirtyDayMonths(start, end, from, from === 30 ? Math.min(end.day, 30) : end.day)
    }
    case '30E/360':
      return thirtyDayMonths(start, end, Math.min(start.day, 30), Math.min(end.day, 30))
    case '30E/360-isda': {
      const terminatesInFebruary = end.month === 2 && termination !== undefined && end.equals(termination)
      const to = endsMonth(end) && !terminatesInFebruary ? 30 : end.day
      return thirtyDayMonths(start, end, endsMonth(start) ? 30 : start.day, to)
    }
  }
}

/** The exact part of a year from `start` (counted) to `end` (not counted). Parameters and errors as for `days`. */
export function yearFraction(
  convention: DayCount,
  start: Temporal.PlainDate,
  end: Temporal.PlainDate,
  termination?: Temporal.PlainDate,
): YearFraction {
  const counted = days(convention, start, end, termination)
  switch (convention) {
    case 'actual/365':
      return { numerator: BigInt(counted), denominator: 365n }
    case 'actual/actual-isda': {
      const inLeapYears = daysInLeapYears(start, end)
      return { numerator: BigInt(inLeapYears * 365 + (counted - inLeapYears) * 366), denominator: 365n * 366n }
    }
    case 'actual/360':
    case '30/360-bond-basis':
    case '30E/360':
    case '30E/360-isda':
      return { numerator: BigInt(counted), denominator: 360n }
  }
}

function actualDays(start: Temporal.PlainDate, end: Temporal.PlainDate): number {
  return start.until(end, { largestUnit: 'day' }).days
}

function daysInLeapYears(start: Temporal.PlainDate, end: Temporal.PlainDate): number {
  let total = 0
  for (let from = start; from.year <= end.year; ) {
    const newYear = from.with({ month: 1, day: 1 }).add({ years: 1 })
    const to = from.year === end.year ? end : newYear
    if (from.inLeapYear) total += actualDays(from, to)
    from = newYear
  }
  return total
}

function thirtyDayMonths(start: Temporal.PlainDate, end: Temporal.PlainDate, from: number, to: number): number {
  return (end.year - start.year) * 360 + (end.month - start.month) * 30 + to - from
}

function endsMonth(date: Temporal.PlainDate): boolean {
  return date.day === date.daysInMonth
}
