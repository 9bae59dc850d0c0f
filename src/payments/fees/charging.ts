/** What charging a fee needs in memory, and from which account it is taken (RA-10.6). */
import { internalAccounts, internalKey } from '../../accounts/internal/rules.ts'
import { excludes, segregations } from '../../accounts/segregated/rules.ts'
import type { Cited } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { Currency, Minor } from '../../kernel/money.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { type Account, accounts, blocks, type Leg } from '../../ledger/rules.ts'
import { parties } from '../../parties/rules.ts'
import { type Charging, channelOf, type Fee, feeOf, waivedFee } from '../../pricing/fees/rules.ts'
import type { PricedService } from '../../rulebook/prices.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Actor, Context } from '../../storage/command.ts'
import { agreements } from '../../terms/agreements/rules.ts'
import { termsOf } from '../sides.ts'
import { chosenAccount, feeAccounts } from './choice/rules.ts'
import { type Charge, legsOfFee } from './rules.ts'

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
export const feeLegs = (state: StateReader, fee: Fee, payer: Account): readonly Leg[] =>
  legsOfFee({ fee, income: feeIncome(state, fee.currency) }, payer)

/** All that a fee for a service on an account needs: whom it is for, what they chose, and every account that it may be taken from. */
export function chargeNeeds(state: StateReader, account: AccountId): readonly Need[] {
  const found = state.peek(accounts, account)
  if (found?.kind !== 'customer' || found.agreement === null || found.holder === null) return [need(accounts, account)]
  return [
    need(parties, found.holder),
    need(feeAccounts, found.agreement),
    ...feeNeeds(state, found.currency),
    need(agreements, found.agreement),
    ...(state.peek(agreements, found.agreement)?.accounts ?? [])
      .filter((one) => one.state !== 'closed')
      .flatMap((one) => [need(accounts, one.account), need(segregations, one.account)]),
  ]
}

/** Whether the holder of an account is a natural or a legal person; the first of joint holders counts. */
export function customerKind(state: StateReader, { holder }: Account): 'natural' | 'legal' | undefined {
  return holder === null ? undefined : state.get(parties, holder)?.kind
}

/** What a service on an account costs, by the terms of its agreement: the fee, or the clause by which one is waived. */
export function priceOf(
  state: StateReader,
  service: PricedService,
  account: Account,
  asked: Asked,
  context: Context,
): { readonly fee: Fee | undefined; readonly waived: Cited | undefined; readonly terms: Terms } {
  const { amountMinor, channel, ...charging } = asked
  const terms = termsOf(state, account, context)
  const { currency, product } = account
  const about = { currency, product, customer: customerKind(state, account), channel }
  const fee = feeOf(terms, service, about, amountMinor, charging)
  return { fee, waived: fee === undefined ? waivedFee(terms, service, about, charging) : undefined, terms }
}

type Asked = Charging & {
  readonly amountMinor?: Minor
  readonly channel?: ReturnType<typeof channelOf>
}

/** What a service on an account costs whoever asks for it now, and where that is taken from. */
export function chargeFor(
  state: StateReader,
  service: PricedService,
  account: Account,
  amountMinor: Minor,
  { role, staff }: Actor,
  context: Context,
): Charge {
  const asked = { amountMinor, channel: channelOf(role), staff }
  const { fee, waived, terms } = priceOf(state, service, account, asked, context)
  if (fee === undefined) return { waived }
  return {
    fee,
    income: feeIncome(state, fee.currency),
    payers: payersOf(state, account, context.businessDate, terms),
  }
}

/**
 * The accounts that a fee for a service on an account may be taken from, in their order: the one that the customer chose, the account
 * itself, and the customer's others in the same currency as they were opened. Not those whose money is kept apart from fees, and, but for
 * the account itself, none that a restriction stops.
 */
export function payersOf(
  state: StateReader,
  account: Account,
  on: Temporal.PlainDate,
  terms: Terms,
): readonly Account[] {
  if (account.agreement === null) return [account]
  const chosen = chosenAccount(state.get(feeAccounts, account.agreement), account.currency, on)
  const opened = state.get(agreements, account.agreement)?.accounts ?? []
  const ids = opened.filter((one) => one.state !== 'closed').map((one) => one.account)
  const preferred = chosen !== undefined && ids.includes(chosen) ? [chosen] : []
  const ordered = new Set([...preferred, account.account, ...ids])
  return [...ordered].flatMap((id) => {
    const one = state.get(accounts, id)
    return one !== undefined && mayPay(state, one, account, terms) ? [one] : []
  })
}

function mayPay(state: StateReader, one: Account, served: Account, terms: Terms): boolean {
  if (one.currency !== served.currency || one.status === 'closed') return false
  if (one.account !== served.account && (one.blocked & blocks.debits) !== 0) return false
  return one.product !== 'segregated' || !excludes(state.get(segregations, one.account), 'fees', terms)
}
