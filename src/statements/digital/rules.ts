/** Service agreements on digital channels: from when to when a customer can read statements there (RA-9.2). */

import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Decision, type Facts, refuse } from '../../kernel/decision.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Informed, informed, isDigital, type Moment } from '../availability/rules.ts'
import { armed, rearm } from '../reminders/rules.ts'

export const agreeDigitalRefusals = ['digital-agreed'] as const
export type AgreeDigitalRefusal = (typeof agreeDigitalRefusals)[number]
export const endDigitalRefusals = ['digital-not-agreed'] as const
export type EndDigitalRefusal = (typeof endDigitalRefusals)[number]

/**
 * Agrees on digital channels: from now on the customer's statements are there, with all that is booked, and count as known. Refuses who
 * has such an agreement already.
 */
export function decideAgreeDigital(
  customer: Informed,
  now: Moment,
  calendar: BusinessCalendar,
  terms: Terms,
): Decision<Effect, AgreeDigitalRefusal> {
  const cited = terms.cite('statement.digital')
  if (isDigital(customer)) return refuse('digital-agreed', cited, spellFacts(customer))
  const after = armed(
    { ...customer, digital: [...customer.digital, { from: now, until: null }] },
    now.on,
    calendar,
    terms,
  )
  return accept([effect(informed, customer.customer, after), ...rearm(customer, after)], cited, spellFacts(after))
}

/** Ends the agreement on digital channels. Refuses who has none. */
export function decideEndDigital(customer: Informed, now: Moment, terms: Terms): Decision<Effect, EndDigitalRefusal> {
  const cited = terms.cite('statement.digital')
  const last = customer.digital.at(-1)
  if (last === undefined || last.until !== null) return refuse('digital-not-agreed', cited)
  const digital = [...customer.digital.slice(0, -1), { ...last, until: now }]
  return accept([effect(informed, customer.customer, { ...customer, digital })], cited, {
    customer: String(customer.customer),
    until: now.on.toString(),
  })
}

const spellFacts = ({ customer, digital }: Informed): Facts => ({
  customer: String(customer),
  availableSince: digital.at(-1)?.from.at.toString() ?? null,
  availableOn: digital.at(-1)?.from.on.toString() ?? null,
})
