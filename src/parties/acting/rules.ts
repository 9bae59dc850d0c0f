/** Who acts: the party behind a command, and whether it may act for the customers whose affairs the command touches. */
import { assertInvariant, type Refused } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import {
  type Act,
  checkRepresentation,
  type RepresentationRefusal,
  representationRefusals,
  representations,
} from '../representation/rules.ts'
import { parties } from '../rules.ts'

/** Nobody: the key under which no party is ever kept. */
const nobody = 0 as PartyId

/** Of the question whether somebody may act, before those of representation: there is no such customer. */
export const verifyRefusals = ['party-unknown'] as const

export type Acting = {
  /** Who sends the command. */
  readonly actor: { readonly role: string; readonly party?: PartyId | undefined }
  /** Whose order it is, when staff pass it on. */
  readonly orderedBy?: PartyId | undefined
  /** Whose affair it is; several are joint holders. */
  readonly customers: readonly PartyId[]
  readonly act: Act
  readonly on: Temporal.PlainDate
  readonly terms: Terms
}

/** What `checkActor` reads of customers. */
export const representationNeeds = (customers: readonly PartyId[]): readonly Need[] =>
  customers.flatMap((customer) => [need(parties, customer), need(representations, customer)])

/**
 * Why the actor may not do the act for the customers; undefined when it may for one of them, which is enough to dispose of what they hold
 * together. A natural customer acts for themselves, a legal one only through a representative. Staff act on a customer's order: of the
 * party named, or, when none is, of a customer who may order themselves. The system acts for the institution and needs no power of a
 * customer.
 */
export function checkActor(state: StateReader, acting: Acting): Refused<RepresentationRefusal> | undefined {
  if (acting.actor.role === 'system') return undefined
  let closest: Refused<RepresentationRefusal> | undefined
  for (const customer of acting.customers) {
    const refusal = checkPower(state, acting, customer)
    if (refusal === undefined) return undefined
    if (closest === undefined || rank(refusal) > rank(closest)) closest = refusal
  }
  if (closest === undefined) throw new Error('an act concerns at least one customer')
  return closest
}

/**
 * Why the actor may not bind the customers; undefined when it may for every one of them: a joint agreement binds each, so nobody makes
 * another a joint holder without power to act for them. Staff to whom nobody is named pass on the own order of each natural customer. The
 * refusal is that of the first customer, in the order given, for whom the power is missing; its fact `customer` tells which.
 */
export function checkActorForAll(state: StateReader, acting: Acting): Refused<RepresentationRefusal> | undefined {
  if (acting.actor.role === 'system') return undefined
  for (const customer of acting.customers) {
    const refusal = checkPower(state, acting, customer)
    // Who asks has named the customers: that tells nothing new.
    if (refusal !== undefined) return { ...refusal, facts: { ...refusal.facts, customer: String(customer) } }
  }
  return undefined
}

/** Why the actor may not do the act for one customer. */
function checkPower(
  state: StateReader,
  { actor, orderedBy, act, on, terms }: Acting,
  id: PartyId,
): Refused<RepresentationRefusal> | undefined {
  const customer = state.get(parties, id)
  if (customer === undefined) throw new Error(`party ${id} holds something but was never registered`)
  const isStaff = actor.role !== 'customer' && actor.role !== 'representative'
  // Without a named party staff pass on the customer's own order, which a legal person cannot give.
  const representative = isStaff ? (orderedBy ?? (customer.kind === 'natural' ? id : nobody)) : actor.party
  const representation = state.get(representations, id)
  return checkRepresentation({ representation, representative: representative ?? nobody, customer, act, on, terms })
}

/** The code under which a member of staff acts: who decided something is a named person. */
export function staffOf({ staff }: { readonly staff?: string | undefined }): string {
  assertInvariant(staff !== undefined, 'staff act under their code')
  return staff
}

const rank = ({ code }: Refused<RepresentationRefusal>): number => representationRefusals.indexOf(code)
