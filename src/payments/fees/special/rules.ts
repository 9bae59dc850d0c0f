/**
 * Special and raised fees (RA-10.2): for extra work or an expense that was not foreseen. Staff set one with its ground and justification;
 * the customer is shown them; only then is it charged.
 */

import { moneyFact } from '../../../accounts/rules.ts'
import { accept, type Decision, type Facts, refuse, together } from '../../../kernel/decision.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { type Currency, type Minor, zero } from '../../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Account } from '../../../ledger/rules.ts'
import { amountOf } from '../../../pricing/fees/rules.ts'
import type { PricedService, PriceQuestion } from '../../../rulebook/prices.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Charged, type Occasion, takeOrOwe } from '../rules.ts'

/** What made the fee necessary, in a word; the papers have the rest. */
export const justifications = [
  'search-of-records',
  'manual-investigation',
  'urgent-execution',
  'charge-of-another-institution',
  'charge-of-an-authority',
  'courier',
  'translation',
] as const
export type Justification = (typeof justifications)[number]

export type SpecialFeeId = number & { readonly unit: 'special-fee' }

export type SpecialFee = {
  readonly specialFee: SpecialFeeId
  readonly account: AccountId
  readonly service: PricedService
  readonly amountMinor: Minor
  readonly currency: Currency
  /** One of those that the rules name. */
  readonly ground: string
  readonly justification: Justification
  /** The file or document that proves it. */
  readonly reference: string
  readonly setBy: string
  readonly setOn: Temporal.PlainDate
  readonly shownOn: Temporal.PlainDate | null
  readonly chargedOn: Temporal.PlainDate | null
}

export const specialFees = records<SpecialFeeId, SpecialFee>('special-fee')

/**
 * In this order: the institution does not use the entitlement; the rules do not know the ground; another currency than the account's;
 * nothing; no more than the price list asks already.
 */
export const setRefusals = [
  'entitlement-waived',
  'ground-not-listed',
  'currency-differs',
  'amount-zero',
  'fee-not-raised',
] as const
export type SetRefusal = (typeof setRefusals)[number]

/** Sets a special fee for a service, or a higher one than the price list's. It is only charged once it was shown. */
export function decideSet(
  asked: SpecialFee,
  account: Account,
  about: PriceQuestion,
  terms: Terms,
): Decision<Effect, SetRefusal> {
  const cited = terms.cite('fee.special')
  if (terms.policy('fee.special') === 'never') return refuse('entitlement-waived', cited)
  const { grounds } = terms.parameters('fee.special')
  if (!grounds.includes(asked.ground)) return refuse('ground-not-listed', cited, { grounds })
  if (asked.currency !== account.currency)
    return refuse('currency-differs', cited, { accountCurrency: account.currency, currency: asked.currency })
  if (asked.amountMinor === zero) return refuse('amount-zero', cited)
  const listed = terms.price(asked.service, about)
  const listedMinor = listed === undefined ? zero : amountOf(listed.row, zero)
  if (listed !== undefined && asked.amountMinor <= listedMinor)
    return refuse('fee-not-raised', together(cited, listed.cited), { listed: moneyFact(listedMinor, asked.currency) })
  return accept([create(specialFees, asked.specialFee, asked)], cited, {
    ...factsOf(asked),
    listed: listed === undefined ? null : moneyFact(listedMinor, asked.currency),
  })
}

/** In this order: it was shown before. */
export const showRefusals = ['special-fee-shown'] as const
export type ShowRefusal = (typeof showRefusals)[number]

/** Shows the customer what the fee is, why, and what justifies it. */
export function decideShow(fee: SpecialFee, on: Temporal.PlainDate, terms: Terms): Decision<Effect, ShowRefusal> {
  const cited = terms.cite('fee.special')
  if (fee.shownOn !== null) return refuse('special-fee-shown', cited, { shownOn: fee.shownOn.toString() })
  const shown = { ...fee, shownOn: on }
  return accept([effect(specialFees, fee.specialFee, shown)], cited, factsOf(shown))
}

/** In this order: the customer was not shown it; it was charged before. */
export const chargeSpecialRefusals = ['special-fee-not-shown', 'special-fee-charged'] as const
export type ChargeSpecialRefusal = (typeof chargeSpecialRefusals)[number]

/** Charges a special fee that was shown: from the first account with cover, or as a due. */
export function decideChargeSpecial(
  special: SpecialFee,
  from: Omit<Charged, 'fee'>,
  occasion: Occasion,
): Decision<Effect, ChargeSpecialRefusal> {
  const cited = occasion.terms.cite('fee.special')
  if (special.shownOn === null) return refuse('special-fee-not-shown', cited)
  if (special.chargedOn !== null)
    return refuse('special-fee-charged', cited, { chargedOn: special.chargedOn.toString() })
  const { service, amountMinor, currency } = special
  const fee = { service, amountMinor, currency, cited, row: cited.settled[0] }
  const outcome = takeOrOwe({ ...from, fee }, occasion)
  const charged = { ...special, chargedOn: occasion.on }
  return accept([...outcome.effects, effect(specialFees, special.specialFee, charged)], together(...outcome.cited), {
    ...factsOf(charged),
    ...outcome.facts,
  })
}

const factsOf = (fee: SpecialFee): Facts => ({
  specialFee: String(fee.specialFee),
  account: String(fee.account),
  service: fee.service,
  amount: moneyFact(fee.amountMinor, fee.currency),
  ground: fee.ground,
  justification: fee.justification,
  reference: fee.reference,
  shownOn: fee.shownOn?.toString() ?? null,
})
