/** The command that notes a document which showed an entry to the customer. */
import { type Static, Type } from 'typebox'
import { accountCommand } from '../../accounts/account-command.ts'
import { need } from '../../kernel/state.ts'
import { idText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { bookedEntry, entryNeeds, entryText, reference } from '../claims/entry.ts'
import { decideNoteDocument, entryKey, sentDocuments } from './rules.ts'

const notePayload = payload({
  account: idText,
  entry: entryText,
  document: Type.String({ ...reference, description: 'Under which the archive keeps the document' }),
})

/** Facts: `sentOn`. */
export const noteDocument: CommandKind<Static<typeof notePayload>> = accountCommand({
  kind: 'sent-document.note',
  summary: 'Notes that a document which shows an entry was sent to the customer: the time for claims begins',
  payload: notePayload,
  purpose: 'service',
  roles: ['teller', 'operator', 'system'],
  by: 'institution',
  provision: 'claim.time-limit',
  needs: (account, _state, { entry }) => [...entryNeeds(entry), need(sentDocuments, entryKey(account, entry.seq))],
  decide: ({ account: { account } }, { payload: { entry, document } }, context, terms, state) =>
    decideNoteDocument(
      { account, seq: entry.seq, document, sentOn: context.businessDate },
      state.get(sentDocuments, entryKey(account, entry.seq)),
      bookedEntry(state, account, entry, context.lane) !== undefined,
      terms,
    ),
})
