/** Claims that cannot be answered in time: the holding reply that says why, and the reminder of staff before an answer is due. */
import type { BusinessCalendar } from '../../../kernel/calendar.ts'
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import { type Effect, effect } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { clearDue, dueOn, setDue } from '../due/rules.ts'
import { type Claim, claimFacts, claims, type HoldingReason } from '../rules.ts'

/** Why no holding reply goes out, the first that applies. */
export const holdingRefusals = [
  'claim-unknown',
  'claim-decided',
  'holding-reply-sent',
  'holding-reply-late',
  'answer-date-not-later',
  'answer-date-too-late',
] as const
export type HoldingRefusal = (typeof holdingRefusals)[number]

export type Hold = {
  readonly reason: HoldingReason
  /** By when the answer will be given; undefined for the last day that there is. */
  readonly until: Temporal.PlainDate | undefined
  readonly by: string
}

/**
 * Notes that a holding reply went out: why the answer takes longer, and by when it comes. In this order: the claim was decided, so that it can
 * be answered; a holding reply went out before; the time for one is over; the day named is not after the one on which the answer was due;
 * it is after the last day that there is.
 */
export function decideHold(
  claim: Claim,
  { reason, until, by }: Hold,
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Decision<Effect, HoldingRefusal> {
  const cited = terms.cite('claim.holding-reply')
  if (claim.status !== 'received') return refuse('claim-decided', cited, { status: claim.status })
  if (claim.holding !== null)
    return refuse('holding-reply-sent', cited, {
      sentOn: claim.holding.on.toString(),
      answerBy: String(claim.answerBy),
    })
  const { within, answer } = terms.parameters('claim.holding-reply')
  const lastDay = addPeriod(claim.madeOn, parsePeriod(within), calendar)
  if (isAfter(on, lastDay)) return refuse('holding-reply-late', cited, { lastDay: lastDay.toString() })
  const latest = addPeriod(claim.madeOn, parsePeriod(answer), calendar)
  const answerBy = until ?? latest
  if (!isAfter(answerBy, claim.answerBy))
    return refuse('answer-date-not-later', cited, { answerBy: claim.answerBy.toString() })
  if (isAfter(answerBy, latest)) return refuse('answer-date-too-late', cited, { latest: latest.toString() })
  const held: Claim = { ...claim, holding: { on, by, reason }, ...dueOn(answerBy, calendar, terms) }
  return accept([effect(claims, claim.claim, held), ...clearDue(claim), ...setDue(held)], cited, claimFacts(held))
}

const isAfter = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(one, other) > 0

/**
 * Reminds staff of answers that fall due, once for each day on which one is due. Claims that were answered, or whose day to be reminded has
 * not come, are passed over. Asked again, it reminds of nothing.
 */
export function decideRemind(list: readonly Claim[], on: Temporal.PlainDate, terms: Terms): Decision<Effect, never> {
  const due = list.filter(
    ({ answeredOn, remindOn }) => answeredOn === null && remindOn !== null && !isAfter(remindOn, on),
  )
  const effects = due.flatMap((claim) => {
    const reminded: Claim = { ...claim, remindOn: null, remindedOn: on }
    return [effect(claims, claim.claim, reminded), ...clearDue(claim), ...setDue(reminded)]
  })
  return accept(effects, terms.cite('claim.reminder'), {
    reminded: due.map(({ claim, answerBy }) => ({ claim: String(claim), answerBy: answerBy.toString() })),
  })
}
