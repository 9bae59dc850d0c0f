/** The command by which the parties agree on limits of their own. */
import { type Static, Type } from 'typebox'
import type { AccountId } from '../../../kernel/ids.ts'
import { currency, minor } from '../../../kernel/money.ts'
import { need } from '../../../kernel/state.ts'
import { currencyCode, idOf, idText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { termsOf } from '../../sides.ts'
import { aboutCodesOf, checkAsker } from '../affairs.ts'
import { agreedLimits, decideAgreeLimits } from './rules.ts'

const minorText = Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$', description: 'Minor units' })
const agreePayload = payload({
  account: idText,
  currency: currencyCode,
  perTransaction: minorText,
  perDay: minorText,
  orderedBy: Type.Optional(Type.String({ ...idText, description: 'Who agrees for the customer' })),
})

/** Refuses, in this order: unknown account; who agrees may not act for its holders; then as `decideAgreeLimits`. */
export const agreeCashLimits: CommandKind<Static<typeof agreePayload>> = aboutCodesOf({
  kind: 'cash-code.agree-limits',
  summary: 'Agrees on limits of cash by code for one account, in the place of those published',
  payload: agreePayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  provision: 'cash-code.limits',
  needs: ({ payload }) => [need(agreedLimits, idOf<AccountId>(payload.account))],
  decide: (account, { actor, payload: asked }, context, state) => {
    const terms = termsOf(state, account, context)
    const agreed = {
      currency: currency(asked.currency),
      perTransactionMinor: minor(asked.perTransaction),
      perDayMinor: minor(asked.perDay),
    }
    return (
      checkAsker(state, account, { actor, orderedBy: asked.orderedBy }, context.businessDate, terms) ??
      decideAgreeLimits(account, agreed, context.businessDate, terms)
    )
  },
})
