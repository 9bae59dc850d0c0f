import Holidays from 'date-holidays'

/** Which days are open. Pure: the same date always gives the same answer. */
export interface BusinessCalendar {
  readonly id: string
  isBusinessDay(date: Temporal.PlainDate): boolean
}

export type CalendarId = 'LV' | 'EE' | 'LT' | 'CZ' | 'TARGET'

export type Adjustment = 'following' | 'modified-following' | 'preceding'

/** The closed days of a year, weekends aside. */
type ClosedDays = (year: number) => Iterable<Temporal.PlainDate>

const countries = ['LV', 'EE', 'LT', 'CZ'] as const

type Country = (typeof countries)[number]

const made = new Map<CalendarId, BusinessCalendar>()

/**
 * The calendar of a country (weekends and public holidays) or of TARGET, the euro's settlement system. The same object
 * each time. TARGET opened in 1999: asking its calendar about an earlier day throws RangeError.
 */
export function calendarOf(id: CalendarId): BusinessCalendar {
  let calendar = made.get(id)
  if (!calendar) {
    calendar = businessCalendar(id, id === 'TARGET' ? targetClosingDays : publicHolidays(id))
    made.set(id, calendar)
  }
  return calendar
}

/**
 * The n-th business day after `date`, or before it when n is negative; `date` itself for 0, open or not. Counting
 * starts on the next day, so a business day plus n and minus n is the same day again. Throws RangeError when n is no
 * integer.
 */
export function addBusinessDays(date: Temporal.PlainDate, n: number, calendar: BusinessCalendar): Temporal.PlainDate {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${n} is no whole number of business days`)
  const step = { days: Math.sign(n) }
  let reached = date
  for (let left = Math.abs(n); left > 0; ) {
    reached = reached.add(step)
    if (calendar.isBusinessDay(reached)) left--
  }
  return reached
}

/** The first business day after `date`, never `date` itself. */
export function nextBusinessDay(date: Temporal.PlainDate, calendar: BusinessCalendar): Temporal.PlainDate {
  return addBusinessDays(date, 1, calendar)
}

/** The last business day before `date`, never `date` itself. */
export function previousBusinessDay(date: Temporal.PlainDate, calendar: BusinessCalendar): Temporal.PlainDate {
  return addBusinessDays(date, -1, calendar)
}

/**
 * `date` when it is a business day; otherwise the next one (following), the one before (preceding), or the next one
 * unless that lies in the next month, then the one before (modified-following). Source: 2006 ISDA Definitions, section
 * 4.12.
 */
export function adjust(
  date: Temporal.PlainDate,
  adjustment: Adjustment,
  calendar: BusinessCalendar,
): Temporal.PlainDate {
  if (calendar.isBusinessDay(date)) return date
  if (adjustment === 'preceding') return previousBusinessDay(date, calendar)
  const next = nextBusinessDay(date, calendar)
  return adjustment === 'modified-following' && next.month !== date.month ? previousBusinessDay(date, calendar) : next
}

/** The date that clocks in the IANA time zone show at the instant. */
export function localDate(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate()
}

/** The first instant of the date in the IANA time zone. */
export function startOfDay(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return date.toZonedDateTime(timeZone).toInstant()
}

/**
 * The last instant of the date in the IANA time zone, also on the days of 23 and 25 hours when clocks change. To the
 * microsecond, the finest that PostgreSQL keeps: a nanosecond more would be rounded there into the next day.
 */
export function endOfDay(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return startOfDay(date.add({ days: 1 }), timeZone).subtract({ microseconds: 1 })
}

function businessCalendar(id: string, closedDays: ClosedDays): BusinessCalendar {
  const closedByYear = new Map<number, ReadonlySet<number>>()

  function closedIn(year: number): ReadonlySet<number> {
    let closed = closedByYear.get(year)
    if (!closed) {
      closed = new Set(Array.from(closedDays(year), (date) => date.dayOfYear))
      closedByYear.set(year, closed)
    }
    return closed
  }

  return {
    id,
    isBusinessDay: (date) => !closedIn(date.year).has(date.dayOfYear) && date.dayOfWeek <= 5,
  }
}

/**
 * Public holidays of a country, from date-holidays. Of its types only `public` (by law a day off, and the substitute
 * days that stand in for one) and `bank` (banks are closed) close a bank; `observance` and `optional` are
 * commemorations such as Mother's Day, on which offices work, and `school` concerns schools only. The library knows
 * today's law and carries it back: Latvian substitute days and 24 December came in 2007, Estonia's 24 December in 2005.
 */
function publicHolidays(country: Country): ClosedDays {
  if (!countries.includes(country)) throw new RangeError(`there is no calendar ${JSON.stringify(country)}`)
  const holidays = new Holidays(country, { types: ['public', 'bank'] })
  return function* (year) {
    for (const { date, rule } of holidays.getHolidays(year)) {
      const since = introduced[country]?.[rule]
      if (since === undefined || year >= since) yield Temporal.PlainDate.from(date.slice(0, 10))
    }
    for (const date of missing[country] ?? []) {
      if (date.startsWith(`${year}-`)) yield Temporal.PlainDate.from(date)
    }
  }
}

/**
 * First years of holidays that the library gives for all time, by its rule.
 * Sources: Act No 245/2000 Coll. (28 September, 17 November; in force from 9 August 2000) and No 359/2015 Coll. (Good
 * Friday).
 */
const introduced: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  CZ: { '09-28': 2000, '11-17': 2000, 'easter -2': 2016 },
}

/**
 * Single holidays that the library lacks: the Mondays after the Song and Dance Celebrations, and the visit of Pope
 * Francis. Source: the Latvian law On Public Holidays, Commemoration Days and Days to be Marked, with its amendments of
 * 2014 and 2018. Working days that the Cabinet moves by order are those of state institutions and close no bank.
 */
const missing: Readonly<Record<string, readonly string[]>> = {
  LV: ['2018-07-09', '2018-09-24', '2023-07-10'],
}

/**
 * TARGET's closing days. In 1999 only 1 January, 25 December and, for the change of the millennium, 31 December; from
 * 2000 also Good Friday, Easter Monday, 1 May and 26 December, at first year by year, from 2002 as the long-term
 * calendar; and 31 December 2001, the eve of the euro's cash. Sources: ECB press release of 14 December 2000 (long-term
 * calendar); QuantLib, `TARGET` (the years before).
 */
function* targetClosingDays(year: number): Iterable<Temporal.PlainDate> {
  if (year < 1999) throw new RangeError(`TARGET opened in 1999; it has no calendar for ${year}`)
  const on = (month: number, day: number) => Temporal.PlainDate.from({ year, month, day })
  yield on(1, 1)
  yield on(12, 25)
  if (year === 1999 || year === 2001) yield on(12, 31)
  if (year < 2000) return
  const easter = easterSunday(year)
  yield easter.subtract({ days: 2 })
  yield easter.add({ days: 1 })
  yield on(5, 1)
  yield on(12, 26)
}

/**
 * Gregorian Easter. Source: the anonymous algorithm of Nature, 20 April 1876; J. Meeus, Astronomical Algorithms,
 * chapter 8.
 */
function easterSunday(year: number): Temporal.PlainDate {
  const century = Math.floor(year / 100)
  const ofCentury = year % 100
  const golden = year % 19
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const sinceMarch = epact + weekday - 7 * late + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(sinceMarch / 31), day: (sinceMarch % 31) + 1 })
}
