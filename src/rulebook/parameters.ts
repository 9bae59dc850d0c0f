/** The shapes that parameters of provisions may have. Packs are data: no expressions. */
import { Type } from 'typebox'

/** ISO 8601 period, or `P3BD` for business days. */
export const period = Type.String({
  pattern: '^P[1-9][0-9]{0,3}(BD|D|W|M|Y)$',
  description: 'A period such as P3BD, P2W or P6M',
})

export const currencyCode = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency code' })

/** An amount as on the wire: minor units as a decimal string. */
export const amount = Type.Object(
  { minor: Type.String({ pattern: '^(0|[1-9][0-9]{0,17})$' }), currency: currencyCode },
  { additionalProperties: false, description: 'Minor units (cents) and currency' },
)
