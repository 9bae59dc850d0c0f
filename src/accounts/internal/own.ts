/** The institution's own accounts as commands need them: found by what they are for. */
import type { Currency } from '../../kernel/money.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { type InternalProduct, internalAccounts, internalKey } from './rules.ts'

/** The institution's own accounts for these purposes in a currency. */
export const ownNeeds = (state: StateReader, products: readonly InternalProduct[], currency: string): readonly Need[] =>
  products.flatMap((product) => {
    const key = internalKey(product, currency)
    const own = state.peek(internalAccounts, key)
    return [need(internalAccounts, key), ...(own === undefined ? [] : [need(accounts, own)])]
  })

/** Throws when the institution opened none: a bug of its set-up, not of the customer. */
export function ownAccount(state: StateReader, product: InternalProduct, currency: Currency): Account {
  const id = state.get(internalAccounts, internalKey(product, currency))
  const own = id === undefined ? undefined : state.get(accounts, id)
  if (own === undefined) throw new Error(`the institution has no account for ${product} in ${currency}`)
  return own
}
