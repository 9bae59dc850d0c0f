/** Shapes that payloads and parameters of packs share: how ids, amounts and dates are spelled on the wire. */
import { type Static, type TSchema, Type } from 'typebox'
import { parseId } from './ids.ts'
import { type Currency, currency, type Minor, minor } from './money.ts'

export const idText = Type.String({ pattern: '^[1-9][0-9]{12,15}$', description: 'An id, as a decimal number' })
export const currencyCode = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency code' })
/** From 1000 to 2999: what a calendar, a database and a person all read alike. */
export const dateText = Type.String({ format: 'date', pattern: '^[12][0-9]{3}-' })
export const moneyText = Type.Object(
  { minor: Type.String({ pattern: '^(0|[1-9][0-9]{0,17})$' }), currency: currencyCode },
  { additionalProperties: false, description: 'Minor units (cents) as a decimal string, and currency' },
)

/** One of a closed list of words. */
export const oneOf = <const W extends string>(words: readonly W[], description: string) =>
  Type.Unsafe<W>({ type: 'string', enum: [...words], description })

/** A payload: an object without further properties. */
export const payload = <const P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

/**
 * The id that the text names; 0, which is nobody's, when it names none: such a command finds no record and is refused like one with an
 * unknown id. Never throws, so that `needs` may use it.
 */
export const idOf = <Id extends number>(text: string): Id => parseId<Id>(text) ?? (0 as Id)

/** The same for an id that may be left out. */
export const optionalIdOf = <Id extends number>(text: string | undefined): Id | undefined =>
  text === undefined ? undefined : idOf<Id>(text)

/** Throws RangeError for a currency that does not exist. */
export const moneyOf = (text: Static<typeof moneyText>): { readonly minor: Minor; readonly currency: Currency } => ({
  minor: minor(text.minor),
  currency: currency(text.currency),
})
