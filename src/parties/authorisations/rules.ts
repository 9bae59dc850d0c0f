/** The life of an authorisation document: submitted, accepted or rejected by staff, revoked or replaced. */
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { changeAuthorisation, clearReminders, settleDuties } from '../replacement/rules.ts'
import {
  type Authorisation,
  isAfter,
  type Limits,
  type Representation,
  representations,
  representedBy,
} from '../representation/rules.ts'
import type { Party } from '../rules.ts'

/** A specimen on an authorisation document, with which signatures and seals are compared. What it looks like is sealed beside it. */
export type Specimen = {
  readonly specimen: number
  readonly customer: PartyId
  readonly authorisation: number
  readonly kind: 'signature' | 'seal'
  /** Whose signature; a seal is the customer's. */
  readonly of: PartyId
}

export const specimens = records<number, Specimen>('specimen')

export type Submission = {
  readonly authorisation: number
  readonly customer: Party | undefined
  readonly representation: Representation | undefined
  readonly representatives: readonly {
    readonly id: PartyId
    readonly party: Party | undefined
    readonly represents: readonly PartyId[]
  }[]
  readonly form: 'institution' | 'other'
  readonly limits: Limits
  readonly replaces: number | undefined
  /** In the order of the command's details. */
  readonly specimens: readonly Pick<Specimen, 'kind' | 'of'>[]
  readonly details: number
  /** The customer, or staff to whom the document was handed. */
  readonly by: { readonly staff: boolean; readonly party: PartyId | undefined }
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
}

/** In this order. */
export const submitRefusals = [
  'party-unknown',
  'not-the-customer',
  'representative-unsuitable',
  'form-not-accepted',
  'specimen-missing',
  'limits-contradictory',
  'authorisation-unknown',
] as const
export type SubmitRefusal = (typeof submitRefusals)[number]

/** Takes in a document for review; nobody acts on it before staff accepted it. */
export function decideSubmit(asked: Submission, terms: Terms): Decision<Effect, SubmitRefusal> {
  const cited = terms.cite('representation.document-required')
  const { customer, limits, on } = asked
  if (customer === undefined) return refuse('party-unknown', cited)
  if (!asked.by.staff && (customer.kind === 'legal' || asked.by.party !== customer.party))
    return refuse('not-the-customer', cited)
  const unsuitable = asked.representatives.filter(({ id, party }) => party?.kind !== 'natural' || id === customer.party)
  if (unsuitable.length > 0 || asked.representatives.length === 0)
    return refuse('representative-unsuitable', cited, { parties: unsuitable.map(({ id }) => String(id)) })
  if (asked.form !== 'institution') return refuse('form-not-accepted', cited)
  const missing = missingSpecimens(asked, customer.party)
  if (missing.length > 0 || asked.specimens.length !== asked.details)
    return refuse('specimen-missing', cited, { parties: missing.map(String) })
  const scope = together(cited, terms.cite('representation.scope'))
  if (
    (limits.from && limits.until && isAfter(limits.from, limits.until)) ||
    (limits.signatures ?? 1) > asked.representatives.length
  )
    return refuse('limits-contradictory', scope)
  const known = asked.representation?.authorisations ?? []
  if (asked.replaces !== undefined && !known.some((one) => one.authorisation === asked.replaces && isInUse(one)))
    return refuse('authorisation-unknown', cited)

  const authorisation: Authorisation = {
    authorisation: asked.authorisation,
    representatives: asked.representatives.map(({ id }) => id),
    status: 'submitted',
    limits,
    sealed: asked.specimens.some(({ kind }) => kind === 'seal'),
    submittedOn: on,
    replaces: asked.replaces,
    duties: [],
  }
  const representation: Representation = {
    ...(asked.representation ?? { customer: customer.party, knownLimits: [] }),
    authorisations: [...known, authorisation],
  }
  return accept(
    [
      effect(representations, customer.party, representation),
      ...asked.representatives
        .filter(({ represents }) => !represents.includes(customer.party))
        .map(({ id, represents }) => effect(representedBy, id, [...represents, customer.party])),
      ...asked.specimens.map((one, index) => recordSpecimen(one, index, asked, customer.party)),
    ],
    scope,
    { authorisation: String(asked.authorisation), status: 'submitted' },
  )
}

const isInUse = ({ status }: Authorisation): boolean => status === 'accepted'

/** Every representative's signature is on the document, and no specimen of anyone else's. */
function missingSpecimens(asked: Submission, customer: PartyId): readonly PartyId[] {
  const signed = asked.specimens.filter(({ kind }) => kind === 'signature').map(({ of }) => of)
  const named = asked.representatives.map(({ id }) => id)
  return [
    ...named.filter((id) => !signed.includes(id)),
    ...signed.filter((id) => !named.includes(id)),
    ...asked.specimens.filter(({ kind, of }) => kind === 'seal' && of !== customer).map(({ of }) => of),
  ]
}

function recordSpecimen(
  { kind, of }: Pick<Specimen, 'kind' | 'of'>,
  index: number,
  { authorisation, nextId }: Submission,
  customer: PartyId,
): Effect {
  const specimen = nextId()
  return create(specimens, specimen, { specimen, customer, authorisation, kind, of }, { index, holder: of })
}

export type Review = {
  readonly representation: Representation | undefined
  readonly authorisation: number
  readonly staff: string | undefined
  readonly on: Temporal.PlainDate
}

/** In this order. */
export const reviewRefusals = [
  'staff-unnamed',
  'authorisation-unknown',
  'authorisation-already-reviewed',
  'signature-differs',
  'signature-unwitnessed',
] as const
export type ReviewRefusal = (typeof reviewRefusals)[number]

/** A named member of staff accepts the document's content: from now its representatives may act. What it replaces ends with its duties. */
export function decideAccept(asked: Review, terms: Terms): Decision<Effect, ReviewRefusal> {
  const cited = terms.cite('representation.document-required')
  const found = reviewable(asked, terms)
  if ('outcome' in found) return found
  const { representation, authorisation } = found
  if (authorisation.likeness === 'differs') return refuse('signature-differs', terms.cite('representation.likeness'))
  if (authorisation.unwitnessed !== undefined) return refuse('signature-unwitnessed', terms.cite('signature.witnessed'))
  const reviewed = { ...authorisation, status: 'accepted', reviewedBy: asked.staff, reviewedOn: asked.on } as const
  const replaced = representation.authorisations.find((one) => one.authorisation === authorisation.replaces)
  const after =
    replaced === undefined
      ? changeAuthorisation(representation, reviewed)
      : changeAuthorisation(changeAuthorisation(representation, reviewed), end(replaced, 'replaced', asked.on))
  return accept(
    [effect(representations, after.customer, after), ...clearReminders(representation, after)],
    together(
      cited,
      terms.cite('representation.scope'),
      ...(replaced === undefined ? [] : [terms.cite('representation.replacement')]),
    ),
    { authorisation: String(asked.authorisation), status: 'accepted', on: asked.on.toString() },
    { reviewedBy: asked.staff ?? null },
  )
}

export const rejectReasons = ['form', 'content', 'signature', 'unproven', 'other'] as const
export type RejectReason = (typeof rejectReasons)[number]

/** A named member of staff does not accept the document's content. */
export function decideReject(
  asked: Review & { readonly reason: RejectReason },
  terms: Terms,
): Decision<Effect, ReviewRefusal> {
  const found = reviewable(asked, terms)
  if ('outcome' in found) return found
  const after = changeAuthorisation(found.representation, {
    ...found.authorisation,
    status: 'rejected',
    reviewedBy: asked.staff,
    reviewedOn: asked.on,
    endedOn: asked.on,
  })
  return accept(
    [effect(representations, after.customer, after)],
    terms.cite('representation.document-required'),
    { authorisation: String(asked.authorisation), status: 'rejected', reason: asked.reason },
    { reviewedBy: asked.staff ?? null },
  )
}

function reviewable(asked: Review, terms: Terms) {
  const cited = terms.cite('representation.document-required')
  if (asked.staff === undefined) return refuse('staff-unnamed' as const, cited)
  const { representation } = asked
  const authorisation = representation?.authorisations.find((one) => one.authorisation === asked.authorisation)
  if (representation === undefined || authorisation === undefined)
    return refuse('authorisation-unknown' as const, cited)
  if (authorisation.status !== 'submitted') return refuse('authorisation-already-reviewed' as const, cited)
  return { representation, authorisation }
}

/** In this order. */
export const revokeRefusals = ['not-the-customer', 'authorisation-unknown'] as const
export type RevokeRefusal = (typeof revokeRefusals)[number]

/** Ends the document at once; its duties end with it. The customer revokes, or staff on the customer's word. */
export function decideRevoke(
  asked: Omit<Review, 'staff'> & { readonly by: Submission['by']; readonly customer: Party | undefined },
  terms: Terms,
): Decision<Effect, RevokeRefusal> {
  const cited = terms.cite('representation.document-required')
  const { representation, customer } = asked
  if (!asked.by.staff && (customer?.kind !== 'natural' || asked.by.party !== customer.party))
    return refuse('not-the-customer', cited)
  const found = representation?.authorisations.find((one) => one.authorisation === asked.authorisation)
  if (
    representation === undefined ||
    found === undefined ||
    (found.status !== 'accepted' && found.status !== 'submitted')
  )
    return refuse('authorisation-unknown', cited)
  const after = changeAuthorisation(representation, end(found, 'revoked', asked.on))
  return accept([effect(representations, after.customer, after), ...clearReminders(representation, after)], cited, {
    authorisation: String(asked.authorisation),
    status: 'revoked',
  })
}

function end(authorisation: Authorisation, status: 'revoked' | 'replaced', on: Temporal.PlainDate): Authorisation {
  return { ...settleDuties(authorisation, on), status, endedOn: on }
}
