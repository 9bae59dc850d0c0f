/**
 * Objections to what rests on a legitimate interest or a public task. The purpose stands still for the person while the objection is weighed;
 * then it ends, or a written answer gives overriding reasons. Against direct marketing nothing is weighed.
 */
import { calendarOf } from '../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Purpose } from '../../rulebook/register/schema.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Asking, change, withoutStops, withStops } from '../consents/changes/rules.ts'
import { citing } from '../consents/rules.ts'
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

/** Objects to a purpose. It stops at once: for good where nothing is weighed, otherwise until the answer. */
export function decideRaise(
  asking: Asking,
  before: Switches,
  id: string,
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
  const answerBy = addPeriod(asking.on, within, calendarOf(asking.entity.calendar))
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

/** Answers an objection: it is upheld, and the purpose ended; or overriding reasons are given in writing, and it goes on. */
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
  const after =
    outcome === 'upheld'
      ? withStops(before, [found.purpose], 'objection', asking.on)
      : withoutStops(before, found.purpose, ['weighing'])
  const { effects, facts } = change(asking, after, { act: 'objection-answered', purposes: [found.purpose] }, terms)
  return accept(
    [
      ...effects,
      effect(objections, found.objection, answered),
      clearDeadline(deadlineOf(found)),
      ...(reasons === null ? [] : [keepDetail(reasons, found.subject, 0)]),
    ],
    cited,
    {
      ...facts,
      objection: String(found.objection),
      state: outcome,
      late: Temporal.PlainDate.compare(asking.on, found.answerBy) > 0,
    },
  )
}
