/** Requests of persons about their data that came to a processor: they count as received on the day on which the processor got them. */
import type { BusinessCalendar } from '../../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../../kernel/deadline.ts'
import { accept, type Decision, refuse, together } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { citing } from '../receivers/rules.ts'

/** What a person may ask for: GDPR, Articles 7(3) and 15 to 22. */
export const requestKinds = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'withdrawal',
  'review',
] as const
export type RequestKind = (typeof requestKinds)[number]

export type PassedOnRequest = {
  readonly request: number
  readonly subject: PartyId
  readonly processor: string
  readonly kind: RequestKind
  /** Under which the archive keeps it. */
  readonly file: string
  /** By the processor. */
  readonly receivedOn: Temporal.PlainDate
  readonly passedOn: Temporal.PlainDate
  readonly answerBy: Temporal.PlainDate
  readonly answeredOn: Temporal.PlainDate | null
}

export const passedOnRequests = records<number, PassedOnRequest>('passed-on-request')

/** Deadlines by which such a request is answered. */
export const requestDeadline = 'subject-request'

const deadlineOf = ({ request, answerBy }: PassedOnRequest): Deadline => ({
  due: answerBy,
  kind: requestDeadline,
  subject: request,
})

export type PassingOn = Pick<PassedOnRequest, 'subject' | 'processor' | 'kind' | 'file' | 'receivedOn'>

/** In this order. */
export const passOnRefusals = ['processor-unknown', 'receipt-ahead'] as const
export type PassOnRefusal = (typeof passOnRefusals)[number]

/** Takes a request over from a processor. The time to answer runs from the day on which the processor got it. */
export function decidePassOn(
  asked: PassingOn,
  {
    on,
    calendar,
    nextId,
  }: { readonly on: Temporal.PlainDate; readonly calendar: BusinessCalendar; readonly nextId: () => number },
  terms: Terms,
): Decision<Effect, PassOnRefusal> {
  const cited = terms.cite('request.receipt')
  const processor = terms.register.processors.get(asked.processor)
  if (processor === undefined) return refuse('processor-unknown', cited, { processor: asked.processor })
  if (Temporal.PlainDate.compare(asked.receivedOn, on) > 0)
    return refuse('receipt-ahead', citing(cited, processor), { receivedOn: asked.receivedOn.toString() })
  const within = parsePeriod(terms.parameters('request.answer').within)
  const answerBy = addPeriod(asked.receivedOn, within, calendar)
  const request: PassedOnRequest = { ...asked, request: nextId(), passedOn: on, answerBy, answeredOn: null }
  return accept(
    [create(passedOnRequests, request.request, request), setDeadline(deadlineOf(request))],
    together(citing(cited, processor), terms.cite('request.answer')),
    {
      request: String(request.request),
      receivedOn: asked.receivedOn.toString(),
      answerBy: answerBy.toString(),
    },
  )
}

/** In this order. */
export const settleRequestRefusals = ['request-unknown', 'request-answered'] as const
export type SettleRequestRefusal = (typeof settleRequestRefusals)[number]

/** Notes that the person was answered. */
export function decideSettle(
  found: PassedOnRequest | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, SettleRequestRefusal> {
  const cited = terms.cite('request.answer')
  if (found === undefined) return refuse('request-unknown', cited)
  if (found.answeredOn !== null) return refuse('request-answered', cited, { on: found.answeredOn.toString() })
  return accept(
    [effect(passedOnRequests, found.request, { ...found, answeredOn: on }), clearDeadline(deadlineOf(found))],
    cited,
    { request: String(found.request), late: Temporal.PlainDate.compare(on, found.answerBy) > 0 },
  )
}
