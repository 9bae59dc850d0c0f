/** How a code ends before it is used: revoked by the customer, blocked by the institution, reported as lost, or expired. */

import { clearDeadline } from '../../../kernel/deadline.ts'
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import { create, type Effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { CashCodeDay } from '../limits/rules.ts'
import {
  type BlockGround,
  type CashCode,
  type CashCodeId,
  checkLive,
  endCode,
  endedRefusals,
  expiryDeadline,
  isOver,
} from '../rules.ts'

export const revocationChannels = ['phone', 'digital', 'location'] as const
export type RevocationChannel = (typeof revocationChannels)[number]

/** Why a code is not revoked, the first that applies; representation stands after the first. */
export const revokeRefusals = [
  'cash-code-unknown',
  'channel-not-accepted',
  'not-revocable-digitally',
  ...endedRefusals,
] as const
export type RevokeRefusal = (typeof revokeRefusals)[number]

/**
 * Revokes a code at the customer's word, on its day, unused or used in part (RA-7.10). Refuses a channel that whoever asks does not use
 * (staff take the phone and the location, customers the digital channel), then the digital channel for a code applied for at a location,
 * then a code that has ended.
 */
export function decideRevocation(
  code: CashCode,
  asked: { readonly channel: RevocationChannel; readonly byStaff: boolean },
  day: CashCodeDay | undefined,
  today: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, RevokeRefusal> {
  const cited = terms.cite('cash-code.revocation')
  const { channel, byStaff } = asked
  if (byStaff === (channel === 'digital')) return refuse('channel-not-accepted', cited, { channel })
  if (channel === 'digital' && code.channel === 'location') return refuse('not-revocable-digitally', cited)
  return (
    checkLive(code, today, terms) ?? accept(endCode(code, 'revoked', null, day), cited, { code: String(code.code) })
  )
}

/** Why a code is not blocked, the first that applies. */
export const blockRefusals = [
  'cash-code-unknown',
  'entitlement-waived',
  'staff-decision-needed',
  ...endedRefusals,
] as const
export type BlockRefusal = (typeof blockRefusals)[number]

/** What makes a ground one: handing the code on and not keeping it secret are breaches of these clauses. */
const breachOf = { 'handed-on': 'cash-code.person', 'not-kept-secret': 'cash-code.secrecy' } as const

/** Blocks a code without notice (RA-7.11): by the pack's policy, or by a named member of staff where it leaves it to them. */
export function decideBlock(
  code: CashCode,
  asked: { readonly ground: BlockGround; readonly staff: string | undefined },
  day: CashCodeDay | undefined,
  today: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, BlockRefusal> {
  const { ground, staff } = asked
  const cited =
    ground === 'handed-on' || ground === 'not-kept-secret'
      ? terms.cite('cash-code.block', breachOf[ground])
      : terms.cite('cash-code.block')
  const policy = terms.policy('cash-code.block')
  if (policy === 'never') return refuse('entitlement-waived', cited)
  if (policy === 'staff' && staff === undefined) return refuse('staff-decision-needed', cited)
  return (
    checkLive(code, today, terms) ??
    accept(endCode(code, 'blocked', ground, day), cited, { code: String(code.code) }, { ground, by: staff ?? null })
  )
}

/** What is reported of a code, which is a payment instrument, or of a payment made with it. */
export const reportedWrongs = ['lost', 'stolen', 'misappropriated', 'unauthorised-payment', 'wrong-payment'] as const
export type ReportedWrong = (typeof reportedWrongs)[number]

export type CashCodeReport = {
  readonly report: number
  readonly code: CashCodeId
  readonly wrong: ReportedWrong
  readonly reportedOn: Temporal.PlainDate
}
export const cashCodeReports = records<number, CashCodeReport>('cash-code-report')

export const reportRefusals = ['cash-code-unknown'] as const

/** Takes a report at any hour and routes it to the payment rules (RA-7.14). A code out of its owner's hands stops working with it. */
export function decideReport(
  code: CashCode,
  asked: { readonly report: number; readonly wrong: ReportedWrong; readonly on: Temporal.PlainDate },
  day: CashCodeDay | undefined,
  today: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, never> {
  const { report, wrong, on } = asked
  const blocks = checkLive(code, today, terms) === undefined && !wrong.endsWith('-payment')
  const cited = terms.cite('cash-code.reports', 'payment-report.receiving')
  return accept(
    [
      create(cashCodeReports, report, { report, code: code.code, wrong, reportedOn: on }),
      ...(blocks ? endCode(code, 'blocked', 'reported', day) : []),
    ],
    cited,
    { report: String(report), blocked: blocks },
  )
}

/**
 * Marks codes whose day is over as expired. Nothing hangs on it, since every use looks at the time itself; the day's close only keeps the
 * records true. A code whose local day still runs, because the business date is ahead of the clock, waits for a later close.
 */
export function decideExpiry(
  codes: readonly CashCode[],
  today: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, never> {
  const over = codes.filter((code) => isOver(code, today))
  // The limits of a day that is over matter no more.
  const effects = over.flatMap((code) =>
    code.state === 'live' ? endCode(code, 'expired', null, undefined) : [clearDeadline(expiryDeadline(code))],
  )
  return accept(effects, terms.cite('cash-code.validity'), {
    expired: over.filter(({ state }) => state === 'live').length,
  })
}
