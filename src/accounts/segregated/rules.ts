/** Accounts for money of third parties: agreed separately, under the regime that law gives the holder's kind of subject. */
import { accept, assertInvariant, type Decision, refuse, together } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { create, type Effect, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { decideOpening, type OpeningContext, type OpeningRefusal, type OpeningRequest } from '../opening/rules.ts'

/** What a regime may keep from third parties' money. */
export const exclusions = ['own-debts', 'set-off', 'seizure', 'fees'] as const
export type Exclusion = (typeof exclusions)[number]

/** What is agreed and proved about one segregated account. The proof itself is sealed beside the record. */
export type Segregation = {
  readonly account: AccountId
  readonly agreedOn: Temporal.PlainDate
  /** The special subject that the customer proved to be, or null without proof: then no regime applies. */
  readonly subject: string | null
  readonly provedOn: Temporal.PlainDate | null
  readonly proofSeenBy: string | null
  /** What the parties agreed in place of the regime; null where they agreed nothing else. */
  readonly otherwise: readonly Exclusion[] | null
}

export const segregations = records<AccountId, Segregation>('segregation')

/**
 * Whether money on the account is kept from being used so: from the holder's own debts, set-off, seizure or fees. False for an account
 * without a segregation.
 *
 * @param terms the terms that the account's agreement binds: they hold the table of regimes
 */
export function excludes(segregation: Segregation | undefined, what: Exclusion, terms: Terms): boolean {
  return segregation !== undefined && exclusionsOf(segregation, terms).includes(what)
}

/** All that is excluded on the account: as agreed, or else by the regime of the proved subject. */
export function exclusionsOf(segregation: Segregation, terms: Terms): readonly Exclusion[] {
  if (segregation.otherwise !== null) return segregation.otherwise
  if (segregation.subject === null) return []
  return terms.parameters('segregated-account.regime').regimes[segregation.subject] ?? []
}

export type SegregationAsked = {
  readonly subject: string | null
  /** Which of the command's details is the proof, and who saw it. */
  readonly proof: { readonly index: number; readonly seenBy: string } | undefined
  readonly otherwise: readonly Exclusion[] | null
}

/** In this order: the table knows no such subject; the proof is missing; then those of every opening. */
export const segregatedRefusals = ['subject-unknown', 'proof-missing'] as const
export type SegregatedRefusal = (typeof segregatedRefusals)[number] | OpeningRefusal

/** Opens an account for third parties' money and keeps the separate agreement and the proof. */
export function decideSegregatedOpening(
  request: OpeningRequest,
  asked: SegregationAsked,
  context: OpeningContext,
): Decision<Effect, SegregatedRefusal> {
  assertInvariant(request.product === 'segregated', 'the product is a segregated account')
  const { terms, on } = context
  const cited = terms.cite('segregated-account.regime')
  const { regimes } = terms.parameters('segregated-account.regime')
  if (asked.subject !== null && !Object.hasOwn(regimes, asked.subject))
    return refuse('subject-unknown', cited, { subjects: Object.keys(regimes) })
  if (asked.subject !== null && asked.proof === undefined) return refuse('proof-missing', cited)
  const opened = decideOpening(request, context)
  if (opened.outcome === 'refused') return opened
  const proved = asked.subject !== null && asked.proof !== undefined
  const segregation: Segregation = {
    account: request.account,
    agreedOn: on,
    subject: asked.subject,
    provedOn: proved ? on : null,
    proofSeenBy: proved ? asked.proof.seenBy : null,
    otherwise: asked.otherwise,
  }
  const [holder] = request.holders
  const details = proved && holder !== undefined ? { index: asked.proof.index, holder } : undefined
  return accept(
    [...opened.effects, create(segregations, request.account, segregation, details)],
    together(cited, opened.cited),
    { ...opened.facts, subject: asked.subject, excludes: exclusionsOf(segregation, terms) },
  )
}
