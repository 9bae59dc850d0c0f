/** Requests of persons about their data that came to a processor: they count as received on the day on which the processor got them. */
import type { BusinessCalendar } from '../../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../../kernel/deadline.ts'
import { type Accepted, accept, type Decision, type Refused, refuse, together } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import { idOf } from '../../../kernel/wire.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { citing } from '../receivers/rules.ts'

/** What a person may ask for: GDPR, Articles 7(3) and 15 to 22; `stop`: that processing ends. */
export const requestKinds = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'withdrawal',
  'stop',
  'review',
] as const
export type RequestKind = (typeof requestKinds)[number]

/** The kinds of command that carry out what is asked; where there is none, staff do it by hand and note the answer. */
export const carriedOutBy = {
  access: [],
  rectification: [],
  erasure: [],
  restriction: ['restriction.set'],
  portability: [],
  objection: ['objection.raise', 'purpose.forbid', 'marketing.refuse'],
  withdrawal: ['consent.withdraw'],
  stop: ['processing.stop'],
  review: [],
} as const satisfies Record<RequestKind, readonly string[]>

const commandsFor = (kind: RequestKind): readonly string[] => carriedOutBy[kind]

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
  /** When a command did what was asked, and the change that it made. */
  readonly carriedOutOn: Temporal.PlainDate | null
  readonly carriedOutBy: number | null
  readonly answeredOn: Temporal.PlainDate | null
  readonly answer: 'done' | 'declined' | null
  /** Under which the archive keeps what was written to the person; null where the decision that carried it out is the answer. */
  readonly evidence: string | null
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
  const request: PassedOnRequest = {
    ...asked,
    request: nextId(),
    passedOn: on,
    answerBy,
    carriedOutOn: null,
    carriedOutBy: null,
    answeredOn: null,
    answer: null,
    evidence: null,
  }
  const commands = commandsFor(asked.kind)
  return accept(
    [create(passedOnRequests, request.request, request), setDeadline(deadlineOf(request))],
    together(citing(cited, processor), terms.cite('request.answer')),
    {
      request: String(request.request),
      receivedOn: asked.receivedOn.toString(),
      answerBy: answerBy.toString(),
      commands,
      byHand: commands.length === 0,
    },
  )
}

/** In this order. */
export const carryOutRefusals = [
  'request-unknown',
  'request-answered',
  'request-carried-out',
  'request-of-another-kind',
] as const
export type CarryOutRefusal = (typeof carryOutRefusals)[number]

/** Why a command does not carry out a request; undefined when it does. The request of somebody else is as unknown as none. */
export function checkPassedOn(
  found: PassedOnRequest | undefined,
  { subject, command }: { readonly subject: PartyId; readonly command: string },
  terms: Terms,
): Refused<CarryOutRefusal> | undefined {
  const cited = together(terms.cite('request.receipt'), terms.cite('request.answer'))
  if (found === undefined || found.subject !== subject) return refuse('request-unknown', cited)
  if (found.answeredOn !== null) return refuse('request-answered', cited, { on: found.answeredOn.toString() })
  if (found.carriedOutOn !== null) return refuse('request-carried-out', cited, { on: found.carriedOutOn.toString() })
  const commands = commandsFor(found.kind)
  return commands.includes(command)
    ? undefined
    : refuse('request-of-another-kind', cited, { kind: found.kind, commands })
}

/** The decision that did what was asked, and with it the request carried out; answered by it, unless the answer is still owed. */
export function decideCarryOut(
  found: PassedOnRequest,
  did: Accepted<Effect>,
  { on, answered }: { readonly on: Temporal.PlainDate; readonly answered: boolean },
  terms: Terms,
): Accepted<Effect> {
  const change = did.facts['change']
  const carried = {
    ...found,
    carriedOutOn: on,
    carriedOutBy: change === undefined ? found.request : idOf<number>(String(change)),
  }
  const effects = answered
    ? answering(carried, { on, answer: 'done', evidence: null })
    : [effect(passedOnRequests, found.request, carried)]
  return {
    ...did,
    effects: [...did.effects, ...effects],
    cited: together(did.cited, terms.cite('request.receipt'), terms.cite('request.answer')),
    facts: { ...did.facts, ...answerFacts(found, on), answered },
  }
}

/** Closes a request: its answer was given on the day. */
export const answering = (
  found: PassedOnRequest,
  { on, ...rest }: { readonly on: Temporal.PlainDate } & Pick<PassedOnRequest, 'answer' | 'evidence'>,
): readonly Effect[] => [
  effect(passedOnRequests, found.request, { ...found, ...rest, answeredOn: on }),
  clearDeadline(deadlineOf(found)),
]

const answerFacts = ({ request, receivedOn, answerBy }: PassedOnRequest, on: Temporal.PlainDate) => ({
  request: String(request),
  receivedOn: receivedOn.toString(),
  answerBy: answerBy.toString(),
  late: Temporal.PlainDate.compare(on, answerBy) > 0,
})

/** In this order. */
export const settleRequestRefusals = [
  'request-unknown',
  'request-answered',
  'request-carried-out',
  'request-not-carried-out',
  'evidence-missing',
] as const
export type SettleRequestRefusal = (typeof settleRequestRefusals)[number]

/**
 * Notes that the person was answered in writing: that what they asked was done, or why it is not. What a command can do is done by it
 * alone; what none can do yet, staff did by hand.
 */
export function decideSettle(
  found: PassedOnRequest | undefined,
  { answer, evidence }: { readonly answer: 'done' | 'declined'; readonly evidence: string | null },
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, SettleRequestRefusal> {
  const cited = terms.cite('request.answer')
  if (found === undefined) return refuse('request-unknown', cited)
  if (found.answeredOn !== null) return refuse('request-answered', cited, { on: found.answeredOn.toString() })
  const commands = commandsFor(found.kind)
  // An objection that is weighed: its answer closes the request.
  if (found.carriedOutOn !== null) return refuse('request-carried-out', cited, { on: found.carriedOutOn.toString() })
  if (answer === 'done' && commands.length > 0) return refuse('request-not-carried-out', cited, { commands })
  if (evidence === null) return refuse('evidence-missing', cited)
  return accept(answering(found, { on, answer, evidence }), cited, { ...answerFacts(found, on), answer })
}
