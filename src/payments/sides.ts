/** What a payment needs in memory on each side, and how a side is found. */

import { accountFiles } from '../accounts/files/rules.ts'
import { accountNumbers } from '../accounts/numbers/rules.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import { type Minor, zero } from '../kernel/money.ts'
import { type Need, need, type StateReader } from '../kernel/state.ts'
import { type Account, accounts } from '../ledger/rules.ts'
import { representationNeeds } from '../parties/acting/rules.ts'
import { dueBy, dues } from '../pricing/dues/rules.ts'
import type { Terms } from '../rulebook/terms.ts'
import type { Context } from '../storage/command.ts'
import { agreements } from '../terms/agreements/rules.ts'
import type { Side } from './movements/rules.ts'

/** An account by id, or by the number that the payer wrote. */
export type Target = { readonly account?: AccountId | undefined; readonly number?: string | undefined }

/** The account and the agreement that binds its holder. */
export function sideNeeds(state: StateReader, account: AccountId): readonly Need[] {
  const agreement = state.peek(accounts, account)?.agreement ?? null
  return agreement === null ? [need(accounts, account)] : [need(accounts, account), need(agreements, agreement)]
}

/** A side, what it owes the institution, and what tells whether somebody may dispose of it: its holders and who represents them. */
export function payerNeeds(state: StateReader, account: AccountId): readonly Need[] {
  const holders = state.peek(accountFiles, account)?.holders ?? []
  const agreement = state.peek(accounts, account)?.agreement ?? null
  return [
    ...sideNeeds(state, account),
    ...(agreement === null ? [] : [need(dues, agreement)]),
    need(accountFiles, account),
    ...representationNeeds(holders),
  ]
}

/** The side that a target names; the number first, since it names the account. */
export function targetNeeds(state: StateReader, target: Target): readonly Need[] {
  if (target.account !== undefined) return sideNeeds(state, target.account)
  const number = target.number ?? ''
  const found = state.peek(accountNumbers, number)
  return [need(accountNumbers, number), ...(found === undefined ? [] : sideNeeds(state, found.account))]
}

/** The account that a target names; undefined when there is none. A former number still names its account. */
export function accountOfTarget(state: StateReader, target: Target): Account | undefined {
  if (target.account !== undefined) return state.get(accounts, target.account)
  const found = state.get(accountNumbers, target.number ?? '')
  return found === undefined ? undefined : state.get(accounts, found.account)
}

/** A side of a movement; `detail` is the number of the command's detail that belongs to it, kept under its holder's key. */
export function sideOf(state: StateReader, account: Account, context: Context, detail?: number): Side {
  return {
    account,
    terms: termsOf(state, account, context),
    details: detail === undefined || account.holder === null ? undefined : { index: detail, holder: account.holder },
  }
}

/** What the holders of an account owe the institution in its currency on a day: it comes before orders of that day. */
export function dueMinorOf(state: StateReader, account: Account, on: Temporal.PlainDate): Minor {
  return account.agreement === null ? zero : dueBy(state.get(dues, account.agreement), account.currency, on)
}

/** The terms that bind an account: its agreement's, or those in force for an account of the institution's own. */
export function termsOf(state: StateReader, account: Account, context: Context): Terms {
  if (account.agreement === null) return context.terms()
  return context.terms(state.get(agreements, account.agreement)?.binding)
}

export const holdersOf = (state: StateReader, account: Account): readonly PartyId[] =>
  state.get(accountFiles, account.account)?.holders ?? []
