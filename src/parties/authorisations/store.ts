/** Specimens of signatures and seals in PostgreSQL: rows are inserted and never changed. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { type DetailsRow, detailsFrom, type HeldDetails } from '../../privacy/retention/details/rules.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { hex, insert } from '../../storage/lane/writes.ts'
import { keyOf } from '../../storage/sealed-key.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type Specimen, specimens } from './rules.ts'

type SpecimenRow = {
  specimen: bigint
  customer: bigint
  authorisation: bigint
  kind: Specimen['kind']
  of_party: bigint
}

export const specimenStore = collectionStore(
  specimens,
  async (sql, lane, keys) => {
    const rows = await sql<SpecimenRow[]>`
      select specimen, customer, authorisation, kind, of_party from specimen
      where lane = ${lane} and specimen = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.specimen), specimenOf(row)]))
  },
  (lane, steps) =>
    insert(
      'specimen',
      steps.map(({ after, sealed }) => ({
        lane,
        specimen: after.specimen,
        customer: after.customer,
        authorisation: after.authorisation,
        kind: after.kind,
        of_party: after.of,
        details: sealed === null ? null : hex(sealed),
      })),
    ),
)

/** The specimens on a document, with what they look like, encrypted. */
export async function specimenRows(
  sql: Sql,
  lane: LaneId,
  authorisation: number,
): Promise<readonly (Specimen & { readonly sealed: Buffer | null })[]> {
  const rows = await sql<(SpecimenRow & { details: Buffer | null })[]>`
    select * from specimen where lane = ${lane} and authorisation = ${authorisation} order by specimen`
  return rows.map((row) => ({ ...specimenOf(row), sealed: row.details }))
}

/** Specimens of these persons' signatures; on which day each was taken, their document alone says. */
export const specimensHeld = async (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<readonly HeldDetails[]> =>
  detailsFrom(
    'specimens of signatures',
    await sql<DetailsRow[]>`
      select of_party as subject, ${keyOf(sql, 'details')}, count(*)::int as count, null as first, null as last
      from specimen
      where lane = ${lane} and of_party = any(${sql.array(subjects.map(String), oids.int8)}) and details is not null
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )

const specimenOf = (row: SpecimenRow): Specimen => ({
  specimen: Number(row.specimen),
  customer: Number(row.customer) as PartyId,
  authorisation: Number(row.authorisation),
  kind: row.kind,
  of: Number(row.of_party) as PartyId,
})
