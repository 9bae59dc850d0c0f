/** Shapes that the payloads of account commands share. */
import { type TSchema, Type } from 'typebox'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import { type Channel, channels, type DocumentKind, documentKinds } from './files/rules.ts'

const id = { type: 'integer', minimum: 2 ** 40, maximum: Number.MAX_SAFE_INTEGER }

export const accountId = Type.Unsafe<AccountId>({ ...id, description: 'Id of an account' })
export const partyId = Type.Unsafe<PartyId>({ ...id, description: 'Id of a customer or representative' })
export const recordId = Type.Unsafe<number>({ ...id, description: 'Id of a record' })

export const currencyCode = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency code' })
export const money = Type.Object(
  { minor: Type.String({ pattern: '^(0|[1-9][0-9]{0,17})$' }), currency: currencyCode },
  { additionalProperties: false, description: 'Minor units (cents) as text, and currency' },
)

/** One of a closed list of words. */
export const oneOf = <const W extends string>(words: readonly W[], description: string) =>
  Type.Unsafe<W>({ type: 'string', enum: [...words], description })

export const channel = oneOf<Channel>(channels, 'How the request came in')
export const documentKind = oneOf<DocumentKind>(documentKinds, 'Kind of a requested document')

/** A payload: an object without further properties. */
export const payload = <const P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })
