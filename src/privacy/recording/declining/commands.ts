/** The command that notes what a person does not give. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { idOf, idText, oneOf } from '../../../kernel/wire.ts'
import { attributeNames } from '../../../rulebook/register/attributes.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { decideDecline } from './rules.ts'

const payload = Type.Object(
  {
    subject: idText,
    facts: Type.Array(oneOf(attributeNames, 'A kind of datum'), { minItems: 1, maxItems: 40, uniqueItems: true }),
    purpose: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A purpose of the register' }),
  },
  { additionalProperties: false },
)

/** Facts: `declined`, with what follows for each category. */
export const declineFacts: CommandKind<Static<typeof payload>> = {
  kind: 'fact.decline',
  summary: 'Notes that a person does not give certain data, and tells what follows',
  payload,
  purpose: 'service',
  roles: ['customer', 'teller', 'operator', 'credit-officer', 'system'],
  needs: () => [],
  decide: (_state, { actor: { party: by }, payload: { facts, purpose, subject } }, { terms }) =>
    decideDecline({ kinds: facts, purpose, by, subject: idOf<PartyId>(subject) }, terms()),
}
