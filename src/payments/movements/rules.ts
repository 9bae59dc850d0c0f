/** Moving money between two accounts: the one place where the checks of both sides stand in their order. */
import { accept, type Decision, type Facts, refuse } from '../../kernel/decision.ts'
import { type Currency, type Minor, negate } from '../../kernel/money.ts'
import type { DetailsRef, Effect } from '../../kernel/state.ts'
import { type CreditRefusal, checkCredit, checkDebit, type DebitRefusal } from '../../accounts/rules.ts'
import { type Account, type EntryNature, post } from '../../ledger/rules.ts'
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
] as const
export type MovementRefusal = (typeof movementRefusals)[number] | DebitRefusal | CreditRefusal

/**
 * Decides a movement that needs cover. In this order: the amount is zero; both sides are one account; a currency differs; the payer's
 * account refuses the debit; the payee's account refuses the credit.
 */
export function decideMovement(movement: Movement): Decision<Effect, MovementRefusal> {
  const { from, to, amountMinor } = movement
  return (
    checkShape(movement) ??
    checkDebit(from.account, amountMinor, from.terms) ??
    checkCredit(to.account, to.terms) ??
    move(movement)
  )
}

/** Decides a movement that goes through whatever cover there is: only the shape and closed accounts stand in its way. */
export function decideUncovered(movement: Movement): Decision<Effect, MovementRefusal> {
  const { from, to } = movement
  const closed = [from, to].find(({ account }) => account.status === 'closed')
  return (
    checkShape(movement) ??
    (closed === undefined ? move(movement) : refuse('account-closed', closed.terms.cite('account.closing.orders')))
  )
}

function checkShape({ from, to, amountMinor, currency, settledBy }: Movement) {
  if (amountMinor <= 0n) return refuse('amount-zero' as const, from.terms.cite(...settledBy))
  if (from.account.account === to.account.account) return refuse('same-account' as const, from.terms.cite(...settledBy))
  const other = [from, to].find(({ account }) => account.currency !== currency)
  return other === undefined
    ? undefined
    : refuse('currency-differs' as const, from.terms.cite(...settledBy), {
        account: String(other.account.account),
        accountCurrency: other.account.currency,
        currency,
      })
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
