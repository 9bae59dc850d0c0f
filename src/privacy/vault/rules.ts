/** Facts: one datum about a person each. What they say is encrypted in the vault; here stands that they exist. */
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, records } from '../../kernel/state.ts'
import { type Attribute, attributeNames, classOf, type DataClass } from '../../rulebook/register/attributes.ts'

/** What a fact can tell: any attribute that a register may name. */
export const factKinds = attributeNames
export type FactKind = Attribute

/** Under which class of key each kind is sealed: what a command's detail must say of itself. */
export const categoryOfFact = Object.fromEntries(attributeNames.map((kind) => [kind, classOf(kind)])) as {
  readonly [K in FactKind]: DataClass
}

export type Fact = {
  readonly fact: number
  readonly subject: PartyId
  readonly kind: FactKind
  /** Where it came from: a source of the register. */
  readonly source: string
  readonly recordedOn: Temporal.PlainDate
  /** The role of the register in which the person is concerned, where it was said. */
  readonly role?: string | undefined
  readonly validFrom?: Temporal.PlainDate | undefined
  readonly validUntil?: Temporal.PlainDate | undefined
  /** Where it was put together from others: those. */
  readonly combines?: readonly number[] | undefined
}

export const facts = records<number, Fact>('fact')

/** Keeps the command's detail number `index` as a fact about its subject, under the subject's key. */
export function recordFact(fact: Fact, index: number): Effect {
  return create(facts, fact.fact, fact, { index, holder: fact.subject })
}
