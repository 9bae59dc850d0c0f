/**
 * What is not told to the persons concerned: whoever works against money laundering must not warn anybody (Directive (EU) 2015/849,
 * Article 39). The register marks the purposes, and the laws by which something is handed over.
 */

import type { Citation } from '../../../kernel/decision.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { ActorRole } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Evidence } from '../../gate/rules.ts'

/** Whether it is secret by its purpose, by the law that is shown, or because a case of money laundering is. */
export function isSecret({ secret, bases }: Pick<Purpose, 'secret' | 'bases'>, shown: readonly Evidence[]): boolean {
  const bySecretLaw = (reference: string): boolean => bases.some((one) => one.secret === true && one.law === reference)
  return (
    secret === true ||
    shown.some(({ kind, reference }) => kind === 'aml-case' || (kind === 'law' && bySecretLaw(reference)))
  )
}

/** Purposes of which persons are told nothing, under every name that a passage may have for them. */
export const secretPurposes = ({ register }: Terms): readonly string[] =>
  [...register.purposes.values()].filter(({ secret }) => secret === true).flatMap(({ id, uses = [] }) => [id, ...uses])

/** What is hidden from whoever must not be warned: what was done for these purposes, and data of these kinds. */
export type Hidden = { readonly purposes: readonly string[]; readonly kinds: readonly string[] }

/** What is hidden from somebody in this role: nothing from those whom law lets know. */
export const hiddenFrom = (role: string, terms: Terms): Hidden =>
  seesSecrets(role, terms)
    ? { purposes: [], kinds: [] }
    : { purposes: secretPurposes(terms), kinds: terms.parameters('disclosure.secrecy').kinds }

/** Whether somebody in this role is told what the persons concerned are not. */
export function seesSecrets(role: string, terms: Terms): boolean {
  const { toldTo }: { readonly toldTo: readonly ActorRole[] } = terms.parameters('disclosure.secrecy')
  return toldTo.some((one) => one === role)
}

/** Whether a decision is one of which nobody else is told: it was taken for such a purpose, or is secret by law. */
export function isSecretDecision(
  { purpose, settled }: { readonly purpose: string; readonly settled: readonly Citation[] },
  terms: Terms,
): boolean {
  const bound = (['disclosure.secrecy', 'authority-enquiry.secrecy'] as const).filter((key) => terms.has(key))
  const secrecy = bound.flatMap((key) => terms.cite(key).settled)
  const isSecrecy = ({ document, clause }: Citation) =>
    secrecy.some((one) => one.document === document && one.clause === clause)
  return secretPurposes(terms).includes(purpose) || settled.some(isSecrecy)
}
