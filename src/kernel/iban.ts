import { composeIBAN, extractIBAN, isValidBBAN, isValidIBAN } from 'ibantools'

/** An international bank account number, ISO 13616: valid, in capitals, without spaces. */
export type Iban = string & { readonly unit: 'iban' }

/** Countries whose account numbers this core composes. */
export type IbanCountry = 'LV' | 'EE' | 'LT' | 'CZ'

/** The national part: how long the bank code at its head is, and which bank codes and accounts are well formed. */
const nationalParts = {
  LV: { bankCodeLength: 4, bankCode: /^[A-Z]{4}$/, account: /^[A-Z0-9]{13}$/ },
  EE: { bankCodeLength: 2, bankCode: /^[0-9]{2}$/, account: /^[0-9]{13,14}$/ },
  LT: { bankCodeLength: 5, bankCode: /^[0-9]{5}$/, account: /^[0-9]{11}$/ },
  CZ: { bankCodeLength: 4, bankCode: /^[0-9]{4}$/, account: /^[0-9]{16}$/ },
} as const

/** Longest IBAN of ISO 13616; anything longer is not looked at. */
const maxLength = 34

/**
 * The IBAN in `text`, or undefined when it is none: wrong country, length, form, check digits, or national check digits
 * where known. With `lenient`, spaces are skipped and small letters read as capitals, as people type it.
 */
export function parseIban(text: string, options: { readonly lenient?: boolean } = {}): Iban | undefined {
  const electronic = options.lenient ? withoutSpaces(text) : text
  return isIban(electronic) ? electronic : undefined
}

/** Whether the text is a valid IBAN in its electronic form. */
export function isIban(text: string): text is Iban {
  return text.length <= maxLength && (isValidIBAN(text) || isIvorian(text))
}

/**
 * The IBAN of an account, with its check digits. `account` is the rest of the national part: LV 13 letters or digits;
 * EE 13 digits, to which the national check digit is added, or 14 with it; LT 11 digits; CZ prefix (6) and number (10),
 * zeros in front.
 * Throws RangeError when a part has another form or its national check digit (EE, CZ) is wrong.
 */
export function composeIban(country: IbanCountry, bankCode: string, account: string): Iban {
  const form = nationalParts[country]
  if (!form.bankCode.test(bankCode) || !form.account.test(account)) {
    throw new RangeError(
      `${JSON.stringify(bankCode)} and ${JSON.stringify(account)} are no bank code and account of ${country}`,
    )
  }
  const national = country === 'EE' && account.length === 13 ? account + estonianCheckDigit(account) : account
  const bban = bankCode + national
  if (!isValidBBAN(bban, country)) {
    throw new RangeError(`the check digit of the ${country} account ${account} is wrong`)
  }
  return composeIBAN({ countryCode: country, bban }) as Iban
}

/**
 * The national code of the bank, such as HABA (LV), 22 (EE), 73000 (LT); undefined for countries whose codes are not
 * known.
 */
export function bankCodeOf(iban: Iban): string | undefined {
  const country = countryOf(iban)
  if (country in nationalParts) return iban.slice(4, 4 + nationalParts[country as IbanCountry].bankCodeLength)
  return extractIBAN(iban).bankIdentifier
}

/** The ISO 3166 country code at the head of the IBAN. */
export function countryOf(iban: Iban): string {
  return iban.slice(0, 2)
}

/** The IBAN in groups of four, as it is printed. Source: ISO 13616-1, print format. */
export function formatIban(iban: Iban): string {
  return iban.replace(/.{4}(?=.)/g, '$& ')
}

/**
 * Banks of Côte d'Ivoire write their code in the form of the West African union, CI000 (as in CI93 CI00 8011 ...),
 * beside the older A0000; ibantools knows the older one only.
 */
function isIvorian(text: string): boolean {
  return /^CI[0-9]{2}CI[0-9]{22}$/.test(text) && remainder97(text) === 1n
}

/** Source: ISO 7064, MOD 97-10, over the IBAN with its head moved to the end and letters as 10 to 35. */
function remainder97(iban: string): bigint {
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => parseInt(letter, 36).toString())
  return BigInt(digits) % 97n
}

/**
 * Source: Estonian Banking Association, 7-3-1 method: weights 7, 3, 1 from the right; the digit completes the sum to a
 * ten.
 */
function estonianCheckDigit(account: string): string {
  const weights = [7, 3, 1]
  const total = [...account].reverse().reduce((sum, digit, place) => sum + Number(digit) * (weights[place % 3] ?? 0), 0)
  return String((10 - (total % 10)) % 10)
}

/**
 * Small letters beyond a to z are left as they are: some, such as the Turkish dotless i, would turn into a Latin
 * capital.
 */
function withoutSpaces(text: string): string {
  return text.replace(/\s/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase())
}
