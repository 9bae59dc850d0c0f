/** Undertakings of confidentiality in PostgreSQL. */
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { type Undertaking, undertakings } from './rules.ts'

export const undertakingStore = collectionStore(
  undertakings,
  async (sql, lane, keys) => {
    const rows = await sql<Undertaking[]>`
      select staff, signed, wording from undertaking
      where lane = ${lane} and staff = any(${sql.array([...keys], oids.text)})`
    return new Map(rows.map((row) => [row.staff, { ...row }]))
  },
  (lane, steps) =>
    upsert(
      'undertaking',
      ['lane', 'staff'],
      lastOfEach(steps).map(({ after: { staff, signed, wording } }) => ({
        lane,
        staff,
        signed: signed.toString(),
        wording,
      })),
    ),
)
