/** Accounts of the institution's own: nostro, fees, interest, and the tills that hold cash. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { currency as currencyOf } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { accounts, openAccount } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

/**
 * `nostro`: money at other banks. `fees`, `interest` (paid and charged), `penalties`, `compensation` (of losses): income and cost, penalties
 * apart from damages and fees (RA-10.5). `tax`: withheld for the state. `transit`: on its way to or from the payment network. `seizure`: gathered for orders (RA-6.5).
 * `owed`: to customers whose account was closed.
 */
export const internalProducts = [
  'nostro',
  'fees',
  'interest',
  'penalties',
  'compensation',
  'tax',
  'transit',
  'seizure',
  'owed',
  'till',
] as const
export type InternalProduct = (typeof internalProducts)[number]

/** The account of the institution's own for a purpose in a currency: the first that was opened for it. Tills are named by their ids. */
export const internalAccounts = records<string, AccountId>('internal-account')

export const internalKey = (product: InternalProduct, currency: string): string => `${product} ${currency}`

export const internalOpeningRefusals = ['currency-not-offered'] as const
export type InternalOpeningRefusal = (typeof internalOpeningRefusals)[number]

/**
 * Opens an account of the institution's own, which is active at once.
 *
 * @param first the account that serves product and currency already
 */
export function decideInternalOpening(
  first: AccountId | undefined,
  account: AccountId,
  product: InternalProduct,
  currency: string,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, InternalOpeningRefusal> {
  const offered = terms.parameters('account.currency').currencies
  const cited = terms.cite('account.currency')
  if (!offered.includes(currency)) return refuse('currency-not-offered', cited, { offered })
  const kind = product === 'till' ? 'till' : 'internal'
  const opening = { kind, product, currency: currencyOf(currency), holder: null, agreement: null } as const
  return accept(
    [
      openAccount(account, opening, on),
      effect(accounts, account, { kind: 'status', status: 'active', bookingDate: on }),
      ...(first === undefined ? [create(internalAccounts, internalKey(product, currency), account)] : []),
    ],
    product === 'till' ? terms.cite('cash.at-till', 'account.currency') : cited,
    { account: String(account) },
  )
}
