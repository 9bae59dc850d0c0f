/** Statements that are made available other than in a digital channel: every month, or on request for a fee (RA-9.3, 9.4, 9.5). */
import { checkDebit, type DebitRefusal, moneyFact } from '../../accounts/rules.ts'
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Cited, type Decision, type Facts, type Refused, refuse, together } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import { type Account, type Leg, post } from '../../ledger/rules.ts'
import { type Fee, feeOf } from '../../pricing/fees/rules.ts'
import type { PriceQuestion } from '../../rulebook/prices.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Arrangement, isMonthlyFree, wayOf } from '../arrangements/rules.ts'
import type { Asked } from '../asked/rules.ts'
import { type Delivery, type Issue, informed, type Statement, statementKey, statements } from '../availability/rules.ts'
import { monthBefore, monthNamed, withIssue } from '../months/rules.ts'
import { checkClosed, checkPeriod, type Period, type PeriodRefusal } from '../reading/rules.ts'
import { seen } from '../reminders/rules.ts'

// Every month

/** An account whose statement of a month may be due, with what is known of it. */
export type Monthly = {
  readonly arrangement: Arrangement
  readonly asked: Asked
  readonly before: Statement | undefined
}

export const monthlyRefusals = ['month-not-over'] as const
export type MonthlyRefusal = (typeof monthlyRefusals)[number]

/**
 * Makes the statements of a month available for the accounts that have an arrangement, and something to show: a balance, or an event
 * since the month began. One that was made available so before is passed over, and so is an account without such an arrangement any
 * more. Refuses while the month lasts.
 *
 * @param month YYYY-MM
 * @param fallback cited where nothing is due
 */
export function decideMonthly(
  accounts: readonly Monthly[],
  month: string,
  on: Temporal.PlainDate,
  fallback: Terms,
): Decision<Effect, MonthlyRefusal> {
  const period = monthNamed(month)
  if (Temporal.PlainDate.compare(on, period.to) <= 0)
    return refuse('month-not-over', fallback.cite('statement.monthly'), { lastDay: period.to.toString() })
  const effects: Effect[] = []
  const cited = new Set<Cited>()
  const counts: Record<Delivery, number> = { location: 0, post: 0, 'e-mail': 0 }
  for (const { arrangement, asked, before } of accounts) {
    const { account } = asked.affairs
    const way = wayOf(arrangement, asked)
    if (way.how === 'digital' || way.how === 'on-request') continue
    if (!hasSomethingToShow(account, period) || (before?.issues ?? []).some((one) => isOfMonth(one, period))) continue
    const issue: Issue = {
      ...period,
      how: way.how,
      place: way.place,
      free: way.how === 'location',
      available: asked.now,
      seen: null,
    }
    const key = statementKey(account.account, month)
    effects.push(effect(statements, key, withIssue(before, account.account, month, issue)))
    cited.add(asked.terms.cite(way.how === 'location' ? 'statement.monthly' : 'statement.other-delivery'))
    counts[way.how] += 1
  }
  return accept(effects, cited.size === 0 ? fallback.cite('statement.monthly') : together(...cited), {
    month,
    made: effects.length,
    ...counts,
  })
}

const hasSomethingToShow = ({ status, balanceMinor, bookedOn }: Account, { from }: Period): boolean =>
  status !== 'closed' && (balanceMinor !== 0n || Temporal.PlainDate.compare(bookedOn, from) >= 0)

/** The month's own statement: free at the location, or sent by arrangement. What was requested for a fee is none. */
const isOfMonth = ({ free, how, from, to }: Issue, period: Period): boolean =>
  (free || how !== 'location') && from.equals(period.from) && to.equals(period.to)

// On request

export const contents = ['statement', 'other-information'] as const
export type Content = (typeof contents)[number]

export type Request = Period & {
  /** A statement, or other information about the transactions of the period. */
  readonly content: Content
  readonly delivery: Delivery
  readonly place: string | null
}

/** Who pays a fee: an account of the same customer, or a till at which it is paid in cash. */
export type FeePayer = { readonly account: Account; readonly terms: Terms; readonly sameHolders: boolean }

/** Why no statement is issued on request, the first that applies. */
export const requestRefusals = [
  'statement-at-institution',
  'period-invalid',
  'history-limited',
  'fee-account-unknown',
  'fee-currency-differs',
] as const
export type RequestRefusal = (typeof requestRefusals)[number] | PeriodRefusal | DebitRefusal

/** What a statement on request costs: a fee of the price list, or nothing by the clause that says so. */
export type Cost = { readonly fee: Fee | undefined; readonly cited: Cited }

/**
 * What a request costs. Nothing, where a consumer without digital channels asks at a location for the month before and has not got it
 * free yet; otherwise the fee of the price list: of delivery where it is sent, of the request itself where it is handed over.
 *
 * @param before the record of the month in which the period begins, if there is one
 */
export function costOf(asked: Asked, request: Request, before: Statement | undefined, entityCurrency: string): Cost {
  const { terms, holders, now, affairs } = asked
  const last = monthBefore(now.on)
  const isStatement = request.content === 'statement' && request.delivery === 'location'
  const isMonth = isStatement && request.from.equals(last.from) && request.to.equals(last.to)
  const isFirst = !(before?.issues ?? []).some(({ free }) => free)
  if (isMonth && isFirst && isMonthlyFree(asked)) return { fee: undefined, cited: terms.cite('statement.monthly') }
  const about: Omit<PriceQuestion, 'currency'> = {
    customer: holders[0]?.party.kind,
    channel: 'location',
    product: affairs.account.product,
  }
  const service = request.delivery === 'location' ? 'statement.on-request' : 'statement.delivery'
  const { currency } = affairs.account
  const fee =
    feeOf(terms, service, { ...about, currency }) ?? feeOf(terms, service, { ...about, currency: entityCurrency })
  const cited = terms.cite('statement.on-request')
  return { fee, cited: fee === undefined ? cited : together(cited, fee.cited) }
}

/**
 * Issues a statement of a period, or other information about it, on request. In this order: in the portal, the account is closed; the period is none; in the portal, it
 * goes back further than customers see; there is no such account or till to pay the fee from, or it is another customer's; the fee is in
 * another currency; the account refuses the debit.
 *
 * @param atInstitution staff issue it: nothing is too old for them, and a closed account no hindrance
 * @param payer undefined when there is none of that id
 * @param legs of the fee, when it can be paid
 * @param issue notes the statement in the months that it shows
 */
export function decideRequest(
  asked: Asked,
  request: Request,
  { fee, cited }: Cost,
  payer: FeePayer | undefined,
  atInstitution: boolean,
  calendar: BusinessCalendar,
  legs: (fee: Fee, payer: Account) => readonly Leg[],
  issue: (one: Issue) => readonly Effect[],
): Decision<Effect, RequestRefusal> {
  const refused =
    (atInstitution ? undefined : checkClosed(asked)) ??
    checkPeriod(asked, request, calendar, !atInstitution) ??
    checkFee(fee, payer, cited)
  if (refused !== undefined) return refused
  const { now, terms, affairs } = asked
  const one: Issue = {
    from: request.from,
    to: request.to,
    how: request.delivery,
    place: request.place,
    free: fee === undefined,
    available: now,
    seen: null,
  }
  const entries = fee === undefined || payer === undefined ? [] : post(legs(fee, payer.account), now.on, now.on)
  const late: readonly ProvisionKey[] = affairs.account.status === 'closed' ? ['statement.after-closing'] : []
  // Whether other information shows an entry is not known: it makes none available.
  const shown = request.content === 'statement' ? issue(one) : []
  return accept([...shown, ...entries], late.length === 0 ? cited : together(cited, terms.cite(...late)), {
    from: request.from.toString(),
    to: request.to.toString(),
    content: request.content,
    delivery: request.delivery,
    place: request.place,
    fee: fee === undefined ? null : moneyFact(fee.amountMinor, fee.currency),
    availableSince: now.at.toString(),
    availableOn: now.on.toString(),
  })
}

function checkFee(
  fee: Fee | undefined,
  payer: FeePayer | undefined,
  cited: Cited,
): Refused<'fee-account-unknown' | 'fee-currency-differs' | DebitRefusal> | undefined {
  if (fee === undefined) return undefined
  const facts: Facts = { fee: moneyFact(fee.amountMinor, fee.currency) }
  if (payer === undefined || !payer.sameHolders) return refuse('fee-account-unknown', cited, facts)
  const { account, terms } = payer
  if (account.currency !== fee.currency)
    return refuse('fee-currency-differs', cited, { ...facts, accountCurrency: account.currency })
  return checkDebit(account, fee.amountMinor, terms)
}

// Collecting

export const collectRefusals = ['statement-unknown', 'statement-collected'] as const
export type CollectRefusal = (typeof collectRefusals)[number]

/**
 * Hands a statement of a month over at the location. It was available, and its terms ran, since it was there to be collected: the day on
 * which it is collected changes nothing. Refuses where none waits, and where it was collected before.
 */
export function decideCollect(
  asked: Asked,
  account: AccountId,
  month: string,
  before: Statement | undefined,
): Decision<Effect, CollectRefusal> {
  const { terms, now, holders } = asked
  const cited = terms.cite('statement.monthly')
  const issues = before?.issues ?? []
  const at = issues.findIndex(({ how, seen }) => how === 'location' && seen === null)
  const waits = issues[at]
  if (before === undefined || waits === undefined)
    return refuse(issues.some(({ how }) => how === 'location') ? 'statement-collected' : 'statement-unknown', cited)
  const after: Statement = { ...before, issues: issues.with(at, { ...waits, seen: now }) }
  return accept(
    [
      effect(statements, statementKey(account, month), after),
      ...holders.map(({ informed: customer }) => effect(informed, customer.customer, seen(customer, now))),
    ],
    cited,
    { month, availableOn: waits.available.on.toString(), collectedOn: now.on.toString(), place: waits.place },
  )
}
