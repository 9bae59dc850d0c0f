/** What a person's switches leave of a purpose: what stops it, what a restriction leaves open, and what consents carry. */
import type { Cited, Facts } from '../../../kernel/decision.ts'
import type { ProvisionKey } from '../../../rulebook/provisions.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { ActorRole, EvidenceKind, LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Channel, Consent, Stop, StopGround, Switches } from '../../switches/rules.ts'
import type { Fact } from '../../vault/rules.ts'

/**
 * What stops the purpose. Nothing that came before a consent to it does where that consent covers the passage. Where a claim is shown, no
 * objection does: the data may still serve to raise, pursue or defend it.
 *
 * @param weighty what was shown, as `weightyOf` leaves it
 * @param consent the standing one that covers the passage
 */
export function stopsOf(
  purpose: string,
  switches: Pick<Switches, 'stops'> | undefined,
  weighty: ReadonlySet<EvidenceKind>,
  consent: Consent | undefined,
): readonly Stop[] {
  const holds = ({ yields }: Stop): boolean => consent === undefined || yields !== true
  const stops = switches?.stops.filter((one) => one.purpose === purpose && holds(one)) ?? []
  return weighty.has('case') ? stops.filter(({ ground }) => !isObjection(ground)) : stops
}

const isObjection = (ground: StopGround): boolean => ground === 'weighing' || ground === 'objection'

/**
 * What is shown for a use that Article 18(2) leaves open besides consent: legal claims, the rights of somebody else, and an important public
 * interest, as which Directive (EU) 2015/849, Article 43, counts its own purposes.
 */
const openings: readonly EvidenceKind[] = ['case', 'rights-of-others', 'public-interest', 'aml-case']

export const opensRestricted = (weighty: ReadonlySet<EvidenceKind>): boolean =>
  openings.some((kind) => weighty.has(kind))

/**
 * What of the evidence outweighs a restriction or an objection: of what opens one, what records show, and the word
 * of those who answer for it.
 *
 * @param recorded what of it records of the engine show, whoever asks: a case for which the person's data are held, an enquiry
 */
export function weightyOf(
  shown: ReadonlySet<EvidenceKind>,
  { role, recorded }: { readonly role: ActorRole; readonly recorded: readonly { readonly kind: EvidenceKind }[] },
  terms: Terms,
): ReadonlySet<EvidenceKind> {
  if (!openings.some((kind) => shown.has(kind))) return shown
  if (answerable(terms).includes(role)) return shown
  return new Set([...shown].filter((kind) => !openings.includes(kind) || recorded.some((one) => one.kind === kind)))
}

/** Roles whose word counts for what opens restricted data. */
const answerable = (terms: Terms): readonly ActorRole[] => terms.parameters('restriction.open').shownBy

/**
 * Whether somebody who answers for the data answers what the person asked about them: a restriction is no reason to leave a request without an
 * answer (GDPR, Article 12(2)).
 */
export const answersRequest = (
  { answersRequests = false }: Pick<Purpose, 'answersRequests'>,
  shown: ReadonlySet<EvidenceKind>,
  role: ActorRole,
  terms: Terms,
): boolean => answersRequests && shown.has('request') && answerable(terms).includes(role)

/** What is said where a restriction refuses. */
export const restricted = (terms: Terms): { readonly cited: Cited; readonly facts: Facts } => ({
  cited: terms.cite('privacy.restriction'),
  facts: { shownBy: answerable(terms) },
})

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
