/**
 * Disclosures: handing personal data to somebody outside the institution. The register lists to whom, for what, on which condition; nothing
 * else goes out, and each time is recorded for every person concerned, so that it can be told again.
 */
import {
  accept,
  type Citation,
  type Cited,
  type Decision,
  type Facts,
  refuse,
  together,
} from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { blindRecords, create, type Effect } from '../../kernel/state.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Category, Condition, EvidenceKind, LegalBasis, Purpose } from '../../rulebook/register/schema.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { consentTo, type Evidence, isLive, isMet, stopProvisions, withoutClaims } from '../gate/rules.ts'
import type { Consent, Switches } from '../switches/rules.ts'
import {
  citing,
  countriesOf,
  groundOf,
  isBoundBy,
  type Places,
  type Receiver,
  receiverOf,
  transfersTo,
  unboundOn,
} from './receivers/rules.ts'

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
  readonly shown: readonly Evidence[]
  readonly subjects: readonly PartyId[]
}

/** A disclosure that was made. */
export type Disclosure = Omit<Disclosing, 'processor'> & {
  readonly disclosure: number
  readonly processor: string | null
  /** The item of the register that allowed it. */
  readonly allowedBy: Citation
  readonly role: string
  readonly staff: string | null
  /** Law forbids telling the persons concerned. */
  readonly secret: boolean
  readonly on: Temporal.PlainDate
  readonly at: Temporal.Instant
}

export const disclosures = blindRecords<number, Disclosure>('disclosure')

/** Who hands over, and what is known of the persons. */
export type Disclosers = {
  readonly role: string
  readonly staff: string | null
  readonly on: Temporal.PlainDate
  readonly at: Temporal.Instant
  readonly entity: Entity
  readonly switchesOf: (subject: PartyId) => Switches | undefined
  readonly nextId: () => number
}

/** In this order: whether anybody may receive it, then what was agreed and where it goes, then what each person allowed. */
export const disclosureRefusals = [
  'recipient-not-registered',
  'purpose-not-registered',
  'purpose-not-disclosed',
  'kind-withheld',
  'kind-not-needed',
  'kind-not-disclosed',
  'basis-not-registered',
  'processor-not-bound',
  'country-not-allowed',
  'transfer-not-recorded',
  'processing-restricted',
  'processing-stopped',
  'consent-missing',
  'condition-missing',
] as const
export type DisclosureRefusal = (typeof disclosureRefusals)[number]

/** What the engine knows itself is not taken on somebody's word: consents stand or do not, and so do guarantees. */
const known: readonly EvidenceKind[] = ['consent', 'explicit-consent', 'safeguard']

/** Hands data over, and records it for each of the persons. Facts: `disclosure`, and `occasion`, the clause that allowed it. */
export function decideDisclose(
  asked: Disclosing,
  by: Disclosers,
  terms: Terms,
  secret = false,
): Decision<Effect, DisclosureRefusal> {
  const checked = checkDisclosure(asked, by, terms)
  if ('outcome' in checked) return checked
  const { receiver, cited } = checked
  const disclosure = by.nextId()
  const made: Disclosure = {
    ...asked,
    processor: asked.processor ?? receiver.processor?.id ?? null,
    disclosure,
    allowedBy: receiver.cited,
    role: by.role,
    staff: by.staff,
    secret,
    on: by.on,
    at: by.at,
  }
  const settled = together(cited, terms.cite('disclosure.record'))
  return accept([create(disclosures, disclosure, made)], secret ? { ...settled, disclosed: [] } : settled, {
    disclosure: String(disclosure),
    occasion: `${receiver.cited.document}-${receiver.cited.clause}`,
    recipient: asked.recipient,
    kinds: asked.kinds,
    subjects: asked.subjects.length,
  })
}

type Checked = { readonly receiver: Receiver; readonly cited: Cited }
type RefusedDisclosure = Extract<Decision<Effect, DisclosureRefusal>, { readonly outcome: 'refused' }>

/** Whether the register lets these data go, and what settles it. */
export function checkDisclosure(
  asked: Disclosing,
  by: Pick<Disclosers, 'entity' | 'on' | 'switchesOf'>,
  terms: Terms,
): Checked | RefusedDisclosure {
  const listed = checkListed(asked, terms)
  if ('outcome' in listed) return listed
  const bound = checkBound(asked, listed.receiver, by, terms)
  if ('outcome' in bound) return bound
  for (const subject of asked.subjects) {
    const stopped = stoppedFor(subject, asked, listed, bound.shown, by, terms)
    if (stopped !== undefined) return stopped
  }
  const { receiver, purpose, categories } = listed
  return {
    receiver,
    cited: together(citing(terms.cite('disclosure.listed'), receiver, purpose, ...categories), ...bound.cited),
  }
}

type Listed = {
  readonly receiver: Receiver
  readonly purpose: Registered<Purpose>
  readonly categories: readonly Registered<Category>[]
}

/** What does not depend on day, place and person: the closed list. */
function checkListed(asked: Disclosing, terms: Terms): Listed | RefusedDisclosure {
  const { register } = terms
  const { recipient, kinds, basis } = asked
  const list = terms.cite('disclosure.listed')
  const receiver = receiverOf(terms, recipient)
  if (receiver === undefined) return refuse('recipient-not-registered', list, { recipient })
  const purposes = [...register.purposes.values()]
  const purpose =
    purposes.find(({ uses }) => uses?.some((use) => use === asked.purpose)) ?? register.purposes.get(asked.purpose)
  if (purpose === undefined)
    return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: asked.purpose })
  if (!receiver.purposes.includes(purpose.id))
    return refuse('purpose-not-disclosed', citing(list, receiver), { recipient, purpose: purpose.id })
  const all = [...register.categories.values()]
  const categoryOf = (kind: Attribute) => all.find(({ attributes }) => attributes.includes(kind))
  const categories = [...new Set(kinds.flatMap((kind) => categoryOf(kind) ?? []))]
  const ofCategories = (some: readonly Category[]) =>
    kinds.filter((kind) => some.some(({ attributes }) => attributes.includes(kind)))

  const withheld = categories.filter(({ disclosed }) => disclosed === false)
  if (withheld.length > 0)
    return refuse('kind-withheld', citing(terms.cite('disclosure.withheld'), ...withheld), {
      recipient,
      kinds: ofCategories(withheld),
    })
  const serves = ({ id, onlyFor }: Category) =>
    purpose.categories.includes(id) && (onlyFor === undefined || onlyFor.includes(purpose.id))
  const unneeded = kinds.filter((kind) => {
    const category = categoryOf(kind)
    return category === undefined || !serves(category)
  })
  if (unneeded.length > 0)
    return refuse('kind-not-needed', citing(terms.cite('privacy.minimum'), purpose), {
      purpose: purpose.id,
      kinds: unneeded,
    })
  const closed = kinds.filter(
    (kind) =>
      !receiver.categories.includes(categoryOf(kind)?.id ?? '') ||
      (receiver.attributes !== undefined && !receiver.attributes.includes(kind)),
  )
  if (closed.length > 0) return refuse('kind-not-disclosed', citing(list, receiver), { recipient, kinds: closed })
  if (!rests(basis, receiver, purpose, categories))
    return refuse('basis-not-registered', citing(list, receiver, purpose), { recipient, basis })
  return { receiver, purpose, categories }
}

/** A recipient's own bases come first; where the purpose has the basis for some categories only, it carries no others. */
function rests(
  basis: LegalBasis,
  { bases }: Receiver,
  purpose: Purpose,
  categories: readonly { readonly id: string }[],
): boolean {
  const ofPurpose = purpose.bases.filter((one) => one.basis === basis)
  if (!(bases === undefined ? ofPurpose.length > 0 : bases.includes(basis))) return false
  return (
    ofPurpose.length === 0 ||
    categories.every(({ id }) => ofPurpose.some((one) => one.for === undefined || one.for.includes(id)))
  )
}

type Bound = { readonly cited: readonly Cited[]; readonly shown: ReadonlySet<EvidenceKind> }

/** What depends on day and place: agreements with processors, and countries. Gives what counts as shown. */
function checkBound(
  asked: Disclosing,
  receiver: Receiver,
  { on, entity }: Pick<Disclosers, 'on' | 'entity'>,
  terms: Terms,
): Bound | RefusedDisclosure {
  const { recipient } = asked
  const cited: Cited[] = []
  const shown = new Set(asked.shown.map(({ kind }) => kind).filter((kind) => !known.includes(kind)))
  const processor =
    receiver.processor ?? (asked.processor === undefined ? undefined : terms.register.processors.get(asked.processor))
  if (isBoundBy(receiver)) {
    const undertaken = citing(terms.cite('disclosure.undertakings'), receiver, ...(processor ? [processor] : []))
    const missing = processor && unboundOn(processor, on)
    if (processor !== undefined && missing !== undefined)
      return refuse('processor-not-bound', undertaken, { recipient, processor: processor.id, missing })
    if (processor !== undefined) for (const kind of ['confidentiality', 'safeguard'] as const) shown.add(kind)
    cited.push(undertaken)
  }
  const countries = countriesOf(receiver, asked)
  const outside = receiver.countries === 'domestic' ? countries.filter((one) => one !== entity.country) : []
  if (outside.length > 0)
    return refuse('country-not-allowed', citing(terms.cite('disclosure.listed'), receiver), {
      recipient,
      countries: outside,
    })
  for (const [country, transfer] of transfersTo(receiver, countries, terms)) {
    const transfers = terms.cite('disclosure.transfers')
    if (transfer === undefined || receiver.countries === 'eea')
      return refuse('transfer-not-recorded', citing(transfers, receiver), { recipient, countries: [country] })
    if (!groundOf[transfer.ground].some((kind) => shown.has(kind)))
      return refuse('condition-missing', citing(transfers, transfer), {
        recipient,
        needs: groundOf[transfer.ground].map((kind) => [kind]),
      })
    cited.push(citing(transfers, transfer))
  }
  return { cited, shown }
}

/** Why data of this person do not go: restriction, stop, missing consent, or a condition that is not met; undefined when they do. */
function stoppedFor(
  subject: PartyId,
  { basis, recipient }: Disclosing,
  { receiver, purpose, categories }: Listed,
  shown: ReadonlySet<EvidenceKind>,
  { entity, switchesOf }: Pick<Disclosers, 'entity' | 'switchesOf'>,
  terms: Terms,
): RefusedDisclosure | undefined {
  const switches = switchesOf(subject)
  const consent = switches && consentFor(receiver, purpose.id, switches, entity.id)
  const kinds = new Set<EvidenceKind>(shown)
  if (consent !== undefined) kinds.add('consent')
  if (consent?.explicit === true) kinds.add('explicit-consent')
  const about = { recipient, purpose: purpose.id }
  if (switches !== undefined && switches.restrictions.length > 0 && consent === undefined && !kinds.has('case'))
    return refuse('processing-restricted', terms.cite('privacy.restriction'), about)
  const stop = withoutClaims(
    switches?.stops.find((one) => one.purpose === purpose.id),
    kinds,
  )
  if (basis === 'consent' && consent === undefined && stop === undefined)
    return refuse('consent-missing', citing(terms.cite('consent.needed'), receiver), about)
  if (stop !== undefined && !isLive(basis, stop.ground, consent))
    return refuse('processing-stopped', terms.cite(stopProvisions[stop.ground]), { ...about, ground: stop.ground })
  const conditioned: readonly { readonly requires?: Condition | undefined; readonly cited: Citation }[] = [
    purpose,
    ...categories,
    receiver,
  ]
  const unmet = conditioned.find(({ requires }) => requires !== undefined && !isMet(requires, kinds))
  if (unmet === undefined) return undefined
  const asks = citing(terms.cite('privacy.condition'), unmet)
  const cited = unmet === receiver && isBoundBy(receiver) ? together(asks, terms.cite('disclosure.undertakings')) : asks
  const needs: Facts[string] = (unmet.requires ?? []).map((all) => [...all])
  return refuse('condition-missing', cited, { ...about, needs })
}

/** A consent to the purpose; for a recipient whose condition is consent, one that names this kind of recipient. */
function consentFor(receiver: Receiver, purpose: string, switches: Switches, entity: string): Consent | undefined {
  const consent = consentTo(purpose, switches, { entity })
  const mustName = receiver.requires.some((all) => all.includes('consent'))
  return !mustName || consent?.recipients?.includes(receiver.id) ? consent : undefined
}
