/** Holds: money kept for a payment until it is captured, released, or the hold expires. */
import { checkDebit, type DebitRefusal, moneyFact } from '../../accounts/rules.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, assertInvariant, type Decision, type Facts, refuse } from '../../kernel/decision.ts'
import type { AccountId, HoldId } from '../../kernel/ids.ts'
import { type Minor, minus, negate, zero } from '../../kernel/money.ts'
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

const deadlineOf = ({ hold, expiresOn }: Pick<Hold, 'hold' | 'expiresOn'>): Deadline => ({
  due: expiresOn,
  kind: 'hold-expiry',
  subject: hold,
})

/** Places a hold. Refuses as a debit of the amount would be refused now. */
export function decidePlace(
  account: Account,
  asked: { readonly hold: HoldId; readonly amountMinor: Minor; readonly expiresOn: Temporal.PlainDate },
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, DebitRefusal> {
  const placed: Hold = { ...asked, account: account.account }
  return (
    checkDebit(account, asked.amountMinor, terms) ??
    accept(
      [
        create(holds, placed.hold, placed),
        effect(accounts, account.account, { kind: 'held', amountMinor: placed.amountMinor, bookingDate: on }),
        setDeadline(deadlineOf(placed)),
      ],
      terms.cite('account.spendable', 'payment.hold'),
      { hold: String(placed.hold), expiresOn: placed.expiresOn.toString() },
    )
  )
}

/** Why nothing is captured or released, the first that applies. */
export const holdRefusals = ['hold-unknown', 'hold-ended', 'hold-exceeded'] as const
export type HoldRefusal = (typeof holdRefusals)[number]

/**
 * Takes all or part of a hold; what is left stays held, or is released with it when the capture is final. Money that was held is
 * covered, so the capture goes through on an account that was restricted or asked to be closed meanwhile.
 */
export function decideCapture(
  hold: Hold | undefined,
  from: Side | undefined,
  to: Side,
  asked: { readonly amountMinor: Minor; readonly final: boolean },
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, HoldRefusal> {
  const cited = terms.cite('payment.hold')
  if (hold === undefined || from === undefined) return refuse('hold-unknown', cited)
  if (hold.amountMinor === 0n) return refuse('hold-ended', cited)
  if (asked.amountMinor > hold.amountMinor)
    return refuse('hold-exceeded', cited, { held: moneyFact(hold.amountMinor, from.account.currency) })
  assertInvariant(asked.amountMinor > 0n, 'a capture takes more than nothing')
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

/** Gives a hold back: at the request of who placed it, or because its last day has passed. */
export function decideRelease(
  hold: Hold | undefined,
  account: Account | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, HoldRefusal> {
  const cited = terms.cite('payment.hold')
  if (hold === undefined || account === undefined) return refuse('hold-unknown', cited)
  if (hold.amountMinor === 0n) return refuse('hold-ended', cited)
  return accept(giveBack(hold, zero, on), cited, leftFact(zero, account))
}

/** Gives a hold back once its last day has passed; before that it stands. */
export function decideExpiry(
  hold: Hold | undefined,
  account: Account | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, HoldRefusal | 'hold-stands'> {
  if (hold !== undefined && Temporal.PlainDate.compare(on, hold.expiresOn) <= 0)
    return refuse('hold-stands', terms.cite('payment.hold'), { expiresOn: hold.expiresOn.toString() })
  return decideRelease(hold, account, on, terms)
}

function giveBack(hold: Hold, leftMinor: Minor, on: Temporal.PlainDate): readonly Effect[] {
  const amountMinor = minus(leftMinor, hold.amountMinor)
  return [
    effect(holds, hold.hold, { ...hold, amountMinor: leftMinor }),
    effect(accounts, hold.account, { kind: 'held', amountMinor, bookingDate: on }),
    ...(leftMinor === 0n ? [clearDeadline(deadlineOf(hold))] : []),
  ]
}

const leftFact = (leftMinor: Minor, { currency }: Account): Facts => ({ left: moneyFact(leftMinor, currency) })
