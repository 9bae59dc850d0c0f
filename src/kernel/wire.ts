/** Shapes that many payloads share: how ids, amounts and dates are spelled on the wire. */
import { type Static, Type } from 'typebox'
import { parseId } from './ids.ts'
import { type Currency, currency, type Minor, minor } from './money.ts'

export const idText = Type.String({ pattern: '^[1-9][0-9]{12,15}$', description: 'An id, as a decimal number' })
export const dateText = Type.String({ format: 'date' })
export const moneyText = Type.Object(
  { minor: Type.String({ pattern: '^(0|[1-9][0-9]{0,17})$' }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
  { additionalProperties: false, description: 'Minor units (cents) as a decimal string, and currency' },
)

/**
 * The id that the text names; 0, which is nobody's, when it names none: such a command finds no record and is refused like one with an
 * unknown id. Never throws, so that `needs` may use it.
 */
export const idOf = <Id extends number>(text: string): Id => parseId<Id>(text) ?? (0 as Id)

/** Throws RangeError for a currency that does not exist. */
export const moneyOf = (text: Static<typeof moneyText>): { readonly minor: Minor; readonly currency: Currency } => ({
  minor: minor(text.minor),
  currency: currency(text.currency),
})
