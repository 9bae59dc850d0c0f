/** The institution's own accounts through which money travels to and from the network. */
import { internalAccounts, internalKey } from '../../accounts/internal/rules.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { type Account, accounts } from '../../ledger/rules.ts'

/** `owed`: to customers whose account was closed. */
export type Way = 'transit' | 'nostro' | 'owed'

/** An account of the institution's own by purpose and currency. */
export function ownNeeds(state: StateReader, way: Way, currency: string): readonly Need[] {
  const key = internalKey(way, currency)
  const found = state.peek(internalAccounts, key)
  return [need(internalAccounts, key), ...(found === undefined ? [] : [need(accounts, found)])]
}

/** The account; undefined where the institution opened none. */
export function ownAccount(state: StateReader, way: Way, currency: string): Account | undefined {
  const id = state.get(internalAccounts, internalKey(way, currency))
  return id === undefined ? undefined : state.get(accounts, id)
}

/** The account. Throws when the institution opened none: a bug of its set-up, not of the customer. */
export function ownAccountFor(state: StateReader, way: Way, currency: string): Account {
  const found = ownAccount(state, way, currency)
  if (found === undefined) throw new Error(`the institution has no ${way} account in ${currency}`)
  return found
}
