/** Commands about cards linked to accounts. */
import { type Static, Type } from 'typebox'
import { accountCommand } from '../../accounts/account-command.ts'
import { accountRestrictions } from '../../accounts/restriction/rules.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import type { Account } from '../../ledger/rules.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import type { Actor, CommandKind, Context } from '../../storage/command.ts'
import { ordering } from '../payload.ts'
import {
  accountCards,
  type Carded,
  cardLimits,
  cardTokens,
  decideActivate,
  decideBlock,
  decideLimit,
  decideLink,
  decideUnlink,
} from './rules.ts'

const limit = oneOf(cardLimits, 'No order without the card, or none until it is activated')
const linkPayload = payload({
  account: idText,
  token: Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$', description: 'What the card processor knows the card by' }),
  lastFour: Type.String({ pattern: '^[0-9]{4}$', description: "The last four digits of the card's number" }),
  limits: Type.Optional(Type.Array(limit, { uniqueItems: true, maxItems: 2 })),
})

export const linkCard: CommandKind<Static<typeof linkPayload>> = accountCommand({
  kind: 'card.link',
  summary: 'Links a payment card to an account, and may limit the account to it',
  payload: linkPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'institution',
  provision: 'card.link',
  needs: (account, _state, { token }) => [...cardNeeds(account), need(cardTokens, token)],
  decide: ({ account }, { payload, actor }, context, terms, state) => {
    const { token, lastFour, limits = [] } = payload
    const asked = { card: context.nextId<number>(), token, lastFour, limits }
    return decideLink(cardedIn(state, account), state.get(cardTokens, token), asked, momentOf(actor, context), terms)
  },
})

const limitPayload = payload({
  account: idText,
  limits: Type.Array(limit, { minItems: 1, maxItems: 2, uniqueItems: true }),
})

export const limitToCard: CommandKind<Static<typeof limitPayload>> = accountCommand({
  kind: 'card.limit',
  summary: 'Limits an account to its linked card, or to the time after its activation',
  payload: limitPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'institution',
  provision: 'card.limits',
  needs: cardNeeds,
  decide: ({ account }, { payload, actor }, context, terms, state) =>
    decideLimit(cardedIn(state, account), payload.limits, momentOf(actor, context), terms),
})

const cardPayload = payload({ account: idText, card: idText, orderedBy: ordering.orderedBy })

/** Sent by the card processor, too, when the PIN was used for the first time. */
export const activateCard: CommandKind<Static<typeof cardPayload>> = accountCommand({
  kind: 'card.activate',
  summary: 'Activates a linked card',
  payload: cardPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  by: 'customer',
  provision: 'card.link',
  needs: cardNeeds,
  decide: ({ account }, { payload, actor }, context, terms, state) =>
    decideActivate(cardedIn(state, account), idOf(payload.card), context.businessDate, codeOf(actor), terms),
})

export const blockCard: CommandKind<Static<typeof cardPayload>> = accountCommand({
  kind: 'card.block',
  summary: 'Blocks a linked card for good',
  payload: cardPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  by: 'customer',
  provision: 'card.link',
  needs: cardNeeds,
  decide: ({ account }, { payload }, context, terms, state) =>
    decideBlock(cardedIn(state, account), idOf(payload.card), context.businessDate, terms),
})

export const unlinkCard: CommandKind<Static<typeof cardPayload>> = accountCommand({
  kind: 'card.unlink',
  summary: 'Ends the link of a card to its account',
  payload: cardPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'institution',
  provision: 'card.link',
  needs: cardNeeds,
  decide: ({ account }, { payload, actor }, context, terms, state) =>
    decideUnlink(cardedIn(state, account), idOf(payload.card), context.businessDate, codeOf(actor), terms),
})

function cardNeeds(account: AccountId): readonly Need[] {
  return [need(accountCards, account), need(accountRestrictions, account)]
}

const cardedIn = (state: StateReader, account: Account): Carded => ({
  account,
  cards: state.get(accountCards, account.account),
  restrictions: state.get(accountRestrictions, account.account),
})

const momentOf = (actor: Actor, context: Context) => ({
  by: staffOf(actor),
  on: context.businessDate,
  nextId: () => context.nextId<number>(),
})

/** Under whose code a limit ends with the card's activation: staff's own, or what kind of sender it was. */
const codeOf = ({ staff, role }: Actor): string => staff ?? role
