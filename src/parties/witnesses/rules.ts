/** Signatures made before a witness: the institution's representative, or a notary where that is not possible. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { changeAuthorisation } from '../replacement/rules.ts'
import { type Representation, representations } from '../representation/rules.ts'
import type { SignedDocument } from '../signatures/rules.ts'

/** Why somebody cannot come and sign before staff. */
export const impossibilities = ['abroad', 'illness', 'distance', 'detention', 'other'] as const

export type Witness = 'staff' | 'notary'

export type WitnessDemand = {
  readonly demand: number
  readonly customer: PartyId
  readonly document: SignedDocument
  readonly before: Witness
  readonly reason?: (typeof impossibilities)[number] | undefined
  readonly demandedBy: string
  readonly demandedOn: Temporal.PlainDate
  readonly confirmed?: { readonly by: string; readonly on: Temporal.PlainDate; readonly before: Witness } | undefined
}

export const witnessDemands = records<number, WitnessDemand>('witness-demand')

export type DemandWitness = Omit<WitnessDemand, 'demandedBy' | 'confirmed'> & {
  readonly staff: string | undefined
  readonly representation: Representation | undefined
}

/** In this order. */
export const witnessRefusals = ['staff-unnamed', 'entitlement-not-used', 'reason-missing', 'document-unknown'] as const
export type WitnessRefusal = (typeof witnessRefusals)[number]

/** Staff demand a witness. A notary may be demanded only with the reason why signing before staff is not possible. */
export function decideDemandWitness(asked: DemandWitness, terms: Terms): Decision<Effect, WitnessRefusal> {
  const cited = terms.cite('signature.witnessed')
  const { staff, representation, ...wanted } = asked
  const { demand, customer, document, before, reason } = wanted
  if (staff === undefined) return refuse('staff-unnamed', cited)
  if (terms.policy('signature.witnessed') === 'never') return refuse('entitlement-not-used', cited)
  if (before === 'notary' && reason === undefined) return refuse('reason-missing', cited)
  const effects: Effect[] = [create(witnessDemands, demand, { ...wanted, demandedBy: staff })]
  if (document.kind === 'authorisation') {
    const found = representation?.authorisations.find(({ authorisation }) => authorisation === document.id)
    if (representation === undefined || found?.status !== 'submitted') return refuse('document-unknown', cited)
    effects.push(
      effect(representations, customer, changeAuthorisation(representation, { ...found, unwitnessed: demand })),
    )
  }
  return accept(effects, cited, { demand: String(demand), before, reason: reason ?? null }, { demandedBy: staff })
}

/** In this order. */
export const confirmRefusals = ['staff-unnamed', 'demand-unknown', 'demand-already-met', 'notary-not-demanded'] as const
export type ConfirmRefusal = (typeof confirmRefusals)[number]

/** Staff confirm before whom the document was signed. Before staff always does; a notary does where one was demanded. */
export function decideConfirmWitness(
  demand: WitnessDemand | undefined,
  before: Witness,
  staff: string | undefined,
  representation: Representation | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, ConfirmRefusal> {
  const cited = terms.cite('signature.witnessed')
  if (staff === undefined) return refuse('staff-unnamed', cited)
  if (demand === undefined) return refuse('demand-unknown', cited)
  if (demand.confirmed !== undefined) return refuse('demand-already-met', cited)
  if (before === 'notary' && demand.before === 'staff') return refuse('notary-not-demanded', cited)
  const effects: Effect[] = [effect(witnessDemands, demand.demand, { ...demand, confirmed: { by: staff, on, before } })]
  const waiting = representation?.authorisations.find(({ unwitnessed }) => unwitnessed === demand.demand)
  if (representation !== undefined && waiting !== undefined) {
    const after = changeAuthorisation(representation, { ...waiting, unwitnessed: undefined })
    effects.push(effect(representations, after.customer, after))
  }
  return accept(effects, cited, { before, on: on.toString() }, { confirmedBy: staff })
}
