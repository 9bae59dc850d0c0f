/**
 * Claims: errors that a customer reports about an entry or the account. Within the time of the provision each is examined; later ones the
 * institution may reject or decline to receive, and the entry then counts as uncontested. What the customer wrote is a sealed detail.
 *
 * Terms count in the entity's business dates, like those of availability: the day of the event is not counted.
 */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Cited, type Decision, type Facts, type Refused, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { AccountId, PartyId, Place } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import {
  type Booked,
  type CorrectionGround,
  type CorrectionRefusal,
  decidePropose,
} from '../../payments/corrections/rules.ts'
import { type DetailId, keepDetail } from '../../privacy/kept/rules.ts'
import type { MayPolicy } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { clearDue, type Due, dueOn, setDue } from './due/rules.ts'

/** What can be wrong, other than what the payment rules rule: see ../payment-reports/rules.ts. */
export const claimErrors = [
  'wrong-amount',
  'wrong-account',
  'wrong-date',
  'wrong-fee',
  'wrong-interest',
  'wrong-description',
  'twice',
  'missing-entry',
  'other',
] as const
export type ClaimError = (typeof claimErrors)[number]

/** How a claim came in; what was only said is not in writing. */
export const claimForms = ['digital', 'paper', 'spoken'] as const
export type ClaimForm = (typeof claimForms)[number]

export const claimLanguages = ['en', 'lv'] as const
export type ClaimLanguage = (typeof claimLanguages)[number]

/** Why a claim was rejected or declined. `late`: the entry counts as uncontested. */
export const claimGrounds = ['late', 'entry-correct', 'not-shown'] as const
export type ClaimGround = (typeof claimGrounds)[number]

/** Why an answer takes longer: reasons outside the institution's control. */
export const holdingReasons = [
  'other-institution-asked',
  'authority-asked',
  'evidence-awaited',
  'network-disturbed',
] as const
export type HoldingReason = (typeof holdingReasons)[number]

export type ClaimStatus = 'received' | 'declined' | 'rejected' | 'upheld'

export type Claim = Due & {
  readonly claim: number
  readonly account: AccountId
  /** Who claims. */
  readonly customer: PartyId
  /** The decision that booked the entry, and the entry's number on the account; null when no entry is named. */
  readonly place: Place | null
  readonly seq: number | null
  readonly error: ClaimError
  readonly form: ClaimForm
  /** Under which the institution's archive keeps what was handed in. */
  readonly evidence: string | null
  /** What the customer wrote, kept under the key of the account's holder; null where nothing was written, or it was not received. */
  readonly words: DetailId | null
  readonly language: ClaimLanguage
  readonly madeOn: Temporal.PlainDate
  /** From when the entry could be known; null when no statement or document has shown it yet. */
  readonly knownOn: Temporal.PlainDate | null
  /** The last day on which the claim is in time; null while the time has not begun. */
  readonly claimBy: Temporal.PlainDate | null
  /** For a claim that came late: the policy of the institution on that day. */
  readonly latePolicy: MayPolicy | null
  /** The holding reply that went out, by whom and why; null while none did. */
  readonly holding: { readonly on: Temporal.PlainDate; readonly by: string; readonly reason: HoldingReason } | null
  readonly remindedOn: Temporal.PlainDate | null
  readonly status: ClaimStatus
  readonly ground: ClaimGround | null
  readonly decidedOn: Temporal.PlainDate | null
  /** Who of staff decided; null for what the policy decided. */
  readonly decidedBy: string | null
  /** The correction that an upheld claim led to. */
  readonly correction: number | null
  readonly answeredOn: Temporal.PlainDate | null
  readonly answeredBy: string | null
}

export const claims = records<number, Claim>('claim')

export const isLate = ({ latePolicy }: Claim): boolean => latePolicy !== null

/** Where a claim stands, as it is told. */
export const stateOf = ({ status, answeredOn }: Claim): ClaimStatus | 'answered' =>
  answeredOn === null ? status : 'answered'

/** The last day on which an error is claimed in time. Calendar days; the day on which the entry became known is not counted. */
export const lastDayToClaim = (
  knownOn: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Temporal.PlainDate => addPeriod(knownOn, parsePeriod(terms.parameters('claim.time-limit').within), calendar)

export type ClaimAsked = Pick<
  Claim,
  'claim' | 'account' | 'customer' | 'place' | 'seq' | 'error' | 'form' | 'evidence' | 'language'
> & {
  /** From when the entry could be known; undefined when nothing has shown it yet. */
  readonly knownOn: Temporal.PlainDate | undefined
  /** What the customer wrote: the command's first detail, to be kept under this holder's key. */
  readonly words: { readonly detail: DetailId; readonly holder: PartyId } | undefined
}

/** Why a claim is not received, the first that applies: it was only said; no such entry was booked on the account. */
export const claimRefusals = ['claim-not-written', 'entry-unknown'] as const
export type ClaimRefusal = (typeof claimRefusals)[number]

/**
 * Receives a claim. One that comes late is kept as late; where the policy is never to receive such claims it is declined at once, and what
 * the customer wrote is not kept.
 *
 * @param isBooked whether the entry that it names stands on the account; true when it names none
 */
export function decideClaim(
  { knownOn, words, ...asked }: ClaimAsked,
  isBooked: boolean,
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Decision<Effect, ClaimRefusal> {
  const cited = terms.cite('claim.time-limit')
  if (asked.form === 'spoken') return refuse('claim-not-written', cited, withinFact(terms))
  if (!isBooked) return refuse('entry-unknown', cited, withinFact(terms))
  const claimBy = knownOn === undefined ? null : lastDayToClaim(knownOn, calendar, terms)
  const late = claimBy !== null && Temporal.PlainDate.compare(on, claimBy) > 0
  const latePolicy = late ? terms.policy('claim.late') : null
  const declined = latePolicy === 'always'
  const kept = declined ? undefined : words
  const received: Claim = {
    ...asked,
    words: kept?.detail ?? null,
    madeOn: on,
    knownOn: knownOn ?? null,
    claimBy,
    latePolicy,
    ...dueOn(addPeriod(on, parsePeriod(terms.parameters('claim.answer').within), calendar), calendar, terms),
    holding: null,
    remindedOn: null,
    status: declined ? 'declined' : 'received',
    ground: declined ? 'late' : null,
    decidedOn: declined ? on : null,
    decidedBy: null,
    correction: null,
    answeredOn: null,
    answeredBy: null,
  }
  return accept(
    [
      create(claims, received.claim, received),
      ...(kept === undefined ? [] : [keepDetail(kept.detail, kept.holder, 0)]),
      ...setDue(received),
    ],
    late ? citeLate(terms) : cited,
    { ...claimFacts(received), ...withinFact(terms) },
  )
}

/** A late claim stands under the time limit and under what the institution says of late claims. */
export const citeLate = (terms: Terms): Cited => together(terms.cite('claim.time-limit'), terms.cite('claim.late'))

/** What a decision about a claim, and its answer, rest on. */
export const citeOutcome = (claim: Claim, terms: Terms): Cited =>
  together(
    claim.ground === 'late' ? citeLate(terms) : terms.cite('claim.time-limit'),
    ...(claim.status === 'upheld' ? [terms.cite('account.correction')] : []),
  )

/** How an upheld claim is put right: by reversing all that its decision booked, or otherwise, as where only the fee of a payment was wrong. */
export const remedies = ['reversal', 'otherwise'] as const

export type Verdict =
  /** Without the id of a correction nothing is reversed. */
  | { readonly outcome: 'upheld'; readonly correction: number | undefined }
  | { readonly outcome: 'rejected'; readonly ground: ClaimGround }
  | { readonly outcome: 'declined'; readonly ground: 'late' }

/** Why a claim is not decided so, the first that applies; an upheld one also as a correction is not proposed. */
export const verdictRefusals = ['claim-unknown', 'claim-decided', 'claim-in-time', 'entitlement-not-used'] as const
export type VerdictRefusal = (typeof verdictRefusals)[number] | CorrectionRefusal

/**
 * A named member of staff decides. In this order: it was decided before; it came in time and so is not rejected or declined as late; the
 * institution never uses lateness against a claim; an upheld claim whose entry stands proposes its reversal, which another one approves.
 *
 * @param booked what the decision with the claim's entry booked; undefined where no entry is named
 */
export function decideVerdict(
  claim: Claim,
  verdict: Verdict,
  booked: Booked | undefined,
  by: string,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, VerdictRefusal> {
  const cited = terms.cite('claim.time-limit')
  if (claim.status !== 'received') return refuse('claim-decided', cited, { status: claim.status })
  const ground = verdict.outcome === 'upheld' ? null : verdict.ground
  const refused = ground === 'late' ? checkLate(claim, terms) : undefined
  if (refused !== undefined) return refused
  const proposed = verdict.outcome === 'upheld' ? reversal(claim, verdict.correction, booked, by, terms) : undefined
  if (proposed?.outcome === 'refused') return proposed
  const decided: Claim = {
    ...claim,
    status: verdict.outcome,
    ground,
    decidedOn: on,
    decidedBy: by,
    correction: verdict.outcome === 'upheld' && proposed !== undefined ? (verdict.correction ?? null) : null,
  }
  return accept(
    [effect(claims, claim.claim, decided), ...(proposed?.effects ?? [])],
    citeOutcome(decided, terms),
    claimFacts(decided),
  )
}

function checkLate(claim: Claim, terms: Terms): Refused<VerdictRefusal> | undefined {
  if (!isLate(claim))
    return refuse('claim-in-time', terms.cite('claim.time-limit'), { claimBy: claim.claimBy?.toString() ?? null })
  return claim.latePolicy === 'never' ? refuse('entitlement-not-used', citeLate(terms)) : undefined
}

/** The first pair of eyes on the reversal; nothing when none is asked for, no entry is named, or its entries were put right already. */
function reversal(
  { place, error }: Claim,
  correction: number | undefined,
  booked: Booked | undefined,
  proposedBy: string,
  terms: Terms,
): Decision<Effect, CorrectionRefusal> | undefined {
  if (correction === undefined || place === null) return undefined
  if (booked?.posting === undefined || booked.posting.reversed) return undefined
  return decidePropose({ correction, place, ground: groundOf[error], proposedBy, approvedBy: null }, booked, terms)
}

const groundOf: Readonly<Record<ClaimError, CorrectionGround>> = {
  'wrong-amount': 'wrong-amount',
  'wrong-account': 'wrong-account',
  'wrong-date': 'other',
  'wrong-fee': 'wrong-amount',
  'wrong-interest': 'wrong-amount',
  'wrong-description': 'other',
  twice: 'twice',
  'missing-entry': 'other',
  other: 'other',
}

/** Why no answer goes out, the first that applies. */
export const answerRefusals = ['claim-unknown', 'claim-undecided', 'claim-answered'] as const
export type AnswerRefusal = (typeof answerRefusals)[number]

/** Notes that the answer went out, in the language of the claim. */
export function decideAnswer(
  claim: Claim,
  by: string,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, AnswerRefusal> {
  const cited = together(terms.cite('claim.answer'), citeOutcome(claim, terms))
  if (claim.status === 'received') return refuse('claim-undecided', cited)
  if (claim.answeredOn !== null) return refuse('claim-answered', cited, { answeredOn: claim.answeredOn.toString() })
  const answered: Claim = { ...claim, answeredOn: on, answeredBy: by, remindOn: null }
  return accept([effect(claims, claim.claim, answered), ...clearDue(claim)], cited, claimFacts(answered))
}

const withinFact = (terms: Terms): Facts => ({ within: terms.parameters('claim.time-limit').within })

/** What a decision tells of a claim. */
export const claimFacts = (claim: Claim): Facts => ({
  claim: String(claim.claim),
  state: stateOf(claim),
  outcome: claim.status,
  knownOn: claim.knownOn?.toString() ?? null,
  claimBy: claim.claimBy?.toString() ?? null,
  late: isLate(claim),
  latePolicy: claim.latePolicy,
  uncontested: claim.ground === 'late',
  ground: claim.ground,
  correction: claim.correction === null ? null : String(claim.correction),
  answerBy: claim.answerBy.toString(),
  holding: claim.holding?.reason ?? null,
  language: claim.language,
})
