/** Crediting interest on balances: which rates and years hold for an account, what is due, and the entries that credit it. */
import { type DayNumber, dateOf, dayNumber } from '../../kernel/day-number.ts'
import { accept, type Cited, type Decision, refuse, together } from '../../kernel/decision.ts'
import { parsePeriod } from '../../kernel/duration.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Currency, type Minor, negate, plus, zero } from '../../kernel/money.ts'
import type { Effect } from '../../kernel/state.ts'
import { type Account, post } from '../../ledger/rules.ts'
import { type Credit, interestDue, periodOf } from '../../pricing/interest/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { AccountBalances } from '../balances/rules.ts'
import { moneyFact } from '../rules.ts'
import { type Conditions, type InterestSubject, InterestTerms } from './conditions/rules.ts'

/** What is due on an account through a day: of the running period, and the differences that late entries make to those before it. */
export function accountInterest(
  subject: InterestSubject,
  history: AccountBalances,
  through: DayNumber,
  terms: InterestTerms,
): readonly Credit[] {
  return interestDue({
    history,
    periods: terms.periods(history.since, through),
    conditionsOf: (period) => terms.of(subject, period).list,
    taxOf: (interestMinor, { last }) => terms.withheld(interestMinor, subject.customer, last),
  })
}

/** The first day of the period in which interest through a day is credited: from there on the history must tell. */
export const firstDayFor = (through: DayNumber, terms: Terms): DayNumber =>
  periodOf(parsePeriod(terms.parameters('interest.schedule').every), through).first

/** Whether interest is credited through a day by the schedule. */
export const isCreditDay = (through: DayNumber, terms: Terms): boolean =>
  periodOf(parsePeriod(terms.parameters('interest.schedule').every), through).last === through

/** An account that stands where its history ends, or one that is left since it does not. */
export type InterestAsked =
  | { readonly account: Account; readonly history: AccountBalances }
  | { readonly left: AccountId }

const isLeft = (asked: InterestAsked): asked is { readonly left: AccountId } => 'left' in asked

export type CreditAsked = {
  readonly through: DayNumber
  readonly from: DayNumber
  readonly accounts: readonly InterestAsked[]
  readonly businessDate: Temporal.PlainDate
  /** The institution's own accounts. Throws where there is none in the currency. */
  readonly ownAccount: (product: 'interest' | 'tax', currency: Currency) => Account
  readonly termsOn: (day: Temporal.PlainDate) => Terms
}

/** Why no interest is credited, the first that applies. */
export const interestRefusals = ['day-not-over', 'period-differs'] as const
export type InterestRefusal = (typeof interestRefusals)[number]

/**
 * Credits interest through a day that is over: on the schedule's days to every account named, on others only to those whose closing was
 * asked for. Refuses, in this order: the day is not over; the histories are asked from another day than the schedule's period begins on.
 * An account that has moved on is left for the next time; one to which all was credited stays as it is.
 */
export function decideInterest(asked: CreditAsked): Decision<Effect, InterestRefusal> {
  const { through, businessDate, termsOn } = asked
  const terms = new InterestTerms(termsOn)
  const inForce = terms.on(through)
  const schedule = inForce.cite('interest.schedule')
  if (through >= dayNumber(businessDate))
    return refuse('day-not-over', schedule, { businessDate: businessDate.toString() })
  const first = firstDayFor(through, inForce)
  if (asked.from !== first) return refuse('period-differs', schedule, { from: dateOf(first).toString() })
  const scheduled = isCreditDay(through, inForce)
  const booking = new Booking(asked, terms)
  for (const one of asked.accounts) {
    if (isLeft(one)) booking.left.push(String(one.left))
    else if (scheduled || one.account.status === 'closing') booking.add(one.account, one.history)
  }
  return accept(booking.effects(), together(schedule, ...booking.cited()), booking.facts())
}

/** What stands on one of the institution's own accounts for all accounts together. */
type OwnLeg = { readonly currency: Currency; readonly through: DayNumber; interestMinor: Minor; taxMinor: Minor }

/** Entries of many accounts, with one leg for all of them on each account of the institution's own. */
class Booking {
  readonly #asked: CreditAsked
  readonly #terms: InterestTerms
  readonly #effects: Effect[] = []
  readonly #own = new Map<string, OwnLeg>()
  readonly #cited = new Set<Cited>()
  readonly #alike = new Set<Conditions>()
  readonly #dates = new Map<DayNumber, Temporal.PlainDate>()
  #credited = 0
  /** Accounts that have moved on. */
  readonly left: string[] = []

  constructor(asked: CreditAsked, terms: InterestTerms) {
    this.#asked = asked
    this.#terms = terms
  }

  add(account: Account, history: AccountBalances): void {
    const { through } = this.#asked
    const { customer, bankCodes } = history
    const subject = { customer, bankCodes, currency: account.currency, product: account.product }
    const due = accountInterest(subject, history, through, this.#terms)
    if (due.length === 0) return
    this.#credited += 1
    for (const credit of due) {
      this.#post(account, credit)
      this.#cite(subject, credit)
    }
  }

  #post(account: Account, { through, interestMinor, taxMinor }: Credit): void {
    const { currency } = account
    const valueDate = this.#dateOf(through)
    const legs = [
      { account, amountMinor: interestMinor, nature: 'interest' },
      { account, amountMinor: negate(taxMinor), nature: 'tax' },
    ] as const
    const moving = legs.filter(({ amountMinor }) => amountMinor !== 0n)
    this.#effects.push(...post(moving, this.#asked.businessDate, valueDate))
    const key = `${currency} ${through}`
    const own = this.#own.get(key)
    if (own === undefined) this.#own.set(key, { currency, through, interestMinor, taxMinor })
    else {
      own.interestMinor = plus(own.interestMinor, interestMinor)
      own.taxMinor = plus(own.taxMinor, taxMinor)
    }
  }

  /** Once for all accounts that are alike. */
  #cite(subject: InterestSubject, { through: last, taxMinor }: Credit): void {
    const period = this.#terms.periods(last, this.#asked.through)[0]
    const conditions = period === undefined ? undefined : this.#terms.of(subject, period)
    const terms = this.#terms.on(last)
    if (taxMinor !== 0n) this.#cited.add(terms.cite('interest.tax'))
    if (conditions === undefined || this.#alike.has(conditions)) return
    this.#alike.add(conditions)
    this.#cited.add(terms.cite('interest.rate', 'interest.accrual', 'interest.day-count'))
    for (const one of conditions.cited) this.#cited.add(one)
  }

  #dateOf(day: DayNumber): Temporal.PlainDate {
    let date = this.#dates.get(day)
    if (date === undefined) {
      date = dateOf(day)
      this.#dates.set(day, date)
    }
    return date
  }

  effects(): readonly Effect[] {
    const { ownAccount, businessDate } = this.#asked
    const own = [...this.#own.values()].flatMap(({ currency, through, interestMinor, taxMinor }) => {
      const legs = [
        ...(interestMinor === 0n
          ? []
          : [
              {
                account: ownAccount('interest', currency),
                amountMinor: negate(interestMinor),
                nature: 'interest' as const,
              },
            ]),
        ...(taxMinor === 0n
          ? []
          : [{ account: ownAccount('tax', currency), amountMinor: taxMinor, nature: 'tax' as const }]),
      ]
      return post(legs, businessDate, this.#dateOf(through))
    })
    return [...this.#effects, ...own]
  }

  cited(): readonly Cited[] {
    return [...this.#cited]
  }

  facts() {
    const sums = new Map<Currency, { interestMinor: Minor; taxMinor: Minor }>()
    for (const { currency, interestMinor, taxMinor } of this.#own.values()) {
      const sum = sums.get(currency) ?? { interestMinor: zero, taxMinor: zero }
      sums.set(currency, {
        interestMinor: plus(sum.interestMinor, interestMinor),
        taxMinor: plus(sum.taxMinor, taxMinor),
      })
    }
    return {
      through: this.#dateOf(this.#asked.through).toString(),
      credited: this.#credited,
      left: this.left,
      interest: [...sums].map(([currency, { interestMinor }]) => moneyFact(interestMinor, currency)),
      tax: [...sums].map(([currency, { taxMinor }]) => moneyFact(taxMinor, currency)),
    }
  }
}
