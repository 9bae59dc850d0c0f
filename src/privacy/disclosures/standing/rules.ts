/** What goes to a recipient at regular times, such as reports to a credit bureau: when it went last, and by when it goes again. */
import { calendarOf } from '../../../kernel/calendar.ts'
import { clearDeadline, setDeadline } from '../../../kernel/deadline.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Entity } from '../../../rulebook/pack.ts'

export type Standing = {
  readonly subject: PartyId
  /** The kind of recipient in the register. */
  readonly recipient: string
  readonly lastOn: Temporal.PlainDate
  /** Null when nothing is owed any more. */
  readonly due: Temporal.PlainDate | null
}

/** By `standingKey`. */
export const standings = records<string, Standing>('standing-disclosure')

export const standingKey = (subject: PartyId, recipient: string): string => `${subject} ${recipient}`

/** The kind of deadline under which a person's data are due at a recipient. */
export const regularDeadline = 'regular-disclosure'

const deadlineOf = (subject: PartyId, due: Temporal.PlainDate) => ({ due, kind: regularDeadline, subject })

/** What follows from a disclosure that is made anew every so often: by when the next one is due, unless it was the last. */
export function renewed(
  { subject, recipient, every, last }: Pick<Standing, 'subject' | 'recipient'> & { every: string; last: boolean },
  before: Standing | undefined,
  { on, entity }: { readonly on: Temporal.PlainDate; readonly entity: Pick<Entity, 'calendar'> },
): { readonly due: Temporal.PlainDate | null; readonly effects: readonly Effect[] } {
  const due = last ? null : addPeriod(on, parsePeriod(every), calendarOf(entity.calendar))
  const standing = effect(standings, standingKey(subject, recipient), { subject, recipient, lastOn: on, due })
  const owed = before?.due ?? null
  // Twice on one day: the deadline stands.
  if (owed !== null && due?.equals(owed)) return { due, effects: [standing] }
  const cleared = owed === null ? [] : [clearDeadline(deadlineOf(subject, owed))]
  return { due, effects: [standing, ...cleared, ...(due === null ? [] : [setDeadline(deadlineOf(subject, due))])] }
}
