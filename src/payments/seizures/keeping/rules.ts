/**
 * Keeping money back for orders: what each order has on which account. The one place that spreads orders over accounts, used when an order
 * comes, when money comes in, when an order ends, and at the end of the day.
 */
import { type Restriction, restrictionEffects } from '../../../accounts/restriction/rules.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { larger, type Minor, minus, plus, smaller, sum, zero } from '../../../kernel/money.ts'
import { create, type Effect } from '../../../kernel/state.ts'
import {
  type AgreementSeizures,
  byArrival,
  isOpen,
  outstanding,
  type Part,
  type Reached,
  type SeizureOrder,
  type SeizureStep,
  seizureSteps,
  seizures,
  total,
  waitingFor,
} from '../rules.ts'
import { type Sparing, staysFree, withMonth } from '../sparing/rules.ts'

/** The holders' own money on the account: without a permitted limit and without what is held for payments. */
export const ownMoney = ({ account }: Reached): Minor => larger(zero, minus(account.balanceMinor, account.heldMinor))

/** What of it is free for orders: neither kept for one nor by another restriction, which keeps it for a purpose of its own. */
export function freeMoney(one: Reached, keptMinor: Minor): Minor {
  const elsewhere = one.restrictions
    .filter(({ stops, liftedOn }) => stops !== 'seizure' && liftedOn === null)
    .map(({ amountMinor }) => amountMinor)
  return larger(zero, minus(ownMoney(one), plus(keptMinor, sum(elsewhere))))
}

/**
 * What every open order keeps back, and where. What is kept stays where it is as long as the money is there and is ordered, whatever other
 * restriction comes later; an earlier order takes over what a later one keeps; free money goes to the orders in their arrival, but for what
 * each of them leaves to the holders, which stays free.
 *
 * @param reach in the order in which accounts are drawn on
 * @param sparing what orders leave to the holders, all accounts together
 * @returns all orders as they are afterwards, ended ones as they were, in the order given
 */
export function spread(
  orders: readonly SeizureOrder[],
  reach: readonly Reached[],
  sparing: Sparing,
): readonly SeizureOrder[] {
  const left = new Map<AccountId, Minor>(reach.map((one) => [one.account.account, ownMoney(one)]))
  const take = (account: AccountId, most: Minor): Minor => {
    const there = left.get(account) ?? zero
    const taken = smaller(there, most)
    left.set(account, minus(there, taken))
    return taken
  }
  const open = orders.filter(isOpen).sort(byArrival)
  const kept = new Map<number, Map<AccountId, Minor>>(open.map(({ order }) => [order, new Map()]))
  const keep = ({ order }: SeizureOrder, account: AccountId, amountMinor: Minor): void => {
    const parts = kept.get(order)
    parts?.set(account, plus(parts.get(account) ?? zero, amountMinor))
  }
  const missing = (order: SeizureOrder): Minor =>
    minus(outstanding(order), sum([...(kept.get(order.order)?.values() ?? [])]))

  for (const order of open)
    for (const { account, amountMinor } of order.kept)
      keep(order, account, take(account, smaller(amountMinor, missing(order))))

  for (const [i, earlier] of open.entries())
    for (const later of open.slice(i + 1).reverse())
      if (later.currency === earlier.currency)
        for (const [account, amountMinor] of kept.get(later.order) ?? []) {
          const moved = smaller(amountMinor, missing(earlier))
          keep(later, account, minus(zero, moved))
          keep(earlier, account, moved)
        }

  for (const one of reach) {
    const { account } = one.account
    left.set(account, freeMoney(one, sum([...kept.values()].map((parts) => parts.get(account) ?? zero))))
  }

  for (const order of open) {
    let stays = staysFree(order, reach, sparing)
    for (const { account } of reach) {
      if (account.currency !== order.currency) continue
      const there = left.get(account.account) ?? zero
      const spared = smaller(there, stays)
      stays = minus(stays, spared)
      keep(order, account.account, take(account.account, smaller(minus(there, spared), missing(order))))
    }
  }

  const after = orders.map((order) => {
    const parts = partsOf(kept.get(order.order) ?? new Map())
    return !isOpen(order) || isSame(order.kept, parts) ? order : { ...order, kept: parts }
  })
  return after.map((order) => withMonth(order, after, reach, sparing))
}

const isSame = (a: readonly Part[], b: readonly Part[]): boolean =>
  a.length === b.length && a.every((one, i) => one.account === b[i]?.account && one.amountMinor === b[i]?.amountMinor)

const partsOf = (parts: ReadonlyMap<AccountId, Minor>): readonly Part[] =>
  [...parts].filter(([, amountMinor]) => amountMinor > 0n).map(([account, amountMinor]) => ({ account, amountMinor }))

/** What changes when orders change: their record, what stands restricted on each account, and a step for each change. */
export type Change = {
  readonly before: AgreementSeizures
  /** As spread; where nothing else happens to the orders, as they are afterwards. */
  readonly now?: readonly SeizureOrder[]
  readonly orders: readonly SeizureOrder[]
  readonly reach: readonly Reached[]
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
  /** Why what is no longer kept is free. */
  readonly ground: string
}

/** The effects of a change. None when nothing changed. */
export function changeEffects(change: Change): readonly Effect[] {
  const { before, orders, reach, on } = change
  const { agreement } = before
  const same = orders.length === before.orders.length && orders.every((order, i) => order === before.orders[i])
  return [
    ...(same ? [] : [create(seizures, agreement, { agreement, orders })]),
    ...reach.flatMap((one) => {
      const after = restrictionsAfter(one, orders, on)
      return after === one.restrictions ? [] : restrictionEffects(one.account, after, on)
    }),
    ...stepsOf(change),
  ]
}

/** The account's restrictions with one for each order that keeps money there or waits for some; the others stand as they are. */
function restrictionsAfter(
  { account, restrictions }: Reached,
  orders: readonly SeizureOrder[],
  on: Temporal.PlainDate,
): readonly Restriction[] {
  let after = restrictions
  for (const order of orders) {
    const found = after.find(({ restriction }) => restriction === order.order)
    const amountMinor = keptOn(order, account.account)
    const stands = isOpen(order) && order.currency === account.currency && (amountMinor > 0n || waitingFor(order) > 0n)
    if (found === undefined) {
      if (stands) after = [...after, placed(order, amountMinor, on)]
    } else if (stands && (found.liftedOn !== null || found.amountMinor !== amountMinor)) {
      after = after.map((one) => (one === found ? { ...one, amountMinor, liftedOn: null, liftedBy: null } : one))
    } else if (!stands && found.liftedOn === null) {
      after = after.map((one) =>
        one === found ? { ...one, amountMinor: zero, liftedOn: on, liftedBy: order.registeredBy } : one,
      )
    }
  }
  return after
}

/** A restriction of an order bears the order's number: there is one on each account. */
const placed = (order: SeizureOrder, amountMinor: Minor, on: Temporal.PlainDate): Restriction => ({
  restriction: order.order,
  stops: 'seizure',
  amountMinor,
  placedOn: on,
  placedBy: order.registeredBy,
  liftedOn: null,
  liftedBy: null,
})

export const keptOn = ({ kept }: SeizureOrder, account: AccountId): Minor =>
  total(kept.filter((part) => part.account === account))

function stepsOf(change: Change): readonly Effect[] {
  const { before, orders, now = orders, ground } = change
  return now.flatMap((order) => {
    const was = before.orders.find((one) => one.order === order.order)
    if (was === order) return []
    const touched = new Set([...(was?.kept ?? []), ...order.kept].map(({ account }) => account))
    return [...touched].flatMap((account) => {
      const more = minus(keptOn(order, account), was === undefined ? zero : keptOn(was, account))
      if (more === 0n) return []
      return [
        more > 0n
          ? stepEffect(change, order.order, { what: 'kept', account, amountMinor: more, ground: null })
          : stepEffect(change, order.order, { what: 'freed', account, amountMinor: minus(zero, more), ground }),
      ]
    })
  })
}

/** A step as an effect, under a fresh id. */
export function stepEffect(
  { before, on, nextId }: Pick<Change, 'before' | 'on' | 'nextId'>,
  order: number,
  step: Pick<SeizureStep, 'what' | 'account' | 'amountMinor' | 'ground'>,
): Effect {
  const id = nextId()
  return create(seizureSteps, id, { step: id, agreement: before.agreement, order, on, ...step })
}
