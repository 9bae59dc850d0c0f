/**
 * Those who process personal data for the institution: vetted before anything goes to them, and reviewed again within a period (LP-I.7;
 * GDPR, Article 28(1)). Who fails gets nothing until vetted anew.
 */
import { accept, type Cited, type Decision, refuse, together } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Processor } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { citing } from '../../disclosures/receivers/rules.ts'
import type { Recorder } from '../rules.ts'

export const reviewResults = ['passed', 'failed'] as const
export type ReviewResult = (typeof reviewResults)[number]

/** A review of a processor: vetting, before the first time and after a failure; monitoring otherwise. */
export type Review = {
  /** The id of a processor of the register. */
  readonly provider: string
  readonly review: number
  readonly kind: 'vetting' | 'monitoring'
  readonly result: ReviewResult
  readonly on: Temporal.PlainDate
  /** Under which the archive keeps what was found. */
  readonly evidence: string
  readonly role: string
  readonly staff: string | null
}

/** The last review of each processor, by its id. */
export const reviews = records<string, Review>('provider-review')

/** In this order. */
export const reviewProviderRefusals = ['processor-unknown', 'review-ahead', 'review-overtaken'] as const
export type ReviewProviderRefusal = (typeof reviewProviderRefusals)[number]

/** Records a review. Facts: `kind`; `next`, by when the next one is due; null when it failed. */
export function decideReview(
  asked: Pick<Review, 'provider' | 'result' | 'on' | 'evidence'>,
  before: Review | undefined,
  by: Recorder,
  terms: Terms,
): Decision<Effect, ReviewProviderRefusal> {
  const kind = before?.result === 'passed' ? 'monitoring' : 'vetting'
  const asking = terms.cite(kind === 'vetting' ? 'provider.vetting' : 'provider.monitoring')
  const processor = terms.register.processors.get(asked.provider)
  if (processor === undefined) return refuse('processor-unknown', asking, { processor: asked.provider })
  const cited = citing(asking, processor)
  if (Temporal.PlainDate.compare(asked.on, by.on) > 0) return refuse('review-ahead', cited, { on: asked.on.toString() })
  if (before !== undefined && Temporal.PlainDate.compare(asked.on, before.on) < 0)
    return refuse('review-overtaken', cited, { on: asked.on.toString(), last: before.on.toString() })
  const made: Review = { ...asked, kind, review: by.nextId(), role: by.role, staff: by.staff }
  const next = made.result === 'passed' ? nextReview(made, by, terms).toString() : null
  return accept([effect(reviews, made.provider, made)], together(cited, terms.cite('provider.monitoring')), {
    review: String(made.review),
    provider: made.provider,
    kind,
    result: made.result,
    next,
  })
}

/** By when a processor that passed is reviewed again. */
export const nextReview = (
  { on }: Pick<Review, 'on'>,
  { calendar }: Pick<Recorder, 'calendar'>,
  terms: Terms,
): Temporal.PlainDate => addPeriod(on, parsePeriod(terms.parameters('provider.monitoring').every), calendar)

/** Why a processor gets nothing, and what says so; undefined when it was vetted and has not failed since. */
export function unvetted(
  processor: Registered<Processor>,
  last: Review | undefined,
  terms: Terms,
): { readonly state: 'never' | 'failed'; readonly cited: Cited } | undefined {
  if (last?.result === 'passed') return undefined
  return { state: last === undefined ? 'never' : 'failed', cited: citing(terms.cite('provider.vetting'), processor) }
}
