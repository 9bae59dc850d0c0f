/** Shapes that the payloads of account commands share, beside those of the wire. */
import { Type } from 'typebox'
import { idText, oneOf } from '../kernel/wire.ts'
import { type Channel, channels, type DocumentKind, documentKinds } from './files/rules.ts'

export const channel = oneOf<Channel>(channels, 'How the request came in')
export const documentKind = oneOf<DocumentKind>(documentKinds, 'Kind of a requested document')
export const orderedBy = Type.Optional(
  Type.String({ ...idText, description: 'Whose order staff pass on; a natural customer, unless told' }),
)
