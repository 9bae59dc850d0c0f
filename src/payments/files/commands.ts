/** The command that takes a file of orders. */
import { type Static, Type } from 'typebox'
import { payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { type Counted, decideReceive } from './rules.ts'

const sum = Type.String({ pattern: '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?$' })
const counted = payload({
  stated: payload({
    transactions: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    sum: Type.Union([sum, Type.Null()]),
  }),
  found: payload({ transactions: Type.Integer({ minimum: 0 }), sum }),
})
const receivePayload = payload({
  format: Type.String({ pattern: '^[a-z]{4}\\.[0-9]{3}\\.[0-9]{3}\\.[0-9]{2}$' }),
  parts: Type.Array(counted, { minItems: 1, maxItems: 10_001, description: 'The file as a whole, then its blocks' }),
})

/**
 * Detail 0 is the digest of the file, which is compared where the same file comes again, and kept nowhere. The id that the decision tells
 * scopes the keys of the file's payments.
 */
export const receiveFile: CommandKind<Static<typeof receivePayload>> = {
  kind: 'payment-file.receive',
  summary: 'Takes a file of payment orders; POST /payment-files reads it and sends this first',
  payload: receivePayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  needs: () => [],
  decide: (_state, { payload }, context) =>
    decideReceive(String(context.nextId()), payload.format, payload.parts as readonly Counted[], context.terms()),
}
