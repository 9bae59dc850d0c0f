/** Restrictions: what they stop on an account, together. Each is placed and lifted by itself. */
import { accept, assertInvariant, type Decision, refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Minor, sum, zero } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { type Account, accounts, blocks } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { moneyFact } from '../rules.ts'

/**
 * What a restriction stops: every transaction, debits, credits, or the use of an amount; for an order of seizure what is kept of its amount,
 * with a mark that it waits for more; orders without the linked card; every order until the card is activated.
 */
export const restrictionScopes = ['all', 'debits', 'credits', 'amount', 'seizure', 'uncarded', 'unactivated'] as const
export type RestrictionScope = (typeof restrictionScopes)[number]

export type Restriction = {
  readonly restriction: number
  readonly stops: RestrictionScope
  /** What is kept back, in the account's currency; zero unless an amount is. */
  readonly amountMinor: Minor
  readonly placedOn: Temporal.PlainDate
  readonly placedBy: string
  readonly liftedOn: Temporal.PlainDate | null
  readonly liftedBy: string | null
}

/** Every restriction that an account has or had, in the order of placing. */
export type AccountRestrictions = { readonly account: AccountId; readonly restrictions: readonly Restriction[] }

export const accountRestrictions = records<AccountId, AccountRestrictions>('restriction')

/** In this order: the account is closed; the amount is in another currency. */
export const restrictRefusals = ['account-closed', 'currency-differs'] as const
export type RestrictRefusal = (typeof restrictRefusals)[number]

export type RestrictionAsked = {
  readonly restriction: number
  readonly stops: RestrictionScope
  readonly amount: { readonly minor: Minor; readonly currency: string } | undefined
  readonly by: string
}

/** Places a restriction beside those that stand. */
export function decideRestrict(
  account: Account,
  before: AccountRestrictions | undefined,
  asked: RestrictionAsked,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, RestrictRefusal> {
  const { restriction, stops, amount, by } = asked
  assertInvariant((stops === 'amount') === (amount !== undefined), 'an amount is given where one is restricted')
  const cited = terms.cite('account.restricted')
  if (account.status === 'closed') return refuse('account-closed', cited)
  if (amount !== undefined && amount.currency !== account.currency)
    return refuse('currency-differs', cited, { currency: account.currency })
  const placed: Restriction = {
    restriction,
    stops,
    amountMinor: amount?.minor ?? zero,
    placedOn: on,
    placedBy: by,
    liftedOn: null,
    liftedBy: null,
  }
  const restrictions = [...(before?.restrictions ?? []), placed]
  return accept(restrictionEffects(account, restrictions, on), cited, {
    restriction: String(restriction),
    ...told(account, restrictions),
  })
}

/**
 * In this order: there is no such restriction on the account; it was lifted before; it is an order's, which ends with the order alone; the
 * account is closed.
 */
export const liftRefusals = [
  'restriction-unknown',
  'restriction-lifted',
  'restriction-of-order',
  'account-closed',
] as const
export type LiftRefusal = (typeof liftRefusals)[number]

/** Lifts one restriction; the others stand. */
export function decideLift(
  account: Account,
  before: AccountRestrictions | undefined,
  restriction: number,
  by: string,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, LiftRefusal> {
  const cited = terms.cite('account.restricted')
  const found = before?.restrictions.find((one) => one.restriction === restriction)
  if (before === undefined || found === undefined) return refuse('restriction-unknown', cited)
  if (found.liftedOn !== null) return refuse('restriction-lifted', cited, { liftedOn: found.liftedOn.toString() })
  if (found.stops === 'seizure') return refuse('restriction-of-order', cited)
  if (account.status === 'closed') return refuse('account-closed', cited)
  const lifted = { ...found, liftedOn: on, liftedBy: by }
  const restrictions = before.restrictions.map((one) => (one === found ? lifted : one))
  return accept(restrictionEffects(account, restrictions, on), cited, {
    restriction: String(restriction),
    ...told(account, restrictions),
  })
}

/** Keeps an account's restrictions and what they stop together: for every feature that places one. */
export function restrictionEffects(
  account: Account,
  restrictions: readonly Restriction[],
  on: Temporal.PlainDate,
): readonly Effect[] {
  const { blocked, restrictedMinor } = stoppedBy(restrictions)
  return [
    // Written whole: for an account that was opened in the same batch there was nothing to load.
    create(accountRestrictions, account.account, { account: account.account, restrictions }),
    effect(accounts, account.account, { kind: 'restriction', blocked, restrictedMinor, bookingDate: on }),
  ]
}

/** What the restrictions that stand stop together: amounts add up, since each keeps money for a purpose of its own. */
export function stoppedBy(restrictions: readonly Restriction[]): {
  readonly blocked: number
  readonly restrictedMinor: Minor
} {
  const open = restrictions.filter(({ liftedOn }) => liftedOn === null)
  const blocked = open.reduce((bits, { stops }) => bits | bitsOf[stops], blocks.none as number)
  return { blocked, restrictedMinor: sum(open.map(({ amountMinor }) => amountMinor)) }
}

const bitsOf = {
  all: blocks.all,
  debits: blocks.debits,
  credits: blocks.credits,
  amount: blocks.none,
  seizure: blocks.watched,
  uncarded: blocks.uncarded,
  unactivated: blocks.unactivated,
} as const satisfies Record<RestrictionScope, number>

function told(account: Account, restrictions: readonly Restriction[]) {
  const { blocked, restrictedMinor } = stoppedBy(restrictions)
  return {
    account: String(account.account),
    debitsStopped: (blocked & blocks.debits) !== 0,
    creditsStopped: (blocked & blocks.credits) !== 0,
    restricted: moneyFact(restrictedMinor, account.currency),
  }
}
