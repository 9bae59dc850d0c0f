/** Shapes that the payloads of commands about statements share. */
import { Type } from 'typebox'

/** A location's short name or number, never words about anybody. */
export const placeText = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$',
  description: 'The customer service location',
})
