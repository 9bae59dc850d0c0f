/** Agreements by which sellers or makers of cars cover the gap between a market rate and a campaign rate. */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'

export type CooperationAgreement = {
  readonly agreement: number
  /** The seller or maker, by its registration number. */
  readonly seller: string
  /** Under which the archive keeps it. */
  readonly file: string
  readonly from: Temporal.PlainDate
  /** The last day; null while none is agreed. */
  readonly until: Temporal.PlainDate | null
}

export const cooperationAgreements = records<number, CooperationAgreement>('cooperation-agreement')

/** In this order. */
export const recordAgreementRefusals = ['validity-reversed'] as const
export type RecordAgreementRefusal = (typeof recordAgreementRefusals)[number]

/** Puts an agreement on record. Facts: `agreement`, the number under which it is shown. */
export function decideRecord(
  asked: Omit<CooperationAgreement, 'agreement'>,
  nextId: () => number,
  terms: Terms,
): Decision<Effect, RecordAgreementRefusal> {
  const cited = terms.cite('dealer.compensation')
  if (asked.until !== null && Temporal.PlainDate.compare(asked.from, asked.until) > 0)
    return refuse('validity-reversed', cited)
  const agreement = nextId()
  return accept([create(cooperationAgreements, agreement, { ...asked, agreement })], cited, {
    agreement: String(agreement),
  })
}

/** In this order. */
export const endAgreementRefusals = ['agreement-unknown', 'validity-reversed'] as const
export type EndAgreementRefusal = (typeof endAgreementRefusals)[number]

/** Ends an agreement with a last day, that of its beginning or later. */
export function decideEnd(
  found: CooperationAgreement | undefined,
  until: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, EndAgreementRefusal> {
  const cited = terms.cite('dealer.compensation')
  if (found === undefined) return refuse('agreement-unknown', cited)
  if (Temporal.PlainDate.compare(found.from, until) > 0) return refuse('validity-reversed', cited)
  return accept([effect(cooperationAgreements, found.agreement, { ...found, until })], cited, {
    agreement: String(found.agreement),
    until: until.toString(),
  })
}

/** Whether an agreement holds on all days of a campaign, both ends included. */
export const covers = (
  { from, until }: CooperationAgreement,
  campaign: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
): boolean =>
  Temporal.PlainDate.compare(from, campaign.from) <= 0 &&
  (until === null || Temporal.PlainDate.compare(campaign.to, until) <= 0)
