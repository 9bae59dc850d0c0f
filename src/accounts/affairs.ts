/** What a command about one customer account needs in memory, and whether the one who asks may ask. */
import { assertInvariant, type Refused } from '../kernel/decision.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import { type Need, need, type StateReader } from '../kernel/state.ts'
import { type Account, accounts } from '../ledger/rules.ts'
import {
  type Act,
  checkRepresentation,
  type RepresentationRefusal,
  representations,
} from '../parties/representation/rules.ts'
import { parties } from '../parties/rules.ts'
import type { Terms } from '../rulebook/terms.ts'
import type { Actor } from '../storage/command.ts'
import { type Agreement, agreements } from '../terms/agreements/rules.ts'
import { type AccountFile, accountFiles } from './files/rules.ts'

/** A customer account with its file and the agreement whose documents bind it. */
export type Affairs = { readonly account: Account; readonly file: AccountFile; readonly agreement: Agreement }

/** The account, its file and its agreement; and, where a customer or representative asks, what shows that they may. */
export function affairsNeeds(state: StateReader, account: AccountId, actor: Actor): readonly Need[] {
  const agreement = state.peek(accounts, account)?.agreement ?? null
  const file = state.peek(accountFiles, account)
  return [
    need(accounts, account),
    need(accountFiles, account),
    ...(agreement === null ? [] : [need(agreements, agreement)]),
    ...(file === undefined ? [] : standingNeeds(file.holders, actor)),
  ]
}

/** The account's affairs; undefined when there is no such customer account. */
export function affairsOf(state: StateReader, id: AccountId): Affairs | undefined {
  const account = state.get(accounts, id)
  const file = state.get(accountFiles, id)
  if (account === undefined || file === undefined || account.agreement === null) return undefined
  const agreement = state.get(agreements, account.agreement)
  assertInvariant(agreement !== undefined, 'a customer account has an agreement')
  return { account, file, agreement }
}

/** What must be in memory to see whether a customer or representative may act for these holders. Nothing for staff. */
export function standingNeeds(holders: readonly PartyId[], actor: Actor): readonly Need[] {
  return actsForCustomer(actor) ? holders.flatMap((one) => [need(parties, one), need(representations, one)]) : []
}

/**
 * Why a customer or representative may not ask this for these holders; undefined when they may act for one of them, and for staff, who
 * have seen to it themselves. The refusal is that of the first holder.
 */
export function checkStanding(
  state: StateReader,
  holders: readonly PartyId[],
  actor: Actor,
  act: Act,
  on: Temporal.PlainDate,
  terms: Terms,
): Refused<RepresentationRefusal> | undefined {
  if (!actsForCustomer(actor)) return undefined
  const { party } = actor
  assertInvariant(party !== undefined, 'a customer or representative is a party')
  const refusals = holders.map((holder) => {
    const customer = state.get(parties, holder)
    assertInvariant(customer !== undefined, 'a holder is a party')
    const representation = state.get(representations, holder)
    return checkRepresentation({ representation, representative: party, customer, act, on, terms })
  })
  return refusals.includes(undefined) ? undefined : refusals[0]
}

const actsForCustomer = ({ role }: Actor): boolean => role === 'customer' || role === 'representative'
