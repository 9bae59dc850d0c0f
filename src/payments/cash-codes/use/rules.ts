/** A transaction with a code at a machine: cash in or out, and its fee. */
import {
  type CreditRefusal,
  checkCredit,
  checkDebit,
  type DebitRefusal,
  debitRefusals,
  moneyFact,
} from '../../../accounts/rules.ts'
import { clearDeadline } from '../../../kernel/deadline.ts'
import { accept, type Cited, type Decision, type Refused, refuse, together } from '../../../kernel/decision.ts'
import { type Currency, type Minor, minus, negate, plus, zero } from '../../../kernel/money.ts'
import { type Effect, effect } from '../../../kernel/state.ts'
import { type Account, cashIn, type Leg, post } from '../../../ledger/rules.ts'
import type { Dues } from '../../../pricing/dues/rules.ts'
import type { ProvisionKey } from '../../../rulebook/provisions.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Charged, legsOfFee, type Outcome, payerOfFee, takenFact, takeOrOwe } from '../../fees/rules.ts'
import { isShort } from '../../movements/rules.ts'
import type { Atm } from '../atm/rules.ts'
import { type CashCodeEntry, cashCodeEntries } from '../entry/rules.ts'
import {
  brokenLimit,
  type CashCodeDay,
  type CashLimits,
  cashCodeDays,
  limitRefusals,
  sumOn,
  withMore,
} from '../limits/rules.ts'
import {
  type CashCode,
  type CashDirection,
  cashCodes,
  checkLive,
  type EndedRefusal,
  endedRefusals,
  expiryDeadline,
  leftOf,
} from '../rules.ts'

/** What is typed in at the machine. */
export type Asked = { readonly direction: CashDirection; readonly amountMinor: Minor; readonly currency: Currency }

/** Why an entry leads to no transaction, the first that applies. */
export const enteredRefusals = ['atm-unknown', 'code-entry-unknown', 'cash-code-wrong'] as const
export type EnteredRefusal = (typeof enteredRefusals)[number]

/** Why a code that was entered rightly does not serve for the transaction, the first that applies. */
export const useRefusals = [
  ...endedRefusals,
  'person-not-entitled',
  'details-differ',
  'currency-not-at-machine',
  'amount-zero',
  'amount-exceeds-code',
  ...debitRefusals,
  ...limitRefusals,
  'till-short',
] as const
export type UseRefusal = (typeof useRefusals)[number]

/**
 * Why the entry leads no further: the machine is not installed; it has no such entry, or used it before; the code was entered wrongly.
 * Whoever stands at the machine learns only that, also when no code is for that person: then RA-7.9 settles it.
 */
export function checkEntered(
  atm: Atm | undefined,
  entry: CashCodeEntry | undefined,
  terms: Terms,
): Refused<EnteredRefusal> | undefined {
  if (atm === undefined) return refuse('atm-unknown', terms.cite('cash-code.transaction'))
  if (entry === undefined || entry.atm !== atm.atm || entry.used)
    return refuse('code-entry-unknown', terms.cite('cash-code.transaction'))
  if (entry.found === 'match') return undefined
  const { disclosed, settled } = refusing(terms, 'cash-code.use.code', 'cash-code.parts')
  if (entry.found === 'mismatch') return refuse('cash-code-wrong', { disclosed, settled })
  return refuse(
    'cash-code-wrong',
    { settled: terms.cite('cash-code.person').settled, disclosed },
    {},
    { found: 'not-named' },
  )
}

/**
 * What settles a refusal in one of the cases of RA-7.13: that right, where the institution's policy is to use it always. Where it is not, the
 * transaction is none all the same: other clauses forbid it to go ahead, and then they settle it.
 */
const refusing = (terms: Terms, listed: ProvisionKey, otherwise: ProvisionKey): Cited =>
  terms.policy('cash-code.use.refuse') === 'always' ? terms.cite('cash-code.use.refuse', listed) : terms.cite(otherwise)

export type Use = {
  readonly entry: CashCodeEntry
  readonly code: CashCode
  readonly account: Account
  readonly till: Account
  readonly asked: Asked
  /** Why the named person has no power for the customer any more. */
  readonly powerless: Refused<'person-not-entitled'> | undefined
  /** The fee of the transaction, taken from the account itself. */
  readonly charged: Charged | undefined
  /** What the holders owe the institution since before, and how much of it comes before this. */
  readonly dues: Dues | undefined
  readonly dueMinor: Minor
  /** Fresh ids, for a fee that becomes due. */
  readonly nextId: () => number
  readonly limits: CashLimits
  readonly day: CashCodeDay | undefined
  readonly today: Temporal.PlainDate
  readonly bookingDate: Temporal.PlainDate
}

/**
 * Decides a transaction with a code that was entered rightly. In this order: the code has ended (RA-7.5, 7.10, 7.11); its person lost the
 * power to act (7.4); direction or currency are not those applied for (7.13.2); the machine has no cash of that currency; nothing is
 * asked; more than is left of the code (7.5); the account takes or gives nothing (7.13.3 where it is restricted); free money does not cover amount and fee (7.13.4); a limit (7.7); the
 * machine holds less.
 */
export function decideUse(use: Use, terms: Terms): Decision<Effect, UseRefusal> {
  return (
    checkLive(use.code, use.today, terms) ??
    use.powerless ??
    checkDetails(use, terms) ??
    checkMoney(use, terms) ??
    checkLimits(use) ??
    checkTill(use, terms) ??
    carryOut(use, terms)
  )
}

function checkDetails({ code, asked, till }: Use, terms: Terms): Refused<EndedRefusal | UseRefusal> | undefined {
  if (asked.direction !== code.direction || asked.currency !== code.currency)
    return refuse('details-differ', refusing(terms, 'cash-code.use.details', 'cash-code.application'), {
      direction: code.direction,
      currency: code.currency,
    })
  if (asked.currency !== till.currency)
    return refuse('currency-not-at-machine', terms.cite('cash-code.transaction'), { currency: till.currency })
  if (asked.amountMinor <= 0n) return refuse('amount-zero', terms.cite('cash-code.transaction'))
  return asked.amountMinor > leftOf(code)
    ? refuse('amount-exceeds-code', terms.cite('cash-code.validity'), { left: moneyFact(leftOf(code), code.currency) })
    : undefined
}

function checkMoney({ code, asked, account, charged, dueMinor }: Use, terms: Terms): Refused<UseRefusal> | undefined {
  const refused: Refused<DebitRefusal | CreditRefusal> | undefined =
    code.direction === 'deposit'
      ? checkCredit(account, terms)
      : checkDebit(account, plus(asked.amountMinor, charged?.fee.amountMinor ?? zero), terms, dueMinor)
  if (refused === undefined) return undefined
  const { code: why, facts } = refused
  if (why === 'account-restricted' || why === 'amount-restricted')
    return refuse(why, refusing(terms, 'cash-code.use.restricted', 'account.restricted'), facts)
  if (why === 'insufficient-funds') {
    const cited = refusing(terms, 'cash-code.use.cover', 'account.spendable')
    return refuse(why, charged === undefined ? cited : together(cited, charged.fee.cited), facts)
  }
  return refused
}

/** The limits may have changed since the application, or the institution took it although it broke them. */
function checkLimits({ code, asked, limits, day, today }: Use): Refused<UseRefusal> | undefined {
  const dayMinor = plus(sumOn(day, today, 'used', code.direction), asked.amountMinor)
  const broken = brokenLimit(limits, asked.amountMinor, dayMinor, code.currency)
  return broken === undefined ? undefined : refuse(broken.code, limits.cited, broken.facts)
}

function checkTill({ code, asked, till }: Use, terms: Terms): Refused<UseRefusal> | undefined {
  return code.direction === 'withdrawal' && isShort(till, asked.amountMinor)
    ? refuse('till-short', terms.cite('cash.at-till'), { held: moneyFact(cashIn(till), till.currency) })
    : undefined
}

function carryOut(use: Use, terms: Terms): Decision<Effect, never> {
  const { code: before, entry, account, till, asked, limits, day, today, bookingDate } = use
  const usedMinor = plus(before.usedMinor, asked.amountMinor)
  const leftMinor = minus(before.appliedMinor, usedMinor)
  const isWhole = leftMinor === zero
  const code: CashCode = { ...before, usedMinor, tries: 0, state: isWhole ? 'used-up' : 'live' }
  const paidMinor = code.direction === 'deposit' ? asked.amountMinor : negate(asked.amountMinor)
  const legs: Leg[] = [
    { account, amountMinor: paidMinor, nature: 'cash' },
    { account: till, amountMinor: negate(paidMinor), nature: 'cash' },
  ]
  const cited = together(terms.cite('cash-code.transaction', 'cash-code.validity', 'cash-code.person'), limits.cited)
  const fee = feeOfUse(use, terms)
  return accept(
    [
      ...post(legs, bookingDate, bookingDate),
      ...(fee?.effects ?? []),
      effect(cashCodes, code.code, code),
      effect(
        cashCodeDays,
        account.account,
        withMore(day, { account: account.account, day: today }, 'used', code.direction, asked.amountMinor),
      ),
      effect(cashCodeEntries, entry.entry, { ...entry, used: true }),
      ...(isWhole ? [clearDeadline(expiryDeadline(code))] : []),
    ],
    together(cited, ...(fee?.cited ?? [])),
    {
      code: String(code.code),
      direction: code.direction,
      amount: moneyFact(asked.amountMinor, code.currency),
      ...fee?.facts,
      left: moneyFact(leftMinor, code.currency),
    },
  )
}

/** Of what is paid out the fee was covered with it; of what is paid in it comes out of that, or becomes due. */
function feeOfUse(
  { code, charged, account, till, asked, dues, nextId, bookingDate }: Use,
  terms: Terms,
): Outcome | undefined {
  if (charged === undefined) return undefined
  const beside = { from: till.account, to: account.account, amountMinor: asked.amountMinor }
  if (code.direction === 'deposit' && payerOfFee(charged, beside) === undefined)
    return takeOrOwe(charged, { served: account, terms, dues, nextId, on: bookingDate, valueDate: bookingDate })
  const { fee } = charged
  return {
    effects: post(legsOfFee(charged, account), bookingDate, bookingDate),
    cited: [fee.cited],
    facts: { fee: takenFact(fee, account) },
  }
}
