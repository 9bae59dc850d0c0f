/**
 * Money that comes to an account on which orders wait is kept back at once, by the decision that brings it. Whoever decides knows nothing of
 * orders: every command of the catalogue is wrapped by `catching`, which looks at accounts that bear the mark of an order, and gives that mark
 * to an account when it is opened.
 */
import { accountRestrictions } from '../../../accounts/restriction/rules.ts'
import { excludes, segregations } from '../../../accounts/segregated/rules.ts'
import type { AgreementId, PartyId } from '../../../kernel/ids.ts'
import type { AnyCollection, Collection, Effect, Key, Need, StateReader } from '../../../kernel/state.ts'
import { type Account, type AccountEvent, accounts, blocks } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { agreementOf, agreements } from '../../../terms/agreements/rules.ts'
import { type Estate, estateNeeds, estateOf } from '../estate/rules.ts'
import { changeEffects, keptOn, spread } from '../keeping/rules.ts'
import { type Reached, seizures, waits } from '../rules.ts'

export const isWatched = ({ blocked }: Account): boolean => (blocked & blocks.watched) !== 0

/**
 * What must be in memory besides, for the accounts that a command may credit: nothing but for those that orders wait on.
 *
 * @param opens whether the command opens accounts, so that the agreement that they join counts, too
 */
export function catchNeeds(state: StateReader, asked: readonly Need[], opens: boolean): readonly Need[] {
  let more: Need[] | undefined
  for (const one of asked) {
    const agreement = watchedAgreement(state, one, opens)
    if (agreement === null) continue
    more ??= []
    more.push(...estateNeeds(state, agreement))
  }
  return more ?? []
}

/** The agreement of a watched account; or the one that an account which is opened may join, which is asked for by its holders. */
function watchedAgreement(state: StateReader, { collection, key }: Need, opens: boolean): AgreementId | null {
  if (opens && collection === (agreementOf as AnyCollection))
    return state.peek(agreementOf, key as PartyId | string) ?? null
  if (collection !== (accounts as AnyCollection)) return null
  const account = state.peek(accounts, key as Account['account'])
  return account !== undefined && isWatched(account) ? account.agreement : null
}

/** The agreements whose watched accounts a decision's effects may have given money to; empty for nearly every decision. */
export function touchedAgreements(state: StateReader, effects: readonly Effect[]): readonly AgreementId[] {
  let found: Set<AgreementId> | undefined
  for (const { collection, key, event } of effects) {
    if (collection !== (accounts as AnyCollection)) continue
    const agreement = touchedBy(state, key as Account['account'], event as AccountEvent)
    if (agreement === null) continue
    found ??= new Set()
    found.add(agreement)
  }
  return found === undefined ? [] : [...found]
}

function touchedBy(state: StateReader, id: Account['account'], event: AccountEvent): AgreementId | null {
  if (event.kind === 'opened') {
    const { agreement } = event.opening
    const orders = agreement === null ? undefined : state.peek(seizures, agreement)
    return orders !== undefined && waits(orders) ? agreement : null
  }
  if (!givesMoney(event)) return null
  // One that the decision itself opens has no money yet.
  const account = state.peek(accounts, id)
  return account !== undefined && isWatched(account) ? account.agreement : null
}

/** Whether more of the holders' own money may be free after it. */
const givesMoney = (event: AccountEvent): boolean =>
  (event.kind === 'entry' && event.amountMinor > 0n) ||
  (event.kind === 'held' && event.amountMinor < 0n) ||
  event.kind === 'restriction'

/**
 * What is kept back of what the effects bring, as effects that follow them. Undefined when nothing changes. Only accounts that bear the mark
 * count, and those that the effects open: what else came to be since the last spreading is found at the end of the day.
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
  const estate = after(estateOf(state, agreement, terms, on, isWatched), effects)
  const { before, reach, sparing } = estate
  const orders = spread(before.orders, reach, sparing)
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
  const all = [...reach, ...openedBy(estate, effects)]
  return { ...estate, reach: all.filter(({ account }) => account.status !== 'closed') }
}

/** Accounts that the effects open under the agreement, but those that their regime keeps apart. */
function openedBy({ agreement, terms }: Estate, effects: readonly Effect[]): readonly Reached[] {
  return effects.flatMap(({ collection, key, event }): Reached[] => {
    if (collection !== (accounts as AnyCollection)) return []
    const opened = event as AccountEvent
    if (opened.kind !== 'opened' || opened.opening.agreement !== agreement.agreement) return []
    const id = key as Account['account']
    const account = folded(accounts, id, undefined, effects)
    const regime = folded(segregations, id, undefined, effects)
    const isApart = opened.opening.product === 'segregated' && excludes(regime, 'seizure', terms)
    return account === undefined || isApart ? [] : [{ account, restrictions: [] }]
  })
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
