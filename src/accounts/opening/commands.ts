/** Commands that open accounts for customers. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { parties } from '../../parties/rules.ts'
import type { Actor, CommandKind, Context } from '../../storage/command.ts'
import { type Agreement, agreementKey, agreementOf, agreements } from '../../terms/agreements/rules.ts'
import { checkStanding, standingNeeds } from '../affairs.ts'
import { channel, currencyCode, documentKind, partyId, payload } from '../payload.ts'
import { decideOpening, type OpeningContext, type OpeningRequest } from './rules.ts'

const openPayload = payload({
  holders: Type.Array(partyId, { minItems: 1, maxItems: 8, uniqueItems: true }),
  currency: currencyCode,
  product: Type.Optional(Type.Literal('payment')),
  channel,
  documents: Type.Optional(Type.Array(documentKind, { uniqueItems: true })),
})

/** What must be in memory to open an account for these holders. */
export function openingNeeds(state: StateReader, holders: readonly PartyId[], actor: Actor): readonly Need[] {
  const known = state.peek(agreementOf, agreementKey(holders))
  return [
    ...holders.map((one) => need(parties, one)),
    need(agreementOf, agreementKey(holders)),
    ...(known === undefined ? [] : [need(agreements, known)]),
    ...standingNeeds(holders, actor),
  ]
}

/** What opening knows besides the request, under the terms that hold for these holders. */
export function openingContext(state: StateReader, holders: readonly PartyId[], context: Context): OpeningContext {
  const { entity, businessDate: on } = context
  const agreement = agreementFor(state, holders)
  const terms = context.terms(agreement?.status === 'in-force' ? agreement.binding : undefined)
  return { agreement, entity, on, terms, nextId: () => context.nextId() }
}

function agreementFor(state: StateReader, holders: readonly PartyId[]): Agreement | undefined {
  const known = state.get(agreementOf, agreementKey(holders))
  return known === undefined ? undefined : state.get(agreements, known)
}

/** Refusals before those of `decideOpening`: a holder is no registered party; whoever asks may not act for the holders. */
export function checkRequest(state: StateReader, request: OpeningRequest, actor: Actor, { on, terms }: OpeningContext) {
  const unknown = request.holders.filter((one) => state.get(parties, one) === undefined)
  if (unknown.length > 0)
    return refuse('party-unknown', terms.cite('account.opening'), { parties: unknown.map(String) })
  return checkStanding(state, request.holders, actor, { service: 'accounts' }, on, terms)
}

export const openAccount: CommandKind<Static<typeof openPayload>> = {
  kind: 'account.open',
  summary: 'Opens an account, and concludes the agreement with the first one',
  payload: openPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload, actor }, state) => openingNeeds(state, payload.holders, actor),
  decide: (state, { payload, actor }, context) => {
    const { holders, currency, channel, documents = [] } = payload
    const request: OpeningRequest = { holders, product: 'payment', currency, channel, documents }
    const known = openingContext(state, holders, context)
    return checkRequest(state, request, actor, known) ?? decideOpening(request, known)
  },
}
