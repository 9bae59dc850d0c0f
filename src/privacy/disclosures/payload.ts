/** Shapes that commands about disclosures share: who receives what, for what, and what is shown for it. No personal data: numbers, not names. */
import { Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { type Need, need } from '../../kernel/state.ts'
import { idOf, idText, oneOf } from '../../kernel/wire.ts'
import { attributeNames } from '../../rulebook/register/attributes.ts'
import { evidenceKinds, legalBases } from '../../rulebook/register/schema.ts'
import type { Command, Context, Role } from '../../storage/command.ts'
import { switches } from '../switches/rules.ts'
import type { Disclosers } from './rules.ts'

export const itemName = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,39}$',
  description: 'The id of an item of the register',
})
/** The number of an act, a case, an agreement or an organisation: never words about a person. */
export const reference = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z .:/()_-]{0,59}$',
  description: 'A number: of an organisation, an act, a case or a document, never a name',
})
export const kindsOf = (what: string, minItems = 1) =>
  Type.Array(oneOf(attributeNames, 'An attribute'), { minItems, maxItems: 80, uniqueItems: true, description: what })
export const countryCode = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })
export const basisText = oneOf(legalBases, 'GDPR, Article 6(1)')
export const shownList = Type.Array(
  Type.Object({ kind: oneOf(evidenceKinds, 'What is shown'), reference }, { additionalProperties: false }),
  { maxItems: 10, description: 'What is shown for conditions of the register' },
)
export const subjectsList = Type.Array(idText, {
  minItems: 1,
  maxItems: 50,
  uniqueItems: true,
  description: 'The persons concerned',
})

/** Staff who hand data over; the system does so by standing orders of theirs. */
export const disclosers: readonly Role[] = [
  'operator',
  'credit-officer',
  'compliance-officer',
  'security-officer',
  'data-protection-officer',
  'system',
]

export const partiesOf = (ids: readonly string[]): readonly PartyId[] => ids.map((id) => idOf<PartyId>(id))

/** What a disclosure must know of these persons. */
export const switchNeeds = (ids: readonly string[]): readonly Need[] => partiesOf(ids).map((id) => need(switches, id))

/** Who hands over now, and what persons allowed. */
export function disclosing(
  { actor }: Pick<Command, 'actor'>,
  context: Context,
  switchesOf: Disclosers['switchesOf'],
): Disclosers {
  const { entity, at, businessDate: on, nextId } = context
  return { role: actor.role, staff: actor.staff ?? null, entity, at, on, nextId, switchesOf }
}
