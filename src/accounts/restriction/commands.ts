/** Commands that restrict an account and lift a restriction. */
import { type Static, Type } from 'typebox'
import { minor } from '../../kernel/money.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText, moneyText, oneOf, payload } from '../../kernel/wire.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { accountCommand } from '../account-command.ts'
import { accountRestrictions, decideLift, decideRestrict } from './rules.ts'

const restrictPayload = Type.Union([
  payload({ account: idText, stops: oneOf(['all', 'debits', 'credits'], 'Which transactions are stopped') }),
  payload({ account: idText, stops: Type.Literal('amount'), amount: moneyText }),
])
const liftPayload = payload({ account: idText, restriction: idText })

export const restrictAccount: CommandKind<Static<typeof restrictPayload>> = accountCommand({
  kind: 'account.restrict',
  summary: 'Stops all transactions of an account, debits, credits, or the use of an amount',
  payload: restrictPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'institution',
  provision: 'account.restricted',
  needs: (account) => [need(accountRestrictions, account)],
  decide: ({ account }, { payload, actor }, context, terms, state) => {
    const amount =
      payload.stops === 'amount' ? { minor: minor(payload.amount.minor), currency: payload.amount.currency } : undefined
    const asked = { restriction: context.nextId(), stops: payload.stops, amount, by: staffOf(actor) }
    return decideRestrict(account, state.get(accountRestrictions, account.account), asked, context.businessDate, terms)
  },
})

export const liftRestriction: CommandKind<Static<typeof liftPayload>> = accountCommand({
  kind: 'account.lift-restriction',
  summary: 'Lifts one restriction of an account',
  payload: liftPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'institution',
  provision: 'account.restricted',
  needs: (account) => [need(accountRestrictions, account)],
  decide: ({ account }, { payload, actor }, context, terms, state) => {
    const before = state.get(accountRestrictions, account.account)
    return decideLift(account, before, idOf(payload.restriction), staffOf(actor), context.businessDate, terms)
  },
})
