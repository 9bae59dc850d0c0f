/**
 * How a person's switches change: one record a person, read by the gate, and beside it one row for each change, with what was shown, so that
 * every consent can be told again in writing. Each change goes to the other systems of the group (../propagation).
 */
import type { Citation, Facts } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { ActorRole } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Channel, Consent, Stop, StopGround, Switches } from '../../switches/rules.ts'
import { switches } from '../../switches/rules.ts'
import { propagate } from '../propagation/rules.ts'

/** Ways in which a person tells what they allow. `link`: one click in an offer. */
export const ways = ['internet-bank', 'unit', 'email', 'phone', 'letter', 'link'] as const
export type Way = (typeof ways)[number]

export const acts = [
  'consent-given',
  'consent-withdrawn',
  'marketing-refused',
  'channel-chosen',
  'purpose-forbidden',
  'purpose-allowed',
  'processing-stopped',
  'objection-raised',
  'objection-answered',
  'restriction-set',
  'restriction-lifted',
] as const
export type Act = (typeof acts)[number]

/** The wording that was shown: the clause of the purpose, in one language. */
export type Shown = Citation & { readonly language: string }

/** One change, kept for good: what was given or taken back, how, and what shows it. */
export type SwitchChange = {
  readonly change: number
  readonly subject: PartyId
  readonly act: Act
  readonly purposes: readonly string[]
  readonly channels: readonly Channel[] | null
  readonly except: readonly string[]
  readonly explicit: boolean
  readonly shown: Shown | null
  readonly way: Way
  /** Under which the archive keeps what came on paper, by e-mail or by phone. */
  readonly evidence: string | null
  readonly role: ActorRole
  readonly staff: string | null
  readonly at: Temporal.Instant
  readonly on: Temporal.PlainDate
}

export const switchChanges = records<number, SwitchChange>('switch-change')

/** Who asks for a change, and when. */
export type Asking = {
  readonly subject: PartyId
  readonly role: ActorRole
  readonly staff: string | null
  readonly way: Way
  readonly evidence: string | null
  readonly at: Temporal.Instant
  readonly on: Temporal.PlainDate
  readonly entity: Entity
  readonly entities: readonly Entity[]
  readonly nextId: () => number
}

type Changing = Pick<SwitchChange, 'act' | 'purposes'> &
  Partial<Pick<SwitchChange, 'channels' | 'except' | 'explicit' | 'shown'>>

/** The effects of a change: the switches as they are now, the row that tells of it, and word to other systems. */
export function change(
  asking: Asking,
  after: Switches,
  { act, purposes, channels = null, except = [], explicit = false, shown = null }: Changing,
  terms: Terms,
): { readonly effects: readonly Effect[]; readonly facts: Facts } {
  const { subject, role, staff, way, evidence, at, on } = asking
  const id = asking.nextId()
  const row = {
    change: id,
    subject,
    act,
    purposes,
    channels,
    except,
    explicit,
    shown,
    way,
    evidence,
    role,
    staff,
    at,
    on,
  }
  const word = propagate(asking, { change: id, purposes }, terms)
  return {
    effects: [effect(switches, subject, after), create(switchChanges, id, row), ...word.effects],
    facts: { change: String(id), purposes, way, ...word.facts },
  }
}

/** Without any consent to these purposes. */
export const withoutConsents = (before: Switches, purposes: readonly string[]): Switches => ({
  ...before,
  consents: before.consents.filter(({ purpose }) => !purposes.includes(purpose)),
})

/** With this consent instead of one to the same purpose. */
export const withConsent = (before: Switches, consent: Consent): Switches => ({
  ...before,
  consents: [...withoutConsents(before, [consent.purpose]).consents, consent],
})

/** With the purposes stopped on one ground, whatever stopped them before. */
export const withStops = (
  before: Switches,
  purposes: readonly string[],
  ground: StopGround,
  since: Temporal.PlainDate,
): Switches => ({
  ...before,
  stops: [
    ...before.stops.filter(({ purpose }) => !purposes.includes(purpose)),
    ...purposes.map((purpose): Stop => ({ purpose, ground, since })),
  ],
})

/** Without the stops of a purpose that have one of these grounds. */
export const withoutStops = (before: Switches, purpose: string, grounds: readonly StopGround[]): Switches => ({
  ...before,
  stops: before.stops.filter((one) => one.purpose !== purpose || !grounds.includes(one.ground)),
})

/** Grounds of stops that are the person's own will, so that it can take them back. */
export const ownStops: readonly StopGround[] = ['refusal', 'prohibition', 'demand', 'objection']
