/** Legal holds: a case keeps everything about a person until it is released. */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'

/** Cases for which nothing of a person is erased, by the case's number. */
export const legalHolds = records<PartyId, readonly string[]>('legal-hold')

type HoldAsked = { readonly party: PartyId; readonly reference: string; readonly cases: readonly string[] }

/** The one there is; before it a stranger is refused as `party-unknown`. */
export const holdRefusals = ['legal-hold-stands'] as const
/** Keeps everything about a person for a case. */
export function decideHold(
  { party, reference, cases }: HoldAsked,
  terms: Terms,
): Decision<Effect, (typeof holdRefusals)[number]> {
  const cited = terms.cite('retention.hold')
  const facts = { party: String(party), case: reference }
  if (cases.includes(reference)) return refuse('legal-hold-stands', cited, facts)
  return accept([effect(legalHolds, party, [...cases, reference])], cited, facts)
}

/** The one there is; before it a stranger is refused as `party-unknown`. */
export const releaseRefusals = ['legal-hold-unknown'] as const
/** Ends the hold of a case. */
export function decideRelease(
  { party, reference, cases }: HoldAsked,
  terms: Terms,
): Decision<Effect, (typeof releaseRefusals)[number]> {
  const cited = terms.cite('retention.hold')
  const facts = { party: String(party), case: reference }
  if (!cases.includes(reference)) return refuse('legal-hold-unknown', cited, facts)
  const left = cases.filter((one) => one !== reference)
  return accept([effect(legalHolds, party, left)], cited, { ...facts, left: left.length })
}
