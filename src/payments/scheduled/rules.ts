/**
 * Orders for a later day: one payment on a day (scheduled), or several by a schedule (standing). They are kept without anything personal
 * and carried out when their day is closed, by the rules of every live order.
 */
import { checkDebit, type DebitRefusal } from '../../accounts/rules.ts'
import { type Adjustment, adjust, type BusinessCalendar, nextBusinessDay } from '../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Decision, type Refused, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod, subtractPeriod } from '../../kernel/duration.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { type Currency, type Minor, plus } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { type DetailId, keepDetail } from '../../privacy/kept/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { checkShape, type Movement, type MovementRefusal } from '../movements/rules.ts'
import { checkSent, type SendRefusal } from '../network/rules.ts'
import { instalmentOn, type Schedule } from '../standing/rules.ts'

export type OrderId = number & { readonly unit: 'payment-order' }

export type PaymentOrder = {
  readonly order: OrderId
  /** The payer's. */
  readonly account: AccountId
  /** That binds its holders. */
  readonly agreement: AgreementId | null
  /** Null for another institution, whose account is told among the details. */
  readonly payee: AccountId | null
  readonly amountMinor: Minor
  readonly currency: Currency
  /** How the order came: it decides on the price. */
  readonly channel: 'location' | 'digital'
  readonly schedule: Schedule
  /** The number of the next instalment, from 0. */
  readonly instalment: number
  /** When it is carried out, or tried again; null when there is none. */
  readonly dueOn: Temporal.PlainDate | null
  /** How often the next instalment was refused. */
  readonly tries: number
  readonly paid: number
  /** Instalments that were given up. */
  readonly missed: number
  readonly status: 'waiting' | 'ended' | 'cancelled'
  /** What each side is told, kept under its holder's key; null when nothing was told. */
  readonly payerDetail: DetailId | null
  readonly payeeDetail: DetailId | null
  /** The last try; `code` null when it went through. */
  readonly last: { readonly on: Temporal.PlainDate; readonly code: string | null } | null
}

export const paymentOrders = records<OrderId, PaymentOrder>('payment-order')

export const orderDue = 'payment-order-due'
const deadlineOf = (order: OrderId, due: Temporal.PlainDate): Deadline => ({ due, kind: orderDue, subject: order })

/** By which provision an order is carried out: what it may do and how often it is tried. */
export const provisionOf = ({ every }: Schedule): 'payment.scheduled-order' | 'payment.standing-order' =>
  every === 'once' ? 'payment.scheduled-order' : 'payment.standing-order'

/** The day on which an instalment is carried out: that of the schedule, moved where it is no business day. */
function carriedOutOn(
  schedule: Schedule,
  n: number,
  calendar: BusinessCalendar,
  terms: Terms,
): Temporal.PlainDate | undefined {
  const day = instalmentOn(schedule, n)
  return day && adjust(day, terms.parameters(provisionOf(schedule)).convention as Adjustment, calendar)
}

/** What is asked: the first payment as if it were made now, and when it is to be made. */
export type Placing = {
  readonly order: OrderId
  readonly movement: Movement
  readonly atNetwork: boolean
  readonly channel: PaymentOrder['channel']
  readonly schedule: Schedule
  /** Detail 0 of the command is the payer's, 1 the payee's; undefined where nothing was told. */
  readonly payerDetail: DetailId | undefined
  readonly payeeDetail: DetailId | undefined
  readonly calendar: BusinessCalendar
}

/** Why an order for a later day is not taken, the first that applies, after those of every order. */
export const placeOrderRefusals = [
  'payee-unknown',
  'currency-not-sent',
  'amount-zero',
  'same-account',
  'currency-differs',
  'payee-unavailable',
  'account-closed',
  'account-closing',
  'account-not-active',
  'account-restricted',
  'card-not-active',
  'card-only',
  'schedule-empty',
  'date-passed',
  'date-too-far',
] as const
export type PlaceOrderRefusal =
  | 'schedule-empty'
  | 'date-passed'
  | 'date-too-far'
  | SendRefusal
  | DebitRefusal
  | MovementRefusal

/**
 * Takes an order for a later day. Refuses, in this order: a currency that the network does not take; what no live order may be (nothing to
 * pay, one account on both sides, another currency); a payer's account that takes no orders now; a schedule without a day; a day before
 * today; a day later than orders are taken for. Cover, and what the payee's account takes, are asked on the day.
 */
export function decidePlaceOrder(placing: Placing): Decision<Effect, PlaceOrderRefusal> {
  const { movement, atNetwork, schedule, calendar } = placing
  const { from, amountMinor, bookingDate } = movement
  const { terms } = from
  const refused =
    (atNetwork ? checkSent(movement.currency, terms) : undefined) ??
    checkShape(movement) ??
    checkTakesOrders(movement, terms)
  if (refused !== undefined) return refused
  const key = provisionOf(schedule)
  const cited = terms.cite(key)
  const dueOn = carriedOutOn(schedule, 0, calendar, terms)
  if (dueOn === undefined) return refuse('schedule-empty', cited)
  if (Temporal.PlainDate.compare(dueOn, bookingDate) < 0)
    return refuse('date-passed', cited, { businessDate: bookingDate.toString() })
  const latest = addPeriod(bookingDate, parsePeriod(terms.parameters(key).within), calendar)
  if (Temporal.PlainDate.compare(dueOn, latest) > 0) return refuse('date-too-far', cited, { latest: latest.toString() })
  const { account, agreement, holder } = from.account
  const payee = movement.to.account
  const order: PaymentOrder = {
    order: placing.order,
    account,
    agreement,
    payee: atNetwork ? null : payee.account,
    amountMinor,
    currency: movement.currency,
    channel: placing.channel,
    schedule,
    instalment: 0,
    dueOn,
    tries: 0,
    paid: 0,
    missed: 0,
    status: 'waiting',
    payerDetail: placing.payerDetail ?? null,
    payeeDetail: placing.payeeDetail ?? null,
    last: null,
  }
  return accept(
    [
      create(paymentOrders, order.order, order),
      setDeadline(deadlineOf(order.order, dueOn)),
      ...(placing.payerDetail !== undefined && holder !== null ? [keepDetail(placing.payerDetail, holder, 0)] : []),
      ...(placing.payeeDetail !== undefined && payee.holder !== null
        ? [keepDetail(placing.payeeDetail, payee.holder, 1)]
        : []),
    ],
    cited,
    { order: String(order.order), dueOn: dueOn.toString() },
  )
}

/** As a debit would be refused now, but for what it needs as cover: that is asked on the day. */
function checkTakesOrders(
  { from: { account }, amountMinor }: Movement,
  terms: Terms,
): Refused<DebitRefusal> | undefined {
  const covered = { ...account, balanceMinor: plus(plus(amountMinor, account.heldMinor), account.restrictedMinor) }
  return checkDebit(covered, amountMinor, terms)
}

/** Why an order is not cancelled, the first that applies. */
export const cancelOrderRefusals = ['order-unknown', 'order-ended', 'cancellation-late'] as const
export type CancelOrderRefusal = (typeof cancelOrderRefusals)[number]

/**
 * Cancels an order that waits, until the last day before its next payment. Later, a single payment stands; of a standing order the next
 * payment stands and those after it are cancelled.
 */
export function decideCancelOrder(
  order: PaymentOrder,
  on: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Decision<Effect, CancelOrderRefusal> {
  const cited = terms.cite('payment.order-cancellation')
  if (order.dueOn === null) return refuse('order-ended', cited, { status: order.status })
  const before = parsePeriod(terms.parameters('payment.order-cancellation').before)
  const lastDay = subtractPeriod(order.dueOn, before, calendar)
  if (Temporal.PlainDate.compare(on, lastDay) <= 0)
    return accept(
      [
        effect(paymentOrders, order.order, { ...order, status: 'cancelled', dueOn: null }),
        clearDeadline(deadlineOf(order.order, order.dueOn)),
      ],
      cited,
    )
  const { schedule, instalment } = order
  if (schedule.every === 'once') return refuse('cancellation-late', cited, { lastDay: lastDay.toString() })
  const ending: Schedule = { ...schedule, count: instalment + 1 }
  return accept([effect(paymentOrders, order.order, { ...order, schedule: ending })], cited, {
    lastPayment: order.dueOn.toString(),
  })
}

/** Each order is paid, tried again, or given up: the run itself is never refused. */
export const runOrdersRefusals = [] as const satisfies readonly string[]

/** What became of an instalment: it was paid, it is tried again on `dueOn`, or it was given up. */
export type Instalment = {
  readonly outcome: 'paid' | 'waits' | 'missed'
  readonly code: string | null
  readonly after: PaymentOrder
  readonly effects: readonly Effect[]
}

/**
 * The order after its next instalment was tried: one that was refused is tried again on the following business days, as often as the terms
 * say, and then given up; an order whose account is closed ends.
 *
 * @param code why it was refused; null when it went through
 * @param day the day that is closed
 */
export function afterTry(
  order: PaymentOrder,
  code: string | null,
  day: Temporal.PlainDate,
  calendar: BusinessCalendar,
  terms: Terms,
): Instalment {
  const last = { on: day, code }
  const tried = { ...order, last, tries: order.tries + 1 }
  const closed = code === 'account-closed'
  if (code !== null && !closed && tried.tries < terms.parameters(provisionOf(order.schedule)).tries)
    return moved(order, { ...tried, dueOn: nextBusinessDay(day, calendar) }, 'waits')
  const outcome = code === null ? 'paid' : 'missed'
  const instalment = order.instalment + 1
  const dueOn = closed ? undefined : carriedOutOn(order.schedule, instalment, calendar, terms)
  const counted = {
    ...tried,
    tries: 0,
    instalment,
    paid: order.paid + (code === null ? 1 : 0),
    missed: order.missed + (code === null ? 0 : 1),
  }
  return dueOn === undefined
    ? moved(order, { ...counted, dueOn: null, status: 'ended' }, outcome)
    : moved(order, { ...counted, dueOn }, outcome)
}

/** The deadline of before goes, that of after comes: re-armed when it fires. */
function moved(before: PaymentOrder, after: PaymentOrder, outcome: Instalment['outcome']): Instalment {
  return {
    outcome,
    code: after.last?.code ?? null,
    after,
    effects: [
      effect(paymentOrders, after.order, after),
      ...(before.dueOn === null ? [] : [clearDeadline(deadlineOf(before.order, before.dueOn))]),
      ...(after.dueOn === null ? [] : [setDeadline(deadlineOf(after.order, after.dueOn))]),
    ],
  }
}
