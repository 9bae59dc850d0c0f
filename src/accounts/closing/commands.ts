/** Commands that close an account. */
import type { Static } from 'typebox'
import { need } from '../../kernel/state.ts'
import { idText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { accountCommand } from '../account-command.ts'
import { overdrafts } from '../limits/rules.ts'
import { channel, orderedBy } from '../payload.ts'
import { decideClose, decideRequestClosing } from './rules.ts'

const requestPayload = payload({ account: idText, channel, orderedBy })
const closePayload = payload({ account: idText })

/** Facts: whether the request `withdraws` from the agreement. */
export const requestClosing: CommandKind<Static<typeof requestPayload>> = accountCommand({
  kind: 'account.request-closing',
  summary: "Receives the customer's request to close an account",
  payload: requestPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  by: 'customer',
  provision: 'account.closing.request',
  decide: (affairs, { payload }, context, terms) =>
    decideRequestClosing(affairs, payload.channel, context.businessDate, terms),
})

/** Facts: whether the agreement ended with it. */
export const closeAccount: CommandKind<Static<typeof closePayload>> = accountCommand({
  kind: 'account.close',
  summary: 'Closes an empty account whose closing was asked for',
  payload: closePayload,
  purpose: 'service',
  roles: ['teller', 'operator', 'system'],
  by: 'institution',
  provision: 'account.closing.request',
  needs: (account) => [need(overdrafts, account)],
  decide: (affairs, _command, context, terms, state) =>
    decideClose(affairs, state.get(overdrafts, affairs.account.account), context.businessDate, terms),
})
