/**
 * Who may ask for another person about their data: a parent or guardian for a minor, and whoever an authorisation document on file empowers.
 * An organisation asks through its representatives alone. What a minor below the age of consent says is no consent.
 */
import { type Refused, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import type { Authority } from '../../../privacy/consents/changes/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { consentsAlone, type Guardian, type Guardianship } from '../../guardianship/rules.ts'
import {
  isAfter,
  powerOf,
  type Representation,
  type RepresentationRefusal,
  representationRefusals,
} from '../../representation/rules.ts'
import type { Party } from '../../rules.ts'

/** In this order: a minor's own word, a parent's or guardian's power, a representative's. */
export const actingForRefusals = [
  'guardian-needed',
  'guardian-power-ended',
  'guardian-outside-dates',
  'ward-of-age',
  'minor-decides',
  ...representationRefusals,
] as const
export type ActingForRefusal = (typeof actingForRefusals)[number]

export type ActingFor = {
  readonly subject: Party
  readonly guardianship: Guardianship | undefined
  readonly representation: Representation | undefined
  /** Who asks, or whom staff heard; undefined when staff name nobody. */
  readonly asks: PartyId | undefined
  /** Whether staff pass on what they heard. */
  readonly byStaff: boolean
  /** Other representatives whom staff heard. */
  readonly coSigners?: readonly PartyId[] | undefined
  /** Whether a consent is given: a power of its own. */
  readonly consenting: boolean
  readonly on: Temporal.PlainDate
  readonly terms: Terms
}

/** By what authority somebody asks for the subject: null where they ask themselves, undefined where nothing is known of it. */
export function authorityFor(asked: ActingFor): Authority | null | undefined | Refused<ActingForRefusal> {
  const { subject, guardianship, representation, asks, byStaff, consenting, terms } = asked
  const isOwn = asks === undefined || asks === subject.party
  if (isOwn && subject.kind === 'legal') return refuse('no-authorisation', terms.cite('subject.representation'))
  if (isOwn)
    return consenting && guardianship !== undefined && !consentsAlone(guardianship.stage)
      ? refuse('guardian-needed', terms.cite('consent.child'))
      : null
  const guardian = guardianship?.guardians.find((one) => one.guardian === asks)
  if (guardianship !== undefined && guardian !== undefined) return guardianAuthority(asked, guardianship, guardian)
  const isNamed = representation?.authorisations.some(({ representatives }) => representatives.includes(asks)) ?? false
  if (!isNamed) return byStaff ? refuse('no-authorisation', terms.cite('subject.representation')) : undefined
  return representativeAuthority(asked, asks)
}

function guardianAuthority(
  { consenting, on, terms }: ActingFor,
  { stage }: Guardianship,
  { guardian, authority, until, endedOn }: Guardian,
): Authority | Refused<ActingForRefusal> {
  const power = together(terms.cite('subject.representation'), terms.cite('guardianship.power'))
  if (endedOn !== null) return refuse('guardian-power-ended', power, { on: endedOn.toString() })
  if (until !== null && isAfter(on, until)) return refuse('guardian-outside-dates', power, { until: until.toString() })
  if (stage === 'adult') return refuse('ward-of-age', terms.cite('guardianship.majority'))
  if (consenting && consentsAlone(stage)) return refuse('minor-decides', terms.cite('consent.child'))
  const cited = consenting ? together(power, terms.cite('consent.child')) : power
  return { by: guardian, kind: authority, authorisation: null, cited }
}

function representativeAuthority(
  { subject, representation, byStaff, coSigners, on, terms }: ActingFor,
  asks: PartyId,
): Authority | Refused<RepresentationRefusal> {
  // That others agree, only staff who heard them can say.
  const act = { service: 'personal-data', ...(byStaff ? { coSigners } : {}) } as const
  const power = powerOf({ representation, representative: asks, customer: subject, act, on, terms })
  if (power === undefined) throw new Error('a natural person needs no power for themselves')
  if ('outcome' in power) return power
  const cited = together(terms.cite('subject.representation'), terms.cite('representation.scope'))
  return { by: asks, kind: 'authorisation', authorisation: power.authorisation, cited }
}
