/** Orders for a later day: written on a slip with the day, and tried when that day is closed. */
import type { Actor } from '../../src/storage/command.ts'
import { dayAfter, type ModelAccount, type ModelBank } from './bank.ts'
import { mayNotAct, misshapen, notOpenToDebits, type Payload } from './checks.ts'
import { feeFor } from './fees.ts'
import { isSent } from './network.ts'
import { type ModelDecision, movement, order, type Rule, type Rules } from './rule.ts'
import { isWatched } from './seizures.ts'

export type ModelSchedule = {
  readonly every: 'once' | 'week' | 'month'
  readonly from: string
  readonly day?: number | 'last' | undefined
  readonly until?: string | undefined
  readonly count?: number | undefined
}
export type ModelLaterOrder = {
  readonly id: string
  readonly account: string
  /** Null for another institution. */
  readonly payee: string | null
  readonly amount: { readonly minor: string; readonly currency: string }
  readonly role: Actor['role']
  schedule: ModelSchedule
  instalment: number
  /** Null once it has ended. */
  dueOn: string | null
  tries: number
}

/** Days on which banks in Latvia are closed, other than Saturdays and Sundays: by hand, from the law. */
const holidays = new Set([
  ...['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-04', '2026-06-23', '2026-06-24', '2026-11-18'],
  ...['2026-12-24', '2026-12-25', '2026-12-31', '2027-01-01', '2027-03-26', '2027-03-29', '2027-05-04', '2027-06-23'],
  ...['2027-06-24', '2027-11-18', '2027-12-24', '2027-12-31', '2028-01-01'],
])
const isBankingDay = (day: string): boolean => Temporal.PlainDate.from(day).dayOfWeek < 6 && !holidays.has(day)
function bankingDay(from: string, step: 1 | -1): string {
  let day = from
  while (!isBankingDay(day)) day = dayAfter(day, step)
  return day
}
const mostTries = 3

/** The day on which an instalment is carried out; undefined when there is none of that number. */
function dueOn({ every, from, day = 1, until, count }: ModelSchedule, n: number): string | undefined {
  if (every === 'once') return n === 0 ? bankingDay(from, 1) : undefined
  if (count !== undefined && n >= count) return undefined
  const falls = every === 'week' ? dayAfter(from, 7 * n) : inMonth(from, day, n)
  return until !== undefined && falls > until ? undefined : bankingDay(falls, 1)
}

function inMonth(from: string, day: number | 'last', n: number): string {
  const first = Temporal.PlainDate.from(`${from.slice(0, 7)}-01`)
  const at = (months: number): string => {
    const month = first.add({ months })
    return month.with({ day: day === 'last' ? 31 : day }, { overflow: 'constrain' }).toString()
  }
  return at(n + (at(0) < from ? 1 : 0))
}

const placing = (scheduleOf: (payload: Payload) => ModelSchedule): Rule =>
  order((bank, from, payload, actor) => {
    const { to, amount } = payload
    const discreet = actor.role === 'customer' || actor.role === 'representative'
    if (to === undefined && !isSent(amount.currency)) return 'currency-not-sent'
    const payee = to === undefined ? bank.own('transit', amount.currency) : bank.accounts.get(to.account)
    if (payee === undefined || (to !== undefined && payee.kind !== 'customer')) return 'payee-unknown'
    const wrong = misshapen(from, payee, payload)
    if (wrong === 'currency-differs' && from.currency === amount.currency && discreet) return 'payee-unavailable'
    const refused = wrong ?? notOpenToDebits(bank, from)
    if (refused !== undefined) return refused
    const schedule = scheduleOf(payload)
    const due = dueOn(schedule, 0)
    if (due === undefined) return 'schedule-empty'
    if (due < bank.date) return 'date-passed'
    if (due > Temporal.PlainDate.from(bank.date).add({ years: 1 }).toString()) return 'date-too-far'
    return ({ facts }) => {
      const id = String(facts['order'])
      const role = discreet ? 'customer' : 'teller'
      const placed = {
        id,
        account: from.id,
        payee: to === undefined ? null : payee.id,
        amount,
        role,
        schedule,
      } as const
      bank.laterOrders.set(id, { ...placed, instalment: 0, dueOn: due, tries: 0 })
    }
  })

export const laterOrderRules: Rules = {
  'scheduled-order.place': placing(({ on }) => ({ every: 'once', from: on })),
  'standing-order.place': placing(({ schedule }) => ({
    ...schedule,
    day: schedule.day ?? Number(schedule.from.slice(8)),
  })),
  'payment-order.cancel': (bank, payload, actor) => {
    const found = bank.laterOrders.get(payload.order)
    if (found === undefined) return 'order-unknown'
    const refused = mayNotAct(bank, bank.account(found.account), { orderedBy: payload.orderedBy }, actor)
    if (refused !== undefined) return refused
    if (found.dueOn === null) return 'order-ended'
    if (bank.date <= bankingDay(dayAfter(found.dueOn, -1), -1))
      return () => {
        found.dueOn = null
      }
    if (found.schedule.every === 'once') return 'cancellation-late'
    return () => {
      found.schedule = { ...found.schedule, count: found.instalment + 1 }
    }
  },
  'payment-order.run-due':
    (bank, { day, orders }) =>
    (decision) => {
      const seqs = new Map([...bank.accounts.values()].map(({ id, seq }) => [id, seq]))
      for (const id of orders) {
        const found = bank.laterOrders.get(id)
        if (found === undefined || found.dueOn === null || found.dueOn > day) continue
        const from = bank.account(found.account)
        // What an order before this one brought is kept back for an authority first.
        if (isWatched(from) && seqs.get(from.id) !== from.seq) continue
        const tried = attempt(bank, found, from, day)
        if (typeof tried !== 'string') {
          tried(decision)
          noteSent(bank, found, decision)
        }
        after(found, typeof tried === 'string' ? tried : undefined, day)
      }
    },
}

function noteSent(
  bank: ModelBank,
  { id: order, account, amount }: ModelLaterOrder,
  { id, facts }: ModelDecision,
): void {
  const posting = bank.postings.get(id)
  if (posting !== undefined) posting.orders = (posting.orders ?? 0) + 1
  const sent = (facts['sent'] ?? []) as readonly { readonly order: string; readonly payment: string }[]
  for (const { payment } of sent.filter((one) => one.order === order))
    bank.networkPayments.set(payment, {
      id: payment,
      account,
      decision: id,
      amount: BigInt(amount.minor),
      status: 'under-way',
    })
}

function attempt(bank: ModelBank, { payee, amount, role }: ModelLaterOrder, from: ModelAccount, day: string) {
  const to = payee === null ? bank.own('transit', amount.currency) : bank.account(payee)
  const service = payee === null ? 'payment.outgoing' : 'payment.transfer'
  const fee = feeFor(bank, service, from, BigInt(amount.minor), { role })
  return movement(
    bank,
    from,
    to,
    { amount, valueDate: day },
    { actor: { role: 'customer' }, order: true, by: day, fee },
  )
}

function after(one: ModelLaterOrder, refused: string | undefined, day: string): void {
  one.tries += 1
  if (refused !== undefined && refused !== 'account-closed' && one.tries < mostTries) {
    one.dueOn = bankingDay(dayAfter(day, 1), 1)
    return
  }
  one.tries = 0
  one.instalment += 1
  one.dueOn = (refused === 'account-closed' ? undefined : dueOn(one.schedule, one.instalment)) ?? null
}
