/**
 * Consents: given for a purpose that rests on them, with the wording that was shown, and taken back as easily. Accepting a document is none.
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
import { create, type Effect, records } from '../../kernel/state.ts'
import type { Register, Registered } from '../../rulebook/register/register.ts'
import type { Condition, Purpose } from '../../rulebook/register/schema.ts'
import type { EvidenceKind, LegalBasis } from '../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { channels as allChannels, type Channel, type Consent, type Switches } from '../switches/rules.ts'
import { type Asking, change, liftable, withConsent, withoutConsents, withYielding } from './changes/rules.ts'
import { groupOf } from './propagation/rules.ts'

/** What is asked when consent is given. */
export type Giving = {
  readonly purpose: string
  /** Version of the document whose clause was shown, and the language. */
  readonly version: string
  readonly language: string
  readonly channels?: readonly Channel[] | undefined
  /** Entities that it is not given to; none unless told. */
  readonly except: readonly string[]
  readonly explicit: boolean
  /** Kinds of recipients of the register to whom data may go on it. */
  readonly recipients?: readonly string[] | undefined
}

/** In this order; before them a stranger is refused as `subject-not-concerned`. */
export const giveRefusals = [
  'purpose-not-registered',
  'consent-not-asked',
  'entity-unknown',
  'recipient-not-on-consent',
  'way-not-offered',
  'evidence-missing',
  'wording-not-in-force',
  'consent-not-explicit',
] as const
export type GiveRefusal = (typeof giveRefusals)[number]

/**
 * Gives a consent, to all entities save those excepted. The wording shown must be that in force; what comes to a unit leaves evidence in
 * the archive; what needs express consent takes no other. An earlier refusal of the same purpose gives way as far as the consent covers: the
 * person thought anew. What they objected to, or demanded to end, gives way only when they say so themselves, or to the data-protection officer.
 */
export function decideGive(
  asking: Asking,
  before: Switches,
  giving: Giving,
  terms: Terms,
): Decision<Effect, GiveRefusal> {
  const { register } = terms
  const cited = together(terms.cite('consent.giving'), terms.cite('consent.record'))
  const purpose = register.purposes.get(giving.purpose)
  if (purpose === undefined)
    return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: giving.purpose })
  const withPurpose = citing(cited, purpose)
  const recipients = giving.recipients ?? []
  if (!restsOnConsent(purpose, register) && recipients.length === 0)
    return refuse('consent-not-asked', withPurpose, { bases: purpose.bases.map(({ basis }) => basis) })
  const group = groupOf(asking.entities, terms).map(({ entity }) => entity)
  const strange = giving.except.filter((id) => !group.includes(id))
  if (strange.length > 0) return refuse('entity-unknown', cited, { entities: strange })
  const closed = recipients.filter((id) => !goesOnConsent(id, purpose, register))
  if (closed.length > 0) return refuse('recipient-not-on-consent', withPurpose, { recipients: closed })
  const { ways } = terms.parameters('consent.giving')
  if (!ways.includes(asking.way)) return refuse('way-not-offered', cited, { ways })
  if (asking.staff !== null && asking.evidence === null) return refuse('evidence-missing', cited)
  if (
    giving.version !== purpose.cited.version ||
    purpose.name[giving.language as keyof typeof purpose.name] === undefined
  )
    return refuse('wording-not-in-force', withPurpose, { version: purpose.cited.version })
  const express = needsExplicit(purpose, register)
  if (express && !giving.explicit)
    return refuse('consent-not-explicit', citing(terms.cite('consent.explicit'), purpose), alternativesOf(terms))
  const consent = {
    purpose: purpose.id,
    except: giving.except,
    ...(giving.channels === undefined ? {} : { channels: giving.channels }),
    explicit: giving.explicit,
    ...(giving.recipients === undefined ? {} : { recipients: giving.recipients }),
    ...(isGuardian(asking) ? { byGuardian: true as const } : {}),
    given: asking.on,
  }
  const after = withYielding(withConsent(before, consent), purpose.id, liftable(asking))
  const { effects, facts } = change(
    asking,
    after,
    {
      act: 'consent-given',
      purposes: [purpose.id],
      channels: giving.channels ?? null,
      except: giving.except,
      explicit: giving.explicit,
      shown: { ...purpose.cited, language: giving.language },
    },
    terms,
  )
  const settled = express ? together(cited, terms.cite('consent.explicit')) : cited
  return accept(effects, citing(settled, purpose), { ...facts, ...(express ? alternativesOf(terms) : {}) })
}

/** Whether a parent or guardian asks for a minor. */
const isGuardian = ({ authority }: Asking): boolean => authority?.kind === 'parent' || authority?.kind === 'guardian'

/** What carries a purpose when consent does not. */
const withoutConsent: readonly LegalBasis[] = [
  'contract',
  'legal-obligation',
  'vital-interest',
  'public-interest',
  'legitimate-interest',
]

/** What is asked when consent is taken back: all of it, or some channels or entities. */
export type Withdrawing = {
  readonly purpose: string
  readonly channels?: readonly Channel[] | undefined
  readonly entities?: readonly string[] | undefined
}

/** In this order; before them a stranger is refused as `subject-not-concerned`. */
export const withdrawRefusals = [
  'purpose-not-registered',
  'entity-unknown',
  'way-not-offered',
  'consent-missing',
] as const
export type WithdrawRefusal = (typeof withdrawRefusals)[number]

/**
 * Takes a consent back. No reason and no evidence is asked. What the person had refused or objected to before it, is stopped again. What was
 * done before stays lawful; the facts tell which categories go now, and which stay on which ground.
 */
export function decideWithdraw(
  asking: Asking,
  before: Switches,
  { purpose: id, channels, entities }: Withdrawing,
  terms: Terms,
): Decision<Effect, WithdrawRefusal> {
  const cited = together(
    ...(['consent.withdrawal', 'consent.recall', 'consent.past'] as const).map((key) => terms.cite(key)),
  )
  const purpose = terms.register.purposes.get(id)
  if (purpose === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  const group = groupOf(asking.entities, terms).map(({ entity }) => entity)
  const strange = (entities ?? []).filter((one) => !group.includes(one))
  if (strange.length > 0) return refuse('entity-unknown', cited, { entities: strange })
  const { ways } = terms.parameters('consent.withdrawal')
  // What a processor passed on came by no way of the person's own choosing.
  if (asking.way !== 'processor' && !ways.includes(asking.way)) return refuse('way-not-offered', cited, { ways })
  const given = before.consents.find((one) => one.purpose === id)
  if (given === undefined || !overlaps(given, { channels, entities }))
    return refuse('consent-missing', cited, { purpose: id })
  const left = (given.channels ?? allChannels).filter((one) => !(channels ?? []).includes(one))
  const except = [...new Set([...given.except, ...(entities ?? [])])]
  const isPartly = channels !== undefined || entities !== undefined
  const narrowed = isPartly && left.length > 0 && group.some((one) => !except.includes(one))
  const after = narrowed
    ? withConsent(before, { ...given, except, ...(channels === undefined ? {} : { channels: left }) })
    : withoutConsents(before, [id])
  const { effects, facts } = change(
    asking,
    after,
    { act: 'consent-withdrawn', purposes: [id], channels: channels ?? null, except },
    terms,
  )
  return accept(effects, citing(cited, purpose), {
    ...facts,
    ends: !narrowed,
    ...(narrowed ? {} : leftOf(purpose, after, terms, withoutConsent)),
  })
}

/** Whether there is something of the consent to take back: a channel, or an entity, that it covers. */
function overlaps({ channels, except }: Consent, asked: Omit<Withdrawing, 'purpose'>): boolean {
  const ofChannels = asked.channels?.some((one) => channels === undefined || channels.includes(one)) ?? true
  const ofEntities = asked.entities?.some((one) => !except.includes(one)) ?? true
  return ofChannels && ofEntities
}

/**
 * Of the categories that a purpose uses, which go when its consent, or all but retention, is taken away, and which stay on which ground: another
 * basis of the purpose, or a term of retention that runs from something else.
 *
 * @param left bases of the purpose that still carry it
 */
export function leftOf(
  purpose: Registered<Purpose>,
  after: Switches,
  { register }: Terms,
  left: readonly LegalBasis[],
) {
  const terms = [...register.retention.values()]
  const groundsOf = (category: string) => [
    ...purpose.bases
      .filter(({ basis, for: only }) => left.includes(basis) && (only === undefined || only.includes(category)))
      .map(({ basis, law = null }) => ({ ground: purpose.id, basis, law, clause: clauseOf(purpose) })),
    ...terms
      .filter(({ categories, from }) => categories.includes(category) && from !== 'consent')
      .map((one) => ({ ground: one.id, basis: one.basis, law: one.law ?? null, clause: clauseOf(one) })),
    ...after.consents
      .filter((one) => one.purpose !== purpose.id && register.purposes.get(one.purpose)?.categories.includes(category))
      .map((one) => ({
        ground: one.purpose,
        basis: 'consent',
        law: null,
        clause: clauseOf(register.purposes.get(one.purpose)),
      })),
  ]
  const heldBy = (category: string) =>
    terms.find(({ categories, from }) => categories.includes(category) && from === 'consent')?.id ?? null
  const categories = purpose.categories.map((category) => ({ category, grounds: groundsOf(category) }))
  return {
    goes: categories
      .filter(({ grounds }) => grounds.length === 0)
      .map(({ category }) => ({ category, heldBy: heldBy(category) })),
    stays: categories.filter(({ grounds }) => grounds.length > 0),
  }
}

const clauseOf = (item: { readonly cited: Citation } | undefined): string =>
  item === undefined ? '' : `${item.cited.document}-${item.cited.clause}`

/** Where it is asked at all: the purpose has consent for a basis, or it or a category of it asks for one. */
export const restsOnConsent = (purpose: Purpose, register: Register): boolean =>
  purpose.bases.some(({ basis }) => basis === 'consent') ||
  conditionsOf(purpose, register).some((one) => asks(one, 'consent') || asks(one, 'explicit-consent'))

export const needsExplicit = (purpose: Purpose, register: Register): boolean =>
  conditionsOf(purpose, register).some((one) => one.every((all) => all.includes('explicit-consent')))

const conditionsOf = (purpose: Purpose, register: Register): readonly Condition[] =>
  [purpose, ...purpose.categories.map((id) => register.categories.get(id))].flatMap((one) =>
    one?.requires === undefined ? [] : [one.requires],
  )

const asks = (condition: Condition, kind: EvidenceKind): boolean => condition.some((all) => all.includes(kind))

function goesOnConsent(id: string, purpose: Purpose, register: Register): boolean {
  const recipient = register.recipients.get(id)
  if (recipient === undefined) return false
  return recipient.purposes.includes(purpose.id) && asks(recipient.requires, 'consent')
}

const alternativesOf = (terms: Terms): Facts => ({ alternatives: terms.parameters('consent.explicit').alternatives })

/** With the clause of the purpose behind what settled. */
export const citing = (cited: Cited, { cited: clause }: { readonly cited: Cited['settled'][number] }): Cited =>
  together(cited, { settled: [clause], disclosed: [clause] })

/** That somebody accepted a document, or handed data over under it: that it was shown, and which version. Never a consent. */
export type Acceptance = {
  readonly acceptance: number
  readonly subject: PartyId
  readonly document: string
  readonly version: string
  /** `handed-over`: data were given under it. */
  readonly by: 'accepted' | 'handed-over'
  readonly on: Temporal.PlainDate
}

export const acceptances = records<number, Acceptance>('notice-acceptance')

/** In this order; before it a stranger is refused as `subject-not-concerned`. */
export const acceptRefusals = ['version-not-in-force'] as const
export type AcceptRefusal = (typeof acceptRefusals)[number]

/** Keeps that the version in force was shown. It switches nothing on: a purpose that needs consent still needs it. */
export function decideAccept(
  asking: Asking,
  { document, version, by }: Pick<Acceptance, 'document' | 'version' | 'by'>,
  terms: Terms,
): Decision<Effect, AcceptRefusal> {
  const cited = terms.cite('notice.acceptance')
  const inForce = terms.versions[document]
  if (inForce !== version) return refuse('version-not-in-force', cited, { version: inForce ?? null })
  const acceptance = asking.nextId()
  const kept: Acceptance = { acceptance, subject: asking.subject, document, version, by, on: asking.on }
  const source = by === 'handed-over' ? terms.register.sources.get('subject') : undefined
  const facts = { acceptance: String(acceptance), consent: false, source: source?.id ?? null }
  return accept([create(acceptances, acceptance, kept)], source === undefined ? cited : citing(cited, source), facts)
}
