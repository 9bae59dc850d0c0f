/**
 * What an excess costs: for each calendar day that ends in it, the charges of the price list, each posted apart, on what must be paid in
 * for the account to be back within its permitted limit or, without one, at zero (RA-6.2, RA-6.3). See docs/decisions/0015-interest.md.
 */
import { type DayNumber, dateOf } from '../../kernel/day-number.ts'
import { clearDeadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Cited, type Decision, type FactValue, refuse, together } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Currency, larger, type Minor, negate, plus, zero } from '../../kernel/money.ts'
import { type Effect, effect, records } from '../../kernel/state.ts'
import { type Account, type EntryNature, post } from '../../ledger/rules.ts'
import { yearShare } from '../../pricing/fees/annual/rules.ts'
import { feeOf } from '../../pricing/fees/rules.ts'
import type { PricedService } from '../../rulebook/prices.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type AccountBalances, balanceAtEndOf } from '../balances/rules.ts'
import { cureOwed, moneyFact } from '../rules.ts'

/** How far an account's excess was charged. Kept when it has ended, so that no day is charged twice. */
export type Excess = {
  readonly account: AccountId
  /** The first day for whose end it was followed: in excess by value date, or booked as one. */
  readonly since: Temporal.PlainDate
  readonly chargedThrough: Temporal.PlainDate
  /** The day for whose close a deadline is set; null when it is over. */
  readonly armed: Temporal.PlainDate | null
}

export const excesses = records<AccountId, Excess>('excess')

/** The deadlines that ask for accounts in excess, whether anything else happens on them or not. */
export const excessDeadline = 'excess'

/** What an excess can cost, as what it is booked, and on which of the institution's own accounts: penalties stand apart. */
export const excessCharges = [
  { service: 'excess.usage-interest', nature: 'charge', own: 'interest' },
  { service: 'excess.late-interest', nature: 'charge', own: 'interest' },
  { service: 'excess.penalty', nature: 'penalty', own: 'penalties' },
] as const satisfies readonly { service: PricedService; nature: EntryNature; own: 'interest' | 'penalties' }[]

/** An account that may be in excess, its balances by value date, and the terms that bound its holder on the day. */
export type ExcessSubject = {
  readonly account: Account
  readonly balances: AccountBalances
  readonly excess: Excess | undefined
  readonly terms: Terms
}

/** What had to be paid in at the end of a day. */
export function owedAtEndOf({ balances }: Pick<ExcessSubject, 'balances'>, day: DayNumber): Minor {
  return larger(zero, negate(plus(balanceAtEndOf(balances, day), balances.limitMinor)))
}

export type ExcessAsked = {
  readonly day: DayNumber
  readonly subjects: readonly ExcessSubject[]
  readonly businessDate: Temporal.PlainDate
  /** The institution's own accounts. Throws where there is none in the currency. */
  readonly ownAccount: (product: 'interest' | 'penalties', currency: Currency) => Account
  /** Terms in force: for the decision itself. */
  readonly terms: Terms
}

/** Why nothing is charged. */
export const excessRefusals = ['day-not-over'] as const
export type ExcessRefusal = (typeof excessRefusals)[number]

/**
 * Charges every account named for a day that is over, once. Refuses while the day is not over. While the excess lasts, or is booked and
 * only its value date is to come, the next day's deadline is set.
 */
export function decideExcess(asked: ExcessAsked): Decision<Effect, ExcessRefusal> {
  const { day, subjects, businessDate, terms } = asked
  const date = dateOf(day)
  const cited = terms.cite('excess.charges')
  if (Temporal.PlainDate.compare(date, businessDate) >= 0)
    return refuse('day-not-over', cited, { businessDate: businessDate.toString() })
  const effects: Effect[] = []
  const clauses: Cited[] = []
  const told: FactValue[] = []
  for (const subject of subjects) {
    if (isCharged(subject.excess, date) || subject.account.status === 'closed') continue
    const owedMinor = owedAtEndOf(subject, day)
    if (owedMinor > 0n) {
      const charged = charge(subject, owedMinor, asked)
      effects.push(...charged.effects)
      clauses.push(...charged.cited)
      told.push({
        account: String(subject.account.account),
        cureOwed: moneyFact(owedMinor, subject.account.currency),
        charges: charged.facts,
      })
    }
    effects.push(...followed(subject, owedMinor, date))
  }
  return accept(effects, together(cited, ...clauses), { day: date.toString(), excesses: told })
}

const isCharged = (excess: Excess | undefined, day: Temporal.PlainDate): boolean =>
  excess !== undefined && Temporal.PlainDate.compare(excess.chargedThrough, day) >= 0

type Charged = { readonly effects: readonly Effect[]; readonly cited: readonly Cited[]; readonly facts: FactValue[] }

function charge({ account, balances, terms }: ExcessSubject, owedMinor: Minor, asked: ExcessAsked): Charged {
  const { day, businessDate, ownAccount } = asked
  const date = dateOf(day)
  const { currency, product } = account
  const spells = balances.bankCodes.map(({ bankCode, from }) => ({ bankCode, from: dateOf(from) }))
  const effects: Effect[] = []
  const cited: Cited[] = []
  const facts: FactValue[] = []
  for (const { service, nature, own } of excessCharges) {
    const about = { currency, product, customer: balances.customer }
    const isAnnual = terms.price(service, about)?.row.annualPercent !== undefined
    const year = isAnnual ? yearShare(terms, spells, currency, date, date.add({ days: 1 })) : undefined
    const fee = feeOf(terms, service, about, owedMinor, { year })
    if (fee === undefined) continue
    const legs = [
      { account, amountMinor: negate(fee.amountMinor), nature },
      { account: ownAccount(own, currency), amountMinor: fee.amountMinor, nature },
    ]
    effects.push(...post(legs, businessDate, date))
    cited.push(fee.cited)
    facts.push({ service, amount: moneyFact(fee.amountMinor, currency) })
  }
  if (effects.length > 0) cited.unshift(terms.cite('excess.charges', 'account.cure'))
  return { effects, cited, facts }
}

/** The record of the excess, and the deadline of the next day while it lasts. */
function followed({ account, excess }: ExcessSubject, owedMinor: Minor, day: Temporal.PlainDate): readonly Effect[] {
  const lasts = owedMinor > 0n || cureOwed(account) > 0n
  if (!lasts && excess?.armed == null) return []
  const { account: subject } = account
  const next = day.add({ days: 1 })
  const since = excess === undefined || excess.armed === null ? day : excess.since
  const after: Excess = { account: subject, since, chargedThrough: day, armed: lasts ? next : null }
  return [
    effect(excesses, subject, after),
    ...(excess?.armed == null ? [] : [clearDeadline({ due: excess.armed, kind: excessDeadline, subject })]),
    ...(lasts ? [setDeadline({ due: next, kind: excessDeadline, subject })] : []),
  ]
}
