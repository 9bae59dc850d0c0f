/** Commands that open accounts of the institution's own. */

import type { Static } from 'typebox'
import { need } from '../../kernel/state.ts'
import { currencyCode, oneOf, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideInternalOpening, internalAccounts, internalKey, internalProducts } from './rules.ts'

const openPayload = payload({ product: oneOf(internalProducts, 'What the account is for'), currency: currencyCode })

export const openInternal: CommandKind<Static<typeof openPayload>> = {
  kind: 'internal.open',
  summary: "Opens an account of the institution's own",
  payload: openPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload: { product, currency } }) => [need(internalAccounts, internalKey(product, currency))],
  decide: (state, { payload: { product, currency } }, context) =>
    decideInternalOpening(
      state.get(internalAccounts, internalKey(product, currency)),
      context.nextId(),
      product,
      currency,
      context.businessDate,
      context.terms(),
    ),
}
