/** What a person's switches leave of a purpose: what stops it, what a restriction leaves open, and what consents carry. */
import type { Facts } from '../../../kernel/decision.ts'
import type { ProvisionKey } from '../../../rulebook/provisions.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { EvidenceKind, LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Channel, Consent, Stop, StopGround, Switches } from '../../switches/rules.ts'
import type { Fact } from '../../vault/rules.ts'

/** What stops the purpose. Where a claim is shown, no objection does: the data may still serve to raise, pursue or defend it. */
export function stopsOf(
  purpose: string,
  switches: Pick<Switches, 'stops'> | undefined,
  shown: ReadonlySet<EvidenceKind>,
): readonly Stop[] {
  const stops = switches?.stops.filter((one) => one.purpose === purpose) ?? []
  return shown.has('case') ? stops.filter(({ ground }) => !isObjection(ground)) : stops
}

const isObjection = (ground: StopGround): boolean => ground === 'weighing' || ground === 'objection'

/**
 * What is shown for a use that Article 18(2) leaves open besides consent: legal claims, the rights of somebody else, and an important public
 * interest, as which Directive (EU) 2015/849, Article 43, counts its own purposes.
 */
const openings: readonly EvidenceKind[] = ['case', 'rights-of-others', 'public-interest', 'aml-case']

export const opensRestricted = (shown: ReadonlySet<EvidenceKind>): boolean => openings.some((kind) => shown.has(kind))

/** What is cited for a stop. */
export const stopProvisions = {
  refusal: 'marketing.refusal',
  prohibition: 'privacy.prohibition',
  demand: 'privacy.stop',
  'third-party': 'privacy.third-party-stop',
  weighing: 'privacy.objection',
  objection: 'privacy.objection',
} as const satisfies Record<StopGround, ProvisionKey>

/** What of evidence the person's own switches show, and nobody's word. */
export const switchedKinds: readonly EvidenceKind[] = ['consent', 'explicit-consent']

/**
 * The standing consent to a purpose that covers the entity and the channel. Direct marketing that names no channel goes over any: a consent
 * for some does not cover it.
 */
export function consentTo(
  { id, marketing = false }: Pick<Purpose, 'id' | 'marketing'>,
  switches: Pick<Switches, 'consents'>,
  { entity, channel }: { readonly entity: string; readonly channel?: Channel | undefined },
): Consent | undefined {
  const covers = ({ channels }: Consent): boolean =>
    channels === undefined || (channel === undefined ? !marketing : channels.includes(channel))
  return switches.consents.find((one) => one.purpose === id && !one.except.includes(entity) && covers(one))
}

/** Whether a basis still carries a purpose that stopped on these grounds. */
export const isLive = (basis: LegalBasis, stops: readonly Stop[], consent: Consent | undefined): boolean =>
  (basis !== 'consent' || consent !== undefined) && stops.every(({ ground }) => unstopped[ground].includes(basis))

/**
 * The bases that each ground leaves. What the person refused or forbade stops whatever but law carries it; an objection stops interests and
 * public tasks alone (GDPR, Article 21(1)), so that what the person consented to goes on.
 */
export const unstopped: { readonly [G in StopGround]: readonly LegalBasis[] } = {
  refusal: ['legal-obligation'],
  prohibition: ['legal-obligation'],
  demand: ['legal-obligation', 'contract'],
  // Of a contract, with what the person gave themselves.
  'third-party': ['legal-obligation', 'legitimate-interest', 'contract'],
  weighing: ['legal-obligation', 'contract', 'vital-interest', 'consent'],
  objection: ['legal-obligation', 'contract', 'vital-interest', 'consent'],
}

/**
 * Which data a passage opens: of persons who ended the use of what others gave, only what they gave themselves, however it came, and what
 * the institution observed.
 */
export function usableUnder(facts: Facts, { register }: Terms): (datum: Pick<Fact, 'subject' | 'source'>) => boolean {
  const ownDataOnly = facts['ownDataOnly'] as readonly string[] | undefined
  const isOthers = (source: string) => !register.sources.get(source)?.dpv.some((term) => ownSources.includes(term))
  return ({ subject, source }) => !ownDataOnly?.includes(String(subject)) || !isOthers(source)
}

/** What sources other than third parties are in the W3C Data Privacy Vocabulary. */
const ownSources: readonly string[] = ['dpv:DataSubjectDataSource', 'dpv:DataControllerDataSource']

/** What lets data of third parties be used although the person wants that to end. */
export const carriesThirdParties: readonly LegalBasis[] = ['legal-obligation', 'legitimate-interest']
