/** Documents other than statements that showed an entry to the customer: from when one was sent, the time for claims runs (RA-9.8). */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { create, type Effect, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** `${account} ${seq}`. */
export type EntryKey = string & { readonly unit: 'entry' }

export const entryKey = (account: AccountId, seq: number): EntryKey => `${account} ${seq}` as EntryKey

/** The first document that showed an entry. */
export type SentDocument = {
  readonly account: AccountId
  readonly seq: number
  /** Under which the institution's archive keeps it. */
  readonly document: string
  readonly sentOn: Temporal.PlainDate
}

export const sentDocuments = records<EntryKey, SentDocument>('sent-document')

/** In this order: no such entry was booked on the account; a document was noted before, and the earlier one counts. */
export const sentDocumentRefusals = ['entry-unknown', 'document-noted'] as const
export type SentDocumentRefusal = (typeof sentDocumentRefusals)[number]

/** Notes that a document which shows the entry was sent today. */
export function decideNoteDocument(
  sent: SentDocument,
  before: SentDocument | undefined,
  isBooked: boolean,
  terms: Terms,
): Decision<Effect, SentDocumentRefusal> {
  const cited = terms.cite('claim.time-limit')
  if (!isBooked) return refuse('entry-unknown', cited)
  if (before !== undefined) return refuse('document-noted', cited, { sentOn: before.sentOn.toString() })
  return accept([create(sentDocuments, entryKey(sent.account, sent.seq), sent)], cited, {
    sentOn: sent.sentOn.toString(),
  })
}
