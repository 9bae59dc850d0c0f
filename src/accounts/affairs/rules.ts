/** What a command about one customer account needs in memory. */
import { assertInvariant } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { type Agreement, agreements } from '../../terms/agreements/rules.ts'
import { type AccountFile, accountFiles } from '../files/rules.ts'

/** A customer account with its file and the agreement whose documents bind it. */
export type Affairs = { readonly account: Account; readonly file: AccountFile; readonly agreement: Agreement }

/** The account, its file and its agreement. */
export function affairsNeeds(state: StateReader, account: AccountId): readonly Need[] {
  const agreement = state.peek(accounts, account)?.agreement ?? null
  return [
    need(accounts, account),
    need(accountFiles, account),
    ...(agreement === null ? [] : [need(agreements, agreement)]),
  ]
}

/** The account's affairs; undefined when there is no such customer account. */
export function affairsOf(state: StateReader, id: AccountId): Affairs | undefined {
  const account = state.get(accounts, id)
  const file = state.get(accountFiles, id)
  if (account === undefined || file === undefined || account.agreement === null) return undefined
  const agreement = state.get(agreements, account.agreement)
  assertInvariant(agreement !== undefined, 'a customer account has an agreement')
  return { account, file, agreement }
}
