/** When the institution may debit of itself. */
import { type Exclusion, excludes, type Segregation } from '../../accounts/segregated/rules.ts'
import { type Refused, refuse } from '../../kernel/decision.ts'
import type { DocumentRole } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** Where an entitlement or duty to debit stands (RA-6.4). */
export const grounds = ['law', 'general-terms', 'service-agreement'] as const
export type Ground = (typeof grounds)[number]

/** Which documents can hold each ground. A law that the institution does not retell is named by its place alone. */
const holders: Readonly<Record<Ground, readonly DocumentRole[]>> = {
  law: ['law'],
  'general-terms': ['general-terms'],
  'service-agreement': ['rules', 'service-terms', 'price-list'],
}

/** What is debited, and what of a segregated account's regime that would touch. */
export const natures = ['fee', 'interest', 'forced'] as const
export type Nature = (typeof natures)[number]
const touched: Readonly<Record<Nature, Exclusion>> = { fee: 'fees', interest: 'fees', forced: 'own-debts' }

/** Why the entitlement is not used; the first that applies. */
export const entitlementRefusals = [
  'entitlement-waived',
  'staff-decision-needed',
  'terms-unknown',
  'ground-unfounded',
  'money-segregated',
] as const
export type EntitlementRefusal = (typeof entitlementRefusals)[number]

export type Entitlement = {
  readonly ground: Ground
  readonly nature: Nature
  /** The document it stands in, by any of its names. */
  readonly terms: string | undefined
}

/** The document in which the entitlement stands; `document` is undefined for a law that no document of the institution retells. */
type Entitled = { readonly document: string | undefined; readonly byAlias: boolean; readonly refusal?: undefined }

/**
 * Whether the institution uses an entitlement. It runs by the pack's policy, or by a decision of a named person where the policy leaves it
 * to staff; it names the document it stands in, which must be of the kind that can hold such a ground; and it leaves alone what a regime
 * of segregated money protects, unless law itself asks for the debit.
 */
export function checkEntitlement(
  asked: Entitlement,
  actor: { readonly role: string; readonly staff?: string | undefined },
  segregation: Segregation | undefined,
  terms: Terms,
): Entitled | { readonly refusal: Refused<EntitlementRefusal> } {
  const cited = terms.cite('debit.without-consent')
  const policy = terms.policy('debit.without-consent')
  if (policy === 'never') return { refusal: refuse('entitlement-waived', cited) }
  if (policy === 'staff' && actor.staff === undefined) return { refusal: refuse('staff-decision-needed', cited) }
  const named = asked.terms === undefined ? undefined : terms.documentNamed(asked.terms)
  if (asked.terms !== undefined && named === undefined) return { refusal: refuse('terms-unknown', cited) }
  if (named === undefined ? asked.ground !== 'law' : !holders[asked.ground].includes(named.role))
    return { refusal: refuse('ground-unfounded', cited, { ground: asked.ground }) }
  if (asked.ground !== 'law' && excludes(segregation, touched[asked.nature], terms))
    return { refusal: refuse('money-segregated', terms.cite('segregated-account.regime')) }
  return { document: named?.code, byAlias: named?.byAlias ?? false }
}
