/** Commands that open accounts of the institution's own. */

import type { Static } from 'typebox'
import { currencyCode, oneOf, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideInternalOpening, internalProducts } from './rules.ts'

const openPayload = payload({ product: oneOf(internalProducts, 'What the account is for'), currency: currencyCode })

export const openInternal: CommandKind<Static<typeof openPayload>> = {
  kind: 'internal.open',
  summary: "Opens an account of the institution's own",
  payload: openPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: () => [],
  decide: (_state, { payload: { product, currency } }, context) =>
    decideInternalOpening(context.nextId(), product, currency, context.businessDate, context.terms()),
}
