/** Accounts of the institution's own: nostro, fees, interest, and the tills that hold cash. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { currency as currencyOf } from '../../kernel/money.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import { accounts, openAccount } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

export const internalProducts = ['nostro', 'fees', 'interest', 'till'] as const
export type InternalProduct = (typeof internalProducts)[number]

export const internalOpeningRefusals = ['currency-not-offered'] as const
export type InternalOpeningRefusal = (typeof internalOpeningRefusals)[number]

/** Opens an account of the institution's own, which is active at once. */
export function decideInternalOpening(
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
    ],
    product === 'till' ? terms.cite('cash.at-till', 'account.currency') : cited,
    { account: String(account) },
  )
}
