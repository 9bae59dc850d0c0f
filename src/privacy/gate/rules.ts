/**
 * Who may read what, about whom, and what for. The register and its table of access are closed lists: what does not stand there is
 * refused; and whatever stands there still gives way to the switches of the person. Pure; the door itself is ../gate.ts.
 */
import { accept, type Cited, type Decision, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Attribute, DataClass } from '../../rulebook/register/attributes.ts'
import type { ActorRole, Condition, EvidenceKind, LegalBasis } from '../../rulebook/register/schema.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { fencedKinds } from '../screening/rules.ts'
import type { Channel, Consent, Stop, StopGround, Switches } from '../switches/rules.ts'
import type { GateRefusal } from './verdicts/rules.ts'
import { compiledGate, reaches, type Verdict } from './verdicts/rules.ts'

/** Everything personal that can be read. */
export type DataKind = Attribute

const identity = ['name', 'personal-code', 'registration-number', 'birth-date'] as const satisfies Attribute[]
const contact = ['email', 'phone', 'address'] as const satisfies Attribute[]

/** What the details of a record may tell, by the class under whose key they are sealed. Details of other classes are facts alone. */
export const kindsOfDetail: { readonly [C in DataClass]?: readonly Attribute[] } = {
  identity,
  contact,
  'payment-details': ['payment-details'],
  representation: ['representation'],
  'staff-note': ['note'],
  correspondence: ['correspondence'],
  // Free text that was found to tell such things.
  special: fencedKinds,
}

/** Something shown for a condition of the register: an article, an order, a case, by its number. Never a personal datum. */
export type Evidence = { readonly kind: EvidenceKind; readonly reference: string }

export type GateRequest = {
  readonly actor: {
    readonly role: ActorRole
    readonly party?: PartyId | undefined
    readonly staff?: string | undefined
  }
  /** A purpose of the register, or a use of the engine, which stands for the purpose that carries it. */
  readonly purpose: string
  readonly kinds: readonly DataKind[]
  /** Whom the data are about. */
  readonly subjects: readonly PartyId[]
  /** For whom the actor may act today, as the rules of representation say. */
  readonly represented?: readonly PartyId[] | undefined
  /** In which roles of the register the subjects are concerned, where it matters. */
  readonly roles?: readonly string[] | undefined
  /** The legitimate interest that the use rests on, where it rests on that alone: its entry must reach so far. */
  readonly interest?: string | undefined
  readonly shown?: readonly Evidence[] | undefined
  /** For offers: the channel over which they go. */
  readonly channel?: Channel | undefined
}

/** What the door knows besides the request. */
export type GateState = {
  /** The entity whose data a subject's are. */
  readonly entityOf: (subject: PartyId) => string
  /** Whether the actor, where it is staff, has undertaken confidentiality. */
  readonly undertaken: boolean
  /** Of those subjects who ever switched anything. */
  readonly switches?: ReadonlyMap<PartyId, Switches> | undefined
}

type Asked = Extract<Verdict, { readonly code: undefined }>

/**
 * Whether the actor may read these kinds of data about these subjects for this purpose. A passage is whole or not at all: one kind or
 * subject too many refuses it.
 */
export function passGate(request: GateRequest, state: GateState, terms: Terms): Decision<never, GateRefusal> {
  const { actor, purpose, kinds, subjects, roles } = request
  if (!isNamed(actor)) return refuse('actor-unnamed', terms.cite('privacy.gate'), { role: actor.role })
  if (!state.undertaken && isStaff(actor))
    return refuse('confidentiality-not-undertaken', terms.cite('privacy.confidentiality'), { role: actor.role })
  const verdict = compiledGate(terms).verdict(actor.role, purpose, kinds, request.interest)
  if (verdict.code !== undefined) return refuse(verdict.code, verdict.cited, verdict.facts)
  const { register } = terms
  const concerned = verdict.roles ?? register.roles
  if (roles?.every((role) => concerned.has(role) && register.roles.has(role)) === false)
    return refuse('role-not-concerned', verdict.cited, { purpose, roles })
  const cited =
    roles === undefined
      ? verdict.cited
      : withClauses(verdict.cited, ...roles.flatMap((role) => register.roles.get(role)?.cited ?? []))
  for (const subject of subjects)
    if (!concerns(verdict.about, request, subject))
      return refuse('subject-not-concerned', cited, { role: actor.role, purpose })
  for (const subject of subjects) {
    if (verdict.plain && state.switches?.has(subject) !== true) continue
    const stopped = switchedOff(verdict, request, state, subject, terms)
    if (stopped !== undefined) return refuse(stopped.code, stopped.cited, { purpose })
  }
  return cited === verdict.cited ? verdict.permitted : accept([], cited, verdict.facts)
}

/** Customers and representatives are parties, staff have a code; only the system itself is neither. */
function isNamed({ role, party, staff }: GateRequest['actor']): boolean {
  if (role === 'system') return true
  return role === 'customer' || role === 'representative' ? party !== undefined : staff !== undefined
}

/** People of the institution; a machine is bound by who runs it. */
const isStaff = ({ role }: GateRequest['actor']): boolean =>
  role !== 'system' && role !== 'atm' && role !== 'customer' && role !== 'representative'

function concerns(about: Asked['about'], { actor, represented = [] }: GateRequest, subject: PartyId): boolean {
  if (about === 'anyone' || subject === actor.party) return true
  return about === 'represented' && represented.includes(subject)
}

type SwitchedOff = { readonly code: GateRefusal; readonly cited: Cited }

/** What of the subject's own choices, or what is missing of them, stands in the way; undefined when nothing does. */
function switchedOff(
  { purpose, categories, conditions, bases, cited: verdictCited }: Asked,
  { actor, shown = [], channel, roles = [] }: GateRequest,
  state: GateState,
  subject: PartyId,
  terms: Terms,
): SwitchedOff | undefined {
  const switches = state.switches?.get(subject)
  const consent = switches && consentTo(purpose.id, switches, { entity: state.entityOf(subject), channel })
  const kinds = new Set(shown.map(({ kind }) => kind))
  if (consent !== undefined) kinds.add('consent')
  if (consent?.explicit === true) kinds.add('explicit-consent')
  for (const { condition, cited } of conditions)
    if (!isMet(condition, kinds)) return { code: 'condition-missing', cited }
  if (switches !== undefined && switches.restrictions.length > 0) {
    // Article 18(2): with their consent, for legal claims, and whatever they ask for themselves.
    const open = actor.party === subject || consent !== undefined || kinds.has('case')
    if (!open) return { code: 'processing-restricted', cited: terms.cite('privacy.restriction') }
  }
  const stop = withoutClaims(
    switches?.stops.find((one) => one.purpose === purpose.id),
    kinds,
  )
  for (const { id } of categories) {
    const live = bases.filter((one) => reaches(one, id) && isLive(one.basis, stop?.ground, consent))
    if (live.some((one) => one.interest === undefined)) continue
    const concerned = live.filter(({ interest }) => roles.every((role) => interest?.roles.includes(role)))
    const unmet = concerned.filter(({ condition }) => condition !== undefined && !isMet(condition.condition, kinds))
    if (concerned.length > unmet.length) continue
    const [missing] = unmet
    if (missing?.condition !== undefined) return { code: 'condition-missing', cited: missing.condition.cited }
    if (stop === undefined && live.length > 0) return { code: 'role-not-concerned', cited: verdictCited }
    if (stop !== undefined) return { code: 'processing-stopped', cited: terms.cite(stopProvisions[stop.ground]) }
    return { code: 'consent-missing', cited: withClauses(terms.cite('consent.needed'), purpose.cited) }
  }
  return undefined
}

/** The stop, unless a claim is shown: what somebody objects to may still serve to raise, pursue or defend one. */
export function withoutClaims(stop: Stop | undefined, shown: ReadonlySet<EvidenceKind>): Stop | undefined {
  const isClaim = shown.has('case') && (stop?.ground === 'weighing' || stop?.ground === 'objection')
  return isClaim ? undefined : stop
}

export const stopProvisions = {
  refusal: 'marketing.refusal',
  prohibition: 'privacy.prohibition',
  demand: 'privacy.stop',
  weighing: 'privacy.objection',
  objection: 'privacy.objection',
} as const satisfies Record<StopGround, ProvisionKey>

function withClauses(cited: Cited, ...clauses: Cited['settled']): Cited {
  if (clauses.length === 0) return cited
  return { settled: [...cited.settled, ...clauses], disclosed: [...cited.disclosed, ...clauses] }
}

export const isMet = (condition: Condition, shown: ReadonlySet<EvidenceKind>): boolean =>
  condition.some((all) => all.every((kind) => shown.has(kind)))

/** The standing consent to a purpose that covers the entity and the channel. */
export function consentTo(
  purpose: string,
  switches: Pick<Switches, 'consents'>,
  { entity, channel }: { readonly entity: string; readonly channel?: Channel | undefined },
): Consent | undefined {
  return switches.consents.find(
    (one) =>
      one.purpose === purpose &&
      !one.except.includes(entity) &&
      (channel === undefined || one.channels === undefined || one.channels.includes(channel)),
  )
}

/** What the person refused or forbade stops whatever it rests on; an objection stops interests alone (GDPR, Article 21(1)). */
export function isLive(basis: LegalBasis, stop: StopGround | undefined, consent: Consent | undefined): boolean {
  if (basis === 'consent') return consent !== undefined && stop === undefined
  if (stop === undefined) return true
  if (basis === 'legal-obligation') return true
  if (stop === 'weighing' || stop === 'objection') return basis !== 'legitimate-interest' && basis !== 'public-interest'
  return stop === 'demand' && basis === 'contract'
}
