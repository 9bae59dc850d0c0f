/** The command that notes a document which showed an entry to the customer. */
import { type Static, Type } from 'typebox'
import { affairsNeeds, affairsOf } from '../../accounts/affairs/rules.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { unknownAccount } from '../asking.ts'
import { bookedEntry, entryNeeds, entryText, reference } from '../claims/entry.ts'
import { decideNoteDocument, entryKey, sentDocuments } from './rules.ts'

const notePayload = payload({
  account: idText,
  entry: entryText,
  document: Type.String({ ...reference, description: 'Under which the archive keeps the document' }),
})

/** Facts: `sentOn`. */
export const noteDocument: CommandKind<Static<typeof notePayload>> = {
  kind: 'sent-document.note',
  summary: 'Notes that a document which shows an entry was sent to the customer: the time for claims begins',
  payload: notePayload,
  purpose: 'service',
  roles: ['teller', 'operator', 'system'],
  needs: ({ payload: { account: text, entry } }, state) => {
    const account = idOf<AccountId>(text)
    return [...affairsNeeds(state, account), ...entryNeeds(entry), need(sentDocuments, entryKey(account, entry.seq))]
  },
  decide: (state, { payload: { account: text, entry, document } }, context) => {
    const account = idOf<AccountId>(text)
    const affairs = affairsOf(state, account)
    if (affairs === undefined) return unknownAccount(context, 'claim.time-limit', text)
    return decideNoteDocument(
      { account, seq: entry.seq, document, sentOn: context.businessDate },
      state.get(sentDocuments, entryKey(account, entry.seq)),
      bookedEntry(state, account, entry, context.lane) !== undefined,
      context.terms(affairs.agreement.binding),
    )
  },
}
