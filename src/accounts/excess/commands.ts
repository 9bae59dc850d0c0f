/** The command that charges excesses for a day, on many accounts at once. */
import { type Static, Type } from 'typebox'
import { dayNumber } from '../../kernel/day-number.ts'
import { type Need, need, needOnce } from '../../kernel/state.ts'
import { dateText, payload } from '../../kernel/wire.ts'
import { accounts } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { agreements } from '../../terms/agreements/rules.ts'
import { balanceHistories, historyKey, standingOf, standingPattern } from '../balances/rules.ts'
import { ownAccount, ownNeeds } from '../internal/own.ts'
import { decideExcess, type ExcessSubject, excesses } from './rules.ts'

const chargePayload = payload({
  day: Type.String({ ...dateText, description: 'The day that is charged; it is over' }),
  accounts: Type.Array(
    Type.String({ pattern: standingPattern, description: 'An account, and the number of an event of it: `id@seq`' }),
    { minItems: 1, maxItems: 2000 },
  ),
})

/** Facts: the `excesses` of the day, each with the amount that cures it (`cureOwed`) and its charges. */
export const chargeExcess: CommandKind<Static<typeof chargePayload>> = {
  kind: 'excess.charge',
  summary: 'Charges the accounts that ended a day beyond their permitted limit',
  payload: chargePayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => {
    const day = dayNumber(Temporal.PlainDate.from(payload.day))
    const currencies = new Set<string>()
    const needs: Need[] = []
    for (const standing of payload.accounts) {
      const { account } = standingOf(standing)
      const known = state.peek(accounts, account)
      needs.push(
        needOnce(accounts, account),
        needOnce(excesses, account),
        need(balanceHistories, historyKey(standing, day)),
      )
      if (known === undefined) continue
      currencies.add(known.currency)
      if (known.agreement !== null) needs.push(needOnce(agreements, known.agreement))
    }
    for (const currency of currencies) needs.push(...ownNeeds(state, ['interest', 'penalties'], currency))
    return needs
  },
  decide: (state, { payload }, context) => {
    const date = Temporal.PlainDate.from(payload.day)
    const day = dayNumber(date)
    const named = new Map(payload.accounts.map((standing) => [standingOf(standing).account, standing]))
    return decideExcess({
      day,
      subjects: [...named].flatMap(([id, standing]): ExcessSubject[] => {
        const account = state.get(accounts, id)
        const balances = state.get(balanceHistories, historyKey(standing, day))
        if (account?.kind !== 'customer' || account.agreement === null || balances === undefined) return []
        const terms = context.termsOn(date, state.get(agreements, account.agreement)?.binding)
        return [{ account, balances, excess: state.get(excesses, id), terms }]
      }),
      businessDate: context.businessDate,
      ownAccount: (product, currency) => ownAccount(state, product, currency),
      terms: context.terms(),
    })
  },
}
