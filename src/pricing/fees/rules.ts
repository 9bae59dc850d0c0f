/** What a service costs: the amount by the row of the price list that fits. */
import type { Cited } from '../../kernel/decision.ts'
import { type Currency, currency, larger, type Minor, minor, minus, plus, smaller, zero } from '../../kernel/money.ts'
import { divide } from '../../kernel/rounding.ts'
import type { PricedService, PriceQuestion, PriceRow } from '../../rulebook/prices.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** A fee above zero, and the row of the price list that sets it. */
export type Fee = {
  readonly service: PricedService
  readonly amountMinor: Minor
  readonly currency: Currency
  readonly cited: Cited
}

/**
 * The fee for one use of a service; undefined when it costs nothing.
 *
 * @param amountMinor what a percentage is taken of; needed only where the price may have one
 */
export function feeOf(
  terms: Terms,
  service: PricedService,
  about: PriceQuestion,
  amountMinor: Minor = zero,
): Fee | undefined {
  const price = terms.price(service, about)
  if (price === undefined) return undefined
  const feeMinor = amountOf(price.row, amountMinor)
  if (feeMinor === 0n) return undefined
  return { service, amountMinor: feeMinor, currency: currency(price.row.currency), cited: price.cited }
}

/** Fixed part and percentage together, within minimum and maximum; a percentage rounds half up, once. */
export function amountOf(row: PriceRow, ofMinor: Minor): Minor {
  const base = larger(zero, minus(ofMinor, minor(row.above ?? '0')))
  const share = minor(divide(base * millionthsOf(row.percent ?? '0'), 100n * 1_000_000n, 'half-up'))
  const both = plus(minor(row.fixed ?? '0'), share)
  const atLeast = larger(both, minor(row.minimum ?? '0'))
  return row.maximum === undefined ? atLeast : smaller(atLeast, minor(row.maximum))
}

/** A percentage of the price list in millionths of a percent: `0.3` is 300000. */
export function millionthsOf(percent: string): bigint {
  const [whole = '0', decimals = ''] = percent.split('.')
  return BigInt(whole + decimals.padEnd(6, '0'))
}
