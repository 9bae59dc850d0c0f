/** Decimal numbers of XML messages, exactly. Source: XML Schema, part 2, decimal; ISO 20022 keeps 18 digits. */
import { exponentOf, isCurrency, type Minor, minor } from '../../kernel/money.ts'

export const decimalForm = /^\+?(?=[0-9.]*[0-9])[0-9]{0,18}(\.[0-9]{0,17})?$/

const scale = 17

/** The number times 10^17. */
export function scaled(text: string): bigint {
  const [whole = '', decimals = ''] = text.replace('+', '').split('.')
  return BigInt(`${whole}${decimals.padEnd(scale, '0')}` || '0')
}

/** The shortest spelling of such a number: `12.3`. */
export function unscaled(value: bigint): string {
  const digits = value.toString().padStart(scale + 1, '0')
  const decimals = digits.slice(-scale).replace(/0+$/, '')
  return decimals === '' ? digits.slice(0, -scale) : `${digits.slice(0, -scale)}.${decimals}`
}

/** Minor units of the currency; undefined when it does not exist, has not so many decimals, or the amount is larger than the books keep. */
export function minorOf(text: string, currency: string): Minor | undefined {
  if (!isCurrency(currency)) return undefined
  const unit = 10n ** BigInt(scale - exponentOf(currency))
  const value = scaled(text)
  return value % unit === 0n && value / unit < 10n ** 17n ? minor(value / unit) : undefined
}
