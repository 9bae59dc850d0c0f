/** What every command that opens an account for customers needs, and who may ask for one. */
import { type Refused, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { optionalIdOf } from '../../kernel/wire.ts'
import { checkActorForAll, representationNeeds } from '../../parties/acting/rules.ts'
import type { RepresentationRefusal } from '../../parties/representation/rules.ts'
import { parties } from '../../parties/rules.ts'
import { dues } from '../../pricing/dues/rules.ts'
import type { Actor, Context } from '../../storage/command.ts'
import { agreementKey, agreementOf, agreements } from '../../terms/agreements/rules.ts'
import type { OpeningContext } from './rules.ts'

/** What must be in memory to open an account for these holders. */
export function openingNeeds(state: StateReader, holders: readonly PartyId[]): readonly Need[] {
  const known = state.peek(agreementOf, agreementKey(holders))
  return [
    ...representationNeeds(holders),
    need(agreementOf, agreementKey(holders)),
    ...(known === undefined ? [] : [need(agreements, known), need(dues, known)]),
  ]
}

/** What opening knows besides the request, under the terms that hold for these holders. */
export function openingContext(
  state: StateReader,
  holders: readonly PartyId[],
  context: Context,
  { staff }: Actor,
): OpeningContext {
  const { entity, businessDate: on, nextId } = context
  const known = state.get(agreementOf, agreementKey(holders))
  const agreement = known === undefined ? undefined : state.get(agreements, known)
  const terms = context.terms(agreement?.status === 'in-force' ? agreement.binding : undefined)
  const [first] = holders
  const customer = first === undefined ? undefined : state.get(parties, first)?.kind
  const owed = agreement?.status === 'in-force' ? state.get(dues, agreement.agreement) : undefined
  const charged = customer === undefined ? undefined : { customer, dues: owed, staff }
  return { agreement, entity, on, terms, nextId, charged }
}

/** Who asks for an account: the actor, and whose order staff pass on. */
export type Asking = { readonly actor: Actor; readonly orderedBy: string | undefined }

/** Refusals before those of the opening itself and of representation: a holder is no registered party. */
export const holderRefusals = ['party-unknown'] as const
export type HolderRefusal = (typeof holderRefusals)[number] | RepresentationRefusal

/**
 * Why these holders get no account at this request. In this order: one of them is no registered party; whoever asks may not act for one of
 * them: holding an account binds, so the power for every holder is needed, while one holder is enough to dispose of it later.
 */
export function checkHolders(
  state: StateReader,
  customers: readonly PartyId[],
  { actor, orderedBy }: Asking,
  { on, terms }: OpeningContext,
): Refused<HolderRefusal> | undefined {
  const unknown = customers.filter((one) => state.get(parties, one) === undefined)
  if (unknown.length > 0)
    return refuse('party-unknown', terms.cite('account.opening'), { parties: unknown.map(String) })
  const act = { service: 'accounts' } as const
  return checkActorForAll(state, { actor, orderedBy: optionalIdOf(orderedBy), customers, act, on, terms })
}
