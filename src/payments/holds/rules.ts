/** Holds: money kept for a payment until it is captured, released, or the hold expires. */
import { type CreditRefusal, checkCredit, checkDebit, type DebitRefusal, moneyFact } from '../../accounts/rules.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import type { AccountId, HoldId } from '../../kernel/ids.ts'
import { type Currency, type Minor, minus, negate, zero } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { type Account, accounts, post } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Side } from '../movements/rules.ts'

export type Hold = {
  readonly hold: HoldId
  readonly account: AccountId
  /** What is still held, in the account's currency; zero when nothing is left of it. */
  readonly amountMinor: Minor
  /** The last day on which it stands. */
  readonly expiresOn: Temporal.PlainDate
}

export const holds = records<HoldId, Hold>('hold')

/** A hold, and the side whose money it keeps: the terms that bind its holder decide. */
export type Held = { readonly hold: Hold; readonly from: Side }

/** The deadline on which `hold.expire-due` is sent, with the hold as its subject. */
export const expiryKind = 'hold-expiry'

const deadlineOf = ({ hold, expiresOn }: Pick<Hold, 'hold' | 'expiresOn'>): Deadline => ({
  due: expiresOn,
  kind: expiryKind,
  subject: hold,
})

/** Why no hold is placed, the first that applies; then why the amount could not be debited now. */
export const placeRefusals = ['currency-differs', 'amount-zero'] as const
export type PlaceRefusal = (typeof placeRefusals)[number] | DebitRefusal

/**
 * Places a hold. Refuses another currency than the account's, then nothing at all, then as a debit would be refused now.
 *
 * @param card the active card by which it is asked for, if it is
 */
export function decidePlace(
  account: Account,
  { currency, ...asked }: Omit<Hold, 'account'> & { readonly currency: Currency },
  on: Temporal.PlainDate,
  terms: Terms,
  dueMinor: Minor = zero,
  card?: number,
): Decision<Effect, PlaceRefusal> {
  const cited = terms.cite('payment.hold')
  if (account.currency !== currency)
    return refuse('currency-differs', cited, { accountCurrency: account.currency, currency })
  if (asked.amountMinor <= 0n) return refuse('amount-zero', cited)
  const placed: Hold = { ...asked, account: account.account }
  return (
    checkDebit(account, asked.amountMinor, terms, dueMinor, card !== undefined) ??
    accept(
      [
        create(holds, placed.hold, placed),
        effect(accounts, account.account, { kind: 'held', amountMinor: placed.amountMinor, bookingDate: on }),
        setDeadline(deadlineOf(placed)),
      ],
      terms.cite('account.spendable', 'payment.hold'),
      {
        hold: String(placed.hold),
        expiresOn: placed.expiresOn.toString(),
        ...(card === undefined ? {} : { card: String(card) }),
      },
    )
  )
}

/** Why nothing is captured, the first that applies; then why the payee's account takes nothing. */
export const captureRefusals = [
  'hold-unknown',
  'hold-ended',
  'payee-unknown',
  'same-account',
  'amount-zero',
  'currency-differs',
  'hold-exceeded',
] as const
export type CaptureRefusal = (typeof captureRefusals)[number] | CreditRefusal
/** Why nothing is given back, the first that applies. */
export const releaseRefusals = ['hold-unknown', 'hold-ended', 'hold-stands'] as const
export type ReleaseRefusal = (typeof releaseRefusals)[number]

/**
 * Takes all or part of a hold; what is left stays held, or is released with it when the capture is final. Money that was held is
 * covered, so the capture goes through on an account that was restricted or asked to be closed meanwhile; not after the hold's last day.
 *
 * @param to undefined when no account of the kind that captures are paid to has the id
 */
export function decideCapture(
  { hold, from }: Held,
  to: Side | undefined,
  asked: { readonly amountMinor: Minor; readonly currency: Currency; readonly final: boolean },
  on: Temporal.PlainDate,
): Decision<Effect, CaptureRefusal> {
  const cited = from.terms.cite('payment.hold')
  if (hold.amountMinor === 0n || isOver(hold, on)) return refuse('hold-ended', cited)
  if (to === undefined) return refuse('payee-unknown', cited)
  if (to.account.account === from.account.account) return refuse('same-account', cited)
  if (asked.amountMinor <= 0n) return refuse('amount-zero', cited)
  if ([from, to].some(({ account }) => account.currency !== asked.currency))
    return refuse('currency-differs', cited, { currency: asked.currency })
  if (asked.amountMinor > hold.amountMinor)
    return refuse('hold-exceeded', cited, { held: moneyFact(hold.amountMinor, from.account.currency) })
  const unwilling = checkCredit(to.account, to.terms)
  if (unwilling !== undefined) return unwilling
  const leftMinor = asked.final ? zero : minus(hold.amountMinor, asked.amountMinor)
  const entries = post(
    [
      { account: from.account, amountMinor: negate(asked.amountMinor), nature: 'capture', details: from.details },
      { account: to.account, amountMinor: asked.amountMinor, nature: 'capture', details: to.details },
    ],
    on,
    on,
  )
  return accept([...giveBack(hold, leftMinor, on), ...entries], cited, leftFact(leftMinor, from.account))
}

/** Gives a hold back at the request of who placed it. */
export function decideRelease({ hold, from }: Held, on: Temporal.PlainDate): Decision<Effect, ReleaseRefusal> {
  const cited = from.terms.cite('payment.hold')
  if (hold.amountMinor === 0n) return refuse('hold-ended', cited)
  return accept(giveBack(hold, zero, on), cited, leftFact(zero, from.account))
}

/** Gives a hold back once its last day has passed; before that it stands. */
export function decideExpiry(held: Held, on: Temporal.PlainDate): Decision<Effect, ReleaseRefusal> {
  const { hold, from } = held
  if (!isOver(hold, on))
    return refuse('hold-stands', from.terms.cite('payment.hold'), { expiresOn: hold.expiresOn.toString() })
  return decideRelease(held, on)
}

/**
 * Gives back every hold whose last day has passed; those that stand or ended before are left out. One decision for all: it cites what
 * binds each of them.
 */
export function decideExpiries(held: readonly Held[], on: Temporal.PlainDate, terms: Terms): Decision<Effect, never> {
  const over = held.filter(({ hold }) => hold.amountMinor > 0n && isOver(hold, on))
  const cited = new Set(over.map(({ from }) => from.terms.cite('payment.hold')))
  const effects = over.flatMap(({ hold }) => giveBack(hold, zero, on))
  const [first = terms.cite('payment.hold')] = cited
  return accept(effects, cited.size > 1 ? together(...cited) : first, { expired: over.length })
}

const isOver = ({ expiresOn }: Hold, on: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(on, expiresOn) > 0

function giveBack(hold: Hold, leftMinor: Minor, on: Temporal.PlainDate): readonly Effect[] {
  const amountMinor = minus(leftMinor, hold.amountMinor)
  return [
    effect(holds, hold.hold, { ...hold, amountMinor: leftMinor }),
    effect(accounts, hold.account, { kind: 'held', amountMinor, bookingDate: on }),
    ...(leftMinor === 0n ? [clearDeadline(deadlineOf(hold))] : []),
  ]
}

const leftFact = (leftMinor: Minor, { currency }: Account): Facts => ({ left: moneyFact(leftMinor, currency) })
