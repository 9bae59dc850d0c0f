/** Decisions as bytes: the same bytes go into the table and under the hash chain. */
import type { LaneId } from '../../kernel/ids.ts'
import { CopyRows } from '../copy.ts'
import type { NumberedSet } from './citation-sets.ts'
import type { ChainedRow, DecisionRow } from './port.ts'

export const decisionColumns = `decision (lane, place, kind, client, key_hash, body_mac, role, party, staff, purpose, code, citation_set,
  payload, details, blinds_hash, facts, internal, group_number, leg_amounts, leg_currencies)`
const columnCount = 20

/** The rows that are copied in; and what the chain covers: these, and behind them what each citation set says that they name. */
export type EncodedDecisions = { readonly rows: Buffer; readonly chained: Buffer }

/** @param setOf the citation set of a decision: the same object for the same set, or it is covered twice */
export function encodeDecisions<R extends ChainedRow>(
  lane: LaneId,
  decisions: readonly R[],
  setOf: (row: R) => NumberedSet,
): EncodedDecisions {
  const out = new CopyRows(decisions.length * 400 + 1024)
  const sets = new Set<NumberedSet>()
  const text = (value: string | null) => (value === null ? out.null() : out.text(value))
  for (const row of decisions) {
    const set = setOf(row)
    sets.add(set)
    out
      .row(columnCount)
      .int4(lane)
      .int8(row.place)
      .word(row.kind)
      .word(row.client)
      .bytes(row.keyHash)
      .bytes(row.bodyMac)
    out.word(row.role)
    if (row.party === null) out.null()
    else out.int8(row.party)
    text(row.staff)
    out.word(row.purpose)
    text(row.code)
    out.int4(set.number)
    out.text(row.payload)
    text(row.details)
    if (row.blinds === null) out.null()
    else out.bytes(row.blinds.hash)
    text(row.facts)
    text(row.internal)
    if (row.group === null) out.null()
    else out.int4(row.group)
    if (row.legs === null) out.null().null()
    else out.bigints(row.legs.amounts).words(row.legs.currencies)
  }
  const { length } = out.rows()
  for (const { number, digest } of sets) out.int4(number).bytes(digest)
  const chained = out.rows()
  return { rows: chained.subarray(0, length), chained }
}

export const blindsColumns = 'decision_blinds (lane, place, salt, blinds)'

/** The blind indexes that came with these decisions, which are kept apart from them; undefined when none did. */
export function encodeBlinds(lane: LaneId, decisions: readonly DecisionRow[]): CopyRows | undefined {
  let out: CopyRows | undefined
  for (const { place, blinds } of decisions) {
    if (blinds === null) continue
    out ??= new CopyRows(4096)
    out.row(4).int4(lane).int8(place).bytes(blinds.salt).text(blinds.text)
  }
  return out
}
