/** Charges what a permitted limit costs that is kept ready. */
import type { Static } from 'typebox'
import { accountCommand } from '../../../accounts/account-command.ts'
import { accountFiles } from '../../../accounts/files/rules.ts'
import { overdrafts } from '../../../accounts/limits/rules.ts'
import { need } from '../../../kernel/state.ts'
import { dateText, idText, payload } from '../../../kernel/wire.ts'
import { accounts } from '../../../ledger/rules.ts'
import { dues } from '../../../pricing/dues/rules.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { agreements } from '../../../terms/agreements/rules.ts'
import { chargeNeeds, customerKind, feeIncome, payersOf } from '../charging.ts'
import { feePeriods, periodKey } from '../periods/rules.ts'
import { decideCommitment } from './rules.ts'

const chargePayload = payload({ account: idText, to: dateText })

/** Facts: the `fee` with the `account` debited or its `due`; the time `from` and `to`, which is not charged; the `limit`. */
export const chargeCommitment: CommandKind<Static<typeof chargePayload>> = accountCommand({
  kind: 'fee.charge-commitment',
  summary: 'Charges what a permitted limit costs, up to a day that is not charged',
  payload: chargePayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  by: 'institution',
  provision: 'fee.annual',
  needs: (id, state) => {
    const agreement = state.peek(accounts, id)?.agreement ?? null
    if (agreement === null) return []
    return [
      need(overdrafts, id),
      need(feePeriods, periodKey(id, 'limit.commitment')),
      need(dues, agreement),
      ...chargeNeeds(state, id),
      ...(state.peek(agreements, agreement)?.accounts ?? []).map((one) => need(accountFiles, one.account)),
    ]
  },
  decide: ({ account, agreement }, { payload, actor }, context, terms, state) => {
    const on = context.businessDate
    const { currency, product } = account
    const payers = payersOf(state, account, on, terms).flatMap((one) => {
      const file = state.get(accountFiles, one.account)
      return file === undefined ? [] : [{ account: one, file }]
    })
    return decideCommitment(
      {
        to: Temporal.PlainDate.from(payload.to),
        through: state.get(feePeriods, periodKey(account.account, 'limit.commitment')),
        overdraft: state.get(overdrafts, account.account),
        about: { currency, product, customer: customerKind(state, account) },
        staff: actor.staff,
        payers,
        income: feeIncome(state, currency),
      },
      {
        served: account,
        terms,
        dues: state.get(dues, agreement.agreement),
        nextId: context.nextId,
        on,
        valueDate: on,
      },
    )
  },
})
