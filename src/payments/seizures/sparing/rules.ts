/**
 * What orders leave to the debtors: one sum that stays free whenever it is there, or, of an order that says so, a sum for each calendar month.
 * Of a month's sum, what was spent is gone until the first day of the next month; what was not spent does not add to it.
 */
import type { AccountId } from '../../../kernel/ids.ts'
import { type Currency, larger, type Minor, type Money, minus, plus, sum, zero } from '../../../kernel/money.ts'
import { isOpen, type Monthly, type Reached, type SeizureOrder } from '../rules.ts'

/** What stays free now. */
export type Sparing = {
  /** What law leaves to natural persons, all accounts together; undefined where it protects nothing. */
  readonly fixed: Money | undefined
  /** The calendar month, such as `2026-01`. */
  readonly month: string
  /** What is left of the month's sum of each order that has one. */
  readonly left: ReadonlyMap<number, Minor>
}

/** The calendar month of a day. */
export const monthOf = (day: Temporal.PlainDate): string => day.toPlainYearMonth().toString()

/** A month's sum at its beginning. */
export const newMonth = (amountMinor: Minor, on: Temporal.PlainDate): Monthly => ({
  amountMinor,
  month: monthOf(on),
  leftMinor: amountMinor,
  freeMinor: zero,
})

/**
 * What stays free, as the accounts are before anything comes to them: what the debtors' free money has sunk by since orders were looked at
 * last was spent.
 */
export function sparingOf(
  orders: readonly SeizureOrder[],
  reach: readonly Reached[],
  fixed: Money | undefined,
  on: Temporal.PlainDate,
): Sparing {
  const month = monthOf(on)
  const left = new Map<number, Minor>()
  for (const { order, monthly, currency } of orders.filter(isOpen)) {
    if (monthly === null) continue
    const spent = larger(zero, minus(monthly.freeMinor, freeIn(currency, orders, reach)))
    left.set(order, monthly.month === month ? larger(zero, minus(monthly.leftMinor, spent)) : monthly.amountMinor)
  }
  return { fixed, month, left }
}

/** How much of the money that nothing is kept of stays free of an order. What is held for payments counts as part of it. */
export function staysFree(order: SeizureOrder, reach: readonly Reached[], { fixed, left }: Sparing): Minor {
  if (order.monthly === null) return fixed?.currency === order.currency ? fixed.minor : zero
  const held = sum(reach.filter(isIn(order.currency)).map(({ account }) => account.heldMinor))
  return larger(zero, minus(left.get(order.order) ?? order.monthly.amountMinor, held))
}

/** The order with its month's sum as it is now; the same where nothing changed of it. */
export function withMonth(
  order: SeizureOrder,
  orders: readonly SeizureOrder[],
  reach: readonly Reached[],
  { month, left }: Sparing,
): SeizureOrder {
  const { monthly } = order
  if (monthly === null || !isOpen(order)) return order
  const leftMinor = left.get(order.order) ?? monthly.amountMinor
  const freeMinor = freeIn(order.currency, orders, reach)
  const same = monthly.month === month && monthly.leftMinor === leftMinor && monthly.freeMinor === freeMinor
  return same ? order : { ...order, monthly: { ...monthly, month, leftMinor, freeMinor } }
}

/** The debtors' money of which no order keeps anything. */
function freeIn(currency: Currency, orders: readonly SeizureOrder[], reach: readonly Reached[]): Minor {
  const kept = new Map<AccountId, Minor>()
  for (const { kept: parts } of orders.filter(isOpen))
    for (const { account, amountMinor } of parts) kept.set(account, plus(kept.get(account) ?? zero, amountMinor))
  return sum(
    reach
      .filter(isIn(currency))
      .map(({ account }) => larger(zero, minus(account.balanceMinor, kept.get(account.account) ?? zero))),
  )
}

const isIn =
  (currency: Currency) =>
  ({ account }: Reached): boolean =>
    account.currency === currency

/** The largest sum in a currency that any order leaves: what the price of an order may not touch either. */
export function mostSpared(
  currency: Currency,
  orders: readonly SeizureOrder[],
  reach: readonly Reached[],
  sparing: Sparing,
): Minor {
  const open = orders.filter((order) => isOpen(order) && order.currency === currency)
  const fixed = sparing.fixed?.currency === currency ? sparing.fixed.minor : zero
  return open.reduce<Minor>((most, order) => larger(most, staysFree(order, reach, sparing)), fixed)
}
