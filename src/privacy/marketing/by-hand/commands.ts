/** The command by which staff note what became of an offer that they made. */
import { type Static, Type } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, oneOf } from '../../../kernel/wire.ts'
import type { Role } from '../../../storage/command.ts'
import { switching } from '../../consents/switching.ts'
import { messages } from '../messages/rules.ts'
import { attemptOutcomes, decideNote, offerAttempts } from './rules.ts'

/** Who makes offers. */
export const offerers: readonly Role[] = ['marketing-officer', 'operator']

const noting = Type.Object({
  message: idText,
  outcome: oneOf(attemptOutcomes, 'What became of it: whoever was not reached stays on the list'),
  all: Type.Optional(
    Type.Boolean({ description: 'Of a refusal: no offers at all; of the purpose of this one unless told' }),
  ),
})

/** Refuses as `decideNote`. */
export const noteAttempt = switching<Static<typeof noting>>({
  kind: 'marketing.note',
  summary: 'Notes what became of an offer by telephone, by post or at an event; a refusal ends offers at once',
  properties: noting.properties,
  roles: offerers,
  provision: 'marketing.sending',
  needs: ({ message }) => [need(messages, idOf<number>(message)), need(offerAttempts, idOf<number>(message))],
  decide: ({ asking, before, payload: { message: id, outcome, all = false }, terms }, state) => {
    const message = state.get(messages, idOf<number>(id))
    return decideNote(
      asking,
      before,
      { message, last: state.get(offerAttempts, idOf<number>(id)), outcome, all },
      terms,
    )
  },
})
