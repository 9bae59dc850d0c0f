/**
 * Payment reports: the loss, theft or misuse of a payment instrument, and payments that were unauthorised or went wrong. They stand under the
 * payment rules and the law of payment services, in any form and at any hour, and never under the time limit for claims.
 */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Cited, type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { AccountId, PartyId, Place } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { PostedEntry } from '../../ledger/postings/rules.ts'
import { type Booked, type CorrectionRefusal, decidePropose } from '../../payments/corrections/rules.ts'
import { type DetailId, keepDetail } from '../../privacy/kept/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

export const instrumentReports = ['instrument-lost', 'instrument-stolen', 'instrument-misused'] as const
export const executionReports = ['payment-unauthorised', 'payment-misexecuted'] as const
export const reportKinds = [...instrumentReports, ...executionReports] as const
export type ReportKind = (typeof reportKinds)[number]

export type ReportGround = 'late' | 'unfounded'
export const reportGrounds = ['late', 'unfounded'] as const satisfies readonly ReportGround[]

export type PaymentReport = {
  readonly report: number
  readonly account: AccountId
  /** Who reports. */
  readonly customer: PartyId
  readonly what: ReportKind
  /** The decision that booked the payment, and the entry's number on the account; null when no payment is named. */
  readonly place: Place | null
  readonly seq: number | null
  readonly evidence: string | null
  /** What the customer told, kept under the key of the account's holder. */
  readonly words: DetailId | null
  readonly reportedOn: Temporal.PlainDate
  /** The last day on which it is in time; null where no time is set: no payment is named, or the customer is no consumer. */
  readonly reportBy: Temporal.PlainDate | null
  /** By when an unauthorised payment is given back. */
  readonly refundBy: Temporal.PlainDate | null
  readonly status: 'open' | 'put-right' | 'denied'
  readonly ground: ReportGround | null
  readonly closedOn: Temporal.PlainDate | null
  readonly closedBy: string | null
  /** The correction that puts the payment right. */
  readonly correction: number | null
}

export const paymentReports = records<number, PaymentReport>('payment-report')

export const isReport = (word: string): word is ReportKind => (reportKinds as readonly string[]).includes(word)

export const isLateReport = ({ reportedOn, reportBy }: PaymentReport): boolean =>
  reportBy !== null && Temporal.PlainDate.compare(reportedOn, reportBy) > 0

export type ReportAsked = Pick<PaymentReport, 'report' | 'account' | 'customer' | 'what' | 'evidence'> & {
  /** The payment that was named, where it was found. */
  readonly payment: { readonly place: Place; readonly entry: PostedEntry } | undefined
  /** Whether the holder is a consumer: the time of the law is theirs. */
  readonly consumer: boolean
  /** What the customer told: the command's first detail, to be kept under this holder's key. */
  readonly words: { readonly detail: DetailId; readonly holder: PartyId } | undefined
}

/** Why a report is not received: the payment that it names stands nowhere on the account. */
export const reportRefusals = ['entry-unknown'] as const
export type ReportRefusal = (typeof reportRefusals)[number]

/**
 * Receives a report, late or not: an instrument is blocked and a payment looked into all the same. For a consumer's payment the time of the
 * law runs from the debit; an unauthorised one is given back by the day that the law sets.
 *
 * @param isNamed whether a payment was named, found or not
 */
export function decideReport(
  { payment, consumer, words, ...asked }: ReportAsked,
  isNamed: boolean,
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Decision<Effect, ReportRefusal> {
  const cited = citeReport(terms)
  if (isNamed && payment === undefined) return refuse('entry-unknown', cited)
  const timed = consumer && payment !== undefined
  const refunded = timed && asked.what === 'payment-unauthorised'
  const after = (day: Temporal.PlainDate, key: 'payment-report.time-limit' | 'payment-report.refund') =>
    addPeriod(day, parsePeriod(terms.parameters(key).within), calendar)
  const reported: PaymentReport = {
    ...asked,
    words: words?.detail ?? null,
    place: payment?.place ?? null,
    seq: payment?.entry.seq ?? null,
    reportedOn: on,
    reportBy: timed ? after(payment.entry.bookingDate, 'payment-report.time-limit') : null,
    refundBy: refunded ? after(on, 'payment-report.refund') : null,
    status: 'open',
    ground: null,
    closedOn: null,
    closedBy: null,
    correction: null,
  }
  return accept(
    [
      create(paymentReports, reported.report, reported),
      ...(words === undefined ? [] : [keepDetail(words.detail, words.holder, 0)]),
      ...refundDeadline(reported).map(setDeadline),
    ],
    together(
      cited,
      ...(timed ? [terms.cite('payment-report.time-limit')] : []),
      ...(refunded ? [terms.cite('payment-report.refund')] : []),
    ),
    reportFacts(reported),
  )
}

export type ReportOutcome =
  /** Without the id of a correction nothing is reversed: it is put right otherwise. */
  | { readonly outcome: 'put-right'; readonly correction: number | undefined }
  | { readonly outcome: 'denied'; readonly ground: ReportGround }

/** Why a report is not closed so, the first that applies; one that is put right also as a correction is not proposed. */
export const closeReportRefusals = ['report-unknown', 'report-closed', 'report-in-time'] as const
export type CloseReportRefusal = (typeof closeReportRefusals)[number] | CorrectionRefusal

/**
 * A named member of staff closes a report. In this order: it was closed before; it came in time and so is not denied as late; what is put
 * right proposes the reversal of the payment, if it still stands, which another one approves.
 */
export function decideCloseReport(
  report: PaymentReport,
  asked: ReportOutcome,
  booked: Booked | undefined,
  by: string,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, CloseReportRefusal> {
  const cited = citeReport(terms)
  if (report.status !== 'open') return refuse('report-closed', cited, { status: report.status })
  if (asked.outcome === 'denied' && asked.ground === 'late' && !isLateReport(report))
    return refuse('report-in-time', cited, { reportBy: report.reportBy?.toString() ?? null })
  const correction = asked.outcome === 'put-right' ? asked.correction : undefined
  const stands =
    correction !== undefined && report.place !== null && booked?.posting !== undefined && !booked.posting.reversed
  const proposed = stands
    ? decidePropose(
        {
          correction,
          place: report.place,
          ground: report.what === 'payment-unauthorised' ? 'not-ordered' : 'other',
          proposedBy: by,
          approvedBy: null,
        },
        booked,
        terms,
      )
    : undefined
  if (proposed?.outcome === 'refused') return proposed
  const closed: PaymentReport = {
    ...report,
    status: asked.outcome,
    ground: asked.outcome === 'denied' ? asked.ground : null,
    closedOn: on,
    closedBy: by,
    correction: stands ? correction : null,
  }
  return accept(
    [
      effect(paymentReports, report.report, closed),
      ...refundDeadline(report).map(clearDeadline),
      ...(proposed?.effects ?? []),
    ],
    together(
      cited,
      ...(closed.ground === 'late' ? [terms.cite('payment-report.time-limit')] : []),
      ...(stands ? [terms.cite('account.correction')] : []),
    ),
    reportFacts(closed),
  )
}

/** The rules of accounts hand over to the payment rules; both are named. */
const citeReport = (terms: Terms): Cited =>
  together(terms.cite('payment-report.routing'), terms.cite('payment-report.receiving'))

const refundDeadline = ({ report, refundBy }: PaymentReport): readonly Deadline[] =>
  refundBy === null ? [] : [{ due: refundBy, kind: 'payment-refund', subject: report }]

const reportFacts = (report: PaymentReport): Facts => ({
  report: String(report.report),
  what: report.what,
  routed: 'payment-rules',
  state: report.status,
  reportBy: report.reportBy?.toString() ?? null,
  late: isLateReport(report),
  refundBy: report.refundBy?.toString() ?? null,
  ground: report.ground,
  correction: report.correction === null ? null : String(report.correction),
})
