/**
 * Reports to registers of debts: each obligation for itself, counted from its due date, told to the debtor beforehand, and taken back or
 * marked when it is paid.
 */
import { calendarOf } from '../../../kernel/calendar.ts'
import { accept, type Decision, refuse, together } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import type { Currency, Minor } from '../../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { EvidenceKind } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Disclosers, type DisclosureRefusal, disclosureRefusals } from '../asked/rules.ts'
import { citing, receiverOf } from '../receivers/rules.ts'
import { decideDisclose } from '../rules.ts'

export type DebtReport = {
  readonly report: number
  readonly subject: PartyId
  /** The number of the obligation: of an agreement and its instalment, an invoice. */
  readonly obligation: string
  readonly dueOn: Temporal.PlainDate
  /** The kind of recipient that keeps the register. */
  readonly recipient: string
  readonly announcedOn: Temporal.PlainDate
  /** Under which the archive keeps what was told to the debtor. */
  readonly notice: string
  readonly state: 'announced' | 'contested' | 'reported' | 'withdrawn' | 'marked' | 'dropped'
  readonly receiver: string | null
  readonly kinds: readonly Attribute[]
  readonly amount: { readonly minor: Minor; readonly currency: Currency } | null
  readonly reportedOn: Temporal.PlainDate | null
  readonly paidOn: Temporal.PlainDate | null
}

export const debtReports = records<number, DebtReport>('debt-report')

/** The last report that was announced of an obligation; by `obligationKey`. */
export type LastReport = Pick<DebtReport, 'subject' | 'obligation' | 'report'>

export const lastReports = records<string, LastReport>('last-debt-report')

export const obligationKey = (subject: PartyId, obligation: string): string => `${subject} ${obligation}`

/** Whether it will be made, or was made and still stands. */
const isOpen = ({ state }: DebtReport): boolean => state === 'announced' || state === 'reported'

export type Announcing = {
  readonly subject: PartyId
  readonly obligation: string
  readonly dueOn: Temporal.PlainDate
  readonly recipient: string
  readonly notice: string
}

/** In this order. */
export const announceReportRefusals = [
  'recipient-not-registered',
  'recipient-no-debt-register',
  'debt-not-due',
  'debt-report-open',
] as const
export type AnnounceReportRefusal = (typeof announceReportRefusals)[number]

const announced: EvidenceKind = 'announcement'

/**
 * Notes that the debtor was told of a report that will be made: one of each obligation at a time, or the day on which it was due could be
 * moved by announcing it again. One that the debtor objected to is announced anew.
 *
 * @param last the last report of the same obligation
 */
export function decideAnnounce(
  asked: Announcing,
  last: DebtReport | undefined,
  { on, nextId }: Pick<Disclosers, 'on' | 'nextId'>,
  terms: Terms,
): Decision<Effect, AnnounceReportRefusal> {
  const { recipient, subject, obligation, dueOn } = asked
  const receiver = receiverOf(terms, recipient)
  if (receiver === undefined) return refuse('recipient-not-registered', terms.cite('disclosure.listed'), { recipient })
  if (!receiver.requires.every((all) => all.includes(announced)))
    return refuse('recipient-no-debt-register', citing(terms.cite('disclosure.listed'), receiver), { recipient })
  const cited = citing(terms.cite('debt-report.announcement'), receiver)
  if (Temporal.PlainDate.compare(dueOn, on) >= 0) return refuse('debt-not-due', cited, { dueOn: dueOn.toString() })
  if (last !== undefined && isOpen(last))
    return refuse('debt-report-open', cited, { obligation, report: String(last.report), state: last.state })
  const report: DebtReport = {
    ...asked,
    report: nextId(),
    announcedOn: on,
    state: 'announced',
    receiver: null,
    kinds: [],
    amount: null,
    reportedOn: null,
    paidOn: null,
  }
  return accept(
    [
      create(debtReports, report.report, report),
      effect(lastReports, obligationKey(subject, obligation), { subject, obligation, report: report.report }),
    ],
    cited,
    { report: String(report.report), reportableFrom: firstDay(report, terms).toString() },
  )
}

/** The first day on which it may be reported: more than the days past due, and after the time to object. Whole days are counted. */
function firstDay({ dueOn, announcedOn }: Pick<DebtReport, 'dueOn' | 'announcedOn'>, terms: Terms): Temporal.PlainDate {
  const { moreThanDays } = terms.parameters('debt-report.overdue')
  const { objectionWithin } = terms.parameters('debt-report.announcement')
  const overdue = dueOn.add({ days: moreThanDays + 1 })
  // Told beforehand: on the day before at the latest.
  const told =
    objectionWithin === undefined
      ? announcedOn.add({ days: 1 })
      : addPeriod(announcedOn, parsePeriod(objectionWithin), calendarOf('TARGET')).add({ days: 1 })
  return Temporal.PlainDate.compare(overdue, told) >= 0 ? overdue : told
}

export type Reporting = {
  readonly receiver: string
  readonly purpose: string
  readonly kinds: readonly Attribute[]
  readonly country: string
  /** The act of law, or the agreement with the register, by its number. */
  readonly law: string
  readonly amount: { readonly minor: Minor; readonly currency: Currency }
}

/** In this order. */
export const reportRefusals = [
  'debt-report-unknown',
  'debt-report-settled',
  'debt-not-overdue',
  'debtor-not-told',
  ...disclosureRefusals,
] as const
export type ReportRefusal =
  | 'debt-report-unknown'
  | 'debt-report-settled'
  | 'debt-not-overdue'
  | 'debtor-not-told'
  | DisclosureRefusal

/** Reports a debt that is late enough and was announced in time: a disclosure of its own. */
export function decideReport(
  found: DebtReport | undefined,
  { law, amount, ...reporting }: Reporting,
  by: Disclosers,
  terms: Terms,
): Decision<Effect, ReportRefusal> {
  const overdue = terms.cite('debt-report.overdue')
  if (found === undefined) return refuse('debt-report-unknown', overdue)
  const { recipient, subject, dueOn } = found
  if (found.state !== 'announced') return refuse('debt-report-settled', overdue, { state: found.state })
  const daysLate = dueOn.until(by.on).days
  const { moreThanDays } = terms.parameters('debt-report.overdue')
  if (daysLate <= moreThanDays) return refuse('debt-not-overdue', overdue, { daysLate, moreThanDays })
  const from = firstDay(found, terms)
  if (Temporal.PlainDate.compare(by.on, from) < 0)
    return refuse('debtor-not-told', terms.cite('debt-report.announcement'), { reportableFrom: from.toString() })
  const made = decideDisclose(
    {
      ...reporting,
      recipient,
      basis: 'legitimate-interest',
      accessFrom: [],
      subjects: [subject],
      shown: [{ kind: 'law', reference: law }],
      found: [
        { kind: 'overdue', reference: found.obligation, dueOn: dueOn.toString() },
        { kind: announced, reference: found.notice },
      ],
    },
    by,
    terms,
  )
  if (made.outcome === 'refused') return made
  const { receiver, kinds } = reporting
  const reported: DebtReport = { ...found, state: 'reported', receiver, kinds, amount, reportedOn: by.on }
  return accept(
    [...made.effects, effect(debtReports, found.report, reported)],
    together(overdue, terms.cite('debt-report.announcement'), made.cited),
    { ...made.facts, report: String(found.report), obligation: found.obligation, daysLate },
  )
}

/** In this order. */
export const contestReportRefusals = ['debt-report-unknown', 'debt-report-settled'] as const
export type ContestReportRefusal = (typeof contestReportRefusals)[number]

/** The debtor objects: nothing is reported until the debt is announced anew, with what was answered. */
export function decideContest(found: DebtReport | undefined, terms: Terms): Decision<Effect, ContestReportRefusal> {
  const cited = terms.cite('debt-report.announcement')
  if (found === undefined) return refuse('debt-report-unknown', cited)
  if (found.state !== 'announced') return refuse('debt-report-settled', cited, { state: found.state })
  return accept([effect(debtReports, found.report, { ...found, state: 'contested' })], cited, {
    report: String(found.report),
  })
}

/** In this order. */
export const settleReportRefusals = ['debt-report-unknown', 'debt-report-settled'] as const
export type SettleReportRefusal = (typeof settleReportRefusals)[number]

/** The debt was paid: what was reported is withdrawn or marked as paid; what was only announced is dropped. */
export function decideSettle(
  found: DebtReport | undefined,
  how: 'withdrawn' | 'marked',
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, SettleReportRefusal> {
  const cited = terms.cite('debt-report.settlement')
  if (found === undefined) return refuse('debt-report-unknown', cited)
  if (found.paidOn !== null) return refuse('debt-report-settled', cited, { state: found.state })
  const state = found.state === 'reported' ? how : 'dropped'
  return accept([effect(debtReports, found.report, { ...found, state, paidOn: on })], cited, {
    report: String(found.report),
    state,
    receiver: found.receiver,
  })
}
