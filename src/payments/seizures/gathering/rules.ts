/** Gathering what is kept back on several accounts into one, and converting what lies in another currency: at the institution's choice. */
import { moneyFact } from '../../../accounts/rules.ts'
import { accept, type Decision, type Refused, refuse } from '../../../kernel/decision.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { exponentOf, type Minor, minor, negate, plus, smaller, zero } from '../../../kernel/money.ts'
import { divide } from '../../../kernel/rounding.ts'
import { type Effect, effect } from '../../../kernel/state.ts'
import { type Account, type AccountOpening, accounts, openAccount, post } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { openOrder, orderRefusals } from '../ending/rules.ts'
import type { Estate } from '../estate/rules.ts'
import { changeEffects, freeMoney, spread, stepEffect } from '../keeping/rules.ts'
import { standing } from '../receiving/rules.ts'
import { type Part, type SeizureOrder, total, waitingFor } from '../rules.ts'

/** Why the entitlement to gather is not used: policy waives it, or leaves it to a named person. */
export const entitlementRefusals = ['entitlement-waived', 'staff-decision-needed'] as const

/** In this order: the order; the entitlement; the account is none that the order reaches; nothing is kept elsewhere. */
export const gatherRefusals = [
  ...orderRefusals,
  ...entitlementRefusals,
  'account-out-of-reach',
  'nothing-kept',
] as const
export type GatherRefusal = (typeof gatherRefusals)[number]

type Moment = {
  /** Who decides; undefined for the institution's program. */
  readonly staff: string | undefined
  /** An id for the technical account, in case there is none yet. */
  readonly fresh: AccountId
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
}

/**
 * Moves what an order keeps into one account of the customer, or into the technical account that is opened for this order.
 *
 * @param into undefined for the technical account
 */
export function decideGather(
  found: Estate | undefined,
  number: number,
  into: AccountId | undefined,
  { staff, fresh, on, nextId }: Moment,
  terms: Terms,
): Decision<Effect, GatherRefusal> {
  const open = openOrder(found, number, terms)
  if (open.refusal !== undefined) return open.refusal
  const waived = checkEntitled(staff, terms)
  if (waived !== undefined) return waived
  const { estate } = open
  const cited = terms.cite('seizure.execution')
  const own = estate.reach.find(({ account }) => account.account === into)?.account
  if (into !== undefined && own?.currency !== open.order.currency) return refuse('account-out-of-reach', cited)

  const { before, sparing, reach } = estate
  const now = spread(before.orders, reach, sparing)
  const order = now.find((one) => one.order === number) ?? open.order
  const parts = order.kept.filter(({ account }) => account !== into)
  const movedMinor = total(parts)
  if (movedMinor === 0n) return refuse('nothing-kept', cited)
  const technical = own === undefined ? technicalOf(order, fresh, on) : undefined
  const target = own?.account ?? technical?.account ?? fresh
  const after: SeizureOrder =
    own === undefined
      ? { ...order, kept: [], gathered: joined(order.gathered, parts), technical: target }
      : { ...order, kept: [{ account: target, amountMinor: total(order.kept) }] }
  const legs = parts.flatMap(({ account, amountMinor }) => [
    { account: { account } as Account, amountMinor: negate(amountMinor), nature: 'seizure' as const },
    { account: { account: target } as Account, amountMinor, nature: 'seizure' as const },
  ])
  const steps = () =>
    parts.map((part) => stepEffect({ before, on, nextId }, number, { what: 'gathered', ...part, ground: null }))
  const orders = now.map((one) => (one.order === number ? after : one))
  return accept(
    [
      ...(technical?.effects ?? []),
      ...post(legs, on, on),
      ...changeEffects({ before, now, orders, reach, on, nextId, ground: 'money-gone' }),
      ...steps(),
    ],
    cited,
    {
      order: String(number),
      into: String(target),
      gatheredNow: moneyFact(movedMinor, order.currency),
      ...standing(after),
    },
  )
}

/** The entitlement of RA-6.5 to choose how: always, by a named person, or never. */
function checkEntitled(
  staff: string | undefined,
  terms: Terms,
): Refused<(typeof entitlementRefusals)[number]> | undefined {
  const policy = terms.policy('seizure.execution')
  if (policy === 'never') return refuse('entitlement-waived', terms.cite('seizure.execution'))
  if (policy === 'staff' && staff === undefined) return refuse('staff-decision-needed', terms.cite('seizure.execution'))
  return undefined
}

/** The technical account of an order, with what opens it where there is none yet. */
export function technicalOf(
  order: SeizureOrder,
  fresh: AccountId,
  on: Temporal.PlainDate,
): { readonly account: AccountId; readonly effects: readonly Effect[] } {
  if (order.technical !== null) return { account: order.technical, effects: [] }
  const opening: AccountOpening = {
    kind: 'internal',
    product: 'seizure',
    currency: order.currency,
    holder: null,
    agreement: null,
  }
  return {
    account: fresh,
    effects: [
      openAccount(fresh, opening, on),
      effect(accounts, fresh, { kind: 'status', status: 'active', bookingDate: on }),
    ],
  }
}

/** Parts by account, each once. */
export function joined(a: readonly Part[], b: readonly Part[]): readonly Part[] {
  const byAccount = new Map<AccountId, Minor>()
  for (const { account, amountMinor } of [...a, ...b])
    byAccount.set(account, plus(byAccount.get(account) ?? zero, amountMinor))
  return [...byAccount].map(([account, amountMinor]) => ({ account, amountMinor }))
}

/**
 * In this order: the order; the entitlement; the account is none that the order reaches in another currency; the order waits for nothing;
 * the institution has no account of its own for orders in one of the currencies; the account has nothing, or too little for one unit of the
 * order's currency.
 */
export const convertRefusals = [
  ...orderRefusals,
  ...entitlementRefusals,
  'account-out-of-reach',
  'order-satisfied',
  'position-missing',
  'nothing-kept',
] as const
export type ConvertRefusal = (typeof convertRefusals)[number]

export type Conversion = {
  readonly account: AccountId
  /** Units of the order's currency for one unit of the account's, as a decimal number. */
  readonly rate: string
  /** Where the rate was published. */
  readonly source: string
  /** The institution's own accounts for orders, in the account's and the order's currency: they take the one and give the other. */
  readonly position: { readonly taken: Account; readonly given: Account } | undefined
}

/** Converts money of an account in another currency, no more than the order waits for, and gathers it on the technical account. */
export function decideConvert(
  found: Estate | undefined,
  number: number,
  { account, rate, source, position }: Conversion,
  { staff, fresh, on, nextId }: Moment,
  terms: Terms,
): Decision<Effect, ConvertRefusal> {
  const open = openOrder(found, number, terms)
  if (open.refusal !== undefined) return open.refusal
  const waived = checkEntitled(staff, terms)
  if (waived !== undefined) return waived
  const { estate } = open
  const { before, reach, sparing } = estate
  const cited = terms.cite('seizure.execution')
  const reached = reach.find((one) => one.account.account === account)
  if (reached === undefined || reached.account.currency === open.order.currency)
    return refuse('account-out-of-reach', cited)

  const now = spread(before.orders, reach, sparing)
  const order = now.find((one) => one.order === number) ?? open.order
  const wanted = waitingFor(order)
  if (wanted === 0n) return refuse('order-satisfied', cited)
  if (position === undefined) return refuse('position-missing', cited)
  const keptHere = total(now.flatMap(({ kept }) => kept.filter((part) => part.account === account)))
  const { givenMinor, takenMinor } = exchange(freeMoney(reached, keptHere), wanted, rate, {
    from: exponentOf(reached.account.currency),
    to: exponentOf(order.currency),
  })
  if (givenMinor === 0n) return refuse('nothing-kept', cited)
  const technical = technicalOf(order, fresh, on)
  const nature = 'seizure' as const
  const legs = [
    { account: reached.account, amountMinor: negate(takenMinor), nature },
    { account: position.taken, amountMinor: takenMinor, nature },
    { account: position.given, amountMinor: negate(givenMinor), nature },
    { account: { account: technical.account } as Account, amountMinor: givenMinor, nature },
  ]
  const part = { account, amountMinor: givenMinor }
  const after = { ...order, gathered: joined(order.gathered, [part]), technical: technical.account }
  const orders = now.map((one) => (one.order === number ? after : one))
  return accept(
    [
      ...technical.effects,
      ...post(legs, on, on),
      ...changeEffects({ before, now, orders, reach, on, nextId, ground: 'money-gone' }),
      stepEffect({ before, on, nextId }, number, { what: 'converted', ...part, ground: null }),
    ],
    cited,
    {
      order: String(number),
      account: String(account),
      taken: moneyFact(takenMinor, reached.account.currency),
      converted: moneyFact(givenMinor, order.currency),
      rate,
      source,
      ...standing(after),
    },
  )
}

/**
 * What an amount gives at a rate: no more than is wanted, for no more than is there. What is taken is rounded up and what is given down, so
 * that a rate is never bettered by rounding.
 */
export function exchange(
  thereMinor: Minor,
  wantedMinor: Minor,
  rate: string,
  exponents: { readonly from: number; readonly to: number },
): { readonly takenMinor: Minor; readonly givenMinor: Minor } {
  const [whole = '0', decimals = ''] = rate.split('.')
  const numerator = BigInt(whole + decimals) * 10n ** BigInt(exponents.to)
  const denominator = 10n ** BigInt(decimals.length + exponents.from)
  if (thereMinor <= 0n || numerator === 0n) return { takenMinor: zero, givenMinor: zero }
  const givenMinor = smaller(wantedMinor, minor(divide(thereMinor * numerator, denominator, 'down')))
  return { givenMinor, takenMinor: minor(divide(givenMinor * denominator, numerator, 'up')) }
}
