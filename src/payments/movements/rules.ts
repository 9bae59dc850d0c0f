/** Moving money between two accounts: the one place where the checks of both sides stand in their order. */

import { type CreditRefusal, checkCredit, checkDebit, type DebitRefusal, moneyFact } from '../../accounts/rules.ts'
import { accept, type Decision, type Facts, type Refused, refuse } from '../../kernel/decision.ts'
import { type Currency, type Minor, negate } from '../../kernel/money.ts'
import type { DetailsRef, Effect } from '../../kernel/state.ts'
import { type Account, cashIn, type EntryNature, post } from '../../ledger/rules.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** One side: the account, the terms that bind its holder, and whose key keeps the details of this side. */
export type Side = { readonly account: Account; readonly terms: Terms; readonly details?: DetailsRef | undefined }

export type Movement = {
  readonly from: Side
  readonly to: Side
  readonly amountMinor: Minor
  readonly currency: Currency
  readonly nature: EntryNature
  readonly bookingDate: Temporal.PlainDate
  readonly valueDate: Temporal.PlainDate
  /** What settles it when it goes through, under the payer's terms. */
  readonly settledBy: readonly ProvisionKey[]
  /** Whoever asked must not learn why the payee's account takes nothing: that is between the payee and the institution. */
  readonly discreet?: boolean
  readonly facts?: Facts
}

/** Why money does not move, the first that applies. */
export const movementRefusals = [
  'amount-zero',
  'same-account',
  'currency-differs',
  'account-closed',
  'account-closing',
  'account-not-active',
  'account-restricted',
  'amount-restricted',
  'insufficient-funds',
  'payee-unavailable',
  'till-short',
] as const
export type MovementRefusal = (typeof movementRefusals)[number] | DebitRefusal | CreditRefusal

/**
 * Decides a movement that needs cover. In this order: the amount is zero; both sides are one account; a currency differs; the payer's
 * account refuses the debit; the payee's account refuses the credit; the till that pays out holds less.
 */
export function decideMovement(movement: Movement): Decision<Effect, MovementRefusal> {
  const { from, amountMinor } = movement
  return (
    checkShape(movement) ??
    checkDebit(from.account, amountMinor, from.terms) ??
    checkPayee(movement) ??
    checkTill(movement) ??
    move(movement)
  )
}

/** Decides a movement that goes through whatever cover there is: only the shape, closed accounts and an empty till stand in its way. */
export function decideUncovered(movement: Movement): Decision<Effect, MovementRefusal> {
  const { from, to } = movement
  const closed = [from, to].find(({ account }) => account.status === 'closed')
  return (
    checkShape(movement) ??
    (closed === undefined ? undefined : refuse('account-closed', closed.terms.cite('account.closing.orders'))) ??
    checkTill(movement) ??
    move(movement)
  )
}

/** The cash in a till does not suffice for what is paid to its account: cash goes out as the till's account rises. */
export function isShort(till: Account, amountMinor: Minor): boolean {
  return till.kind === 'till' && cashIn(till) < amountMinor
}

function checkShape(
  movement: Movement,
): Refused<'amount-zero' | 'same-account' | 'currency-differs' | 'payee-unavailable'> | undefined {
  const { from, to, amountMinor, currency, settledBy } = movement
  const fits = from.account.currency === currency && to.account.currency === currency
  if (amountMinor > 0n && from.account.account !== to.account.account && fits) return undefined
  const cited = from.terms.cite(...settledBy)
  if (amountMinor <= 0n) return refuse('amount-zero', cited)
  if (from.account.account === to.account.account) return refuse('same-account', cited)
  if (from.account.currency !== currency)
    return refuse('currency-differs', cited, { accountCurrency: from.account.currency, currency })
  const differs = refuse('currency-differs', cited, { accountCurrency: to.account.currency, currency })
  return movement.discreet ? unavailable(movement, differs) : differs
}

function checkPayee(movement: Movement): Refused<CreditRefusal | 'payee-unavailable'> | undefined {
  const refused = checkCredit(movement.to.account, movement.to.terms)
  return refused !== undefined && movement.discreet ? unavailable(movement, refused) : refused
}

/** One answer for every reason that lies with the payee; staff see the true one. */
function unavailable(
  { from, settledBy }: Movement,
  { code, cited, facts }: Refused<string>,
): Refused<'payee-unavailable'> {
  const { disclosed } = from.terms.cite(...settledBy)
  return refuse('payee-unavailable', { settled: cited.settled, disclosed }, {}, { code, ...facts })
}

function checkTill({ from, to, amountMinor }: Movement): Refused<'till-short'> | undefined {
  return isShort(to.account, amountMinor)
    ? refuse('till-short', from.terms.cite('cash.at-till'), {
        held: moneyFact(cashIn(to.account), to.account.currency),
      })
    : undefined
}

function move(movement: Movement): Decision<Effect, never> {
  const { from, to, amountMinor, nature, bookingDate, valueDate, settledBy, facts } = movement
  return accept(
    post(
      [
        { account: from.account, amountMinor: negate(amountMinor), nature, details: from.details },
        { account: to.account, amountMinor, nature, details: to.details },
      ],
      bookingDate,
      valueDate,
    ),
    from.terms.cite(...settledBy),
    facts,
  )
}
