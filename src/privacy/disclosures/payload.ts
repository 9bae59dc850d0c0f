/** Shapes that commands about disclosures share: who receives what, for what, and what is shown for it. No personal data: numbers, not names. */
import { Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { dateText, idOf, idText, oneOf } from '../../kernel/wire.ts'
import { attributeNames } from '../../rulebook/register/attributes.ts'
import { evidenceKinds, legalBases } from '../../rulebook/register/vocabulary.ts'
import type { Command, Context, Role } from '../../storage/command.ts'
import { reviews } from '../measures/providers/rules.ts'
import { recipientKey, recipientUndertakings } from '../measures/recipients/rules.ts'
import { switches } from '../switches/rules.ts'
import type { Disclosers } from './asked/rules.ts'
import { standingKey, standings } from './standing/rules.ts'

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
  Type.Object(
    {
      kind: oneOf(evidenceKinds, 'What is shown'),
      reference,
      dueOn: Type.Optional({ ...dateText, description: 'When it fell due: of what is overdue' }),
      agreement: Type.Optional({ ...idText, description: 'The agreement that is overdue: its dues say since when' }),
    },
    { additionalProperties: false },
  ),
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

/** Who receives, by register and by number; and which processor of the register it is, where it works for the institution. */
type Receiving = { readonly recipient: string; readonly receiver: string; readonly processor?: string | undefined }

/** What a disclosure must know of these persons, and of whoever receives: what it undertook, and whether it was vetted. */
export const disclosureNeeds = (
  subjects: readonly PartyId[],
  { recipient, receiver, processor }: Receiving,
): readonly Need[] => [
  ...subjects.flatMap((id) => [need(switches, id), need(standings, standingKey(id, recipient))]),
  need(recipientUndertakings, recipientKey(recipient, receiver)),
  ...[recipient, processor].flatMap((one) => (one === undefined ? [] : [need(reviews, one)])),
]

/** Who hands over now, and what is known of persons and receivers: of those of `disclosureNeeds`. */
export function disclosing({ actor }: Pick<Command, 'actor'>, context: Context, state: StateReader): Disclosers {
  const { entity, at, businessDate: on, nextId } = context
  return {
    role: actor.role,
    staff: actor.staff ?? null,
    entity,
    at,
    on,
    nextId,
    switchesOf: (subject) => state.get(switches, subject),
    standingOf: (subject, recipient) => state.get(standings, standingKey(subject, recipient)),
    reviewOf: (processor) => state.get(reviews, processor),
    undertakingOf: (recipient, receiver) => state.get(recipientUndertakings, recipientKey(recipient, receiver)),
  }
}
