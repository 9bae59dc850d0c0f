/** Keeps sweeping in the process that holds the lanes: once on each business date of each entity, without being asked. */
import { saysWhatIsKept } from '../../privacy/retention/sweep.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { goRound } from '../rounds.ts'
import { sweepEntity, sweepStandings } from './sweeping.ts'

const LOOK_MS = 60_000

export type SweepKeeping = {
  readonly everyMs?: number
  /** Is told what went wrong, such as a NotErased; it is tried again by the next look. */
  readonly onFailed: (error: Error) => void
}

/**
 * A sweep that a stop or a fault interrupts goes on where it came to. One that another process runs is left to it.
 *
 * @returns stops it; settles when the persons that it is at are done
 */
export function keepSweeping(
  institution: Pick<Institution, 'sql' | 'laneOf' | 'vaultOf' | 'rulebookOf'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head'>,
  { everyMs = LOOK_MS, onFailed }: SweepKeeping,
): () => Promise<void> {
  const look = async (stopping: AbortSignal): Promise<void> => {
    for (const { entity: id, businessDate, due } of await sweepStandings(institution, lanes)) {
      const held = lanes.lanes.find(({ entity }) => entity.id === id)
      if (!due || held === undefined || stopping.aborted) continue
      // Where no document in force says which data are kept, nothing goes.
      if (saysWhatIsKept(institution.rulebookOf(held.lane).terms(businessDate)))
        await sweepEntity(institution, held.entity, businessDate, { stopping })
    }
  }
  return goRound(look, everyMs, onFailed).stop
}
