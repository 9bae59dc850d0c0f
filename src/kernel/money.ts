import { currencyExponents } from './currencies.ts'

/**
 * An amount in minor units (cents) of a currency that stands beside it; within a signed 64 bit integer, as in the
 * database.
 */
export type Minor = bigint & { readonly unit: 'minor' }

/** An ISO 4217 code that this core knows, such as EUR. */
export type Currency = string & { readonly unit: 'currency' }

export type Money = { readonly minor: Minor; readonly currency: Currency }

const smallest = -(2n ** 63n)
const largest = 2n ** 63n - 1n

const canonicalInteger = /^-?(?:0|[1-9][0-9]*)$/
const canonicalDecimal = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/

/** Digits enough for every 64 bit amount with its sign and point; longer text is refused before it is parsed. */
const longestText = 24

/**
 * An amount of minor units from a bigint, an integer number or its canonical decimal text, as on the wire
 * (`-?(0|[1-9][0-9]*)`).
 * Throws RangeError outside a signed 64 bit integer, for a number that is not a safe integer, and for any other
 * spelling (`-0`, `007`).
 */
export function minor(value: bigint | number | string): Minor {
  if (typeof value === 'bigint') return within(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number of minor units`)
    return within(BigInt(value))
  }
  if (value.length > longestText || !canonicalInteger.test(value) || value === '-0') {
    throw new RangeError(`${shown(value)} is no canonical whole number of minor units`)
  }
  return within(BigInt(value))
}

export const zero: Minor = minor(0n)

/** a + b. Throws RangeError when the result leaves 64 bits. */
export function plus(a: Minor, b: Minor): Minor {
  return within(a + b)
}

/** a - b. Throws RangeError when the result leaves 64 bits. */
export function minus(a: Minor, b: Minor): Minor {
  return within(a - b)
}

/** -a. Throws RangeError for the one amount without an opposite, -2^63. */
export function negate(a: Minor): Minor {
  return within(-a)
}

export function smaller(a: Minor, b: Minor): Minor {
  return a < b ? a : b
}

export function larger(a: Minor, b: Minor): Minor {
  return a > b ? a : b
}

/**
 * The sum of all amounts, zero for none. Only the total must fit 64 bits, so the order of the amounts cannot matter.
 */
export function sum(amounts: Iterable<Minor>): Minor {
  let total = 0n
  for (const amount of amounts) total += amount
  return within(total)
}

/** The currency of an ISO 4217 code in capitals. Throws RangeError when the code is unknown. */
export function currency(code: string): Currency {
  if (!isCurrency(code)) throw new RangeError(`${shown(code)} is no currency code of ISO 4217`)
  return code
}

/** Whether the text is a known ISO 4217 code in capitals. */
export function isCurrency(text: string): text is Currency {
  return currencyExponents.has(text)
}

/** How many decimals the currency's minor unit has: JPY 0, EUR 2, KWD 3. Source: ISO 4217. */
export function exponentOf(currency: Currency): number {
  const exponent = currencyExponents.get(currency)
  if (exponent === undefined) throw new RangeError(`${shown(currency)} is no currency code of ISO 4217`)
  return exponent
}

/**
 * Minor units from an amount in major units such as `123.45` or `-7`, exactly. Fewer decimals than the currency has are
 * filled up.
 * Throws RangeError when the text is malformed (`1,5`, `.5`, `01`, `1e3`, minus zero), has more decimals than the
 * currency, or leaves 64 bits.
 */
export function majorToMinor(text: string, currency: Currency): Minor {
  const exponent = exponentOf(currency)
  const parts = text.length > longestText ? null : canonicalDecimal.exec(text)
  if (!parts) throw new RangeError(`${shown(text)} is no amount; write it like 123.45`)
  const [, sign = '', whole = '', decimals = ''] = parts
  if (decimals.length > exponent) {
    throw new RangeError(`${shown(text)} has ${decimals.length} decimals, ${currency} has ${exponent}`)
  }
  const value = BigInt(whole + decimals.padEnd(exponent, '0'))
  if (sign && value === 0n) throw new RangeError(`${shown(text)} is minus zero; write it without the sign`)
  return within(sign ? -value : value)
}

/** The amount in major units with all decimals of its currency, such as `-0.05`; the inverse of `majorToMinor`. */
export function minorToMajor(minor: Minor, currency: Currency): string {
  const exponent = exponentOf(currency)
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  const point = digits.length - exponent
  return `${minor < 0n ? '-' : ''}${digits.slice(0, point)}${exponent > 0 ? `.${digits.slice(point)}` : ''}`
}

/**
 * The amount as people of the locale (BCP 47, such as `lv`) write it, with the currency; exact at any size. For display
 * only.
 */
export function formatMoney(money: Money, locale: string): string {
  const exponent = exponentOf(money.currency)
  // Given as a decimal text, Intl keeps every digit; the decimals are ISO's, which CLDR does not follow everywhere.
  const major = minorToMajor(money.minor, money.currency) as Intl.StringNumericLiteral
  return formatterOf(locale, money.currency, exponent).format(major)
}

const formatters = new Map<string, Intl.NumberFormat>()

/** Making a formatter costs far more than using it, and there are few pairs of locale and currency. */
function formatterOf(locale: string, currency: Currency, exponent: number): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  let formatter = formatters.get(key)
  if (!formatter) {
    const decimals = { minimumFractionDigits: exponent, maximumFractionDigits: exponent }
    formatter = new Intl.NumberFormat(locale, { style: 'currency', currency, ...decimals })
    formatters.set(key, formatter)
  }
  return formatter
}

function within(value: bigint): Minor {
  if (value < smallest || value > largest) throw new RangeError(`${value} minor units do not fit 64 bits`)
  return value as Minor
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
}
