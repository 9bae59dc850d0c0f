/** What is asked when data are to be handed over: what, to whom, and by whom; and the answers that refuse it. */
import type { Decision } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import type { Effect } from '../../../kernel/state.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { ActorRole, LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Review } from '../../measures/providers/rules.ts'
import type { RecipientUndertaking } from '../../measures/recipients/rules.ts'
import type { Switches } from '../../switches/rules.ts'
import type { Showing } from '../evidence/rules.ts'
import type { Places } from '../receivers/rules.ts'
import type { Standing } from '../standing/rules.ts'

/** What is to be handed over. */
export type Disclosing = Places & {
  /** A kind of recipient, or a processor, of the register. */
  readonly recipient: string
  /** Who exactly, by a number: a registration number, or that under which the archive names them. */
  readonly receiver: string
  /** For recipients that work for the institution: which processor of the register it is. */
  readonly processor?: string | undefined
  /** A purpose of the register, or a use of the engine. */
  readonly purpose: string
  readonly basis: LegalBasis
  readonly kinds: readonly Attribute[]
  /** What somebody says is shown. */
  readonly shown: readonly Showing[]
  /** What records of the engine show. */
  readonly found?: readonly Showing[] | undefined
  /** Of what goes out at regular times: nothing is owed any more, so it does not go again. */
  readonly last?: boolean | undefined
  readonly subjects: readonly PartyId[]
}

/** Who hands over, and what is known of the persons. */
export type Disclosers = {
  readonly role: ActorRole
  readonly staff: string | null
  readonly on: Temporal.PlainDate
  readonly at: Temporal.Instant
  readonly entity: Entity
  readonly switchesOf: (subject: PartyId) => Switches | undefined
  readonly standingOf: (subject: PartyId, recipient: string) => Standing | undefined
  /** The last review of a processor. */
  readonly reviewOf: (processor: string) => Review | undefined
  /** What a recipient undertook, by its kind and its number. */
  readonly undertakingOf: (recipient: string, receiver: string) => RecipientUndertaking | undefined
  readonly nextId: () => number
}

/**
 * In this order: whether anybody may receive it, and who may hand it over; then what was agreed and where it goes, then what each person
 * allowed.
 */
export const disclosureRefusals = [
  'recipient-not-registered',
  'purpose-not-registered',
  'purpose-not-disclosed',
  'kind-withheld',
  'law-forbids',
  'kind-not-needed',
  'kind-not-disclosed',
  'basis-not-registered',
  'purpose-not-granted',
  'kind-not-granted',
  'processor-not-bound',
  'processor-not-vetted',
  'country-not-allowed',
  'transfer-not-recorded',
  'processing-restricted',
  'processing-stopped',
  'consent-missing',
  'condition-missing',
] as const
export type DisclosureRefusal = (typeof disclosureRefusals)[number]

/** A disclosure that is not made, and why. */
export type RefusedDisclosure = Extract<Decision<Effect, DisclosureRefusal>, { readonly outcome: 'refused' }>

/** The purpose of this name, or which carries this use of the engine. */
export const purposeOf = (name: string, { register }: Terms): Registered<Purpose> | undefined =>
  [...register.purposes.values()].find(({ uses }) => uses?.some((use) => use === name)) ?? register.purposes.get(name)
