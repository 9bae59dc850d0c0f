/**
 * How a person's switches change: one record a person, read by the gate, and beside it one row for each change, with what was shown, so that
 * every consent can be told again in writing. Each change goes to the other systems of the group (../propagation).
 */
import type { Citation, Cited, Facts } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Register } from '../../../rulebook/register/register.ts'
import type { ActorRole } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Channel, Consent, Stop, StopGround, Switches } from '../../switches/rules.ts'
import { chosenChannel, switches } from '../../switches/rules.ts'
import { propagate } from '../propagation/rules.ts'

/**
 * Ways in which a person tells what they allow. `link`: one click in an offer; `processor`: they told one, which passed it on; `group`: they
 * told another entity.
 */
export const ways = ['internet-bank', 'unit', 'email', 'phone', 'letter', 'link', 'processor', 'group'] as const
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

/** By what power somebody asks for another person. */
export const authorityKinds = ['parent', 'guardian', 'authorisation'] as const
export type AuthorityKind = (typeof authorityKinds)[number]

/** Who asks for a person who does not ask themselves, and what empowers them. */
export type Authority = {
  readonly by: PartyId
  readonly kind: AuthorityKind
  /** The document on file, where it is one. */
  readonly authorisation: number | null
  readonly cited: Cited
}

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
  /** Who asked for the person; null where the person did. */
  readonly actedBy: PartyId | null
  readonly authority: AuthorityKind | null
  readonly authorisation: number | null
  /** The clauses that gave the power, such as `RA-3.2.1`. */
  readonly authorityClauses: readonly string[] | null
  /** The request that a processor passed on, which this carried out. */
  readonly request: number | null
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
  /** Null where the person asks themselves. */
  readonly authority: Authority | null
  /** What a processor passed on, and when it had got it: from then terms run. */
  readonly request: { readonly request: number; readonly receivedOn: Temporal.PlainDate } | null
  readonly at: Temporal.Instant
  readonly on: Temporal.PlainDate
  readonly entity: Entity
  readonly entities: readonly Entity[]
  readonly nextId: () => number
}

type Changing = Pick<SwitchChange, 'act' | 'purposes'> &
  Partial<Pick<SwitchChange, 'channels' | 'except' | 'explicit' | 'shown'>> & {
    /** Whether it concerns every purpose, though it names none: then each processor is told. */
    readonly everywhere?: boolean
  }

/** The effects of a change: the switches as they are now, the row that tells of it, and word to other systems. */
export function change(
  asking: Asking,
  after: Switches,
  { act, purposes, channels = null, except = [], explicit = false, shown = null, everywhere = false }: Changing,
  terms: Terms,
): { readonly effects: readonly Effect[]; readonly facts: Facts } {
  const { subject, role, staff, way, evidence, authority, request, at, on } = asking
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
    actedBy: authority?.by ?? null,
    authority: authority?.kind ?? null,
    authorisation: authority?.authorisation ?? null,
    authorityClauses: authority?.cited.settled.map(({ document, clause }) => `${document}-${clause}`) ?? null,
    request: request?.request ?? null,
    at,
    on,
  }
  const concerned = everywhere ? [...terms.register.purposes.keys()] : purposes
  const word = propagate(asking, { change: id, purposes: concerned }, terms)
  const keys = asking.entities.length > 1 ? chosenBy(act, purposes, terms.register) : []
  const chosen = keys.map((key) => [key, { atMs: at.epochMilliseconds, change: id }] as const)
  const stamped = chosen.length === 0 ? after : { ...after, chosen: { ...after.chosen, ...Object.fromEntries(chosen) } }
  return {
    effects: [effect(switches, subject, stamped), create(switchChanges, id, row), ...word.effects],
    facts: { change: String(id), purposes, way, authority: authority?.kind ?? null, ...word.facts },
  }
}

/**
 * What of a change holds for the whole group: consents, refusals, prohibitions, and the chosen channel. What somebody objects to or has
 * restricted concerns one controller, save that an objection to direct marketing is a refusal of it.
 */
export function chosenBy(act: Act, purposes: readonly string[], register: Register): readonly string[] {
  switch (act) {
    case 'consent-given':
    case 'consent-withdrawn':
    case 'marketing-refused':
    case 'purpose-forbidden':
    case 'purpose-allowed':
      return purposes
    case 'channel-chosen':
      return [chosenChannel]
    case 'objection-raised':
    case 'objection-answered':
      return purposes.filter((id) => register.purposes.get(id)?.marketing === true)
    case 'processing-stopped':
    case 'restriction-set':
    case 'restriction-lifted':
      return []
  }
}

/** Without any consent to these purposes: what stopped them before holds again. */
export const withoutConsents = (before: Switches, purposes: readonly string[]): Switches => ({
  ...before,
  consents: before.consents.filter(({ purpose }) => !purposes.includes(purpose)),
  stops: before.stops.map((one) => (purposes.includes(one.purpose) ? stopOf(one) : one)),
})

/** With this consent instead of one to the same purpose. */
export const withConsent = (before: Switches, consent: Consent): Switches => ({
  ...before,
  consents: [...before.consents.filter(({ purpose }) => purpose !== consent.purpose), consent],
})

/** With the stops of a purpose that have one of these grounds giving way to the consent that there is, and no others. */
export const withYielding = (before: Switches, purpose: string, grounds: readonly StopGround[]): Switches => ({
  ...before,
  stops: before.stops.map((one) => {
    if (one.purpose !== purpose) return one
    return grounds.includes(one.ground) ? { ...one, yields: true } : stopOf(one)
  }),
})

/** A stop that gives way to nothing. */
const stopOf = ({ purpose, ground, since }: Stop): Stop => ({ purpose, ground, since })

/** With the purposes stopped on one ground, beside whatever else stopped them. */
export const withStops = (
  before: Switches,
  purposes: readonly string[],
  ground: StopGround,
  since: Temporal.PlainDate,
): Switches => ({
  ...before,
  stops: [
    ...before.stops.filter((one) => one.ground !== ground || !purposes.includes(one.purpose)),
    ...purposes.map((purpose): Stop => ({ purpose, ground, since })),
  ],
})

/** Without the stops of a purpose that have one of these grounds. */
export const withoutStops = (before: Switches, purpose: string, grounds: readonly StopGround[]): Switches => ({
  ...before,
  stops: before.stops.filter((one) => one.purpose !== purpose || !grounds.includes(one.ground)),
})

/** Grounds of stops that are the person's own will, so that it can take them back, or consent in spite of them. */
export const ownStops: readonly StopGround[] = ['refusal', 'prohibition', 'demand', 'third-party', 'objection']

/** Those that any of staff may note as taken back, with what shows it; the others, whoever answers for data protection. */
const notedByAnyone: readonly StopGround[] = ['refusal', 'prohibition']

/** The grounds that whoever asks can take back or consent in spite of: the person, and who acts for them, all of their own. */
export const liftable = ({ staff, role }: Pick<Asking, 'staff' | 'role'>): readonly StopGround[] =>
  staff === null || role === 'data-protection-officer' ? ownStops : notedByAnyone
