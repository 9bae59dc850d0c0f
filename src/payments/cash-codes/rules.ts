/**
 * Cash by code: what is kept of a code. Its two parts stand here as keyed hashes only, bound to the code; the phone is sealed apart. See
 * docs/decisions/0017-cash-codes.md.
 */
import { endOfDay } from '../../kernel/calendar.ts'
import { clearDeadline, type Deadline } from '../../kernel/deadline.ts'
import { type Refused, refuse } from '../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { type Currency, type Minor, minus, zero } from '../../kernel/money.ts'
import { type Effect, effect, records } from '../../kernel/state.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type CashCodeDay, cashCodeDays, withLess } from './limits/rules.ts'

export type CashCodeId = number & { readonly unit: 'cash-code' }

export const directions = ['withdrawal', 'deposit'] as const
export type CashDirection = (typeof directions)[number]

/** Where an application is taken: signed before staff, or approved in the digital channel. */
export const applicationChannels = ['location', 'digital'] as const
export type ApplicationChannel = (typeof applicationChannels)[number]

/** How the institution's part reaches the customer. */
export const deliveries = ['sms', 'display'] as const
export type Delivery = (typeof deliveries)[number]

export const codeStates = ['live', 'used-up', 'revoked', 'blocked', 'expired'] as const
export type CashCodeState = (typeof codeStates)[number]

/** Why the institution blocks a code; `tries` is set by wrong entries, `reported` by a report of its loss. */
export const blockGrounds = [
  'security',
  'agreement-breach',
  'not-kept-secret',
  'handed-on',
  'suspected-misuse',
] as const
export type BlockGround = (typeof blockGrounds)[number]
export type BlockedFor = BlockGround | 'tries' | 'reported'

export type CashCode = {
  readonly code: CashCodeId
  readonly account: AccountId
  readonly direction: CashDirection
  readonly currency: Currency
  /** What was applied for, and how much of it was paid in or out so far. */
  readonly appliedMinor: Minor
  readonly usedMinor: Minor
  readonly channel: ApplicationChannel
  /** Who handed the application in; null when the institution's own system did. */
  readonly filedBy: PartyId | null
  /** The one person who may use it. */
  readonly person: PartyId
  readonly delivery: Delivery
  readonly state: CashCodeState
  readonly blockedFor: BlockedFor | null
  /** The last local day on which it works. */
  readonly lastDay: Temporal.PlainDate
  /** Keyed hash of the digits that the customer chose, bound to this code. */
  readonly chosen: string
  /** The same of the digits that the institution assigned last; null until it has. */
  readonly assigned: string | null
  /** The phone that receives the institution's part, sealed under the key of the account's holder. */
  readonly phone: DetailId | null
  /** Wrong entries at machines. */
  readonly tries: number
}

export const cashCodes = records<CashCodeId, CashCode>('cash-code')

/** The codes that name a person as the one who may use them: all that work still, and those of the day. */
export const cashCodesOf = records<PartyId, readonly CashCodeId[]>('cash-codes-of')

export const expiryDeadline = ({ code, lastDay }: Pick<CashCode, 'code' | 'lastDay'>): Deadline => ({
  due: lastDay,
  kind: 'cash-code-expiry',
  subject: code,
})

/** What may still be paid in or out with it. */
export const leftOf = ({ appliedMinor, usedMinor }: CashCode): Minor => minus(appliedMinor, usedMinor)

/** The day of the application has ended; the local date tells, so that days of 23 and 25 hours end where clocks say midnight. */
export const isOver = ({ lastDay }: Pick<CashCode, 'lastDay'>, today: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(today, lastDay) > 0

/** Can still be used as far as time and state go. */
export const isLive = (code: CashCode, today: Temporal.PlainDate): boolean =>
  code.state === 'live' && !isOver(code, today)

/** The last second in which a code of that day works, with the offset that clocks in the time zone then have: RA-7.5. */
export const validUntil = (lastDay: Temporal.PlainDate, timeZone: string): string =>
  endOfDay(lastDay, timeZone).toZonedDateTimeISO(timeZone).toString({ smallestUnit: 'second', timeZoneName: 'never' })

/** Why a code that is found cannot be used or changed any more, in this order. */
export const endedRefusals = [
  'cash-code-revoked',
  'cash-code-blocked',
  'cash-code-used-up',
  'cash-code-expired',
] as const
export type EndedRefusal = (typeof endedRefusals)[number]

/** Why the code is at its end; undefined while it works. */
export function checkLive(code: CashCode, today: Temporal.PlainDate, terms: Terms): Refused<EndedRefusal> | undefined {
  if (code.state === 'revoked') return refuse('cash-code-revoked', terms.cite('cash-code.revocation'))
  if (code.state === 'blocked')
    return code.blockedFor === 'tries'
      ? refuse('cash-code-blocked', terms.cite('cash-code.tries'))
      : refuse(
          'cash-code-blocked',
          terms.cite(code.blockedFor === 'reported' ? 'cash-code.reports' : 'cash-code.block'),
        )
  if (code.state === 'used-up') return refuse('cash-code-used-up', terms.cite('cash-code.validity'))
  if (code.state === 'expired' || isOver(code, today))
    return refuse('cash-code-expired', terms.cite('cash-code.validity'), { lastDay: code.lastDay.toString() })
  return undefined
}

/** Ends a code: what was left of it no longer counts towards the limits of the day. */
export function endCode(
  code: CashCode,
  state: Exclude<CashCodeState, 'live' | 'used-up'>,
  blockedFor: BlockedFor | null,
  day: CashCodeDay | undefined,
): readonly Effect[] {
  const left = leftOf(code)
  return [
    effect(cashCodes, code.code, { ...code, state, blockedFor }),
    clearDeadline(expiryDeadline(code)),
    ...(day === undefined || !day.day.equals(code.lastDay) || left === zero
      ? []
      : [effect(cashCodeDays, code.account, withLess(day, code.direction, left))]),
  ]
}
