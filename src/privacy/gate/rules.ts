/**
 * Who may read what, about whom, and what for. The register and its table of access are closed lists: what does not stand there is
 * refused; and whatever stands there still gives way to the switches of the person. Pure; the door itself is ../gate.ts.
 */
import { accept, type Cited, type Decision, type Facts, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Attribute, classOf, type DataClass } from '../../rulebook/register/attributes.ts'
import type { Condition } from '../../rulebook/register/schema.ts'
import type { ActorRole, EvidenceKind } from '../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type LastTrained, untrainedIn } from '../measures/training/rules.ts'
import { citeUntold, type Held } from '../new-purposes/rules.ts'
import { type Fence, isFence, kindsBehind } from '../screening/rules.ts'
import type { Channel, Switches } from '../switches/rules.ts'
import { chosen, unmetBy } from './conditions/rules.ts'
import {
  answersRequest,
  carriesThirdParties,
  consentTo,
  isLive,
  opensRestricted,
  restricted,
  stopProvisions,
  stopsOf,
  switchedKinds,
  weightyOf,
} from './switched/rules.ts'
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
  special: kindsBehind.special,
  offence: kindsBehind.offence,
}

/** Free text that was fenced, whatever its kind, opens only to a passage that covers what it may tell. */
export function coversFenced({ kinds }: Pick<GateRequest, 'kinds'>, kind: DataKind, sealedAs: DataClass): boolean {
  if (classOf(kind) === sealedAs || !isFence(sealedAs)) return true
  return kindsBehind[sealedAs].every((fenced) => kinds.includes(fenced))
}

/** What a customer asked to be carried out, and is told about it, such as requests about their data. */
const carrying: ReadonlySet<string> = new Set(['service', 'payment', 'rights'])

/** Those whose own words they are, or to whom they were written, and the system that carries them to these. */
const isTheirs = ({ actor: { role }, purpose }: Pick<GateRequest, 'actor' | 'purpose'>): boolean =>
  (role === 'customer' || role === 'representative' || role === 'system') && carrying.has(purpose)

/**
 * Whether a fenced part of a datum, such as what a payment is for, opens as well: to a passage that covers what it may tell, and to those
 * whose words they are. So staff do not see it, and no other use does.
 */
export const opensFenced = (request: Pick<GateRequest, 'actor' | 'purpose' | 'kinds'>, fence: Fence): boolean =>
  isTheirs(request) || kindsBehind[fence].every((kind) => request.kinds.includes(kind))

/**
 * What a passage asks for that opens details of these classes. Whose words they are may have them whether they were fenced or not: they name
 * the fences beside the class under which the words would stand otherwise, and are asked for that alone.
 */
export function kindsAsked(
  request: Pick<GateRequest, 'actor' | 'purpose'>,
  categories: readonly DataClass[],
): readonly DataKind[] {
  const open = categories.filter((category) => !isFence(category))
  const asked = open.length > 0 && isTheirs(request) ? open : categories
  return asked.flatMap((category) => kindsOfDetail[category] ?? [])
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
  /**
   * It carries out what the subjects themselves ordered, agreed or asked for, and so is with their consent. The engine alone says so, where
   * it has the order: no wire tells it.
   */
  readonly ordered?: true | undefined
  /** For offers: the channel over which they go. */
  readonly channel?: Channel | undefined
}

/** What the door knows besides the request. */
export type GateState = {
  /** The entity whose data a subject's are. */
  readonly entityOf: (subject: PartyId) => string
  /** Whether the actor, where it is staff, has undertaken confidentiality. */
  readonly undertaken: boolean
  /** When the actor, where it is staff, was last taught, and the day: asked for only where nobody may read without training. */
  readonly training?: Trained | undefined
  /**
   * What is held of a subject, of that which is read; undefined where nothing is read yet. Looked at for purposes alone that came with a later
   * version of the register.
   */
  readonly held?: ((subject: PartyId) => readonly Held[]) | undefined
  /** Cases for which a subject's data are held: asked for only where a case is shown. */
  readonly cases?: ReadonlyMap<PartyId, readonly string[]> | undefined
  /** Of those subjects who ever switched anything. */
  readonly switches?: ReadonlyMap<PartyId, Switches> | undefined
}

/** What one of staff was taught, as of a day. */
export type Trained = { readonly trained: LastTrained; readonly day: Temporal.PlainDate }

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
  const gate = compiledGate(terms)
  if (gate.training !== undefined && isStaff(actor)) {
    const { topics } = gate.training
    const missing = state.training ? untrainedIn(state.training.trained, state.training.day, gate.training) : topics
    if (missing.length > 0)
      return refuse('training-missing', terms.cite('staff.training'), { role: actor.role, topics: missing })
  }
  const verdict = gate.verdict(actor.role, purpose, kinds, request.interest)
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
  let ownDataOnly: readonly string[] | undefined
  let isRestricted = false
  for (const subject of subjects) {
    const switches = state.switches?.get(subject)
    if (verdict.since !== undefined && state.held !== undefined) {
      const known = { held: state.held(subject), told: switches?.told }
      const untold = citeUntold(verdict.purpose.id, verdict.since, known, terms)
      if (untold !== undefined) return refuse('purpose-not-told', untold, { purpose, since: verdict.since.toString() })
    }
    if (verdict.plain && switches === undefined) continue
    const stopped = switchedOff(verdict, request, state, subject, terms)
    if (stopped !== undefined) return refuse(stopped.code, stopped.cited, { purpose, ...stopped.facts })
    if (switches === undefined) continue
    isRestricted ||= switches.restrictions.length > 0
    if (needsOwnData(verdict, request, switches, state.entityOf(subject)))
      ownDataOnly = [...(ownDataOnly ?? []), String(subject)]
  }
  const open = isRestricted ? withClauses(cited, ...terms.cite('restriction.open').settled) : cited
  if (ownDataOnly !== undefined) {
    const stop = terms.cite('privacy.third-party-stop').settled
    return accept([], withClauses(open, ...stop), { ...verdict.facts, ownDataOnly })
  }
  return open === verdict.cited ? verdict.permitted : accept([], open, verdict.facts)
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

/**
 * Whether of this person only what they gave themselves may be read: they ended the use of what third parties gave, and neither law nor an
 * interest carries the purpose, but a contract.
 */
function needsOwnData(
  { purpose, categories, bases }: Asked,
  { channel }: Pick<GateRequest, 'channel'>,
  switches: Switches,
  entity: string,
): boolean {
  const stop = switches.stops.find((one) => one.purpose === purpose.id && one.ground === 'third-party')
  if (stop === undefined) return false
  if (stop.yields === true && consentTo(purpose, switches, { entity, channel }) !== undefined) return false
  return categories.some(({ id }) => !bases.some((one) => reaches(one, id) && carriesThirdParties.includes(one.basis)))
}

type SwitchedOff = { readonly code: GateRefusal; readonly cited: Cited; readonly facts?: Facts }

/** What of the subject's own choices, or what is missing of them, stands in the way; undefined when nothing does. */
function switchedOff(
  { purpose, categories, conditions, bases, cited: verdictCited }: Asked,
  { actor, represented = [], shown = [], ordered, channel, roles = [] }: GateRequest,
  state: GateState,
  subject: PartyId,
  terms: Terms,
): SwitchedOff | undefined {
  const switches = state.switches?.get(subject)
  const consent = switches && consentTo(purpose, switches, { entity: state.entityOf(subject), channel })
  const kinds = new Set(shown.map(({ kind }) => kind).filter((kind) => !switchedKinds.includes(kind)))
  if (consent !== undefined) kinds.add('consent')
  if (consent?.explicit === true) kinds.add('explicit-consent')
  for (const { condition, cited } of conditions)
    if (!isMet(condition, kinds)) return { code: 'condition-missing', cited, facts: unmetBy(condition, chosen) }
  const cases = state.cases?.get(subject) ?? []
  const recorded = shown.filter(({ kind, reference }) => kind === 'case' && cases.includes(reference))
  const weighty = switches === undefined ? kinds : weightyOf(kinds, { role: actor.role, recorded }, terms)
  if (switches !== undefined && switches.restrictions.length > 0) {
    // With their consent, and whatever they, or who acts for them, ask for themselves or ordered.
    const isOwn =
      ordered === true ||
      actor.party === subject ||
      represented.includes(subject) ||
      answersRequest(purpose, kinds, actor.role, terms)
    const open = isOwn || consent !== undefined || opensRestricted(weighty) || isOfPublicInterest(categories, bases)
    if (!open) return { code: 'processing-restricted', ...restricted(terms) }
  }
  const stops = stopsOf(purpose.id, switches, weighty, consent)
  const [stop] = stops
  for (const { id } of categories) {
    const live = bases.filter((one) => reaches(one, id) && isLive(one.basis, stops, consent))
    if (live.some((one) => one.interest === undefined)) continue
    const concerned = live.filter(({ interest }) => roles.every((role) => interest?.roles.includes(role)))
    const unmet = concerned.filter(({ condition }) => condition !== undefined && !isMet(condition.condition, kinds))
    if (concerned.length > unmet.length) continue
    const [missing] = unmet
    if (missing?.condition !== undefined) {
      const { condition, cited } = missing.condition
      return { code: 'condition-missing', cited, facts: unmetBy(condition, chosen) }
    }
    if (stop === undefined && live.length > 0) return { code: 'role-not-concerned', cited: verdictCited }
    if (stop !== undefined) return { code: 'processing-stopped', cited: terms.cite(stopProvisions[stop.ground]) }
    return { code: 'consent-missing', cited: withClauses(terms.cite('consent.needed'), purpose.cited) }
  }
  return undefined
}

/**
 * Whether a law carries all of it that the register marks as of important public interest, such as that against money laundering: what the
 * person says of their data, and nobody has looked into yet, does not hold it up.
 */
const isOfPublicInterest = (categories: Asked['categories'], bases: Asked['bases']): boolean =>
  categories.every(({ id }) => bases.some((one) => one.publicInterest === true && reaches(one, id)))

function withClauses(cited: Cited, ...clauses: Cited['settled']): Cited {
  if (clauses.length === 0) return cited
  return { settled: [...cited.settled, ...clauses], disclosed: [...cited.disclosed, ...clauses] }
}

export const isMet = (condition: Condition, shown: ReadonlySet<EvidenceKind>): boolean =>
  condition.some((all) => all.every((kind) => shown.has(kind)))
