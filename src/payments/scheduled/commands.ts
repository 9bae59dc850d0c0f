/** Commands about orders for a later day. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import { accept, type Cited, type Decision, refuse, together } from '../../kernel/decision.ts'
import { Evolving } from '../../kernel/evolving.ts'
import { type Effect, type Need, need, type StateReader } from '../../kernel/state.ts'
import { dateText, idOf, idText, moneyText, oneOf, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { dues } from '../../pricing/dues/rules.ts'
import { showDetail } from '../../privacy/kept/rules.ts'
import type { Code, Command, CommandKind, Context } from '../../storage/command.ts'
import { agreements } from '../../terms/agreements/rules.ts'
import { chargeFor, chargeNeeds, feeNeeds } from '../fees/charging.ts'
import { feeAccounts } from '../fees/choice/rules.ts'
import type { Charge } from '../fees/rules.ts'
import { decideMovement, type Movement } from '../movements/rules.ts'
import { ownAccountFor, ownNeeds } from '../network/own.ts'
import { checkSent, decideSend, seqOfEntry } from '../network/rules.ts'
import { actsForThemselves, type Order, payerOf } from '../paying.ts'
import { ordering, targetOf, targetText } from '../payload.ts'
import { isWatched } from '../seizures/catching/rules.ts'
import { accountOfTarget, dueMinorOf, payerNeeds, sideNeeds, sideOf, targetNeeds } from '../sides.ts'
import type { Schedule } from '../standing/rules.ts'
import { afterTry, decidePlaceOrder, type OrderId, type PaymentOrder, paymentOrders, provisionOf } from './rules.ts'

/** Whom a later payment is for: an account of the institution; left out when it goes to another one, which the details tell. */
const laterOrder = { from: idText, to: Type.Optional(targetText), amount: moneyText, ...ordering }

const scheduledPayload = payload({ ...laterOrder, on: dateText })

type LaterOrder = Order & { readonly to?: Static<typeof targetText> }

/** Details: 0 is the payer's side, 1 the payee's. Refuses as every order; an unknown payee; then as `decidePlaceOrder`. */
export const placeScheduled: CommandKind<Static<typeof scheduledPayload>> = {
  kind: 'scheduled-order.place',
  summary: 'Orders a payment for a later day',
  payload: scheduledPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload }, state) => placingNeeds(state, payload),
  decide: (state, command, context) =>
    place(state, command, context, { every: 'once', on: Temporal.PlainDate.from(command.payload.on) }),
}

const scheduleText = payload({
  every: oneOf(['week', 'month'] as const, 'How often'),
  from: dateText,
  day: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 31 }), Type.Literal('last')], {
      description: 'The day of the month; left out, that of `from`',
    }),
  ),
  until: Type.Optional(dateText),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999 })),
})
const standingPayload = payload({ ...laterOrder, schedule: scheduleText })

/** As a scheduled order. */
export const placeStanding: CommandKind<Static<typeof standingPayload>> = {
  kind: 'standing-order.place',
  summary: 'Orders payments that come again, every week or every month',
  payload: standingPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload }, state) => placingNeeds(state, payload),
  decide: (state, command, context) => place(state, command, context, scheduleOf(command.payload.schedule)),
}

function scheduleOf({ every, from, day, until, count }: Static<typeof scheduleText>): Schedule {
  const begins = Temporal.PlainDate.from(from)
  const ending = {
    ...(until === undefined ? {} : { until: Temporal.PlainDate.from(until) }),
    ...(count === undefined ? {} : { count }),
  }
  return every === 'week'
    ? { every, from: begins, ...ending }
    : { every, from: begins, day: day ?? begins.day, ...ending }
}

function placingNeeds(state: StateReader, { from, to, amount }: LaterOrder): readonly Need[] {
  return [
    ...payerNeeds(state, idOf(from)),
    ...(to === undefined ? ownNeeds(state, 'transit', amount.currency) : targetNeeds(state, targetOf(to))),
  ]
}

function place(
  state: StateReader,
  command: Command<LaterOrder>,
  context: Context,
  schedule: Schedule,
): Decision<Effect, Code> {
  const { payer, refusal } = payerOf(state, command, context, 'payments')
  if (refusal !== undefined) return refusal
  const { terms } = payer.from
  const { to } = command.payload
  const unsent = to === undefined ? checkSent(payer.currency, terms) : undefined
  if (unsent !== undefined) return unsent
  const payee =
    to === undefined ? ownAccountFor(state, 'transit', payer.currency) : accountOfTarget(state, targetOf(to))
  if (payee === undefined || (to !== undefined && payee.kind !== 'customer'))
    return refuse('payee-unknown', terms.cite('payment.unknown-number'))
  const kept = <Id extends number>(index: number): Id | undefined =>
    command.details?.[index] === undefined ? undefined : context.nextId<Id>()
  return decidePlaceOrder({
    order: context.nextId<OrderId>(),
    movement: {
      ...payer,
      to: sideOf(state, payee, context),
      nature: to === undefined ? 'outgoing' : 'transfer',
      settledBy: ['payment.order'],
    },
    atNetwork: to === undefined,
    channel: actsForThemselves(command.actor) ? 'digital' : 'location',
    schedule,
    payerDetail: kept(0),
    payeeDetail: to === undefined ? undefined : kept(1),
    calendar: calendarOf(context.entity.calendar),
  })
}

const runPayload = payload({ day: dateText, orders: Type.Array(idText) })

/**
 * Carries out orders that are due by the end of a day, each by the rules of a live order and on what those before it left. What it books
 * has that day as its value date. Nobody asks again whether who gave an order may still act: they could when they gave it.
 */
export const runOrders: CommandKind<Static<typeof runPayload>> = {
  kind: 'payment-order.run-due',
  summary: 'Carries out orders that are due: sent by the close of a day, for deadlines of kind payment-order-due',
  payload: runPayload,
  purpose: 'payment',
  roles: ['system'],
  needs: ({ payload }, state) => payload.orders.flatMap((id) => runNeeds(state, idOf<OrderId>(id))),
  decide: (before, { payload }, context) => {
    const day = Temporal.PlainDate.from(payload.day)
    const state = new Evolving(before)
    const effects: Effect[] = []
    const cited: Cited[] = []
    const counts = { paid: 0, waits: 0, missed: 0 }
    const unpaid: { order: string; outcome: string; code: string | null }[] = []
    const sent: { order: string; payment: string }[] = []
    for (const id of payload.orders) {
      const order = state.get(paymentOrders, idOf<OrderId>(id))
      if (order === undefined || order.dueOn === null || Temporal.PlainDate.compare(order.dueOn, day) > 0) continue
      if (isBroughtToSeized(state, order, effects)) continue
      const one = carryOut(state, order, day, context)
      state.apply(one.effects)
      effects.push(...one.effects)
      cited.push(one.cited)
      counts[one.outcome] += 1
      if (one.code !== null) unpaid.push({ order: id, outcome: one.outcome, code: one.code })
      if (one.payment !== undefined) sent.push({ order: id, payment: one.payment })
    }
    const of = cited.length === 0 ? context.terms().cite('payment.order') : together(...cited)
    return accept(effects, of, {
      day: payload.day,
      ...counts,
      ...(sent.length === 0 ? {} : { sent }),
      ...(unpaid.length === 0 ? {} : { unpaid }),
    })
  },
}

function runNeeds(state: StateReader, id: OrderId): readonly Need[] {
  const order = state.peek(paymentOrders, id)
  if (order === undefined) return [need(paymentOrders, id)]
  const { account, agreement, payee, currency } = order
  return [
    need(paymentOrders, id),
    ...sideNeeds(state, account),
    ...(payee === null ? ownNeeds(state, 'transit', currency) : sideNeeds(state, payee)),
    ...chargeNeeds(state, account),
    // Known by the order, so that what they name is asked for in the same round as the account.
    ...feeNeeds(state, currency),
    ...(agreement === null ? [] : [need(agreements, agreement), need(dues, agreement), need(feeAccounts, agreement)]),
  ]
}

function carryOut(state: Evolving, order: PaymentOrder, day: Temporal.PlainDate, context: Context) {
  const payer = accountFor(state, order.account)
  const payee = order.payee === null ? ownAccountFor(state, 'transit', order.currency) : accountFor(state, order.payee)
  const from = { ...sideOf(state, payer, context), dueMinor: dueMinorOf(state, payer, day) }
  const { terms } = from
  const provision = provisionOf(order.schedule)
  const movement: Movement = {
    from,
    to: sideOf(state, payee, context),
    amountMinor: order.amountMinor,
    currency: order.currency,
    nature: order.payee === null ? 'outgoing' : 'transfer',
    bookingDate: context.businessDate,
    valueDate: day,
    settledBy: ['account.spendable', 'payment.order', provision],
    // What is told of the order is told to the payer.
    discreet: true,
    charge: chargeOfOrder(state, order, payer, context),
  }
  const tried: Decision<Effect, Code> =
    order.payee === null ? decideSend(movement, context.nextId()) : decideMovement(movement)
  const isSent = order.payee === null && tried.outcome === 'accepted'
  const code = tried.outcome === 'refused' ? tried.code : null
  const { outcome, effects } = afterTry(order, code, day, calendarOf(context.entity.calendar), terms)
  const moved = tried.outcome === 'refused' ? [] : tried.effects
  return {
    outcome,
    code,
    payment: isSent ? String(tried.facts['payment']) : undefined,
    effects: [...moved, ...(code === null ? shown(order, payer, payee, moved) : []), ...effects],
    cited: together(tried.cited, terms.cite(provision)),
  }
}

/**
 * Whether the payer's account, on which orders of authorities wait, was given money by an order before this one: what they keep back of it is
 * found when the whole decision is made, so this order waits for the next close.
 */
function isBroughtToSeized(state: StateReader, { account }: PaymentOrder, effects: readonly Effect[]): boolean {
  return (
    isWatched(accountFor(state, account)) &&
    effects.some(({ collection, key }) => key === account && collection.name === accounts.name)
  )
}

/** What a payment of the order costs, in the channel in which it was ordered: as a standing order, where that has a price of its own. */
function chargeOfOrder(
  state: StateReader,
  { payee, amountMinor, channel, schedule }: PaymentOrder,
  payer: Account,
  context: Context,
): Charge {
  const served = { role: channel === 'digital' ? 'customer' : 'teller' } as const
  const service = payee === null ? 'payment.outgoing' : 'payment.transfer'
  if (schedule.every !== 'once') {
    const standing = chargeFor(state, 'payment.standing-order', payer, amountMinor, served, context)
    if (standing.fee !== undefined || standing.waived !== undefined) return standing
  }
  return chargeFor(state, service, payer, amountMinor, served, context)
}

/** The entries of a payment show the details that were told with the order. */
function shown(order: PaymentOrder, payer: Account, payee: Account, moved: readonly Effect[]): readonly Effect[] {
  const { payerDetail, payeeDetail } = order
  return [
    ...(payerDetail === null
      ? []
      : [showDetail({ account: payer.account, seq: seqOfEntry(payer, moved), detail: payerDetail })]),
    ...(payeeDetail === null
      ? []
      : [showDetail({ account: payee.account, seq: seqOfEntry(payee, moved), detail: payeeDetail })]),
  ]
}

function accountFor(state: StateReader, id: Account['account']): Account {
  const account = state.get(accounts, id)
  if (account === undefined) throw new Error(`an order names account ${id}, which does not exist`)
  return account
}
