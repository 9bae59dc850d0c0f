/** The shapes that parameters of provisions may have, beside those of the wire. Packs are data: no expressions. */
import { Type } from 'typebox'
import { currencyCode, oneOf } from '../kernel/wire.ts'

/** ISO 8601 period, or `P3BD` for business days. */
export const period = Type.String({
  pattern: '^P[1-9][0-9]{0,3}(BD|D|W|M|Y)$',
  description: 'A period such as P3BD, P2W or P6M',
})

/** A time of day in the entity's own time zone. */
export const timeOfDay = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'A local time such as 23:30',
})

/** How the year is counted for accounts with a bank code in their number; for one currency only where it names one. */
export const yearRow = Type.Object(
  {
    bankCode: Type.String({ pattern: '^[A-Z]{4}$', description: 'The bank code in the number of the account' }),
    currency: Type.Optional(currencyCode),
    basis: oneOf(['actual/360', 'actual/365'] as const, 'Days that passed, over the days of the year'),
  },
  { additionalProperties: false },
)

/** Amounts in minor units, by currency; a currency that is left out has none. */
export const amounts = Type.Record(
  Type.String({ pattern: '^[A-Z]{3}$' }),
  Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$' }),
)

/** A list of names or words, each once. */
export const words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true })

/** An entity of the group, also one that is no entity of the institution, and its calendar. */
export const groupEntity = Type.Object(
  {
    entity: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    calendar: Type.Enum(['LV', 'EE', 'LT', 'CZ', 'TARGET']),
  },
  { additionalProperties: false },
)

/** Where somebody of a supplier needs to enter: why their past may be checked. */
export const checkedAccess = ['premises', 'systems'] as const
export type CheckedAccess = (typeof checkedAccess)[number]
