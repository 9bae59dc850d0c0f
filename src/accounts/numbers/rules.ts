/** Account numbers: how they are allotted, and what they resolve to. */
import { assertInvariant } from '../../kernel/decision.ts'
import { composeIban, type Iban, type IbanCountry } from '../../kernel/iban.ts'
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import { collection, create, type Effect } from '../../kernel/state.ts'
import type { Entity } from '../../rulebook/pack.ts'

/** What a number resolves to. A former number still names its account. */
export type AccountNumber = { readonly account: AccountId; readonly former: boolean }
export type AccountNumberEvent = { readonly kind: 'given'; readonly account: AccountId } | { readonly kind: 'replaced' }

/** By IBAN in its electronic form. */
export const accountNumbers = collection<string, AccountNumber, AccountNumberEvent>('account-number', reduceNumber)

/** Throws when a number is given twice: numbers are unique. */
export function reduceNumber(before: AccountNumber | undefined, event: AccountNumberEvent): AccountNumber {
  if (event.kind === 'given') {
    assertInvariant(before === undefined, 'an account number is given once')
    return { account: event.account, former: false }
  }
  assertInvariant(before?.former === false, 'a number is replaced once, after it was given')
  return { ...before, former: true }
}

/** Gives a number that was allotted just now to an account. */
export function giveNumber(iban: Iban, account: AccountId): Effect {
  return create(accountNumbers, iban, { kind: 'given', account })
}

/**
 * The number that belongs to a fresh id: the same for the same id, another for every other id of the institution.
 *
 * @param bankCode one of the entity's; its first unless told
 * Throws RangeError when the national form has no room left for the lane's ids.
 */
export function allotNumber(entity: Entity, id: number, bankCode: string | undefined = entity.bankCodes[0]): Iban {
  assertInvariant(bankCode !== undefined && entity.bankCodes.includes(bankCode), "the bank code is the entity's")
  const country = entity.country as IbanCountry
  return composeIban(country, bankCode, nationalAccount(country, id))
}

/** Whether a number in its electronic form can be that of an account of this entity: by country and bank code, not whether there is one. */
export const isOwnNumber = (iban: string, { country, bankCodes }: Pick<Entity, 'country' | 'bankCodes'>): boolean =>
  iban.startsWith(country) && bankCodes.some((code) => iban.startsWith(code, 4))

function nationalAccount(country: IbanCountry, id: number): string {
  const lane = laneOf(id)
  const number = id - lane * 2 ** 40
  switch (country) {
    case 'LV':
      // 13 places: digits while they last; then base 36 behind a letter, which no number of digits can equal.
      return number < 1e9 ? digits(lane, 4) + digits(number, 9) : `Z${id.toString(36).toUpperCase().padStart(12, '0')}`
    case 'EE':
      return digits(lane, 4) + digits(number, 9)
    case 'LT':
      return digits(lane, 4) + digits(number, 7)
    case 'CZ':
      return weighted(digits(lane, 4), prefixWeights) + weighted(digits(number, 8), numberWeights)
  }
}

function digits(value: number, length: number): string {
  const text = value.toString()
  if (text.length > length) throw new RangeError(`${text} does not fit the ${length} digits of the account number`)
  return text.padStart(length, '0')
}

// Source: Decree No 169/2011 Coll. of the Czech National Bank, section 2: the weighted sum is divisible by 11.
const prefixWeights = [10, 5, 8, 4, 2, 1]
const numberWeights = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1]

/** The data with the first pair of a free digit and a check digit that fits: some sums have no check digit of one place. */
function weighted(data: string, weights: readonly number[]): string {
  for (let free = 0; free <= 9; free += 1) {
    const all = `${data}${free}`
    const sum = [...all].reduce((total, digit, i) => total + Number(digit) * (weights[i] ?? 0), 0)
    const check = (11 - (sum % 11)) % 11
    if (check < 10) return `${all}${check}`
  }
  throw new RangeError(`${data} has no check digit`)
}
