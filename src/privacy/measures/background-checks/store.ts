/** Checks of suppliers' representatives in PostgreSQL. */
import type { PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { insert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { type BackgroundCheck, backgroundChecks } from './rules.ts'

type Row = {
  readonly background: bigint
  readonly subject: bigint
  readonly role: string
  readonly supplier: string
  readonly access: BackgroundCheck['access']
  readonly file: string
  readonly checked_on: Temporal.PlainDate
  readonly staff: string | null
}

export const backgroundCheckStore = collectionStore(
  backgroundChecks,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from background_check where lane = ${lane} and background = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map(({ background, subject, checked_on: on, role, supplier, access, file, staff }) => {
        const check = Number(background)
        return [check, { check, subject: Number(subject) as PartyId, role, supplier, access, file, on, staff }]
      }),
    )
  },
  (lane, steps) =>
    insert(
      'background_check',
      lastOfEach(steps).map(({ after: { check, subject, role, supplier, access, file, on, staff } }) => ({
        lane,
        background: check,
        subject,
        role,
        supplier,
        access,
        file,
        checked_on: on.toString(),
        staff,
      })),
    ),
)
