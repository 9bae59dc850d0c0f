/** Representation: authorisation documents and what they allow. The rules here only read; they serve every act of a representative. */
import { type Cited, type Facts, type Refused, refuse, together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { Currency, Minor } from '../../kernel/money.ts'
import { records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Party } from '../rules.ts'

/** What a representative may be asked to do. */
export const services = ['payments', 'cash', 'accounts', 'information', 'personal-data'] as const
export type Service = (typeof services)[number]

/** Limits written in an authorisation document; what is absent is not limited. */
export type Limits = {
  readonly services?: readonly Service[] | undefined
  readonly perTransaction?: { readonly minor: Minor; readonly currency: Currency } | undefined
  /** First and last day on which the document gives power. */
  readonly from?: Temporal.PlainDate | undefined
  readonly until?: Temporal.PlainDate | undefined
  /** How many representatives must sign together; 1 when absent. */
  readonly signatures?: number | undefined
}

export const dutyCauses = ['asked', 'representative', 'signature', 'seal', 'worn', 'customer'] as const
/** Why an authorisation document must be replaced. */
export type DutyCause = (typeof dutyCauses)[number]

/** The customer's duty to replace an authorisation document. */
export type Duty = {
  readonly duty: number
  readonly cause: DutyCause
  readonly since: Temporal.PlainDate
  /** The last day on which the customer is in time. */
  readonly due: Temporal.PlainDate
  /** The next reminder; absent after the last, which is sent on the due date. */
  readonly remindOn?: Temporal.PlainDate | undefined
  readonly reminders: number
  /** The day on which the document was replaced or fell away. */
  readonly settledOn?: Temporal.PlainDate | undefined
}

export type AuthorisationStatus = 'submitted' | 'accepted' | 'rejected' | 'revoked' | 'replaced'

export type Authorisation = {
  readonly authorisation: number
  readonly representatives: readonly PartyId[]
  readonly status: AuthorisationStatus
  readonly limits: Limits
  /** The document carries a seal, with which later documents are compared. */
  readonly sealed: boolean
  readonly submittedOn: Temporal.PlainDate
  /** The document that this one takes the place of once it is accepted. */
  readonly replaces?: number | undefined
  /** Who of staff accepted or rejected its content, and when. */
  readonly reviewedBy?: string | undefined
  readonly reviewedOn?: Temporal.PlainDate | undefined
  readonly endedOn?: Temporal.PlainDate | undefined
  /** What the last comparison of its signature and seal with the specimen showed. */
  readonly likeness?: 'matches' | 'differs' | undefined
  /** A demand that it be signed before staff or a notary which is still unmet. */
  readonly unwitnessed?: number | undefined
  readonly duties: readonly Duty[]
  /** What staff decided about serving while its replacement is overdue. */
  readonly overdue?: 'declined' | 'served' | undefined
}

export const limitKinds = ['transactions', 'amounts', 'circumstances', 'time', 'place', 'consent'] as const

/** A limit that stands in another document: known, and not enforced. */
export type KnownLimit = {
  readonly limit: number
  readonly representative: PartyId
  readonly kinds: readonly (typeof limitKinds)[number][]
  readonly recordedOn: Temporal.PlainDate
  readonly recordedBy: string
}

/** Everything about who acts for one customer. */
export type Representation = {
  readonly customer: PartyId
  readonly authorisations: readonly Authorisation[]
  readonly knownLimits: readonly KnownLimit[]
  /** Since when papers contradict each other on who represents the customer. */
  readonly conflictSince?: Temporal.PlainDate | undefined
}

export const representations = records<PartyId, Representation>('representation')

/** The customers whom a party represents, or once did: where a change of that party matters. */
export const representedBy = records<PartyId, readonly PartyId[]>('represented-by')

export type Act = {
  readonly service: Service
  readonly amountMinor?: Minor | undefined
  readonly currency?: Currency | undefined
  /** Other representatives who signed the same order. */
  readonly coSigners?: readonly PartyId[] | undefined
}

/**
 * In this order. When several documents name the representative, one that allows the act is enough; otherwise the refusal is that of
 * the document that came closest: the one furthest down this list.
 */
export const representationRefusals = [
  'no-authorisation',
  'authorisation-not-accepted',
  'authorisation-replacement-overdue',
  'authorisation-outside-dates',
  'service-not-covered',
  'amount-not-comparable',
  'amount-over-limit',
  'signatures-missing',
] as const
export type RepresentationRefusal = (typeof representationRefusals)[number]

export type RepresentationInput = {
  readonly representation: Representation | undefined
  readonly representative: PartyId
  readonly customer: Party
  readonly act: Act
  readonly on: Temporal.PlainDate
  readonly terms: Terms
}

/**
 * Why the party may not do the act for the customer on a day; undefined when it may. A natural person may always act for themselves;
 * a legal person never acts itself.
 */
export function checkRepresentation(input: RepresentationInput): Refused<RepresentationRefusal> | undefined {
  const power = powerOf(input)
  return power !== undefined && 'outcome' in power ? power : undefined
}

/** The document that lets the party do the act for the customer on a day, or why none does; undefined for a natural person themselves. */
export function powerOf(input: RepresentationInput): Authorisation | Refused<RepresentationRefusal> | undefined {
  const { representation, representative, customer, terms } = input
  if (customer.kind === 'natural' && representative === customer.party) return undefined
  let closest: Refused<RepresentationRefusal> | undefined
  for (const authorisation of representation?.authorisations ?? []) {
    if (authorisation.status !== 'submitted' && authorisation.status !== 'accepted') continue
    if (!authorisation.representatives.includes(representative)) continue
    const refusal = checkAuthorisation(authorisation, input)
    if (refusal === undefined) return authorisation
    if (closest === undefined || rank(refusal) > rank(closest)) closest = refusal
  }
  // Whose affair it is stays untold: a stranger who names an account must not learn who holds it.
  return closest ?? refuse('no-authorisation', citeMissing(terms), {}, { customer: String(customer.party) })
}

const rank = ({ code }: Refused<RepresentationRefusal>): number => representationRefusals.indexOf(code)

function checkAuthorisation(
  authorisation: Authorisation,
  input: RepresentationInput,
): Refused<RepresentationRefusal> | undefined {
  const { act, on, terms } = input
  const document: Facts = { authorisation: String(authorisation.authorisation) }
  if (authorisation.status === 'submitted') return refuse('authorisation-not-accepted', citeMissing(terms), document)
  const due = replaceBy(authorisation)
  if (due !== undefined && isAfter(on, due) && isDeclined(authorisation, terms))
    return refuse('authorisation-replacement-overdue', citeOverdue(terms), { ...document, due: due.toString() })

  const { limits } = authorisation
  const narrowed = (code: RepresentationRefusal, facts: Facts): Refused<RepresentationRefusal> =>
    refuse(code, terms.cite('representation.scope'), { ...document, ...facts })
  if ((limits.from && isAfter(limits.from, on)) || (limits.until && isAfter(on, limits.until)))
    return narrowed('authorisation-outside-dates', {
      from: limits.from?.toString() ?? null,
      until: limits.until?.toString() ?? null,
    })
  if (limits.services && !limits.services.includes(act.service))
    return narrowed('service-not-covered', { service: act.service, services: limits.services })
  if (limits.perTransaction && act.amountMinor !== undefined) {
    const { minor, currency } = limits.perTransaction
    const limit = { minor: String(minor), currency }
    // A limit in one currency says nothing of another; the institution does not choose a rate for the customer.
    if (act.currency !== currency) return narrowed('amount-not-comparable', { limit, currency: act.currency ?? null })
    if (act.amountMinor > minor)
      return narrowed('amount-over-limit', { limit, amount: { minor: String(act.amountMinor), currency } })
  }
  const signed = signaturesOf(authorisation, input)
  if (signed < (limits.signatures ?? 1))
    return narrowed('signatures-missing', { signed, needed: limits.signatures ?? 1 })
  return undefined
}

/** How many of the document's representatives signed, the one who asks among them; each counts once. */
function signaturesOf({ representatives }: Authorisation, { representative, act }: RepresentationInput): number {
  return representatives.filter((one) => one === representative || act.coSigners?.includes(one)).length
}

/** The day by which the document must be replaced, once such a duty stands open. */
export function replaceBy({ duties }: Authorisation): Temporal.PlainDate | undefined {
  return openDuties(duties)
    .map(({ due }) => due)
    .sort(Temporal.PlainDate.compare)[0]
}

export const openDuties = (duties: readonly Duty[]): readonly Duty[] =>
  duties.filter(({ settledOn }) => settledOn === undefined)

/** Declining is an entitlement: it follows the institution's policy unless staff decided about this document. */
function isDeclined({ overdue }: Authorisation, terms: Terms): boolean {
  const policy = terms.policy('representation.unserved')
  if (policy === 'never') return false
  return overdue === undefined ? policy === 'always' : overdue === 'declined'
}

/** A document is needed; that its lack may end the service is cited where the institution makes use of that. */
function citeMissing(terms: Terms): Cited {
  const needed = terms.cite('representation.document-required')
  if (terms.policy('representation.unserved') !== 'always') return needed
  return together(needed, terms.cite('representation.unserved'))
}

const citeOverdue = (terms: Terms): Cited =>
  together(terms.cite('representation.unserved'), terms.cite('representation.replacement'))

export const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(a, b) > 0
