/**
 * Money that comes to an account on which orders wait is kept back at once, by the decision that brings it. Whoever decides knows nothing of
 * orders: every command of the catalogue is wrapped by `catching`, which looks at accounts that bear the mark of an order and at no others.
 */
import { accountRestrictions } from '../../../accounts/restriction/rules.ts'
import type { AgreementId } from '../../../kernel/ids.ts'
import type { AnyCollection, Collection, Effect, Key, Need, StateReader } from '../../../kernel/state.ts'
import { type Account, type AccountEvent, accounts, blocks } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { agreements } from '../../../terms/agreements/rules.ts'
import { type Estate, estateNeeds, estateOf } from '../estate/rules.ts'
import { changeEffects, keptOn, spread } from '../keeping/rules.ts'

export const isWatched = ({ blocked }: Account): boolean => (blocked & blocks.watched) !== 0

/** What must be in memory besides, for the accounts that a command may credit: nothing but for those that orders wait on. */
export function catchNeeds(state: StateReader, asked: readonly Need[]): readonly Need[] {
  let more: Need[] | undefined
  for (const { collection, key } of asked) {
    if (collection !== (accounts as AnyCollection)) continue
    const account = state.peek(accounts, key as Account['account'])
    if (account === undefined || !isWatched(account) || account.agreement === null) continue
    more ??= []
    more.push(...estateNeeds(state, account.agreement))
  }
  return more ?? []
}

/** The agreements whose watched accounts a decision's effects may have given money to; empty for nearly every decision. */
export function touchedAgreements(state: StateReader, effects: readonly Effect[]): readonly AgreementId[] {
  let found: Set<AgreementId> | undefined
  for (const { collection, key, event } of effects) {
    if (collection !== (accounts as AnyCollection) || !givesMoney(event as AccountEvent)) continue
    // An account that the decision itself opens is not there yet.
    const account = state.peek(accounts, key as Account['account'])
    if (account === undefined || !isWatched(account) || account.agreement === null) continue
    found ??= new Set()
    found.add(account.agreement)
  }
  return found === undefined ? [] : [...found]
}

/** Whether more of the holders' own money may be free after it. */
const givesMoney = (event: AccountEvent): boolean =>
  (event.kind === 'entry' && event.amountMinor > 0n) ||
  (event.kind === 'held' && event.amountMinor < 0n) ||
  event.kind === 'restriction'

/**
 * What is kept back of what the effects bring, as effects that follow them. Undefined when nothing changes. Only accounts that bear the mark
 * count: what came to be since the last spreading is found at the end of the day.
 */
export function caught(
  state: StateReader,
  agreementId: AgreementId,
  effects: readonly Effect[],
  terms: Terms,
  on: Temporal.PlainDate,
  nextId: () => number,
): { readonly effects: readonly Effect[]; readonly kept: readonly CaughtPart[] } | undefined {
  const agreement = state.get(agreements, agreementId)
  if (agreement === undefined) return undefined
  const estate = after(estateOf(state, agreement, terms, isWatched), effects)
  const { before, reach, protectedSum } = estate
  const orders = spread(before.orders, reach, protectedSum)
  const more = changeEffects({ before, orders, reach, on, nextId, ground: 'money-gone' })
  if (more.length === 0) return undefined
  const kept = orders.flatMap((order, i) =>
    order.kept.flatMap(({ account, amountMinor }) => {
      const was = before.orders[i]
      const newMinor = amountMinor - (was === undefined ? 0n : keptOn(was, account))
      return newMinor > 0n ? [{ order: order.order, account, amountMinor: newMinor, currency: order.currency }] : []
    }),
  )
  return { effects: more, kept }
}

export type CaughtPart = {
  readonly order: number
  readonly account: Account['account']
  readonly amountMinor: bigint
  readonly currency: string
}

/** The estate as it is once the effects have happened. */
function after(estate: Estate, effects: readonly Effect[]): Estate {
  const reach = estate.reach.map(({ account, restrictions }) => ({
    account: folded(accounts, account.account, account, effects) ?? account,
    restrictions: folded(accountRestrictions, account.account, undefined, effects)?.restrictions ?? restrictions,
  }))
  return { ...estate, reach: reach.filter(({ account }) => account.status !== 'closed') }
}

function folded<K extends Key, V, E>(
  of: Collection<K, V, E>,
  key: K,
  before: V | undefined,
  effects: readonly Effect[],
): V | undefined {
  let record = before
  for (const { collection, key: on, event } of effects)
    if (collection === of && on === key) record = of.reduce(record, event as E, key)
  return record
}
