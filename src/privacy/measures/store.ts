/** Tests of measures in PostgreSQL. */
import type { LaneId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { insert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type MeasureTest, measureTests } from './rules.ts'

type Row = {
  readonly test: bigint
  readonly measure: string
  readonly act: MeasureTest['act']
  readonly result: MeasureTest['result']
  readonly tested_on: Temporal.PlainDate
  readonly evidence: string
  readonly role: string
  readonly staff: string | null
}

export const measureTestStore = collectionStore(
  measureTests,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from measure_test where lane = ${lane} and test = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.test), testOf(row)]))
  },
  (lane, steps) =>
    insert(
      'measure_test',
      lastOfEach(steps).map(({ after: { test, measure, act, result, on, evidence, role, staff } }) => ({
        lane,
        test,
        measure,
        act,
        result,
        tested_on: on.toString(),
        evidence,
        role,
        staff,
      })),
    ),
)

/** The last test and the last renewal of each measure up to a day. */
export async function lastTests(
  sql: Sql | Transaction,
  lane: LaneId,
  day: Temporal.PlainDate,
): Promise<readonly MeasureTest[]> {
  const rows = await sql<Row[]>`
    select distinct on (measure, act) * from measure_test where lane = ${lane} and tested_on <= ${day.toString()}
    order by measure, act, tested_on desc, test desc`
  return rows.map(testOf)
}

/** The first business date of a lane; undefined where it was not noted. */
export async function firstDay(sql: Sql | Transaction, lane: LaneId): Promise<Temporal.PlainDate | undefined> {
  const [row] = await sql<{ opened_on: Temporal.PlainDate | null }[]>`select opened_on from lane where lane = ${lane}`
  return row?.opened_on ?? undefined
}

const testOf = ({ test, measure, act, result, tested_on: on, evidence, role, staff }: Row): MeasureTest => {
  return { test: Number(test), measure, act, result, on, evidence, role, staff }
}
