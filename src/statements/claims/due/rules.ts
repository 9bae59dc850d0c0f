/** By when a claim is answered, and when staff are reminded of it: both stand as deadlines until the answer went out. */
import type { BusinessCalendar } from '../../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../../kernel/deadline.ts'
import { parsePeriod, subtractPeriod } from '../../../kernel/duration.ts'
import type { Effect } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'

export type Due = {
  readonly answerBy: Temporal.PlainDate
  /** The day at whose close staff are reminded; null once they were. */
  readonly remindOn: Temporal.PlainDate | null
}

type DueClaim = Due & { readonly claim: number }

/** The deadline on which `claim.remind` is sent, with the claim as its subject. */
export const reminderKind = 'claim-reminder'

/** An answer that is due on a day, and the reminder of it. */
export const dueOn = (answerBy: Temporal.PlainDate, calendar: BusinessCalendar, terms: Terms): Due => ({
  answerBy,
  remindOn: subtractPeriod(answerBy, parsePeriod(terms.parameters('claim.reminder').before), calendar),
})

const deadlinesOf = ({ claim, answerBy, remindOn }: DueClaim): readonly Deadline[] => [
  { due: answerBy, kind: 'claim-answer', subject: claim },
  ...(remindOn === null ? [] : [{ due: remindOn, kind: reminderKind, subject: claim }]),
]

export const setDue = (claim: DueClaim): readonly Effect[] => deadlinesOf(claim).map(setDeadline)
export const clearDue = (claim: DueClaim): readonly Effect[] => deadlinesOf(claim).map(clearDeadline)
