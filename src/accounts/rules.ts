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
  'card-not-active',
  'card-only',
  'amount-restricted',
  'insufficient-funds',
  'dues-first',
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
 * the institution's policy is then to take no orders; it is not active yet; a restriction stops debits; its linked card is not active
 * yet, or the order comes without that card, where the account is limited so (RA-6.6); the amount would touch money that a restriction keeps back; free money does not
 * cover it; it does not cover what is already due to the institution as well, which comes first by its policy (RA-10.4). Accounts of the
 * institution's own need no cover.
 *
 * @param amountMinor what leaves the account, positive, fees included
 * @param terms the terms that the account's agreement binds
 * @param dueMinor what the holders owe the institution since before the order
 * @param byCard whether the order comes by the active card that is linked to the account
 */
export function checkDebit(
  account: Account,
  amountMinor: Minor,
  terms: Terms,
  dueMinor: Minor = zero,
  byCard = false,
): Refused<DebitRefusal> | undefined {
  assertInvariant(amountMinor > 0n, 'a debit takes more than nothing')
  if (account.status === 'closed') return refuse('account-closed', terms.cite('account.closing.orders'))
  if (account.status === 'closing' && refusesOnClosing(terms))
    return refuse('account-closing', terms.cite('account.closing.orders'))
  if (account.status === 'opened') return refuse('account-not-active', terms.cite('account.activation'))
  if ((account.blocked & blocks.debits) !== 0) return refuse('account-restricted', terms.cite('account.restricted'))
  if ((account.blocked & blocks.unactivated) !== 0)
    return refuse('card-not-active', terms.cite('card.limits', 'card.activation'))
  if ((account.blocked & blocks.uncarded) !== 0 && !byCard)
    return refuse('card-only', terms.cite('card.limits', 'card.link'))
  if (account.kind !== 'customer') return undefined
  const free = available(account)
  if (amountMinor <= free) return checkDues(account, amountMinor, terms, dueMinor)
  const facts = { available: moneyFact(free, account.currency), needed: moneyFact(amountMinor, account.currency) }
  return amountMinor <= plus(free, account.restrictedMinor)
    ? refuse('amount-restricted', terms.cite('account.restricted'), facts)
    : refuse('insufficient-funds', terms.cite('account.spendable'), facts)
}

function checkDues(
  account: Account,
  amountMinor: Minor,
  terms: Terms,
  dueMinor: Minor,
): Refused<'dues-first'> | undefined {
  if (!touchesDues(account, amountMinor, dueMinor) || terms.policy('fee.due-first') !== 'always') return undefined
  return refuse('dues-first', terms.cite('fee.due-first'), {
    available: moneyFact(larger(zero, minus(available(account), dueMinor)), account.currency),
    needed: moneyFact(amountMinor, account.currency),
    due: moneyFact(dueMinor, account.currency),
  })
}

/** Whether a debit takes money that is due to the institution already. */
export const touchesDues = (account: Account, amountMinor: Minor, dueMinor: Minor): boolean =>
  dueMinor > 0n && account.kind === 'customer' && plus(amountMinor, dueMinor) > available(account)

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
