/** Shapes that the payloads of account commands share, beside those of the wire. */
import { type TSchema, Type } from 'typebox'
import { idText } from '../kernel/wire.ts'
import { type Channel, channels, type DocumentKind, documentKinds } from './files/rules.ts'

export const currencyCode = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency code' })

/** One of a closed list of words. */
export const oneOf = <const W extends string>(words: readonly W[], description: string) =>
  Type.Unsafe<W>({ type: 'string', enum: [...words], description })

export const channel = oneOf<Channel>(channels, 'How the request came in')
export const documentKind = oneOf<DocumentKind>(documentKinds, 'Kind of a requested document')
export const orderedBy = Type.Optional(
  Type.String({ ...idText, description: 'Whose order staff pass on; a natural customer, unless told' }),
)

/** A payload: an object without further properties. */
export const payload = <const P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })
