/** Looks how old minors are, once on each business date, and soon after a parent or guardian was recorded. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { goRound } from '../rounds.ts'
import { readAges } from './ages.ts'

const LOOK_MS = 10_000

/** @returns stops it; settles when the look that it is at has ended */
export function keepAges(
  { sql, gate, rulebookOf }: Pick<Institution, 'sql' | 'gate' | 'rulebookOf'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head' | 'writer'>,
  { everyMs = LOOK_MS, onFailed }: { readonly everyMs?: number; readonly onFailed: (error: Error) => void },
): () => Promise<void> {
  const looked = new Map<LaneId, { readonly on: string; readonly seen: Set<PartyId> }>()
  const look = async (): Promise<void> => {
    for (const { lane } of lanes.lanes) {
      const on = lanes.head(lane).businessDate
      const known = looked.get(lane)
      const day = known?.on === on.toString() ? known : { on: on.toString(), seen: new Set<PartyId>() }
      looked.set(lane, day)
      const terms = rulebookOf(lane).terms(on)
      const submit: Parameters<typeof readAges>[0]['submit'] = async (command) =>
        (await lanes.writer(lane).submit(command)).decision
      await readAges({ sql, lane, gate, terms, on, submit }, day.seen)
    }
  }
  return goRound(look, everyMs, onFailed).stop
}
