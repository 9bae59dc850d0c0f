/** Receiving an order: it is registered, and what it asks for is kept back at once. */
import { moneyFact } from '../../../accounts/rules.ts'
import { accept, type Cited, type Decision, type Facts, refuse, together } from '../../../kernel/decision.ts'
import { type Currency, type Minor, type Money, minus, zero } from '../../../kernel/money.ts'
import type { Effect } from '../../../kernel/state.ts'
import { type Account, type Leg, post } from '../../../ledger/rules.ts'
import type { Fee } from '../../../pricing/fees/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Estate } from '../estate/rules.ts'
import { changeEffects, freeMoney, keptOn, spread, stepEffect } from '../keeping/rules.ts'
import { isOpen, type Part, type SeizureOrder, total, waitingFor } from '../rules.ts'
import { mostSpared, newMonth } from '../sparing/rules.ts'

/**
 * In this order: no account is held by exactly the debtors named; the order is said to have come on a day that is still to come; it asks for
 * nothing; its currency is not offered; what it leaves in a month is nothing, or in another currency; the same authority's order of that
 * number is registered already.
 */
export const registerRefusals = [
  'debtor-without-account',
  'received-later',
  'amount-zero',
  'currency-not-offered',
  'currency-differs',
  'order-known',
] as const
export type RegisterRefusal = (typeof registerRefusals)[number]

export type OrderAsked = Pick<
  SeizureOrder,
  'order' | 'kind' | 'authority' | 'reference' | 'receivedOn' | 'registeredBy' | 'orderedMinor'
> & {
  readonly currency: Currency
  /** What it leaves to the debtors in each calendar month, in place of what law leaves; undefined where it sets none. */
  readonly monthly?: Money | undefined
}

/** The price of carrying out an order, and the legs that book it from an account. */
export type Charge = { readonly fee: Fee; readonly legs: (payer: Account) => readonly Leg[] }

/** Registers an order, and keeps back what is there. The price is charged now if money is left that covers it. */
export function decideRegister(
  estate: Estate | undefined,
  asked: OrderAsked,
  charge: Charge | undefined,
  on: Temporal.PlainDate,
  nextId: () => number,
  terms: Terms,
): Decision<Effect, RegisterRefusal> {
  const cited = terms.cite('seizure.execution')
  if (estate === undefined) return refuse('debtor-without-account', cited)
  if (Temporal.PlainDate.compare(asked.receivedOn, on) > 0)
    return refuse('received-later', cited, { receivedOn: asked.receivedOn.toString(), businessDate: on.toString() })
  if (asked.orderedMinor <= 0n) return refuse('amount-zero', cited)
  const offered = terms.parameters('account.currency').currencies
  if (!offered.includes(asked.currency))
    return refuse('currency-not-offered', terms.cite('account.currency'), { offered })
  const { monthly } = asked
  if (monthly?.minor === 0n) return refuse('amount-zero', terms.cite('seizure.protected-month'))
  if (monthly !== undefined && monthly.currency !== asked.currency)
    return refuse('currency-differs', terms.cite('seizure.protected-month'), { currency: monthly.currency })
  const { before, reach, apart, sparing } = estate
  const known = before.orders.find((one) => one.authority === asked.authority && one.reference === asked.reference)
  if (known !== undefined) return refuse('order-known', cited, { order: String(known.order) })

  const registered: SeizureOrder = {
    ...asked,
    kept: [],
    gathered: [],
    technical: null,
    paidMinor: zero,
    feeTaken: false,
    monthly: monthly === undefined ? null : newMonth(monthly.minor, on),
    proposed: null,
    endedOn: null,
    ground: null,
  }
  const spreadOut = spread([...before.orders, registered], reach, sparing)
  const charged = takeFee(estate, spreadOut, registered.order, charge, on, nextId)
  const change = { before, orders: charged.orders, reach, on, nextId, ground: 'earlier-order' }
  const order = charged.orders.find((one) => one.order === registered.order) ?? registered
  return accept(
    [...changeEffects(change), ...charged.effects()],
    together(cited, ...leftAlone(estate, registered), ...charged.cited),
    {
      order: String(order.order),
      agreement: String(before.agreement),
      ...standing(order),
      apart: apart.map(String),
      otherCurrencies: reach
        .filter(({ account }) => account.currency !== order.currency && account.balanceMinor > 0n)
        .map(({ account }) => String(account.account)),
      ...charged.facts,
    },
  )
}

/** What settles that money is left alone: the regime of segregated accounts, and the sum that stays free. */
function leftAlone({ apart, sparing, terms }: Estate, { monthly }: SeizureOrder): readonly Cited[] {
  const fixed = sparing.fixed === undefined ? [] : [terms.cite('seizure.protected-sum')]
  return [
    ...(apart.length > 0 ? [terms.cite('segregated-account.regime')] : []),
    ...(monthly === null ? fixed : [terms.cite('seizure.protected-month')]),
  ]
}

export type Charged = {
  readonly orders: readonly SeizureOrder[]
  /** Made when asked, so that steps are numbered in their order. */
  readonly effects: () => readonly Effect[]
  readonly cited: readonly Cited[]
  readonly facts: Facts
}

/**
 * Charges the price of an order, once: from the first account on which more is left than orders keep and law protects. Where none covers it
 * nothing is charged, so that the price takes nothing from what is ordered.
 */
export function takeFee(
  { before, reach, sparing, terms }: Estate,
  orders: readonly SeizureOrder[],
  number: number,
  charge: Charge | undefined,
  on: Temporal.PlainDate,
  nextId: () => number,
): Charged {
  const order = orders.find((one) => one.order === number)
  const free = ({ account, restrictions }: Estate['reach'][number]): Minor => {
    const kept = orders
      .filter(isOpen)
      .map((one) => ({ account: account.account, amountMinor: keptOn(one, account.account) }))
    const stays = mostSpared(account.currency, orders, reach, sparing)
    return minus(freeMoney({ account, restrictions }, total(kept)), stays)
  }
  const payer =
    charge === undefined || order?.feeTaken !== false
      ? undefined
      : reach.find((one) => one.account.currency === charge.fee.currency && free(one) >= charge.fee.amountMinor)
  if (charge === undefined || payer === undefined) return { orders, effects: () => [], cited: [], facts: {} }
  const { account } = payer.account
  const { amountMinor, currency, cited } = charge.fee
  return {
    orders: orders.map((one) => (one.order === number ? { ...one, feeTaken: true } : one)),
    effects: () => [
      ...post(charge.legs(payer.account), on, on),
      stepEffect({ before, on, nextId }, number, { what: 'fee', account, amountMinor, ground: null }),
    ],
    cited: [terms.cite('price-list.fee'), cited],
    facts: { fee: moneyFact(amountMinor, currency), feeFrom: String(account) },
  }
}

/** How an order stands, as facts. */
export const standing = (order: SeizureOrder): Facts => ({
  ordered: moneyFact(order.orderedMinor, order.currency),
  kept: partFacts(order.kept, order.currency),
  gathered: moneyFact(total(order.gathered), order.currency),
  paid: moneyFact(order.paidMinor, order.currency),
  waiting: moneyFact(waitingFor(order), order.currency),
  ...(order.monthly === null
    ? {}
    : {
        monthly: {
          sum: moneyFact(order.monthly.amountMinor, order.currency),
          month: order.monthly.month,
          left: moneyFact(order.monthly.leftMinor, order.currency),
        },
      }),
})

export const partFacts = (parts: readonly Part[], currency: Currency) =>
  parts.map(({ account, amountMinor }) => ({ account: String(account), amount: moneyFact(amountMinor, currency) }))
