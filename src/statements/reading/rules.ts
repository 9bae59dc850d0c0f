/** Reading statements in a digital channel: whether the customer may, and that they did (RA-9.1, 9.2, 9.9, 9.11). */
import type { AccountFile } from '../../accounts/files/rules.ts'
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Decision, type Refused, refuse, together } from '../../kernel/decision.ts'
import { parsePeriod, subtractPeriod } from '../../kernel/duration.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Account } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Asked, Holder } from '../asked/rules.ts'
import { informed, isDigital } from '../availability/rules.ts'
import { seen } from '../reminders/rules.ts'

/** Every form in which a statement can be drawn; which of them customers get is a parameter of `statement.form`. */
export const formats = ['json', 'page', 'csv', 'pdf', 'camt053-02', 'camt053-08', 'camt054-02', 'camt054-08'] as const
export type Format = (typeof formats)[number]

/** First and last booking date, both included. */
export type Period = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate }

/** Why a customer gets no statement of a period, wherever they ask, the first that applies. */
export const periodRefusals = ['period-invalid', 'history-limited'] as const
export type PeriodRefusal = (typeof periodRefusals)[number]

/** Why nothing is read in a digital channel, the first that applies. */
export const readRefusals = [
  'digital-not-agreed',
  'statement-at-institution',
  ...periodRefusals,
  'format-not-offered',
] as const
export type ReadRefusal = (typeof readRefusals)[number]

/** The entitlement to limit what customers see: the institution uses it for all of them by policy, or not at all. */
const isUsed = (terms: Terms): boolean => terms.policy('statement.history') === 'always'

/** The first day whose entries customers see; undefined where the institution makes no use of its right to limit them. */
export function historyFrom(
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Temporal.PlainDate | undefined {
  if (!isUsed(terms)) return undefined
  return subtractPeriod(on, parsePeriod(terms.parameters('statement.history').back), calendar)
}

/** Why the portal shows nothing of a closed account (RA-9.9). */
export const checkClosed = ({ affairs, terms }: Asked): Refused<'statement-at-institution'> | undefined =>
  checkOpen(affairs.account, affairs.file, terms)

export function checkOpen(
  { status }: Pick<Account, 'status'>,
  { closedOn }: Pick<AccountFile, 'closedOn'>,
  terms: Terms,
): Refused<'statement-at-institution'> | undefined {
  if (status !== 'closed') return undefined
  const facts = { closedOn: closedOn?.toString() ?? null }
  return refuse('statement-at-institution', terms.cite('statement.after-closing'), facts)
}

/** The period ends before it begins, or after today; or, for customers, begins before the history that they are shown. */
export function checkPeriod(
  { terms, now }: Asked,
  { from, to }: Period,
  calendar: BusinessCalendar,
  forCustomer: boolean,
): Refused<PeriodRefusal> | undefined {
  if (Temporal.PlainDate.compare(from, to) > 0 || Temporal.PlainDate.compare(to, now.on) > 0)
    return refuse('period-invalid', terms.cite('statement.form'), { today: now.on.toString() })
  return forCustomer ? checkHistory(from, now.on, calendar, terms) : undefined
}

/** Why customers do not see entries from a day on, wherever they look: it lies before the history that they are shown. */
export function checkHistory(
  from: Temporal.PlainDate,
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Refused<'history-limited'> | undefined {
  const earliest = historyFrom(on, calendar, terms)
  if (earliest === undefined || Temporal.PlainDate.compare(from, earliest) >= 0) return undefined
  return refuse('history-limited', terms.cite('statement.history'), { earliest: earliest.toString() })
}

/**
 * Decides whether a statement is read in a digital channel, and keeps that it was. In this order: the customer has no agreement on
 * digital channels; the account is closed; the period is none; it goes back further than customers see; the form is not offered.
 *
 * @param through the holder who reads, or for whom it is read
 */
export function decideRead(
  asked: Asked,
  through: Holder,
  period: Period,
  format: Format,
  calendar: BusinessCalendar,
): Decision<Effect, ReadRefusal> {
  const { terms, now } = asked
  const since = through.informed.digital.at(-1)
  if (since === undefined || !isDigital(through.informed))
    return refuse('digital-not-agreed', terms.cite('statement.digital'))
  const { formats: offered } = terms.parameters('statement.form')
  const refused =
    checkClosed(asked) ??
    checkPeriod(asked, period, calendar, true) ??
    (!offered.includes(format) && isUsed(terms)
      ? refuse('format-not-offered', terms.cite('statement.history', 'statement.form'), { offered })
      : undefined)
  if (refused !== undefined) return refused
  const { party, informed: before } = through
  const limits = isUsed(terms) ? terms.cite('statement.history') : undefined
  const cited = terms.cite('statement.form', 'statement.digital', 'statement.checking')
  return accept(
    [effect(informed, party.party, seen(before, now))],
    limits === undefined ? cited : together(cited, limits),
    {
      from: period.from.toString(),
      to: period.to.toString(),
      format,
      availableSince: since.from.at.toString(),
      availableOn: since.from.on.toString(),
      seenOn: now.on.toString(),
    },
  )
}
