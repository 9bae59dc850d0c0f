/** The entries that one decision booked, and whether they were reversed since: what a correction has to know. */
import type { AccountId, Place } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import { volatileCollection } from '../../kernel/state.ts'

export type PostedEntry = {
  readonly account: AccountId
  readonly seq: number
  readonly amountMinor: Minor
  readonly bookingDate: Temporal.PlainDate
  readonly valueDate: Temporal.PlainDate
}
export type Posting = { readonly entries: readonly PostedEntry[]; readonly reversed: boolean }

/** By the place of the decision. Read from the streams; the only event is that it was reversed. */
export const postings = volatileCollection<Place, Posting, 'reversed'>('posting', (before) => {
  if (before === undefined || before.reversed) throw new Error('broken invariant: a posting is reversed once')
  return { ...before, reversed: true }
})
