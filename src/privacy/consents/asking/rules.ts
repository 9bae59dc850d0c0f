/** The consents that whoever applies for a service is asked for, where they are needed at all. */
import type { Cited, Facts } from '../../../kernel/decision.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Evidence } from '../../gate/rules.ts'
import type { Switches } from '../../switches/rules.ts'

export type Asked = { readonly cited: readonly Cited[]; readonly facts: Facts }

/**
 * What a consent to a purpose is asked for: `only` some of its categories, or all of them. Undefined where nobody is asked, since the
 * purpose rests on something else: a consent opens a special category of it at most, and is given of one's own accord.
 */
export function askedFor({
  bases,
}: Pick<Purpose, 'bases'>): { readonly only: readonly string[] | undefined } | undefined {
  const consent = bases.find(({ basis }) => basis === 'consent')
  return consent && { only: consent.for }
}

const nothing: Asked = { cited: [], facts: {} }

/**
 * What to ask of somebody with whose application data come in: each purpose that rests on consent, where none stands and the person has not
 * said no. Facts: `consents`, each with the version whose wording is shown.
 */
export function askOnApplication(
  shown: readonly Evidence[],
  switches: Pick<Switches, 'consents' | 'stops'> | undefined,
  terms: Terms,
): Asked {
  if (!terms.has('consent.on-application') || !shown.some(({ kind }) => kind === 'application')) return nothing
  const { register } = terms
  const isSettled = (id: string): boolean =>
    [...(switches?.consents ?? []), ...(switches?.stops ?? [])].some(({ purpose }) => purpose === id)
  const open = [...register.purposes.values()].filter((one) => askedFor(one) !== undefined && !isSettled(one.id))
  return {
    cited: [terms.cite('consent.on-application')],
    facts: { consents: open.map(({ id, cited }) => ({ purpose: id, version: cited.version })) },
  }
}
