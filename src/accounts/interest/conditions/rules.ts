/** Which rates, minimums, years and taxes hold for interest on an account, day by day. */
import { type DayNumber, dateOf } from '../../../kernel/day-number.ts'
import type { Cited } from '../../../kernel/decision.ts'
import { type Period, parsePeriod } from '../../../kernel/duration.ts'
import { type Minor, minor, zero } from '../../../kernel/money.ts'
import { divide } from '../../../kernel/rounding.ts'
import type { Account } from '../../../ledger/rules.ts'
import type { PartyKind } from '../../../parties/rules.ts'
import { basisOf, type YearRow } from '../../../pricing/day-count/rules.ts'
import { millionthsOf } from '../../../pricing/fees/rules.ts'
import { type Condition, type CreditPeriod, periodsBetween } from '../../../pricing/interest/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type AccountBalances, bankCodeOn } from '../../balances/rules.ts'

/** What the rates and years of an account depend on. */
export type InterestSubject = Pick<Account, 'currency' | 'product'> & Pick<AccountBalances, 'customer' | 'bankCodes'>

/** What holds on the days of a period, and the clauses that say so. */
export type Conditions = { readonly list: readonly Condition[]; readonly cited: readonly Cited[] }

const yearKeys = ['interest.year-360', 'interest.year-365'] as const
type Row = YearRow & { readonly key: (typeof yearKeys)[number] }

/** What is withheld of interest that is credited through a day, in millionths of a percent, and from whom. */
type Tax = { readonly millionths: bigint; readonly customers: readonly string[] }

/** What was made before for the same question. */
function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let found = known.get(key)
  if (found === undefined) {
    found = make()
    known.set(key, found)
  }
  return found
}

/**
 * Rates, minimums and years by the terms in force on each day, whatever version an agreement bound: the institution changes rate and minimum
 * by itself (RA-8.3). Made once for many accounts: for those that are alike, everything here is found and not made again.
 */
export class InterestTerms {
  readonly #termsOn: (day: Temporal.PlainDate) => Terms
  readonly #terms = new Map<DayNumber, Terms>()
  readonly #rows = new Map<Terms, readonly Row[]>()
  readonly #taxes = new Map<DayNumber, Tax>()
  readonly #every = new Map<DayNumber, Period>()
  readonly #periods = new Map<string, readonly CreditPeriod[]>()
  readonly #conditions = new Map<AccountBalances['bankCodes'], Map<string, Conditions>>()

  constructor(termsOn: (day: Temporal.PlainDate) => Terms) {
    this.#termsOn = termsOn
  }

  on(day: DayNumber): Terms {
    return remembered(this.#terms, day, () => this.#termsOn(dateOf(day)))
  }

  /** The periods from that of a day on, the last one cut off at `through`, by the schedule of that day. */
  periods(since: DayNumber, through: DayNumber): readonly CreditPeriod[] {
    return remembered(this.#periods, `${since} ${through}`, () => periodsBetween(this.every(through), since, through))
  }

  /** How long the periods are after which interest is credited, by the terms on a day. */
  every(day: DayNumber): Period {
    return remembered(this.#every, day, () => parsePeriod(this.on(day).parameters('interest.schedule').every))
  }

  /** What is withheld of interest credited through a day, rounded half up. */
  withheld(interestMinor: Minor, customer: PartyKind, through: DayNumber): Minor {
    const { millionths, customers } = remembered(this.#taxes, through, () => {
      const tax = this.on(through).parameters('interest.tax')
      return { millionths: millionthsOf(tax.percent), customers: tax.customers }
    })
    if (!customers.includes(customer)) return zero
    return minor(divide(interestMinor * millionths, 100n * 1_000_000n, 'half-up'))
  }

  /** Throws UnboundProvision where a rate holds and no document says how interest on it is counted. */
  of(subject: InterestSubject, { first, last }: CreditPeriod): Conditions {
    const { currency, product, customer, bankCodes } = subject
    const ofNumbers = remembered(this.#conditions, bankCodes, () => new Map<string, Conditions>())
    const about = `${first} ${last} ${currency} ${product} ${customer}`
    return remembered(ofNumbers, about, () => this.#make(subject, first, last))
  }

  #make(subject: InterestSubject, first: DayNumber, last: DayNumber): Conditions {
    const list: Condition[] = []
    const cited = new Set<Cited>()
    let rates = 0
    let before: Condition | undefined
    for (let day = first; day <= last; day = (day + 1) as DayNumber) {
      const one = this.#onDay(subject, day)
      if (one === undefined) continue
      for (const clause of one.cited) cited.add(clause)
      const { condition } = one
      if (before === undefined || !hasSameRate(before, condition)) rates += 1
      if (before !== undefined && isContinuedBy(before, condition)) {
        list.pop()
        before = { ...before, to: day }
      } else before = condition
      list.push(before)
    }
    if (rates > 1) cited.add(this.on(last).cite('interest.change'))
    return { list, cited: [...cited] }
  }

  #onDay(subject: InterestSubject, day: DayNumber): { condition: Condition; cited: readonly Cited[] } | undefined {
    const terms = this.on(day)
    const price = terms.price('balance.interest', subject)
    if (price === undefined) return undefined
    const { basis, key } = basisOf(this.#rowsOf(terms), bankCodeOn(subject.bankCodes, day), subject.currency)
    const condition: Condition = {
      from: day,
      to: day,
      rateMillionths: millionthsOf(price.row.annualPercent ?? '0'),
      minimumMinor: minor(price.row.minimumBalance ?? '0'),
      yearDays: basis === 'actual/360' ? 360 : 365,
    }
    return { condition, cited: [price.cited, terms.cite(key)] }
  }

  #rowsOf(terms: Terms): readonly Row[] {
    return remembered(this.#rows, terms, () =>
      yearKeys.flatMap((key) => terms.parameters(key).rows.map((row) => ({ ...row, key }))),
    )
  }
}

const hasSameRate = (a: Condition, b: Condition): boolean =>
  a.rateMillionths === b.rateMillionths && a.minimumMinor === b.minimumMinor

const isContinuedBy = (a: Condition, b: Condition): boolean =>
  hasSameRate(a, b) && a.yearDays === b.yearDays && a.to + 1 === b.from
