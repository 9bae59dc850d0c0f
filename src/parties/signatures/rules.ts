/** Signatures on paper: compared with a specimen, made before a witness, or given anew on the agreement. */
import { accept, type Decision, type Refused, refuse, together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { changeAuthorisation, citeCause, type Raising, raiseDuties } from '../replacement/rules.ts'
import { type Authorisation, type DutyCause, type Representation, representations } from '../representation/rules.ts'

export const documentKinds = ['authorisation', 'agreement', 'order', 'application', 'other'] as const

/** A paper that bears a signature; with the id that it has in Pacta, if it has one. */
export type SignedDocument = { readonly kind: (typeof documentKinds)[number]; readonly id?: number | undefined }

/** What the signature was held beside: a representative's specimen on an authorisation document, or the agreement. */
export type ComparedWith =
  | { readonly kind: 'authorisation'; readonly authorisation: number; readonly representative: PartyId }
  | { readonly kind: 'agreement' }

/** A comparison by eye, and what it showed. */
export type Comparison = {
  readonly comparison: number
  readonly customer: PartyId
  readonly document: SignedDocument
  readonly specimen: ComparedWith
  readonly signature: 'matches' | 'differs'
  /** `none`: the specimen has no seal. */
  readonly seal: 'matches' | 'differs' | 'none'
  readonly by: string
  readonly on: Temporal.PlainDate
}

export const comparisons = records<number, Comparison>('signature-comparison')

/** Cases in which a new agreement may be demanded, and the demand. */
export type AgreementSignature = {
  readonly customer: PartyId
  readonly signatureSince?: Temporal.PlainDate | undefined
  readonly identitySince?: Temporal.PlainDate | undefined
  readonly demandedBy?: string | undefined
  readonly demandedOn?: Temporal.PlainDate | undefined
}
export type AgreementCase = 'signature' | 'identity'

export const agreementSignatures = records<PartyId, AgreementSignature>('agreement-signature')

/** The customer's record with a case noted; what was noted before keeps its day. */
export function noteCase(
  before: AgreementSignature | undefined,
  customer: PartyId,
  found: AgreementCase,
  on: Temporal.PlainDate,
): AgreementSignature {
  const known = before ?? { customer }
  return found === 'signature'
    ? { ...known, signatureSince: known.signatureSince ?? on }
    : { ...known, identitySince: known.identitySince ?? on }
}

export type Compare = Omit<Comparison, 'by' | 'on'> & {
  readonly staff: string | undefined
  readonly representation: Representation | undefined
  readonly agreementSignature: AgreementSignature | undefined
}

/** In this order. */
export const compareRefusals = ['staff-unnamed', 'specimen-unknown', 'seal-not-compared'] as const
export type CompareRefusal = (typeof compareRefusals)[number]

/**
 * Records what staff saw. A document that does not match is not accepted: a signature or seal unlike the authorisation document's
 * creates the duty to replace that, a signature unlike the agreement's is a case for a new agreement.
 */
export function decideCompare(asked: Compare, raising: Raising): Decision<Effect, CompareRefusal> {
  const { customer, specimen, signature, seal, staff, representation } = asked
  const { terms, on } = raising
  const likeness = terms.cite('representation.likeness')
  if (staff === undefined) return refuse('staff-unnamed', likeness)
  const held = specimen.kind === 'authorisation' ? specimenOf(representation, specimen) : undefined
  if (specimen.kind === 'authorisation' && held === undefined) return refuse('specimen-unknown', likeness)
  if ((seal !== 'none') !== (held?.sealed ?? false)) return refuse('seal-not-compared', likeness)

  const { comparison, document } = asked
  const effects: Effect[] = [
    create(comparisons, comparison, { comparison, customer, document, specimen, signature, seal, by: staff, on }),
  ]
  const cited = [likeness]
  const differs = signature === 'differs' || seal === 'differs'
  let after = representation && noteLikeness(representation, document, differs ? 'differs' : 'matches')
  const duties = []
  const causes: DutyCause[] = []
  if (held && signature === 'differs') causes.push('signature')
  if (held && seal === 'differs') causes.push('seal')
  for (const cause of causes) {
    if (after === undefined) break
    const raised = raiseDuties(after, cause, (one) => one.authorisation === held?.authorisation, raising)
    after = raised.representation
    effects.push(...raised.deadlines)
    duties.push(...raised.facts)
    cited.push(citeCause(cause, terms))
  }
  if (after !== undefined && after !== representation) effects.push(effect(representations, customer, after))
  if (specimen.kind === 'agreement' && signature === 'differs') {
    effects.push(effect(agreementSignatures, customer, noteCase(asked.agreementSignature, customer, 'signature', on)))
    cited.push(terms.cite('agreement.new-signature.signature'))
  }
  return accept(effects, together(...cited), {
    comparison: String(comparison),
    documentAccepted: !differs,
    duties,
    agreementCase: specimen.kind === 'agreement' && differs ? 'signature' : null,
  })
}

function specimenOf(
  representation: Representation | undefined,
  specimen: ComparedWith & { readonly kind: 'authorisation' },
): Authorisation | undefined {
  return representation?.authorisations.find(
    ({ authorisation, status, representatives }) =>
      authorisation === specimen.authorisation &&
      (status === 'accepted' || status === 'replaced') &&
      representatives.includes(specimen.representative),
  )
}

/** A submitted authorisation document that was compared is not accepted while it differs. */
function noteLikeness(
  representation: Representation,
  document: SignedDocument,
  likeness: 'matches' | 'differs',
): Representation {
  const found = representation.authorisations.find(({ authorisation }) => authorisation === document.id)
  if (document.kind !== 'authorisation' || found?.status !== 'submitted') return representation
  return changeAuthorisation(representation, { ...found, likeness })
}

/** In this order. */
export const relyRefusals = ['comparison-unknown', 'comparison-differs'] as const
export type RelyRefusal = (typeof relyRefusals)[number]

/** Why the institution may not rely on a document that turned out forged; undefined when a matching comparison was recorded. */
export function checkReliance(
  comparison: Comparison | undefined,
  customer: PartyId,
  terms: Terms,
): Refused<RelyRefusal> | undefined {
  const cited = terms.cite('representation.likeness')
  if (comparison === undefined || comparison.customer !== customer) return refuse('comparison-unknown', cited)
  if (comparison.signature === 'differs' || comparison.seal === 'differs') return refuse('comparison-differs', cited)
  return undefined
}

/** The institution excludes its liability for a forged document: only on a recorded comparison that matched. */
export function decideRely(
  comparison: Comparison | undefined,
  customer: PartyId,
  terms: Terms,
): Decision<Effect, RelyRefusal> {
  const refusal = checkReliance(comparison, customer, terms)
  if (refusal !== undefined || comparison === undefined) return refusal as Refused<RelyRefusal>
  const { specimen } = comparison
  return accept(
    [],
    terms.cite('representation.likeness'),
    {
      liable: false,
      riskCarriedBy: 'customer',
      comparedOn: comparison.on.toString(),
      specimen: specimen.kind === 'agreement' ? 'agreement' : String(specimen.authorisation),
      seal: comparison.seal,
    },
    { comparedBy: comparison.by },
  )
}

/** In this order. */
export const demandRefusals = ['staff-unnamed', 'entitlement-not-used', 'case-not-recorded'] as const
export type DemandRefusal = (typeof demandRefusals)[number]

/** Staff demand that the agreement be signed anew: only when one of the two cases stands recorded. */
export function decideDemandSignature(
  record: AgreementSignature | undefined,
  staff: string | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, DemandRefusal> {
  const cited = terms.cite('agreement.new-signature')
  if (staff === undefined) return refuse('staff-unnamed', cited)
  if (terms.policy('agreement.new-signature') === 'never') return refuse('entitlement-not-used', cited)
  const cases: AgreementCase[] = []
  if (record?.signatureSince) cases.push('signature')
  if (record?.identitySince) cases.push('identity')
  if (record === undefined || cases.length === 0) return refuse('case-not-recorded', cited)
  return accept(
    [effect(agreementSignatures, record.customer, { ...record, demandedBy: staff, demandedOn: on })],
    together(
      cited,
      ...cases.map((one) =>
        terms.cite(one === 'signature' ? 'agreement.new-signature.signature' : 'agreement.new-signature.identity'),
      ),
    ),
    { cases },
    { demandedBy: staff },
  )
}

/** In this order. */
export const signedAnewRefusals = ['staff-unnamed', 'signature-not-demanded'] as const
export type SignedAnewRefusal = (typeof signedAnewRefusals)[number]

/** Staff confirm that the agreement was signed anew: the cases and the demand are done with. */
export function decideSignedAnew(
  record: AgreementSignature | undefined,
  staff: string | undefined,
  terms: Terms,
): Decision<Effect, SignedAnewRefusal> {
  const cited = terms.cite('agreement.new-signature')
  if (staff === undefined) return refuse('staff-unnamed', cited)
  if (record?.demandedOn === undefined) return refuse('signature-not-demanded', cited)
  return accept([effect(agreementSignatures, record.customer, { customer: record.customer })], cited)
}
