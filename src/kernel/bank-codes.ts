import facts from './bank-codes.json' with { type: 'json' }
import { bankCodeOf, countryOf, type Iban } from './iban.ts'

/** A bank or other payment institution as the country's register of bank codes has it. */
export type Bank = {
  readonly country: string
  readonly code: string
  /** ISO 9362: eight characters, or eleven where a branch has its own. */
  readonly bic: string
  readonly name: string
}

/**
 * The registers of Latvia, Estonia and Lithuania as of 2024, closed institutions included, since old payments name
 * them; `bank-codes.json` has country, code, BIC and name of each. A register is not a list of who may be paid today.
 * Source: the national registers as collected by python-schwifty 2024.09 (MIT).
 */
const banks: ReadonlyMap<string, Bank> = new Map(
  facts.map(([country = '', code = '', bic = '', name = '']) => [`${country}${code}`, { country, code, bic, name }]),
)

/** The bank with the code in the country (LV, EE, LT), or undefined when it is not registered. */
export function bankOfCode(country: string, code: string): Bank | undefined {
  return banks.get(country + code)
}

/** The bank that keeps the account, or undefined when the country or its code is not in the registers. */
export function bankOf(iban: Iban): Bank | undefined {
  const code = bankCodeOf(iban)
  return code === undefined ? undefined : bankOfCode(countryOf(iban), code)
}
