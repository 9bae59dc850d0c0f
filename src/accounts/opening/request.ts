/** What every command that opens an account for customers needs, and who may ask for one. */
import { type Refused, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { checkActor, representationNeeds } from '../../parties/acting/rules.ts'
import { parties } from '../../parties/rules.ts'
import type { Actor, Context } from '../../storage/command.ts'
import { agreementKey, agreementOf, agreements } from '../../terms/agreements/rules.ts'
import { optionalIdOf } from '../../kernel/wire.ts'
import type { OpeningContext } from './rules.ts'

/** What must be in memory to open an account for these holders. */
export function openingNeeds(state: StateReader, holders: readonly PartyId[]): readonly Need[] {
  const known = state.peek(agreementOf, agreementKey(holders))
  return [
    ...representationNeeds(holders),
    need(agreementOf, agreementKey(holders)),
    ...(known === undefined ? [] : [need(agreements, known)]),
  ]
}

/** What opening knows besides the request, under the terms that hold for these holders. */
export function openingContext(state: StateReader, holders: readonly PartyId[], context: Context): OpeningContext {
  const { entity, businessDate: on, nextId } = context
  const known = state.get(agreementOf, agreementKey(holders))
  const agreement = known === undefined ? undefined : state.get(agreements, known)
  const terms = context.terms(agreement?.status === 'in-force' ? agreement.binding : undefined)
  return { agreement, entity, on, terms, nextId }
}

/** Who asks for an account: the actor, and whose order staff pass on. */
export type Asking = { readonly actor: Actor; readonly orderedBy: string | undefined }

/** Refusals before those of `decideOpening`: a holder is no registered party; whoever asks may not act for any of them. */
export function checkHolders(
  state: StateReader,
  customers: readonly PartyId[],
  { actor, orderedBy }: Asking,
  { on, terms }: OpeningContext,
): Refused<string> | undefined {
  const unknown = customers.filter((one) => state.get(parties, one) === undefined)
  return unknown.length > 0
    ? refuse('party-unknown', terms.cite('account.opening'), { parties: unknown.map(String) })
    : checkActor(state, { actor, orderedBy: optionalIdOf(orderedBy), customers, act: { service: 'accounts' }, on, terms })
}
