/** The customer's duty to read statements in every calendar month, and the reminder of it (RA-9.6). */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Decision } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod, subtractPeriod } from '../../kernel/duration.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Checking, type Informed, informed, isDigital, type Moment } from '../availability/rules.ts'

export const reminderDeadline = 'statement-check'

const deadlineOf = (customer: PartyId, { remindOn }: Checking): Deadline => ({
  due: remindOn,
  kind: reminderDeadline,
  subject: customer,
})

/**
 * The calendar months, or as many of them as the clause says, in which a statement must next be read: those of the day; the next ones
 * where it is too late to remind of these.
 */
export function checkingFrom(on: Temporal.PlainDate, calendar: BusinessCalendar, terms: Terms): Checking {
  const { every, remindBefore } = terms.parameters('statement.checking')
  let from = on.with({ day: 1 })
  for (;;) {
    const next = addPeriod(from, parsePeriod(every), calendar)
    const remindOn = subtractPeriod(next.subtract({ days: 1 }), parsePeriod(remindBefore), calendar)
    if (Temporal.PlainDate.compare(remindOn, on) >= 0) return { from, remindOn }
    from = next
  }
}

/** The customer with a time in which to check; one who has one keeps it. */
export function armed(customer: Informed, on: Temporal.PlainDate, calendar: BusinessCalendar, terms: Terms): Informed {
  return customer.checking === null ? { ...customer, checking: checkingFrom(on, calendar, terms) } : customer
}

/** The deadlines that make the second out of the first. */
export function rearm(before: Informed, after: Informed): readonly Effect[] {
  if (before.checking === after.checking) return []
  return [
    ...(before.checking === null ? [] : [clearDeadline(deadlineOf(before.customer, before.checking))]),
    ...(after.checking === null ? [] : [setDeadline(deadlineOf(after.customer, after.checking))]),
  ]
}

/** A customer whose statements were read, now. */
export const seen = (customer: Informed, now: Moment): Informed => ({ ...customer, lastSeen: now })

/** A customer, and whether the agreement on their accounts has ended. */
export type Reminded = { readonly customer: Informed; readonly hasLeft: boolean }

/**
 * Reminds those customers who read no statement since their time to check began, once for each such time; who read one, or whose day to
 * be reminded is not over yet, is passed over; who has left, and has no digital channels either, is not reminded any more. Asked again, it
 * reminds nobody.
 */
export function decideRemind(
  customers: readonly Reminded[],
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Decision<Effect, never> {
  const reminded: string[] = []
  const effects: Effect[] = []
  for (const { customer, hasLeft } of customers) {
    const { checking, lastSeen } = customer
    if (checking === null || Temporal.PlainDate.compare(checking.remindOn, on) >= 0) continue
    if (hasLeft && !isDigital(customer)) {
      const after: Informed = { ...customer, checking: null }
      effects.push(effect(informed, customer.customer, after), ...rearm(customer, after))
      continue
    }
    const hasRead = lastSeen !== null && Temporal.PlainDate.compare(lastSeen.on, checking.from) >= 0
    if (!hasRead) reminded.push(String(customer.customer))
    const after: Informed = {
      ...customer,
      remindedOn: hasRead ? customer.remindedOn : on,
      checking: checkingFrom(on, calendar, terms),
    }
    effects.push(effect(informed, customer.customer, after), ...rearm(customer, after))
  }
  return accept(effects, terms.cite('statement.checking'), { reminded })
}
