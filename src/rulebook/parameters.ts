/** The shapes that parameters of provisions may have, beside those of the wire. Packs are data: no expressions. */
import { Type } from 'typebox'

/** ISO 8601 period, or `P3BD` for business days. */
export const period = Type.String({
  pattern: '^P[1-9][0-9]{0,3}(BD|D|W|M|Y)$',
  description: 'A period such as P3BD, P2W or P6M',
})
