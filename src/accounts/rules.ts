/**
 * What an account lets through: the one check of debits that need cover and of credits, for every feature that moves money. Debits that
 * need neither consent nor cover (fees due, seizures) do not come through here.
 */
import { assertInvariant, type FactValue, type Refused, refuse } from '../kernel/decision.ts'
import { type Currency, larger, type Minor, minus, negate, plus, zero } from '../kernel/money.ts'
import { type Account, available, blocks } from '../ledger/rules.ts'
import type { Terms } from '../rulebook/terms.ts'

/** Why a debit is refused, the first that applies. */
export const debitRefusals = [
  'account-closed',
  'account-closing',
  'account-not-active',
  'account-restricted',
  'amount-restricted',
  'insufficient-funds',
] as const
export type DebitRefusal = (typeof debitRefusals)[number]

/** Why a credit is refused, the first that applies. */
export const creditRefusals = ['account-closed', 'account-closing', 'account-not-active', 'account-restricted'] as const
export type CreditRefusal = (typeof creditRefusals)[number]

/**
 * Whether the institution refuses orders and incoming money once the closing was asked for: an entitlement, which it makes use of for all
 * accounts (`always`) or not at all (`never`). Where staff decide, what comes goes through until one of them restricts the account: that
 * is the named decision, and nothing is refused without it.
 */
const refusesOnClosing = (terms: Terms): boolean => terms.policy('account.closing.orders') === 'always'

/**
 * Why an order may not debit the account, or undefined when it may. In this order: the account is closed; its closing was asked for and
 * the institution's policy is then to take no orders; it is not active yet; a restriction stops debits; the amount would touch money that a restriction keeps back; free money does not
 * cover it. Accounts of the institution's own need no cover.
 *
 * @param amountMinor what leaves the account, positive, fees included
 * @param terms the terms that the account's agreement binds
 */
export function checkDebit(account: Account, amountMinor: Minor, terms: Terms): Refused<DebitRefusal> | undefined {
  assertInvariant(amountMinor > 0n, 'a debit takes more than nothing')
  if (account.status === 'closed') return refuse('account-closed', terms.cite('account.closing.orders'))
  if (account.status === 'closing' && refusesOnClosing(terms))
    return refuse('account-closing', terms.cite('account.closing.orders'))
  if (account.status === 'opened') return refuse('account-not-active', terms.cite('account.activation'))
  if ((account.blocked & blocks.debits) !== 0) return refuse('account-restricted', terms.cite('account.restricted'))
  if (account.kind !== 'customer') return undefined
  const free = available(account)
  if (amountMinor <= free) return undefined
  const facts = { available: moneyFact(free, account.currency), needed: moneyFact(amountMinor, account.currency) }
  return amountMinor <= plus(free, account.restrictedMinor)
    ? refuse('amount-restricted', terms.cite('account.restricted'), facts)
    : refuse('insufficient-funds', terms.cite('account.spendable'), facts)
}

/**
 * Why money may not come in, or undefined when it may. In this order: the account is closed; its closing was asked for and the
 * institution's policy is then to take nothing in; it is not active and the rules refuse money until it is; a restriction stops credits.
 *
 * @param terms the terms that the account's agreement binds
 */
export function checkCredit(account: Account, terms: Terms): Refused<CreditRefusal> | undefined {
  if (account.status === 'closed') return refuse('account-closed', terms.cite('account.closing.orders'))
  if (account.status === 'closing' && refusesOnClosing(terms))
    return refuse('account-closing', terms.cite('account.closing.orders'))
  if (account.status === 'opened' && terms.parameters('account.activation').incoming === 'refuse')
    return refuse('account-not-active', terms.cite('account.activation'))
  if ((account.blocked & blocks.credits) !== 0) return refuse('account-restricted', terms.cite('account.restricted'))
  return undefined
}

/** What the customer must pay in at once for the account to be back within its permitted limit, or at zero without one. */
export function cureOwed(account: Account): Minor {
  return larger(zero, negate(plus(account.balanceMinor, account.limitMinor)))
}

/** How much of an agreed limit is used; zero while the balance is not negative. */
export function limitUsed(account: Account): Minor {
  return minus(larger(zero, negate(account.balanceMinor)), cureOwed(account))
}

/** An amount as facts tell it. */
export const moneyFact = (minor: Minor, currency: Currency): FactValue => ({ minor: minor.toString(), currency })
