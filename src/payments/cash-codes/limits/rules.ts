/** Limits of cash by code: those of the price list and of the digital channel, or others that the parties agreed on (RA-7.7). */
import { moneyFact } from '../../../accounts/rules.ts'
import {
  accept,
  type Cited,
  type Decision,
  type Facts,
  type Refused,
  refuse,
  together,
} from '../../../kernel/decision.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { type Currency, type Minor, minor, minus, plus, smaller, zero } from '../../../kernel/money.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Account } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'

type Direction = 'withdrawal' | 'deposit'

/** One amount for each direction. */
type Sums = Readonly<Record<Direction, Minor>>

/** What happened with codes on one day, on one account. */
export type CashCodeDay = {
  readonly account: AccountId
  readonly day: Temporal.PlainDate
  /** Applied for, less what codes that ended left unused. */
  readonly applied: Sums
  /** Paid in and out. */
  readonly used: Sums
}

/** The latest day on which codes were applied for or used. */
export const cashCodeDays = records<AccountId, CashCodeDay>('cash-code-day')

/** Limits that the parties agreed on for one account, in its currency, in the place of all others. */
export type AgreedLimits = {
  readonly account: AccountId
  readonly perTransactionMinor: Minor
  readonly perDayMinor: Minor
  readonly agreedOn: Temporal.PlainDate
}

export const agreedLimits = records<AccountId, AgreedLimits>('cash-code-limit')

/** The limits that hold, and what sets them; a currency for which none is published has none. */
export type CashLimits = {
  readonly perTransactionMinor: Minor | undefined
  readonly perDayMinor: Minor | undefined
  readonly cited: Cited
}

/** Those agreed, or else the lower of the price list's and, for what comes through the digital channel, the channel's own. */
export function limitsOf(
  terms: Terms,
  currency: Currency,
  channel: 'location' | 'digital',
  agreed: AgreedLimits | undefined,
): CashLimits {
  const own = terms.cite('cash-code.limits')
  if (agreed !== undefined) {
    const { perTransactionMinor, perDayMinor } = agreed
    return { perTransactionMinor, perDayMinor, cited: own }
  }
  const listed = terms.parameters('cash-code.price-list-limits')
  const ofList = { one: amountIn(listed.perTransaction, currency), all: amountIn(listed.perDay, currency) }
  if (channel === 'location')
    return {
      perTransactionMinor: ofList.one,
      perDayMinor: ofList.all,
      cited: together(own, terms.cite('cash-code.price-list-limits')),
    }
  const digital = terms.parameters('digital-channel.limits')
  return {
    perTransactionMinor: lower(ofList.one, amountIn(digital.payment, currency)),
    perDayMinor: lower(ofList.all, amountIn(digital.daily, currency)),
    cited: together(own, terms.cite('cash-code.price-list-limits', 'digital-channel.limits')),
  }
}

/** An amount by currency, as packs write it. */
export const amountIn = (amounts: Readonly<Record<string, string>>, currency: Currency): Minor | undefined =>
  amounts[currency] === undefined ? undefined : minor(amounts[currency])

const lower = (a: Minor | undefined, b: Minor | undefined): Minor | undefined =>
  a === undefined ? b : b === undefined ? a : smaller(a, b)

const nothing: Sums = { withdrawal: zero, deposit: zero }

/** The record of a day: that kept, or a new one when another day has begun. */
const recordOf = (
  kept: CashCodeDay | undefined,
  of: { readonly account: AccountId; readonly day: Temporal.PlainDate },
): CashCodeDay => (kept?.day.equals(of.day) ? kept : { ...of, applied: nothing, used: nothing })

/** What was applied for, or used, on that day already, in one direction. */
export const sumOn = (
  kept: CashCodeDay | undefined,
  on: Temporal.PlainDate,
  what: 'applied' | 'used',
  direction: Direction,
): Minor => (kept?.day.equals(on) ? kept[what][direction] : zero)

/** The day with a further amount. */
export function withMore(
  kept: CashCodeDay | undefined,
  of: { readonly account: AccountId; readonly day: Temporal.PlainDate },
  what: 'applied' | 'used',
  direction: Direction,
  amountMinor: Minor,
): CashCodeDay {
  const day = recordOf(kept, of)
  return { ...day, [what]: { ...day[what], [direction]: plus(day[what][direction], amountMinor) } }
}

/** The day without what a code of it left unused. */
export const withLess = (day: CashCodeDay, direction: Direction, amountMinor: Minor): CashCodeDay => ({
  ...day,
  applied: { ...day.applied, [direction]: minus(day.applied[direction], amountMinor) },
})

/** In this order: of one transaction; of the day. */
export const limitRefusals = ['transaction-limit-exceeded', 'day-limit-exceeded'] as const
export type LimitRefusal = (typeof limitRefusals)[number]

/** Which limit an amount would break; undefined when it keeps both. */
export function brokenLimit(
  { perTransactionMinor, perDayMinor }: CashLimits,
  amountMinor: Minor,
  dayMinor: Minor,
  currency: Currency,
): { readonly code: LimitRefusal; readonly facts: Facts } | undefined {
  if (perTransactionMinor !== undefined && amountMinor > perTransactionMinor)
    return { code: 'transaction-limit-exceeded', facts: { limit: moneyFact(perTransactionMinor, currency) } }
  if (perDayMinor !== undefined && dayMinor > perDayMinor)
    return { code: 'day-limit-exceeded', facts: { limit: moneyFact(perDayMinor, currency) } }
  return undefined
}

/** In this order: the limits are in another currency; a single transaction might be larger than the day's sum. */
export const agreeCashLimitRefusals = ['currency-differs', 'limits-contradict'] as const
export type AgreeCashLimitRefusal = (typeof agreeCashLimitRefusals)[number]

/** Agrees on limits for an account that stand in the place of those published. */
export function decideAgreeLimits(
  account: Account,
  agreed: Omit<AgreedLimits, 'account' | 'agreedOn'> & { readonly currency: Currency },
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, AgreeCashLimitRefusal> {
  const cited = terms.cite('cash-code.limits')
  const refused = checkAgreed(account, agreed, cited)
  if (refused !== undefined) return refused
  const { perTransactionMinor, perDayMinor } = agreed
  const limits = { account: account.account, perTransactionMinor, perDayMinor, agreedOn: on }
  return accept([effect(agreedLimits, account.account, limits)], cited, {
    perTransaction: moneyFact(perTransactionMinor, account.currency),
    perDay: moneyFact(perDayMinor, account.currency),
  })
}

function checkAgreed(
  account: Account,
  { currency, perTransactionMinor, perDayMinor }: Omit<AgreedLimits, 'account' | 'agreedOn'> & { currency: Currency },
  cited: Cited,
): Refused<AgreeCashLimitRefusal> | undefined {
  if (currency !== account.currency)
    return refuse('currency-differs', cited, { accountCurrency: account.currency, currency })
  return perTransactionMinor > perDayMinor ? refuse('limits-contradict', cited) : undefined
}
