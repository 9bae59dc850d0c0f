/** Commands that open accounts for customers. */
import { type Static, Type } from 'typebox'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { currencyCode, idOf, idText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { channel, documentKind, orderedBy } from '../payload.ts'
import { checkHolders, openingContext, openingNeeds } from './request.ts'
import { decideOpening, type OpeningRequest } from './rules.ts'

const openPayload = payload({
  holders: Type.Array(idText, { minItems: 1, maxItems: 8, uniqueItems: true }),
  currency: currencyCode,
  product: Type.Optional(Type.Literal('payment')),
  channel,
  documents: Type.Optional(Type.Array(documentKind)),
  orderedBy,
})

/** Facts: `account`, `number`, `agreement`, what it `binds`, `activateBy`. */
export const openAccount: CommandKind<Static<typeof openPayload>> = {
  kind: 'account.open',
  summary: 'Opens an account, and concludes the agreement with the first one',
  payload: openPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload }, state) => openingNeeds(state, payload.holders.map(idOf<PartyId>)),
  decide: (state, { payload, actor }, context) => {
    const { currency, channel, documents = [], orderedBy } = payload
    const holders = payload.holders.map(idOf<PartyId>)
    const known = openingContext(state, holders, context, actor)
    const refused = checkHolders(state, holders, { actor, orderedBy }, known)
    if (refused !== undefined) return refused
    const account = context.nextId<AccountId>()
    const request: OpeningRequest = { account, holders, product: 'payment', currency, channel, documents }
    return decideOpening(request, known)
  },
}
