/** Commands of staff about payments that came back when their account was closed. */
import type { Static } from 'typebox'
import { accountFiles } from '../../../accounts/files/rules.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { idOf, idText, payload } from '../../../kernel/wire.ts'
import { accounts } from '../../../ledger/rules.ts'
import type { CommandKind, Context } from '../../../storage/command.ts'
import { commandsAbout } from '../../../storage/record-command.ts'
import { holdersOf, sideNeeds, sideOf, termsOf } from '../../sides.ts'
import { ownAccountFor, ownNeeds } from '../own.ts'
import { type NetworkPayment, type NetworkPaymentId, networkPayments } from '../rules.ts'
import { decideKeep, decidePayOut, type Payee, type Unclaimed } from './rules.ts'

const aboutUnclaimed = commandsAbout<{ readonly payment: string }, Unclaimed>({
  unknown: 'payment-unknown',
  told: ({ payment }) => ({ payment }),
  needs: ({ payment }, state) => unclaimedNeeds(state, idOf<NetworkPaymentId>(payment)),
  find: ({ payment }, state, context) => unclaimedIn(state, idOf<NetworkPaymentId>(payment), context),
})

const keepPayload = payload({ payment: idText })

/** Refuses an unknown payment; then as `decideKeep`. */
export const keepReturned: CommandKind<Static<typeof keepPayload>> = aboutUnclaimed({
  kind: 'returned-payment.keep',
  summary: 'Notes a payment that came back to a closed account as owed to the customer',
  payload: keepPayload,
  purpose: 'operations',
  roles: ['operator'],
  provision: 'payment.return-unclaimed',
  decide: (found, _command, _context, state) => decideKeep(found, ownAccountFor(state, 'owed', found.payment.currency)),
})

const payOutPayload = payload({
  payment: idText,
  to: { ...idText, description: 'Another account of the customer, or the nostro account for one elsewhere' },
})

/** Detail 0 is the account elsewhere, kept under the customer's key. Refuses an unknown payment; then as `decidePayOut`. */
export const payOutReturned: CommandKind<Static<typeof payOutPayload>> = aboutUnclaimed({
  kind: 'returned-payment.pay-out',
  summary: 'Pays a payment that came back to a closed account to another account of the customer',
  payload: payOutPayload,
  purpose: 'operations',
  roles: ['operator'],
  provision: 'payment.return-unclaimed',
  needs: ({ payload: { to } }, state) => [
    ...sideNeeds(state, idOf<AccountId>(to)),
    need(accountFiles, idOf<AccountId>(to)),
  ],
  decide: (found, { payload }, context, state) => decidePayOut(found, payeeOf(found, payload.to, context, state)),
})

function payeeOf({ payment }: Unclaimed, id: string, context: Context, state: StateReader): Payee | undefined {
  const account = state.get(accounts, idOf<AccountId>(id))
  if (account === undefined) return undefined
  const holder = state.get(accounts, payment.account)?.holder ?? null
  const details = account.kind === 'customer' || holder === null ? undefined : { index: 0, holder }
  return { side: { ...sideOf(state, account, context), details }, holders: holdersOf(state, account) }
}

function unclaimedNeeds(state: StateReader, id: NetworkPaymentId): readonly Need[] {
  const found = state.peek(networkPayments, id)
  if (found === undefined) return [need(networkPayments, id)]
  return [
    need(networkPayments, id),
    need(accountFiles, found.account),
    ...sideNeeds(state, found.account),
    ...ownNeeds(state, 'transit', found.currency),
    ...ownNeeds(state, 'owed', found.currency),
  ]
}

function unclaimedIn(state: StateReader, id: NetworkPaymentId, context: Context): Unclaimed | undefined {
  const payment: NetworkPayment | undefined = state.get(networkPayments, id)
  const customer = payment && state.get(accounts, payment.account)
  if (payment === undefined || customer === undefined) return undefined
  return {
    payment,
    holders: holdersOf(state, customer),
    from: ownAccountFor(state, payment.status === 'kept' ? 'owed' : 'transit', payment.currency),
    terms: termsOf(state, customer, context),
    on: context.businessDate,
  }
}
