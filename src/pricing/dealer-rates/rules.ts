/**
 * What a seller or maker of cars pays when a customer borrows at a campaign rate: the interest at the market rate less that at the campaign
 * rate, on what was borrowed, over the days of the campaign.
 */
import { dayNumber } from '../../kernel/day-number.ts'
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import { type Currency, type Minor, minus, zero } from '../../kernel/money.ts'
import { unmetBy } from '../../privacy/gate/conditions/rules.ts'
import { type Evidence, isMet } from '../../privacy/gate/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { interestDue } from '../interest/rules.ts'
import { type CooperationAgreement, covers } from './agreements/rules.ts'

export type CompensationAsked = {
  readonly principalMinor: Minor
  readonly currency: Currency
  /** A year, in millionths of a percent. */
  readonly marketMillionths: bigint
  readonly campaignMillionths: bigint
  /** The days that count, both included. */
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly shown: readonly Evidence[]
  /** Agreements whose numbers are shown, as far as they are on record. */
  readonly agreements: readonly CooperationAgreement[]
}

/** In this order: whether there is an interest, whether an agreement holds on these days, and whether there is a gap at all. */
export const compensationRefusals = [
  'interest-not-registered',
  'validity-reversed',
  'condition-missing',
  'campaign-rate-not-lower',
] as const
export type CompensationRefusal = (typeof compensationRefusals)[number]

/** Interest at both rates, each rounded half up to a minor unit, and the compensation. */
export function decideCompensation(asked: CompensationAsked, terms: Terms): Decision<never, CompensationRefusal> {
  const cited = terms.cite('dealer.compensation')
  const { interest: id } = terms.parameters('dealer.compensation')
  const interest = terms.register.interests.get(id)
  if (interest === undefined) return refuse('interest-not-registered', cited, { purpose: id })
  // An agreement is shown by its record, and for the days on which it holds.
  const holds = ({ reference }: Evidence): boolean =>
    asked.agreements.some((one) => String(one.agreement) === reference && covers(one, asked))
  const counting = asked.shown.filter((one) => one.kind !== 'cooperation' || holds(one))
  const kinds = new Set(counting.map(({ kind }) => kind))
  if (Temporal.PlainDate.compare(asked.from, asked.to) > 0) return refuse('validity-reversed', cited)
  if (interest.requires !== undefined && !isMet(interest.requires, kinds))
    return refuse(
      'condition-missing',
      together(terms.cite('privacy.condition'), cited),
      unmetBy(interest.requires, { cooperation: 'cooperation-agreement.record' }),
    )
  if (asked.campaignMillionths >= asked.marketMillionths) return refuse('campaign-rate-not-lower', cited)
  const marketMinor = interestAt(asked.marketMillionths, asked, terms)
  const campaignMinor = interestAt(asked.campaignMillionths, asked, terms)
  const money = (value: Minor) => ({ minor: String(value), currency: asked.currency })
  return accept([], cited, {
    market: money(marketMinor),
    campaign: money(campaignMinor),
    compensation: money(minus(marketMinor, campaignMinor)),
  })
}

function interestAt(rateMillionths: bigint, { principalMinor, from, to }: CompensationAsked, terms: Terms): Minor {
  const { yearDays } = terms.parameters('dealer.compensation')
  const period = { first: dayNumber(from), last: dayNumber(to) }
  const condition = { from: period.first, to: period.last, rateMillionths, minimumMinor: zero, yearDays }
  const [due] = interestDue({
    history: { openingMinor: principalMinor, movements: [], credits: [] },
    periods: [period],
    conditionsOf: () => [condition],
    taxOf: () => zero,
  })
  return due?.interestMinor ?? zero
}
