/** How a claim names an entry: the decision that booked it, and its number on the account. */
import { type Static, Type } from 'typebox'
import { type AccountId, type LaneId, type Place, parseDecisionId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { payload } from '../../kernel/wire.ts'
import { type PostedEntry, postings } from '../../ledger/postings/rules.ts'

export const entryText = payload({
  decision: Type.String({ format: 'uuid', description: 'The decision that booked the entry' }),
  seq: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'The number of the entry on the account' }),
})
export type EntryText = Static<typeof entryText>

/** A reference in the institution's archive: letters, digits and signs, nobody's words. */
export const reference = { pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$' } as const

/** No decision stands there. */
const nowhere = 0 as Place

export const placeOf = ({ decision }: EntryText): Place => parseDecisionId(decision)?.place ?? nowhere

export const entryNeeds = (entry: EntryText): readonly Need[] => [need(postings, placeOf(entry))]

/** The entry and the place of its decision; undefined when it was not booked on this account of this lane. */
export function bookedEntry(
  state: StateReader,
  account: AccountId,
  text: EntryText,
  lane: LaneId,
): { readonly place: Place; readonly entry: PostedEntry } | undefined {
  const place = placeOf(text)
  const posting = state.get(postings, place)
  if (parseDecisionId(text.decision)?.lane !== lane) return undefined
  const entry = posting?.entries.find((one) => one.account === account && one.seq === text.seq)
  return entry === undefined ? undefined : { place, entry }
}
