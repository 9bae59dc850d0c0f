/** What follows when a person does not give data that are asked for: as the category says. */
import { accept, type Decision, type Facts, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Category } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { needOf, purposeRefusals } from '../rules.ts'

/** In this order. */
export const declineRefusals = ['subject-not-concerned', ...purposeRefusals] as const
export type DeclineRefusal = (typeof declineRefusals)[number]

type Declining = {
  readonly kinds: readonly Attribute[]
  readonly purpose: string
  /** Who says so: a party, or staff when undefined. */
  readonly by: PartyId | undefined
  readonly subject: PartyId
}

/**
 * Notes that a person does not give data of some kinds. Facts: `declined`, one for each category: whether a contract or law requires it,
 * or nothing does; and where it rests on consent, which other ways there are.
 */
export function decideDecline(
  { kinds, purpose, by, subject }: Declining,
  terms: Terms,
): Decision<never, DeclineRefusal> {
  if (by !== undefined && by !== subject) return refuse('subject-not-concerned', terms.cite('fact.given'))
  const need = needOf(kinds, purpose, terms)
  if ('outcome' in need) return refuse(need.code, need.cited, need.facts)
  const declined = need.categories.map((category): Facts => {
    const ways = restsOnConsent(category) ? terms.parameters('consent.explicit').alternatives : undefined
    return { category: category.id, required: category.given, ...(ways === undefined ? {} : { alternatives: ways }) }
  })
  const items = need.categories.map(({ cited }) => ({ settled: [cited], disclosed: [cited] }))
  return accept([], together(terms.cite('fact.given'), ...items), { declined })
}

const restsOnConsent = ({ requires = [] }: Category): boolean =>
  requires.some((all) => all.includes('explicit-consent'))
