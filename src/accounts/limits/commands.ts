/** Commands of overdraft agreements. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import { minor } from '../../kernel/money.ts'
import { need } from '../../kernel/state.ts'
import { idText, moneyText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { accountCommand } from '../account-command.ts'
import { orderedBy } from '../payload.ts'
import { decideAgreeLimit, decideEndLimit, overdrafts } from './rules.ts'

const agreePayload = payload({
  account: idText,
  maximum: moneyText,
  fee: moneyText,
  ratePercent: Type.String({ pattern: '^(0|[1-9][0-9]{0,2})(\\.[0-9]{1,6})?$', description: 'A year, such as 12.5' }),
  orderedBy,
})
const endPayload = payload({ account: idText, orderedBy })

export const agreeLimit: CommandKind<Static<typeof agreePayload>> = accountCommand({
  kind: 'account.agree-limit',
  summary: 'Concludes an overdraft agreement: maximum, fee and interest rate',
  payload: agreePayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'customer',
  provision: 'overdraft.agreement',
  needs: (account) => [need(overdrafts, account)],
  decide: ({ account }, { payload: { maximum, fee, ratePercent } }, context, terms) => {
    if (fee.currency !== maximum.currency)
      return refuse('currency-differs', terms.cite('overdraft.agreement'), { currency: account.currency })
    const [maximumMinor, feeMinor] = [minor(maximum.minor), minor(fee.minor)]
    const agreed = { currency: maximum.currency, maximumMinor, feeMinor, ratePercent }
    return decideAgreeLimit(account, agreed, context.businessDate, terms)
  },
})

export const endLimit: CommandKind<Static<typeof endPayload>> = accountCommand({
  kind: 'account.end-limit',
  summary: 'Ends an overdraft agreement',
  payload: endPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  by: 'customer',
  provision: 'overdraft.agreement',
  needs: (account) => [need(overdrafts, account)],
  decide: ({ account }, _command, context, terms, state) =>
    decideEndLimit(account, state.get(overdrafts, account.account), context.businessDate, terms),
})
