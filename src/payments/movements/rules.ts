/** Moving money between two accounts: the one place where the checks of both sides stand in their order. */

import {
  type CreditRefusal,
  checkCredit,
  checkDebit,
  type DebitRefusal,
  debitRefusals,
  moneyFact,
  touchesDues,
} from '../../accounts/rules.ts'
import { accept, type Cited, type Decision, type Facts, type Refused, refuse, together } from '../../kernel/decision.ts'
import { type Currency, type Minor, negate, plus } from '../../kernel/money.ts'
import type { DetailsRef, Effect } from '../../kernel/state.ts'
import { type Account, available, cashIn, type EntryNature, post } from '../../ledger/rules.ts'
import { feeFact } from '../../pricing/fees/rules.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Charge, type Charged, citedOfFee, legsOfFee, payerOfFee, takenFact } from '../fees/rules.ts'

/** One side: the account, the terms that bind its holder, and whose key keeps the details of this side. */
export type Side = {
  readonly account: Account
  readonly terms: Terms
  readonly details?: DetailsRef | undefined
  /** What the payer owes the institution since before the order (RA-10.4). */
  readonly dueMinor?: Minor
}

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
  /** What it costs the customer: one decision with it, covered together. */
  readonly charge?: Charge
  readonly facts?: Facts
}

/** Why money does not move, the first that applies. */
export const movementRefusals = [
  'amount-zero',
  'same-account',
  'currency-differs',
  ...debitRefusals,
  'payee-unavailable',
  'money-segregated',
  'till-short',
] as const
export type MovementRefusal = (typeof movementRefusals)[number] | DebitRefusal | CreditRefusal

/**
 * Decides a movement that needs cover. In this order: the amount is zero; both sides are one account; a currency differs; the payer's
 * account refuses the debit, of amount and fee together where it pays both; the payee's account refuses the credit; no account may or can pay
 * the fee; the till that pays out holds less.
 */
export function decideMovement(movement: Movement): Decision<Effect, MovementRefusal> {
  const payer = payerOf(movement)
  return (
    checkShape(movement) ??
    checkPayer(movement, payer) ??
    checkPayee(movement) ??
    checkFee(movement, payer) ??
    checkTill(movement) ??
    move(movement, payer)
  )
}

/** The account that pays the fee; undefined when there is no fee, or nobody to pay it. */
function payerOf({ charge, from, to, amountMinor }: Movement): Account | undefined {
  if (charge?.fee === undefined) return undefined
  const sides = { from: from.account.account, to: to.account.account, amountMinor }
  // Without cover anywhere the refusal is that of the account itself.
  return payerOfFee(charge, sides) ?? charge.payers.find(({ account }) => account === sides.from)
}

/** What leaves the payer's account: the amount, and the fee where it is taken from there. */
function debitOf({ from, amountMinor, charge }: Movement, payer: Account | undefined): Minor {
  return charge?.fee !== undefined && payer?.account === from.account.account
    ? plus(amountMinor, charge.fee.amountMinor)
    : amountMinor
}

function checkPayer(movement: Movement, payer: Account | undefined): Refused<DebitRefusal> | undefined {
  const { from, charge } = movement
  const debitMinor = debitOf(movement, payer)
  const refused = checkDebit(from.account, debitMinor, from.terms, from.dueMinor)
  // Where the account is open to debits and cover is missing, the fee is part of the reason.
  if (refused === undefined || charge?.fee === undefined || debitMinor === movement.amountMinor) return refused
  if (refused.facts['needed'] === undefined) return refused
  const cited = together(refused.cited, charge.fee.cited)
  return { ...refused, cited, facts: { ...refused.facts, fee: feeFact(charge.fee) } }
}

/** A fee that nobody can pay: of what comes in, because it does not suffice for it; of money kept apart, because no other account has cover. */
function checkFee(
  { charge, to, from }: Movement,
  payer: Account | undefined,
): Refused<'insufficient-funds' | 'money-segregated'> | undefined {
  if (charge?.fee === undefined || payer !== undefined) return undefined
  const { fee, payers } = charge
  const served = from.account.kind === 'customer' ? from : to
  const kept = !payers.some(({ account }) => account === served.account.account)
  const facts = { fee: feeFact(fee) }
  return kept
    ? refuse('money-segregated', together(served.terms.cite('segregated-account.regime'), fee.cited), facts)
    : refuse('insufficient-funds', together(served.terms.cite('account.spendable'), fee.cited), {
        available: moneyFact(available(served.account), fee.currency),
        needed: moneyFact(fee.amountMinor, fee.currency),
        ...facts,
      })
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

/** Why a movement is none, whatever the accounts say: nothing to move, one account on both sides, another currency. */
export function checkShape(
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

function move(movement: Movement, payer?: Account): Decision<Effect, never> {
  const { from, to, amountMinor, nature, bookingDate, valueDate, settledBy, facts, charge } = movement
  const legs = [
    { account: from.account, amountMinor: negate(amountMinor), nature, details: from.details },
    { account: to.account, amountMinor, nature, details: to.details },
  ]
  const cited = from.terms.cite(...settledBy)
  // Nearly every transfer costs nothing, of somebody who owes nothing.
  if (charge?.fee === undefined && charge?.waived === undefined && (from.dueMinor ?? 0n) === 0n)
    return accept(post(legs, bookingDate, valueDate), cited, facts)
  const charged = charge?.fee === undefined || payer === undefined ? undefined : charge
  const reasons = [...waived(movement, payer), ...(charged && payer ? feeReasons(movement, charged, payer) : [])]
  const settled = reasons.length === 0 ? cited : together(cited, ...reasons)
  if (charged === undefined || payer === undefined) return accept(post(legs, bookingDate, valueDate), settled, facts)
  return accept(post([...legs, ...legsOfFee(charged, payer)], bookingDate, valueDate), settled, {
    ...facts,
    fee: takenFact(charged.fee, payer),
  })
}

function feeReasons({ from, to }: Movement, { fee }: Charged, payer: Account): readonly Cited[] {
  const served = from.account.kind === 'customer' ? from : to
  return citedOfFee(fee, payer, served.account.account, served.terms)
}

/** Entitlements that the institution does not use: a fee that it forgoes, dues that it lets come later. Waiving is a decision, too. */
function waived(movement: Movement, payer: Account | undefined): readonly Cited[] {
  const { from, charge } = movement
  const fee = charge !== undefined && charge.fee === undefined ? charge.waived : undefined
  const passes = from.dueMinor !== undefined && touchesDues(from.account, debitOf(movement, payer), from.dueMinor)
  return [...(fee === undefined ? [] : [fee]), ...(passes ? [from.terms.cite('fee.due-first')] : [])]
}
