/**
 * Interest on balances, computed exactly: over days between changes of the balance, of the rate and of the year, never by a row for each
 * day. One fold for what is credited, what is previewed, and what entries that came late change of the past (RA-8.2 to 8.5).
 */
import { type DayNumber, dateOf, dayNumber, daysAfter } from '../../kernel/day-number.ts'
import { assertInvariant } from '../../kernel/decision.ts'
import type { Period } from '../../kernel/duration.ts'
import { type Minor, minor, minus, plus, zero } from '../../kernel/money.ts'
import { divide } from '../../kernel/rounding.ts'

/** A change of the balance that counts from the end of `day` on. */
export type Movement = { readonly day: DayNumber; readonly amountMinor: Minor }

/** What holds on the days `from` to `to`, both included. Days without a rate have none. */
export type Condition = {
  readonly from: DayNumber
  readonly to: DayNumber
  /** A year, in millionths of a percent. */
  readonly rateMillionths: bigint
  /** A day counts when it ends with at least this. */
  readonly minimumMinor: Minor
  readonly yearDays: 360 | 365
}

/** The days for which interest is credited together, both included. */
export type CreditPeriod = { readonly first: DayNumber; readonly last: DayNumber }

/** What was credited through a day, and what was withheld of it. */
export type Credit = { readonly through: DayNumber; readonly interestMinor: Minor; readonly taxMinor: Minor }

/** What an account tells of its balance. */
export type BalanceHistory = {
  /** Before all movements. */
  readonly openingMinor: Minor
  /** In the order of their days; credits of interest count from the day after the last one that they are for. */
  readonly movements: readonly Movement[]
  readonly credits: readonly Credit[]
}

/** How many parts a minor unit has when interest is added up: a percent in millionths, over years of 360 and of 365 days, divides it. */
const partsOfMinor = 100n * 1_000_000n * 360n * 365n

/** A balance that moves along with time; movements are taken in the order of their days. */
class Balance {
  #minor: bigint
  readonly #movements: readonly Movement[]
  #next = 0

  constructor({ openingMinor, movements }: BalanceHistory) {
    this.#minor = openingMinor
    this.#movements = movements
  }

  /** Takes all movements up to the end of a day. */
  endOf(day: DayNumber): bigint {
    for (let one = this.#movements[this.#next]; one !== undefined && one.day <= day; ) {
      this.#minor += one.amountMinor
      this.#next += 1
      one = this.#movements[this.#next]
    }
    return this.#minor
  }

  /** The last day, up to `to`, that ends as the day does to which the balance came. */
  unchangedTo(to: DayNumber): DayNumber {
    const next = this.#movements[this.#next]
    return next === undefined || next.day > to ? to : daysAfter(next.day, -1)
  }

  add(amountMinor: bigint): void {
    this.#minor += amountMinor
  }
}

/**
 * What accrues while the conditions hold, in parts of a minor unit: for each calendar day whose end-of-day balance reaches the minimum, that
 * balance times the rate over the year's days. A balance below zero earns nothing.
 */
function accruedParts(balance: Balance, conditions: readonly Condition[]): bigint {
  let parts = 0n
  for (const { from, to, rateMillionths, minimumMinor, yearDays } of conditions) {
    const aDay = rateMillionths * (yearDays === 360 ? 365n : 360n)
    for (let day = from; day <= to; ) {
      const endMinor = balance.endOf(day)
      const last = balance.unchangedTo(to)
      if (endMinor >= minimumMinor && endMinor > 0n) parts += endMinor * BigInt(last - day + 1) * aDay
      day = daysAfter(last, 1)
    }
  }
  return parts
}

/** Rounded once, half up: the customer's interest is never less than the nearer whole unit. */
const rounded = (parts: bigint): Minor => minor(divide(parts, partsOfMinor, 'half-up'))

export type DueAsked = {
  readonly history: BalanceHistory
  /** In their order; the last one ends with the day through which interest is credited. */
  readonly periods: readonly CreditPeriod[]
  readonly conditionsOf: (period: CreditPeriod) => readonly Condition[]
  /** What is withheld of a period's interest. */
  readonly taxOf: (interestMinor: Minor, period: CreditPeriod) => Minor
}

/**
 * What is due for each period: its interest by what is known of the balance now, less what was credited for it before. So a period that was
 * credited gives nothing, and one whose balances changed since, by entries with earlier value dates, gives the difference, which counts in
 * the balances of the periods after it as if it had been credited with it. Periods for which nothing is due are left out.
 */
export function interestDue({ history, periods, conditionsOf, taxOf }: DueAsked): readonly Credit[] {
  const balance = new Balance(history)
  const due: Credit[] = []
  for (const period of periods) {
    const interestMinor = rounded(accruedParts(balance, conditionsOf(period)))
    const before = creditedIn(history.credits, period)
    const credit = {
      through: period.last,
      interestMinor: minus(interestMinor, before.interestMinor),
      taxMinor: minus(taxOf(interestMinor, period), before.taxMinor),
    }
    if (credit.interestMinor === 0n && credit.taxMinor === 0n) continue
    due.push(credit)
    // Only now: it counts from the day after the period.
    balance.endOf(period.last)
    balance.add(credit.interestMinor - credit.taxMinor)
  }
  return due
}

function creditedIn(credits: readonly Credit[], { first, last }: CreditPeriod): Omit<Credit, 'through'> {
  let [interestMinor, taxMinor] = [zero, zero]
  for (const credit of credits) {
    if (credit.through < first || credit.through > last) continue
    interestMinor = plus(interestMinor, credit.interestMinor)
    taxMinor = plus(taxMinor, credit.taxMinor)
  }
  return { interestMinor, taxMinor }
}

/** The whole period of the schedule in which a day lies: so many calendar months together, counted from January. Throws for other units. */
export function periodOf(every: Period, day: DayNumber): CreditPeriod {
  const known = `${every.count} ${every.unit} ${day}`
  let period = periods.get(known)
  if (period === undefined) {
    if (periods.size > 10_000) periods.clear()
    period = makePeriod(every, day)
    periods.set(known, period)
  }
  return period
}

/** Asked for every account of a part, about the same few days. */
const periods = new Map<string, CreditPeriod>()

function makePeriod(every: Period, day: DayNumber): CreditPeriod {
  const months = every.unit === 'year' ? 12 * every.count : every.unit === 'month' ? every.count : 0
  assertInvariant(months > 0 && months <= 12, 'interest is credited every month or every few, at least once a year')
  const date = dateOf(day)
  const since = (date.month - 1) % months
  const first = date.with({ day: 1 }).subtract({ months: since })
  // The year's last period may be a shorter one.
  const month = Math.min(first.month + months - 1, 12)
  const last = first.with({ month })
  return { first: dayNumber(first), last: dayNumber(last.with({ day: last.daysInMonth })) }
}

/** The periods from that of one day to that of another, which is cut off at that day. */
export function periodsBetween(every: Period, from: DayNumber, through: DayNumber): readonly CreditPeriod[] {
  const periods: CreditPeriod[] = []
  for (let day = from; day <= through; ) {
    const period = periodOf(every, day)
    periods.push(period.last < through ? period : { first: period.first, last: through })
    day = daysAfter(period.last, 1)
  }
  return periods
}
