/** The beginning of every command about the statements of one account: its affairs, and whether who asks may be told. */
import { affairsNeeds, affairsOf } from '../accounts/affairs/rules.ts'
import { accountFiles } from '../accounts/files/rules.ts'
import { type Refused, refuse } from '../kernel/decision.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import { type Need, need, type StateReader } from '../kernel/state.ts'
import { idOf, optionalIdOf } from '../kernel/wire.ts'
import { checkActor, representationNeeds } from '../parties/acting/rules.ts'
import type { RepresentationRefusal } from '../parties/representation/rules.ts'
import { parties } from '../parties/rules.ts'
import type { ProvisionKey } from '../rulebook/provisions.ts'
import type { Command, Context } from '../storage/command.ts'
import type { Asked, Holder } from './asked/rules.ts'
import { informed, type Moment, uninformed } from './availability/rules.ts'

/** What every such command says: the account, and whose order staff pass on. */
export type AboutStatements = { readonly account: string; readonly orderedBy?: string | undefined }

export const now = ({ at, businessDate }: Context): Moment => ({ at, on: businessDate })

/** The account's affairs, who may act for its holders, and how these are informed. */
export function askedNeeds(state: StateReader, account: AccountId): readonly Need[] {
  const holders = state.peek(accountFiles, account)?.holders ?? []
  return [
    ...affairsNeeds(state, account),
    ...representationNeeds(holders),
    ...holders.map((holder) => need(informed, holder)),
  ]
}

/** Undefined when there is no such customer account. */
export function askedOf(state: StateReader, account: AccountId, context: Context): Asked | undefined {
  const affairs = affairsOf(state, account)
  if (affairs === undefined) return undefined
  return {
    affairs,
    terms: context.terms(affairs.agreement.binding),
    holders: affairs.file.holders.map((holder) => holderOf(state, holder)),
    now: now(context),
  }
}

export function holderOf(state: StateReader, holder: PartyId): Holder {
  const party = state.get(parties, holder)
  if (party === undefined) throw new Error(`party ${holder} holds something but was never registered`)
  return { party, informed: state.get(informed, holder) ?? uninformed(holder) }
}

export const unknownAccount = (
  context: Context,
  provision: ProvisionKey,
  account: string,
): Refused<'account-unknown'> => refuse('account-unknown', context.terms().cite(provision), { account })

/**
 * What is asked, or why it is refused: there is no such customer account; who asks may not act for one of its holders.
 *
 * @param provision cited when there is no such account
 */
export function askedBy(
  state: StateReader,
  { actor, payload }: Command<AboutStatements>,
  context: Context,
  service: 'information' | 'accounts',
  provision: ProvisionKey,
):
  | { readonly asked: Asked; readonly through: Holder | undefined; readonly refusal?: undefined }
  | {
      readonly asked?: undefined
      readonly through?: undefined
      readonly refusal: Refused<'account-unknown' | RepresentationRefusal>
    } {
  const asked = askedOf(state, idOf<AccountId>(payload.account), context)
  if (asked === undefined) return { refusal: unknownAccount(context, provision, payload.account) }
  const { terms, affairs } = asked
  const orderedBy = optionalIdOf<PartyId>(payload.orderedBy)
  const acting = { actor, orderedBy, act: { service }, on: context.businessDate, terms }
  const refusal = checkActor(state, { ...acting, customers: affairs.file.holders })
  if (refusal !== undefined) return { refusal }
  const isThrough = (holder: PartyId): boolean => checkActor(state, { ...acting, customers: [holder] }) === undefined
  // Of joint holders, the one who asks; otherwise the first who lets them ask.
  const through =
    asked.holders.find(({ party }) => party.party === (actor.party ?? orderedBy)) ??
    asked.holders.find(({ party }) => isThrough(party.party))
  return { asked, through }
}
