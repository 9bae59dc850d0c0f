/** Cash at the till. */
import type { Static } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { StateReader } from '../../kernel/state.ts'
import { idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { chargeFor, chargeNeeds } from '../fees/charging.ts'
import { decideMovement } from '../movements/rules.ts'
import { payerOf } from '../paying.ts'
import { amountOf, ordering } from '../payload.ts'
import { payerNeeds, sideNeeds, sideOf } from '../sides.ts'

const depositPayload = payload({ till: idText, to: idText, amount: moneyText })

/** Detail 0 is the payee's. Refuses, in this order: unknown till; unknown account; then as `decideMovement`. */
export const deposit: CommandKind<Static<typeof depositPayload>> = {
  kind: 'cash.deposit',
  summary: 'Takes cash in at a till',
  payload: depositPayload,
  purpose: 'payment',
  roles: ['teller', 'operator', 'system'],
  needs: ({ payload }, state) => [
    ...sideNeeds(state, idOf(payload.till)),
    ...sideNeeds(state, idOf(payload.to)),
    ...chargeNeeds(state, idOf(payload.to)),
  ],
  decide: (state, { payload, actor }, context) => {
    const till = tillOf(state, payload.till)
    if (till === undefined) return refuse('till-unknown', context.terms().cite('cash.at-till'), { till: payload.till })
    const account = state.get(accounts, idOf<AccountId>(payload.to))
    if (account?.kind !== 'customer')
      return refuse('account-unknown', context.terms().cite('cash.at-till'), { account: payload.to })
    const to = sideOf(state, account, context, 0)
    const { amountMinor, currency } = amountOf(payload.amount)
    return decideMovement({
      from: { account: till, terms: to.terms },
      to,
      amountMinor,
      currency,
      charge: chargeFor(state, 'cash.deposit', account, amountMinor, actor, context),
      nature: 'cash',
      bookingDate: context.businessDate,
      valueDate: context.businessDate,
      settledBy: ['cash.at-till'],
    })
  },
}

const withdrawPayload = payload({ from: idText, till: idText, amount: moneyText, ...ordering })

/** Detail 0 is the payer's. Refuses, in this order: as every order; unknown till; then as `decideMovement`. */
export const withdraw: CommandKind<Static<typeof withdrawPayload>> = {
  kind: 'cash.withdraw',
  summary: 'Pays cash out at a till',
  payload: withdrawPayload,
  purpose: 'payment',
  roles: ['teller', 'operator', 'system'],
  needs: ({ payload }, state) => [
    ...payerNeeds(state, idOf(payload.from)),
    ...sideNeeds(state, idOf(payload.till)),
    ...chargeNeeds(state, idOf(payload.from)),
  ],
  decide: (state, command, context) => {
    const { payer, refusal } = payerOf(state, command, context, 'cash')
    if (refusal !== undefined) return refusal
    const till = tillOf(state, command.payload.till)
    if (till === undefined)
      return refuse('till-unknown', payer.from.terms.cite('cash.at-till'), { till: command.payload.till })
    return decideMovement({
      ...payer,
      to: sideOf(state, till, context),
      charge: chargeFor(state, 'cash.withdrawal', payer.from.account, payer.amountMinor, command.actor, context),
      nature: 'cash',
      settledBy: ['account.spendable', 'cash.at-till'],
    })
  },
}

function tillOf(state: StateReader, id: string): Account | undefined {
  const account = state.get(accounts, idOf<AccountId>(id))
  return account?.kind === 'till' ? account : undefined
}
