/** The command by which staff note that they announced a recording. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { idOf, idText } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { decideAnnounce, refusedRecordings } from './rules.ts'

const payload = Type.Object(
  { subject: idText, agreed: Type.Boolean({ description: 'Whether the person let the conversation be recorded' }) },
  { additionalProperties: false },
)

/** Facts: `recording`, and with it `announcement`, its number; or `servedBy`, what is offered instead. */
export const announceRecording: CommandKind<Static<typeof payload>> = {
  kind: 'recording.announce',
  summary: 'Notes what a person said to the announcement that a conversation is recorded',
  payload,
  purpose: 'service',
  roles: ['teller', 'operator', 'credit-officer', 'system'],
  needs: ({ payload: { subject } }) => [need(refusedRecordings, idOf<PartyId>(subject))],
  decide: (_state, { payload: { subject, agreed } }, { businessDate: on, nextId, terms }) =>
    decideAnnounce({ subject: idOf<PartyId>(subject), agreed, on, nextId }, terms()),
}
