/** Charging a fee with what it is the price of: the legs from the payer to the institution's income. */
import { internalAccounts, internalKey } from '../../accounts/internal/rules.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { Currency } from '../../kernel/money.ts'
import { negate } from '../../kernel/money.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { type Account, accounts, type Leg } from '../../ledger/rules.ts'
import type { Fee } from '../../pricing/fees/rules.ts'

/** The institution's account for fees in a currency; none in memory when it has none. */
export function feeNeeds(state: StateReader, currency: Currency | string): readonly Need[] {
  const key = internalKey('fees', currency)
  const income = state.peek(internalAccounts, key)
  return [need(internalAccounts, key), ...(income === undefined ? [] : [need(accounts, income)])]
}

/** The account that takes fees in the currency. Throws when the institution opened none: a bug of its set-up, not of the customer. */
export function feeIncome(state: StateReader, currency: Currency | string): Account {
  const id: AccountId | undefined = state.get(internalAccounts, internalKey('fees', currency))
  const income = id === undefined ? undefined : state.get(accounts, id)
  if (income === undefined) throw new Error(`the institution has no account for fees in ${currency}`)
  return income
}

/** The two legs of a fee. Cover is the caller's to check, together with what the fee is for. */
export function feeLegs(state: StateReader, fee: Fee, payer: Account): readonly Leg[] {
  const income = feeIncome(state, fee.currency)
  return [
    { account: payer, amountMinor: negate(fee.amountMinor), nature: 'fee' },
    { account: income, amountMinor: fee.amountMinor, nature: 'fee' },
  ]
}
