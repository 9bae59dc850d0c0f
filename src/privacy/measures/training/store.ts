/** Training of staff in PostgreSQL. */
import type { LaneId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { insert } from '../../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../../storage/sql.ts'
import { type LastTrained, type TrainedIn, type Training, trainings } from './rules.ts'

type Row = {
  readonly training: bigint
  readonly member: string
  readonly topic: string
  readonly trained_on: Temporal.PlainDate
  readonly taught_by: string
  readonly evidence: string
}

export const trainingStore = collectionStore(
  trainings,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from training where lane = ${lane} and training = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.training), trainingOf(row)]))
  },
  (lane, steps) =>
    insert(
      'training',
      lastOfEach(steps).map(({ after: { training, staff, topic, on, taughtBy, evidence } }) => ({
        lane,
        training,
        member: staff,
        topic,
        trained_on: on.toString(),
        taught_by: taughtBy,
        evidence,
      })),
    ),
)

const trainingOf = (row: Row): Training => ({
  training: Number(row.training),
  staff: row.member,
  topic: row.topic,
  on: row.trained_on,
  taughtBy: row.taught_by,
  evidence: row.evidence,
})

/** One of staff who reads personal data, and when they were last taught each subject. */
export type TrainedStaff = { readonly staff: string; readonly trained: LastTrained }

/** Everybody who undertook confidentiality and so may read, by code, with their training up to a day. */
export async function trainedStaff(
  sql: Sql | Transaction,
  lane: LaneId,
  day: Temporal.PlainDate,
): Promise<readonly TrainedStaff[]> {
  const rows = await sql<{ staff: string; topic: string | null; last: Temporal.PlainDate | null }[]>`
    select u.staff, t.topic, max(t.trained_on) as last from undertaking u
    left join training t on t.lane = u.lane and t.member = u.staff and t.trained_on <= ${day.toString()}
    where u.lane = ${lane} and u.signed <= ${day.toString()} group by u.staff, t.topic order by u.staff`
  return [...Map.groupBy(rows, ({ staff }) => staff)].map(([staff, lessons]) => ({
    staff,
    trained: new Map(
      lessons.flatMap(({ topic, last }): [string, Temporal.PlainDate][] =>
        topic === null || last === null ? [] : [[topic, last]],
      ),
    ),
  }))
}

/** When these members of staff were last taught each subject up to the business date, lane by lane. */
export async function trainedIn(sql: Sql | Transaction, staff: readonly string[]): Promise<readonly TrainedIn[]> {
  return sql<TrainedIn[]>`
    select t.lane, t.member as staff, t.topic, max(t.trained_on) as last, l.business_date as day
    from training t join lane l on l.lane = t.lane and t.trained_on <= l.business_date
    where t.member = any(${sql.array([...staff], oids.text)}) group by t.lane, t.member, t.topic, l.business_date`
}
