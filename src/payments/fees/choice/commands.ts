/** Commands about the account that fees are taken from. */
import type { Static } from 'typebox'
import { accountCommand } from '../../../accounts/account-command.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { idText, payload } from '../../../kernel/wire.ts'
import { accounts } from '../../../ledger/rules.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { ordering } from '../../payload.ts'
import { decideChoice, decideEndOffer, feeAccounts } from './rules.ts'

const choosePayload = payload({ account: idText, orderedBy: ordering.orderedBy })

/** Facts: the `account`, and the `currency` of the fees that are taken from it. */
export const chooseFeeAccount: CommandKind<Static<typeof choosePayload>> = accountCommand({
  kind: 'fee-account.choose',
  summary: 'Chooses the account that fees in its currency are taken from',
  payload: choosePayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  by: 'customer',
  provision: 'fee.chosen-account',
  needs: choiceNeeds,
  decide: ({ account, agreement }, _command, { businessDate }, terms, state) =>
    decideChoice(state.get(feeAccounts, agreement.agreement), account, agreement.agreement, businessDate, terms),
})

const endPayload = payload({ account: idText })

/** Facts: the day on which the offer `endsOn`, for all accounts of the agreement. */
export const endFeeAccountOffer: CommandKind<Static<typeof endPayload>> = accountCommand({
  kind: 'fee-account.end-offer',
  summary: 'Tells a customer that choosing the account for fees will no longer be offered',
  payload: endPayload,
  purpose: 'service',
  roles: ['operator'],
  by: 'institution',
  provision: 'fee.chosen-account',
  needs: choiceNeeds,
  decide: ({ agreement }, _command, { businessDate, entity }, terms, state) =>
    decideEndOffer(state.get(feeAccounts, agreement.agreement), agreement.agreement, entity, businessDate, terms),
})

function choiceNeeds(id: AccountId, state: StateReader): readonly Need[] {
  const agreement = state.peek(accounts, id)?.agreement ?? null
  return agreement === null ? [] : [need(feeAccounts, agreement)]
}
