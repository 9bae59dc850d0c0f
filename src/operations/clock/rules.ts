/** The business clock: an entity's own date, and the cut-over that moves it on. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { type LaneRecord, laneRecord } from '../../kernel/lane.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'

export const cutOverRefusals = ['business-date-passed'] as const
export type CutOverRefusal = (typeof cutOverRefusals)[number]

/** Moves the lane to a later business date; dates never go back. */
export function decideCutOver(
  lane: LaneId,
  record: LaneRecord,
  to: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, CutOverRefusal> {
  const cited = terms.cite('business-date.cut-over')
  if (Temporal.PlainDate.compare(to, record.businessDate) <= 0)
    return refuse('business-date-passed', cited, { businessDate: record.businessDate.toString() })
  return accept([effect(laneRecord, lane, { ...record, businessDate: to })], cited, { businessDate: to.toString() })
}
