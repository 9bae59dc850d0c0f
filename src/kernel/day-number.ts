/** Days as numbers: what is counted over many days, or for many accounts, compares and adds these instead of dates. */

/** Days since 1 January 1970, as PostgreSQL's `date - '1970-01-01'`. */
export type DayNumber = number & { readonly unit: 'day' }

const first = Temporal.PlainDate.from('1970-01-01')

export const dayNumber = (date: Temporal.PlainDate): DayNumber =>
  first.until(date, { largestUnit: 'day' }).days as DayNumber

export const dateOf = (day: DayNumber): Temporal.PlainDate => first.add({ days: day })

export const daysAfter = (day: DayNumber, days: number): DayNumber => (day + days) as DayNumber
