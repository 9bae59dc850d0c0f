/** What a service costs: the amount by the row of the price list that fits, and the row. */
import { type Citation, type Cited, type Facts, together } from '../../kernel/decision.ts'
import { type Currency, currency, larger, type Minor, minor, minus, plus, smaller, zero } from '../../kernel/money.ts'
import { divide } from '../../kernel/rounding.ts'
import type { PricedService, PriceQuestion, PriceRow } from '../../rulebook/prices.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { YearShare } from './annual/rules.ts'

/** A fee above zero, and the row of the price list that sets it. */
export type Fee = {
  readonly service: PricedService
  readonly amountMinor: Minor
  readonly currency: Currency
  readonly cited: Cited
  /** The clause of the price list in which the row stands; undefined where staff set the fee (RA-10.2). */
  readonly row: Citation | undefined
}

/** Who asks, as far as prices and entitlements go by it. */
export type Charging = {
  readonly staff?: string | undefined
  /** What of the year a price a year is for; nothing of it unless told. */
  readonly year?: YearShare | undefined
}

/**
 * The fee for one use of a service; undefined when it costs nothing. What a price list has for legal persons alone is charged by the
 * institution's entitlement (RA-10.1), which it uses by policy, or by a decision of named staff.
 *
 * @param amountMinor what a percentage is taken of; needed only where the price may have one
 */
export function feeOf(
  terms: Terms,
  service: PricedService,
  about: PriceQuestion,
  amountMinor: Minor = zero,
  { staff, year }: Charging = {},
): Fee | undefined {
  const price = terms.price(service, about)
  if (price === undefined || (isAdditional(price.row) && !usesAdditional(terms, staff))) return undefined
  const feeMinor = amountOf(price.row, amountMinor, year)
  if (feeMinor === 0n) return undefined
  const parts = [
    ...(isAdditional(price.row) ? [terms.cite('fee.legal-person')] : []),
    ...(year === undefined || price.row.annualPercent === undefined ? [] : [year.cited]),
    price.cited,
  ]
  return {
    service,
    amountMinor: feeMinor,
    currency: currency(price.row.currency),
    cited: parts.length === 1 ? price.cited : together(...parts),
    row: price.cited.settled[0],
  }
}

/** The clause by which a fee for legal persons alone could be charged and is not (RA-10.1); undefined when nothing is waived. */
export function waivedFee(
  terms: Terms,
  service: PricedService,
  about: PriceQuestion,
  { staff }: Charging = {},
): Cited | undefined {
  const price = terms.price(service, about)
  if (price === undefined || !isAdditional(price.row) || usesAdditional(terms, staff)) return undefined
  return terms.cite('fee.legal-person')
}

const isAdditional = ({ customers }: PriceRow): boolean => customers?.length === 1 && customers[0] === 'legal'

function usesAdditional(terms: Terms, staff: string | undefined): boolean {
  const policy = terms.policy('fee.legal-person')
  return policy === 'always' || (policy === 'staff' && staff !== undefined)
}

/**
 * Fixed part, percentage, and percentage a year for its share of the year, together, within minimum and maximum; the percentages are
 * rounded half up, once for both.
 */
export function amountOf(row: PriceRow, ofMinor: Minor, year?: Pick<YearShare, 'numerator' | 'denominator'>): Minor {
  const base = larger(zero, minus(ofMinor, minor(row.above ?? '0')))
  const { numerator, denominator } = year ?? { numerator: 0n, denominator: 1n }
  const percent = millionthsOf(row.percent ?? '0') * denominator + millionthsOf(row.annualPercent ?? '0') * numerator
  const share = minor(divide(base * percent, 100n * 1_000_000n * denominator, 'half-up'))
  const both = plus(minor(row.fixed ?? '0'), share)
  const atLeast = larger(both, minor(row.minimum ?? '0'))
  return row.maximum === undefined ? atLeast : smaller(atLeast, minor(row.maximum))
}

/** A percentage of the price list in millionths of a percent: `0.3` is 300000. */
export function millionthsOf(percent: string): bigint {
  const [whole = '0', decimals = ''] = percent.split('.')
  return BigInt(whole + decimals.padEnd(6, '0'))
}

/** The channel in which whoever asks is served: a customer's own is digital, staff serve at a location. The system has none. */
export function channelOf(role: string): 'digital' | 'location' | undefined {
  if (role === 'customer' || role === 'representative') return 'digital'
  return role === 'system' ? undefined : 'location'
}

/** What a decision tells of a fee: for what, how much, and by which row of the price list. */
export const feeFact = ({ service, amountMinor, currency, row }: Fee): Facts => ({
  service,
  amount: { minor: amountMinor.toString(), currency },
  row: row === undefined ? null : { ...row },
})
