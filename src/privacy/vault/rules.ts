/** Facts: one datum about a person each. What they say is encrypted in the vault; here stands that they exist. */
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, records } from '../../kernel/state.ts'

export const factKinds = [
  'name',
  'personal-code',
  'registration-number',
  'birth-date',
  'email',
  'phone',
  'address',
  'note',
] as const
export type FactKind = (typeof factKinds)[number]

/** Under which category each kind is sealed, and so how long its key lives: what a command's detail must say of itself. */
export const categoryOfFact = {
  name: 'identity',
  'personal-code': 'identity',
  'registration-number': 'identity',
  'birth-date': 'identity',
  email: 'contact',
  phone: 'contact',
  address: 'contact',
  note: 'staff-note',
} as const satisfies Record<FactKind, string>

export type Fact = {
  readonly fact: number
  readonly subject: PartyId
  readonly kind: FactKind
  /** Where it came from. */
  readonly source: 'subject' | 'staff' | 'register'
  readonly recordedOn: Temporal.PlainDate
}

export const facts = records<number, Fact>('fact')

/** Keeps the command's detail number `index` as a fact about its subject, under the subject's key. */
export function recordFact(fact: Fact, index: number): Effect {
  return create(facts, fact.fact, fact, { index, holder: fact.subject })
}
