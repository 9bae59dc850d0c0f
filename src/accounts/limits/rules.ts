/** Overdrafts: a permitted limit exists only by an agreement of its own that fixes maximum, fee and interest rate. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Minor, zero } from '../../kernel/money.ts'
import { type Effect, effect, records } from '../../kernel/state.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { cureOwed, moneyFact } from '../rules.ts'

/** The agreement on one account's overdraft, in the account's currency. */
export type Overdraft = {
  readonly account: AccountId
  readonly maximumMinor: Minor
  readonly feeMinor: Minor
  /** Interest a year in per cent, as a decimal text such as `12.5`. */
  readonly ratePercent: string
  readonly agreedOn: Temporal.PlainDate
  readonly endedOn: Temporal.PlainDate | null
}

/** The latest overdraft agreement of each account that had one. */
export const overdrafts = records<AccountId, Overdraft>('overdraft')

export type LimitTerms = {
  readonly currency: string
  readonly maximumMinor: Minor
  readonly feeMinor: Minor
  readonly ratePercent: string
}

/** In this order: the account is not active; the agreement is in another currency; nothing would be lent. */
export const agreeLimitRefusals = ['account-not-active', 'currency-differs', 'limit-zero'] as const
export type AgreeLimitRefusal = (typeof agreeLimitRefusals)[number]

/** Concludes an overdraft agreement, which takes the place of an earlier one: the permitted limit is its maximum. */
export function decideAgreeLimit(
  account: Account,
  agreed: LimitTerms,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, AgreeLimitRefusal> {
  const cited = terms.cite('overdraft.agreement')
  if (account.status !== 'active') return refuse('account-not-active', cited, { status: account.status })
  if (agreed.currency !== account.currency) return refuse('currency-differs', cited, { currency: account.currency })
  if (agreed.maximumMinor === zero) return refuse('limit-zero', cited)
  const { maximumMinor, feeMinor, ratePercent } = agreed
  const overdraft = { account: account.account, maximumMinor, feeMinor, ratePercent, agreedOn: on, endedOn: null }
  return limitSet(account, overdraft, maximumMinor, on, terms)
}

export const endLimitRefusals = ['no-limit'] as const
export type EndLimitRefusal = (typeof endLimitRefusals)[number]

/** Ends the overdraft agreement: the permitted limit is zero again, and what was used of it is owed at once. */
export function decideEndLimit(
  account: Account,
  overdraft: Overdraft | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, EndLimitRefusal> {
  if (overdraft === undefined || overdraft.endedOn !== null)
    return refuse('no-limit', terms.cite('overdraft.agreement'))
  return limitSet(account, { ...overdraft, endedOn: on }, zero, on, terms)
}

/** Sets the limit. What the customer must now pay in, if anything, is told. */
function limitSet(
  account: Account,
  overdraft: Overdraft,
  limitMinor: Minor,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, never> {
  const owedMinor = cureOwed({ ...account, limitMinor })
  const limit = { account: String(account.account), limit: moneyFact(limitMinor, account.currency) }
  const cited = terms.cite('overdraft.agreement')
  const effects = [
    effect(overdrafts, account.account, overdraft),
    effect(accounts, account.account, { kind: 'limit', limitMinor, bookingDate: on }),
  ]
  return owedMinor === zero
    ? accept(effects, cited, limit)
    : accept(effects, terms.cite('overdraft.agreement', 'account.cure'), {
        ...limit,
        cureOwed: moneyFact(owedMinor, account.currency),
      })
}
