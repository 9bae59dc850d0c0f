/**
 * Objections to what rests on a legitimate interest or a public task. The purpose stands still for the person while the objection is weighed;
 * then it ends, or a written answer gives overriding reasons, and the purpose goes on once that answer went out. Against direct marketing
 * nothing is weighed.
 */
import { calendarOf } from '../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Language } from '../../rulebook/languages.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Purpose } from '../../rulebook/register/schema.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Asking, change, withoutStops, withStops } from '../consents/changes/rules.ts'
import { citing } from '../consents/rules.ts'
import { answering, type PassedOnRequest } from '../disclosures/passed-on/rules.ts'
import { type DetailId, keepDetail } from '../kept/rules.ts'
import type { Switches } from '../switches/rules.ts'
import { stopping } from './stops/rules.ts'

export type Objection = {
  readonly objection: number
  readonly subject: PartyId
  readonly purpose: string
  readonly raisedOn: Temporal.PlainDate
  readonly answerBy: Temporal.PlainDate
  readonly state: 'weighed' | 'upheld' | 'overridden'
  readonly answeredOn: Temporal.PlainDate | null
  readonly answeredBy: string | null
  /** The written reasons: a kept detail under the person's key. */
  readonly reasons: DetailId | null
  /** In which the answer is wanted. */
  readonly language: Language
  /** When the answer went out, and what shows it; null until it has. */
  readonly sent: { readonly on: Temporal.PlainDate; readonly evidence: string } | null
  /** The request that a processor passed on, which the answer closes. */
  readonly request: number | null
}

export const objections = records<number, Objection>('objection')

/** The deadline by which an objection is answered, with the objection as its subject. */
export const objectionDeadline = 'objection-answer'

const deadlineOf = ({ objection, answerBy }: Pick<Objection, 'objection' | 'answerBy'>): Deadline => ({
  due: answerBy,
  kind: objectionDeadline,
  subject: objection,
})

/** In this order; before them a stranger is refused as `subject-not-concerned`. */
export const raiseObjectionRefusals = ['purpose-not-registered', 'objection-not-open', 'objection-weighed'] as const
export type RaiseObjectionRefusal = (typeof raiseObjectionRefusals)[number]

/**
 * Objects to a purpose. It stops at once: for good where nothing is weighed, otherwise until the answer went out.
 *
 * @param language in which the answer is wanted
 */
export function decideRaise(
  asking: Asking,
  before: Switches,
  { purpose: id, language }: { readonly purpose: string; readonly language: Language },
  terms: Terms,
): Decision<Effect, RaiseObjectionRefusal> {
  const cited = terms.cite('privacy.objection')
  const purpose = terms.register.purposes.get(id)
  if (purpose === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  const settled = citing(cited, purpose)
  if (!isOpen(purpose)) return refuse('objection-not-open', settled, { bases: purpose.bases.map(({ basis }) => basis) })
  if (before.stops.some((one) => one.purpose === id && one.ground === 'weighing'))
    return refuse('objection-weighed', settled, { purpose: id })
  if (isAbsolute(purpose, terms)) {
    const stopped = stopping(asking, before, { purpose, ground: 'objection', act: 'objection-raised' }, settled, terms)
    return { ...stopped, facts: { ...stopped.facts, state: 'upheld' } }
  }
  const within = parsePeriod(terms.parameters('objection.answer').within)
  const answerBy = addPeriod(asking.request?.receivedOn ?? asking.on, within, calendarOf(asking.entity.calendar))
  const objection: Objection = {
    objection: asking.nextId(),
    subject: asking.subject,
    purpose: id,
    raisedOn: asking.on,
    answerBy,
    state: 'weighed',
    answeredOn: null,
    answeredBy: null,
    reasons: null,
    language,
    sent: null,
    request: asking.request?.request ?? null,
  }
  const after = withStops(before, [id], 'weighing', asking.on)
  const { effects, facts } = change(asking, after, { act: 'objection-raised', purposes: [id] }, terms)
  return accept(
    [...effects, create(objections, objection.objection, objection), setDeadline(deadlineOf(objection))],
    together(settled, terms.cite('objection.answer')),
    { ...facts, objection: String(objection.objection), state: 'weighed', answerBy: answerBy.toString() },
  )
}

/** Whether it rests on what one can object to (GDPR, Article 21(1) and (2)). */
const isOpen = ({ bases, marketing }: Purpose): boolean =>
  marketing === true || bases.some(({ basis }) => basis === 'legitimate-interest' || basis === 'public-interest')

/** Direct marketing, and interests whose register item says so, are never weighed. */
function isAbsolute({ bases, marketing }: Registered<Purpose>, { register }: Terms): boolean {
  const interests = bases.flatMap(({ interest }) => (interest === undefined ? [] : [register.interests.get(interest)]))
  return marketing === true || (interests.length > 0 && interests.every((one) => one?.objection === 'absolute'))
}

export type ObjectionAnswer = {
  readonly outcome: 'upheld' | 'overridden'
  /** Whether the reasons came with it, in writing. */
  readonly written: boolean
  readonly by: string | null
}

/** In this order. */
export const answerObjectionRefusals = ['objection-unknown', 'objection-answered', 'reasons-not-written'] as const
export type AnswerObjectionRefusal = (typeof answerObjectionRefusals)[number]

/**
 * Answers an objection. It is upheld, and the purpose ends at once; or overriding reasons are given in writing, and the purpose stands still
 * until the person was told: see `decideSendAnswer`.
 */
export function decideAnswer(
  asking: Asking,
  before: Switches,
  found: Objection,
  { outcome, written, by }: ObjectionAnswer,
  terms: Terms,
): Decision<Effect, AnswerObjectionRefusal> {
  const cited = terms.cite('privacy.objection')
  if (found.state !== 'weighed') return refuse('objection-answered', cited, { state: found.state })
  if (outcome === 'overridden' && !written) return refuse('reasons-not-written', cited)
  const reasons = written ? (asking.nextId() as DetailId) : null
  const answered: Objection = { ...found, state: outcome, answeredOn: asking.on, answeredBy: by, reasons }
  const kept = [
    effect(objections, found.objection, answered),
    ...(reasons === null ? [] : [keepDetail(reasons, found.subject, 0)]),
  ]
  const told = { objection: String(found.objection), state: outcome, sendBy: found.answerBy.toString() }
  if (outcome === 'overridden') return accept(kept, cited, told)
  const after = withStops(withoutStops(before, found.purpose, ['weighing']), [found.purpose], 'objection', asking.on)
  const { effects, facts } = change(asking, after, { act: 'objection-answered', purposes: [found.purpose] }, terms)
  return accept([...effects, ...kept], cited, { ...facts, ...told })
}

/** In this order. */
export const sendAnswerRefusals = [
  'objection-unknown',
  'objection-unanswered',
  'objection-answer-sent',
  'evidence-missing',
] as const
export type SendAnswerRefusal = (typeof sendAnswerRefusals)[number]

/**
 * Notes that the answer went out to the person, with what shows it: from then on what overriding reasons carry goes on, and not before. A
 * request that a processor passed on is answered with it.
 *
 * @param passedOn the request by which the objection came, where it came by a processor
 */
export function decideSendAnswer(
  asking: Asking,
  before: Switches,
  found: Objection,
  passedOn: PassedOnRequest | undefined,
  terms: Terms,
): Decision<Effect, SendAnswerRefusal> {
  const { on, evidence } = asking
  const own = together(
    terms.cite('privacy.objection'),
    terms.cite('restriction.lifting'),
    terms.cite('objection.answer'),
  )
  const cited = passedOn === undefined ? own : together(own, terms.cite('request.answer'))
  if (found.state === 'weighed') return refuse('objection-unanswered', cited, { answerBy: found.answerBy.toString() })
  if (found.sent !== null) return refuse('objection-answer-sent', cited, { on: found.sent.on.toString() })
  if (evidence === null) return refuse('evidence-missing', cited)
  const { effects, facts } =
    found.state === 'upheld'
      ? { effects: [], facts: {} }
      : change(
          asking,
          withoutStops(before, found.purpose, ['weighing']),
          { act: 'objection-answered', purposes: [found.purpose] },
          terms,
        )
  return accept(
    [
      ...effects,
      effect(objections, found.objection, { ...found, sent: { on, evidence } }),
      clearDeadline(deadlineOf(found)),
      ...(passedOn === undefined ? [] : answering(passedOn, { on, answer: 'done', evidence: null })),
    ],
    cited,
    {
      ...facts,
      objection: String(found.objection),
      ...(passedOn === undefined ? {} : { request: String(passedOn.request) }),
      state: found.state,
      late: isLate(found, on),
    },
  )
}

/** Whether the answer had not gone out by the end of the last day for it. */
export const isLate = ({ answerBy, sent }: Pick<Objection, 'answerBy' | 'sent'>, on: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(sent?.on ?? on, answerBy) > 0
