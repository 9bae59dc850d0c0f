/** The account that fees are taken from, as the customer chose it (RA-10.6): one for each currency of an agreement. */
import { calendarOf } from '../../../kernel/calendar.ts'
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import type { AccountId, AgreementId } from '../../../kernel/ids.ts'
import type { Currency } from '../../../kernel/money.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Account } from '../../../ledger/rules.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Terms } from '../../../rulebook/terms.ts'

export type FeeAccount = {
  readonly agreement: AgreementId
  /** By currency. */
  readonly chosen: Readonly<Record<string, AccountId>>
  /** The first day on which the choice no longer counts; null while the institution has not ended the offer. */
  readonly offerEnds: Temporal.PlainDate | null
}

export const feeAccounts = records<AgreementId, FeeAccount>('fee-account')

/** The account chosen for fees in a currency; undefined when none was, or when the offer has ended. */
export function chosenAccount(
  known: FeeAccount | undefined,
  currency: Currency,
  on: Temporal.PlainDate,
): AccountId | undefined {
  return known === undefined || hasEnded(known, on) ? undefined : known.chosen[currency]
}

const hasEnded = ({ offerEnds }: FeeAccount, on: Temporal.PlainDate): boolean =>
  offerEnds !== null && Temporal.PlainDate.compare(on, offerEnds) >= 0

/** In this order: the institution no longer offers a choice; the account is not active. */
export const chooseFeeAccountRefusals = ['fee-account-not-offered', 'account-not-active'] as const
export type ChooseRefusal = (typeof chooseFeeAccountRefusals)[number]

/** Chooses the account for fees in its currency, in place of one chosen before. */
export function decideChoice(
  known: FeeAccount | undefined,
  account: Account,
  agreement: AgreementId,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, ChooseRefusal> {
  const cited = terms.cite('fee.chosen-account')
  if (known !== undefined && hasEnded(known, on))
    return refuse('fee-account-not-offered', cited, { endedOn: known.offerEnds?.toString() ?? null })
  if (account.status !== 'active') return refuse('account-not-active', cited, { status: account.status })
  const chosen = { ...known?.chosen, [account.currency]: account.account }
  return accept([effect(feeAccounts, agreement, { agreement, chosen, offerEnds: known?.offerEnds ?? null })], cited, {
    account: String(account.account),
    currency: account.currency,
  })
}

export const endOfferRefusals = ['offer-ending'] as const
export type EndOfferRefusal = (typeof endOfferRefusals)[number]

/** Tells the customer that the choice will no longer be offered: it counts until the notice is over. */
export function decideEndOffer(
  known: FeeAccount | undefined,
  agreement: AgreementId,
  entity: Entity,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, EndOfferRefusal> {
  const cited = terms.cite('fee.chosen-account')
  if (known !== undefined && known.offerEnds !== null)
    return refuse('offer-ending', cited, { endsOn: known.offerEnds.toString() })
  const notice = parsePeriod(terms.parameters('fee.chosen-account').notice)
  const offerEnds = addPeriod(on, notice, calendarOf(entity.calendar))
  const chosen = known?.chosen ?? {}
  return accept([effect(feeAccounts, agreement, { agreement, chosen, offerEnds })], cited, {
    endsOn: offerEnds.toString(),
  })
}
