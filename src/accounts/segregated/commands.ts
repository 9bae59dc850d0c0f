/** The command that opens an account for money of third parties. */
import { type Static, Type } from 'typebox'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { currencyCode, idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { checkHolders, openingContext, openingNeeds } from '../opening/request.ts'
import { channel, documentKind, orderedBy } from '../payload.ts'
import { decideSegregatedOpening, exclusions } from './rules.ts'

const openPayload = payload({
  holder: idText,
  currency: currencyCode,
  channel,
  documents: Type.Optional(Type.Array(documentKind)),
  subject: Type.Optional(Type.String({ description: 'The special subject that the holder proves to be' })),
  otherwise: Type.Optional(
    Type.Array(oneOf(exclusions, 'What is excluded'), { description: 'What is agreed in place of the regime' }),
  ),
  orderedBy,
})

/** Details: the first, of category `identity` or `representation`, is the proof. Facts: as `account.open`, and what is excluded. */
export const openSegregated: CommandKind<Static<typeof openPayload>> = {
  kind: 'segregated-account.open',
  summary: 'Opens an account for money of third parties, under the regime of its special subject',
  payload: openPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload }, state) => openingNeeds(state, [idOf<PartyId>(payload.holder)]),
  decide: (state, { payload, actor, details = [] }, context) => {
    const { currency, channel, documents = [], subject = null, otherwise = null, orderedBy } = payload
    const holders = [idOf<PartyId>(payload.holder)]
    const known = openingContext(state, holders, context, actor)
    const refused = checkHolders(state, holders, { actor, orderedBy }, known)
    if (refused !== undefined) return refused
    const account = context.nextId<AccountId>()
    const proof = details.length === 0 ? undefined : { index: 0, seenBy: staffOf(actor) }
    const request = { account, holders, product: 'segregated', currency, channel, documents } as const
    return decideSegregatedOpening(request, { subject, proof, otherwise }, known)
  },
}
