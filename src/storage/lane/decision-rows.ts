/** Decision rows as bytes: the same bytes go into the table and under the hash chain. */
import type { LaneId } from '../../kernel/ids.ts'
import { CopyRows } from '../copy.ts'
import type { ChainedRow, DecisionRow } from './port.ts'

export const decisionColumns = `decision (lane, place, kind, client, key_hash, body_mac, role, party, staff, purpose, code, citation_set,
  payload, details, blinds_hash, facts, internal, group_number, leg_amounts, leg_currencies)`
const columnCount = 20

export function encodeDecisions<R extends ChainedRow>(
  lane: LaneId,
  decisions: readonly R[],
  citationSet: (row: R) => number,
): Buffer {
  const out = new CopyRows(decisions.length * 400 + 64)
  const text = (value: string | null) => (value === null ? out.null() : out.text(value))
  for (const row of decisions) {
    out.row(columnCount).int4(lane).int8(row.place).word(row.kind).word(row.client).bytes(row.keyHash).bytes(row.bodyMac)
    out.word(row.role)
    if (row.party === null) out.null()
    else out.int8(row.party)
    text(row.staff)
    out.word(row.purpose)
    text(row.code)
    out.int4(citationSet(row))
    out.text(row.payload)
    text(row.details)
    if (row.blinds === null) out.null()
    else out.bytes(row.blinds.hash)
    text(row.facts)
    text(row.internal)
    if (row.group === null) out.null()
    else out.int4(row.group)
    if (row.legs === null) out.null().null()
    else out.bigints(row.legs.amounts).texts(row.legs.currencies)
  }
  return out.rows()
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
