/** Commands that close an account. */
import { type Static, Type } from 'typebox'
import { dayNumber } from '../../kernel/day-number.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { parties } from '../../parties/rules.ts'
import { dues } from '../../pricing/dues/rules.ts'
import type { CommandKind, Context } from '../../storage/command.ts'
import { accountCommand } from '../account-command.ts'
import type { Affairs } from '../affairs/rules.ts'
import { type AccountBalances, balanceHistories, type HistoryKey, historyKey } from '../balances/rules.ts'
import { type AccountFile, accountFiles } from '../files/rules.ts'
import { decideInterest, firstDayFor } from '../interest/rules.ts'
import { ownAccount, ownNeeds } from '../internal/own.ts'
import { overdrafts } from '../limits/rules.ts'
import { channel, orderedBy } from '../payload.ts'
import { broughtTo, decideClose, decideRequestClosing, type Earned } from './rules.ts'

const requestPayload = payload({ account: idText, channel, orderedBy })

/** Facts: whether the request `withdraws` from the agreement; the `fee` for the closing, where it has one. */
export const requestClosing: CommandKind<Static<typeof requestPayload>> = accountCommand({
  kind: 'account.request-closing',
  summary: "Receives the customer's request to close an account",
  payload: requestPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  by: 'customer',
  provision: 'account.closing.request',
  needs: owingNeeds,
  decide: (affairs, { actor, payload }, context, terms, state) => {
    const charge = {
      customer: kindOf(state, affairs.account),
      dues: state.get(dues, affairs.agreement.agreement),
      staff: actor.staff,
      nextId: () => context.nextId<number>(),
    }
    return decideRequestClosing(affairs, payload.channel, charge, context.businessDate, terms)
  },
})

const closePayload = payload({
  account: idText,
  at: Type.Optional(
    Type.Integer({ minimum: 1, description: "The number of the account's last event; needed where it earns interest" }),
  ),
  payTo: Type.Optional(
    Type.String({ ...idText, description: 'The account of the same customer that what is left goes to' }),
  ),
})

/** Facts: whether the agreement ended with it; the `interest` that was credited, and the `rest` that went to `restTo`. */
export const closeAccount: CommandKind<Static<typeof closePayload>> = accountCommand({
  kind: 'account.close',
  summary: 'Closes an account whose closing was asked for, and pays out its interest and what is left on it',
  payload: closePayload,
  purpose: 'service',
  roles: ['teller', 'operator', 'system'],
  by: 'institution',
  provision: 'account.closing.request',
  needs: (account, state, { at, payTo }) => {
    const file = state.peek(accountFiles, account)
    const currency = state.peek(accounts, account)?.currency
    return [
      need(overdrafts, account),
      ...owingNeeds(account, state),
      ...(currency === undefined ? [] : ownNeeds(state, ['interest', 'tax'], currency)),
      ...(at === undefined || file === undefined ? [] : [need(balanceHistories, keyOf(file, at))]),
      ...(payTo === undefined ? [] : [need(accounts, idOf<AccountId>(payTo))]),
    ]
  },
  decide: (affairs, { payload: { at, payTo } }, context, terms, state) => {
    const { account, agreement, file } = affairs
    const history = at === account.seq ? state.get(balanceHistories, keyOf(file, at)) : undefined
    const payee = payTo === undefined ? undefined : (state.get(accounts, idOf<AccountId>(payTo)) ?? null)
    return decideClose(
      affairs,
      {
        at,
        overdraft: state.get(overdrafts, account.account),
        dues: state.get(dues, agreement.agreement),
        interest: history && (() => interestOf(affairs, history, context, state)),
        earns: earns(state, account, context),
        rest: payee && payee.agreement !== agreement.agreement ? null : payee,
        on: context.businessDate,
      },
      terms,
    )
  },
})

/** Balances from the opening on: whatever was not credited in all that time is credited now. */
const keyOf = ({ account, openedOn }: AccountFile, at: number): HistoryKey =>
  historyKey(`${account}@${at}`, dayNumber(openedOn))

function owingNeeds(account: AccountId, state: StateReader): readonly Need[] {
  const { agreement = null, holder = null } = state.peek(accounts, account) ?? {}
  return [...(agreement === null ? [] : [need(dues, agreement)]), ...(holder === null ? [] : [need(parties, holder)])]
}

const kindOf = (state: StateReader, { holder }: Account) =>
  (holder === null ? undefined : state.get(parties, holder)?.kind) ?? 'natural'

/** Whether a price list in force has interest for the account, or had some when it was opened. */
function earns(state: StateReader, account: Account, context: Context): boolean {
  const { currency, product } = account
  const about = { currency, product, customer: kindOf(state, account) }
  const opened = state.get(accountFiles, account.account)?.openedOn ?? context.businessDate
  return [context.businessDate, opened].some((day) => context.termsOn(day).price('balance.interest', about))
}

/**
 * The interest through the day before, by the fold that credits it on the days of the schedule; the closing day ends with nothing on the
 * account and so earns none.
 */
function interestOf({ account }: Affairs, history: AccountBalances, context: Context, state: StateReader): Earned {
  const through = context.businessDate.subtract({ days: 1 })
  const day = dayNumber(through)
  const terms = context.termsOn(through)
  const decided = decideInterest({
    through: day,
    from: firstDayFor(day, terms),
    accounts: [{ account, history }],
    businessDate: context.businessDate,
    ownAccount: (product, currency) => ownAccount(state, product, currency),
    termsOn: context.termsOn,
  })
  if (decided.outcome === 'refused') throw new Error(`interest up to the closing was refused: ${decided.code}`)
  const credited = decided.effects.length > 0
  return {
    effects: decided.effects,
    cited: credited ? [context.terms().cite('account.closing.interest'), decided.cited] : [],
    netMinor: broughtTo(account, decided.effects),
  }
}
