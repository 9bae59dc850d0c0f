/** When the institution may debit of itself. */
import { type Refused, refuse } from '../../kernel/decision.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** Where an entitlement or duty to debit stands (RA-6.4). */
export const grounds = ['law', 'general-terms', 'service-agreement'] as const
export type Ground = (typeof grounds)[number]

/** Why the entitlement is not used; the first that applies. */
export const entitlementRefusals = ['entitlement-waived', 'staff-decision-needed'] as const
export type EntitlementRefusal = (typeof entitlementRefusals)[number]

/** The entitlement runs by the pack's policy, or by a decision of a named person where the policy leaves it to staff. */
export function checkEntitlement(
  actor: { readonly role: string; readonly staff?: string | undefined },
  terms: Terms,
): Refused<EntitlementRefusal> | undefined {
  const policy = terms.policy('debit.without-consent')
  if (policy === 'never') return refuse('entitlement-waived', terms.cite('debit.without-consent'))
  if (policy === 'staff' && actor.staff === undefined)
    return refuse('staff-decision-needed', terms.cite('debit.without-consent'))
  return undefined
}
