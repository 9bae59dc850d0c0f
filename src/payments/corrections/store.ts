/** Proposed and approved corrections in PostgreSQL. */
import type { LaneId, Place } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type Correction, type CorrectionGround, corrections } from './rules.ts'

export const correctionStore = collectionStore(corrections, loadCorrections, (lane, steps) =>
  upsert(
    'correction',
    ['lane', 'correction'],
    lastOfEach(steps).map(({ key, after }) => ({
      lane,
      correction: key,
      place: after.place,
      ground: after.ground,
      proposed_by: after.proposedBy,
      approved_by: after.approvedBy,
    })),
  ),
)

type Row = {
  correction: bigint
  place: bigint
  ground: CorrectionGround
  proposed_by: string
  approved_by: string | null
}

async function loadCorrections(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly number[],
): Promise<ReadonlyMap<number, Correction>> {
  const rows = await sql<Row[]>`
    select correction, place, ground, proposed_by, approved_by from correction
    where lane = ${lane} and correction = any(${sql.array([...keys], oids.int8)})`
  return new Map(
    rows.map((row) => [
      Number(row.correction),
      {
        correction: Number(row.correction),
        place: Number(row.place) as Place,
        ground: row.ground,
        proposedBy: row.proposed_by,
        approvedBy: row.approved_by,
      },
    ]),
  )
}
