/** An order that asks for less, or for nothing any more: what it frees goes to the orders that wait, or back to the customer. */
import { moneyFact } from '../../../accounts/rules.ts'
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import { type Currency, type Minor, minus, negate, plus, smaller, zero } from '../../../kernel/money.ts'
import type { Effect } from '../../../kernel/state.ts'
import { type Account, post } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Estate } from '../estate/rules.ts'
import { changeEffects, spread, stepEffect } from '../keeping/rules.ts'
import { standing } from '../receiving/rules.ts'
import { type Ground, isOpen, outstanding, type Part, type Reached, type SeizureOrder, total } from '../rules.ts'

/** Of every command about a registered order: there is none of that number against these holders; it has ended. */
export const orderRefusals = ['seizure-unknown', 'seizure-ended'] as const
export type OrderRefusal = (typeof orderRefusals)[number]

/** The open order of that number, or why there is none. */
export function openOrder(
  estate: Estate | undefined,
  number: number,
  terms: Terms,
):
  | { readonly estate: Estate; readonly order: SeizureOrder; readonly refusal?: undefined }
  | { readonly refusal: ReturnType<typeof refuse<OrderRefusal>> } {
  const cited = terms.cite('seizure.execution')
  const order = estate?.before.orders.find((one) => one.order === number)
  if (estate === undefined || order === undefined) return { refusal: refuse('seizure-unknown', cited) }
  if (!isOpen(order)) return { refusal: refuse('seizure-ended', cited, { endedOn: String(order.endedOn) }) }
  return { estate, order }
}

/**
 * In this order: the order; another currency; the new amount is not less; it is zero, or more was paid out already; no account is open to
 * take back what was gathered.
 */
export const reduceRefusals = [
  ...orderRefusals,
  'currency-differs',
  'amount-not-reduced',
  'amount-paid-out',
  'nowhere-to-return',
] as const
export type ReduceRefusal = (typeof reduceRefusals)[number]

type Ending = {
  readonly number: number
  readonly ground: Ground
  /** The technical account of the order, where it has one. */
  readonly technical: Account | undefined
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
}

/** Lowers what is ordered. An order of which everything left was paid has ended with it. */
export function decideReduce(
  found: Estate | undefined,
  to: { readonly amountMinor: Minor; readonly currency: Currency },
  ending: Ending,
  terms: Terms,
): Decision<Effect, ReduceRefusal> {
  const open = openOrder(found, ending.number, terms)
  if (open.refusal !== undefined) return open.refusal
  const { order } = open
  const cited = terms.cite('seizure.execution')
  const toMinor = to.amountMinor
  if (to.currency !== order.currency) return refuse('currency-differs', cited, { currency: order.currency })
  if (toMinor >= order.orderedMinor)
    return refuse('amount-not-reduced', cited, { ordered: moneyFact(order.orderedMinor, order.currency) })
  if (toMinor < order.paidMinor || toMinor === 0n)
    return refuse('amount-paid-out', cited, { paid: moneyFact(order.paidMinor, order.currency) })
  const ended = toMinor === order.paidMinor
  const after = { ...order, orderedMinor: toMinor, ...(ended ? { endedOn: ending.on, ground: ending.ground } : {}) }
  return free(open.estate, order, after, ending, terms)
}

/** In this order: the order; nothing is open to take back what was gathered. */
export const releaseRefusals = [...orderRefusals, 'nowhere-to-return'] as const
export type ReleaseRefusal = (typeof releaseRefusals)[number]

/** Ends an order: nothing is kept back for it any more, and what was gathered and not paid out goes back. */
export function decideRelease(
  found: Estate | undefined,
  ending: Ending,
  terms: Terms,
): Decision<Effect, ReleaseRefusal> {
  const open = openOrder(found, ending.number, terms)
  if (open.refusal !== undefined) return open.refusal
  const { order } = open
  return free(open.estate, order, { ...order, endedOn: ending.on, ground: ending.ground }, ending, terms)
}

/** Frees what `after` no longer asks for: first what is gathered goes back, then what is kept, and orders that wait are served from it. */
function free(
  estate: Estate,
  before: SeizureOrder,
  after: SeizureOrder,
  { ground, technical, on, nextId }: Ending,
  terms: Terms,
): Decision<Effect, 'nowhere-to-return'> {
  const cited = terms.cite('seizure.execution')
  const surplus = isOpen(after) ? larger0(negate(outstanding(after))) : total(before.gathered)
  const { back, stays } = parted(before.gathered, surplus)
  const returned = destinations(back, before, estate.reach)
  if (returned === undefined) return refuse('nowhere-to-return', cited)
  const reach = estate.reach.map((one) => credited(one, returned))
  const changed: SeizureOrder = {
    ...after,
    gathered: stays,
    kept: isOpen(after) ? after.kept : [],
    proposed: isOpen(after) ? after.proposed : null,
  }
  const orders = estate.before.orders.map((one) => (one === before ? changed : one))
  const spreadOut = spread(orders, reach, estate.sparing)
  const legs = returned.flatMap(({ account, amountMinor }) => [
    { account: technical as Account, amountMinor: negate(amountMinor), nature: 'seizure' as const },
    { account: accountIn(reach, account), amountMinor, nature: 'returned' as const },
  ])
  const steps = () =>
    returned.map((part) =>
      stepEffect({ before: estate.before, on, nextId }, before.order, { what: 'returned', ...part, ground }),
    )
  const order = spreadOut.find((one) => one.order === before.order) ?? changed
  return accept(
    [
      ...post(legs, on, on),
      ...changeEffects({ before: estate.before, orders: spreadOut, reach, on, nextId, ground }),
      ...steps(),
    ],
    cited,
    {
      order: String(order.order),
      ground,
      freed: moneyFact(freedOf(before, order, surplus), order.currency),
      ...standing(order),
    },
  )
}

const freedOf = (before: SeizureOrder, after: SeizureOrder, returned: Minor): Minor =>
  plus(minus(total(before.kept), total(after.kept)), smaller(returned, total(before.gathered)))

const larger0 = (amount: Minor): Minor => (amount > 0n ? amount : zero)

/** Splits what was gathered: what goes back, the last that came first, and what stays. */
function parted(
  gathered: readonly Part[],
  surplus: Minor,
): { readonly back: readonly Part[]; readonly stays: readonly Part[] } {
  let left = surplus
  const back: Part[] = []
  const stays: Part[] = []
  for (const part of gathered.toReversed()) {
    const amountMinor = smaller(part.amountMinor, left)
    left = minus(left, amountMinor)
    if (amountMinor > 0n) back.push({ ...part, amountMinor })
    if (amountMinor < part.amountMinor) stays.unshift({ ...part, amountMinor: minus(part.amountMinor, amountMinor) })
  }
  return { back, stays }
}

/** Where it goes back to: the account it came from, or, where that is closed or in another currency, the first one that takes it. */
function destinations(
  back: readonly Part[],
  { currency }: SeizureOrder,
  reach: readonly Reached[],
): readonly Part[] | undefined {
  const takers = reach.map(({ account }) => account).filter((account) => account.currency === currency)
  if (back.length > 0 && takers.length === 0) return undefined
  return back.map((part) => {
    const own = takers.find(({ account }) => account === part.account) ?? takers[0]
    return own === undefined ? part : { ...part, account: own.account }
  })
}

function credited(one: Reached, parts: readonly Part[]): Reached {
  const more = total(parts.filter(({ account }) => account === one.account.account))
  return more === 0n ? one : { ...one, account: { ...one.account, balanceMinor: plus(one.account.balanceMinor, more) } }
}

function accountIn(reach: readonly Reached[], id: Part['account']): Account {
  const found = reach.find(({ account }) => account.account === id)
  if (found === undefined) throw new Error(`account ${id} is out of reach`)
  return found.account
}
