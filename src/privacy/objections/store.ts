/** Objections in PostgreSQL. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import type { DetailId } from '../kept/rules.ts'
import { type Objection, objections } from './rules.ts'

export const objectionStore = collectionStore(
  objections,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from objection where lane = ${lane} and objection = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.objection), objectionOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'objection',
      ['lane', 'objection'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        objection: after.objection,
        subject: after.subject,
        purpose: after.purpose,
        raised_on: after.raisedOn.toString(),
        answer_by: after.answerBy.toString(),
        state: after.state,
        answered_on: after.answeredOn?.toString() ?? null,
        answered_by: after.answeredBy,
        reasons: after.reasons,
      })),
    ),
)

type Row = {
  objection: bigint
  subject: bigint
  purpose: string
  raised_on: Temporal.PlainDate
  answer_by: Temporal.PlainDate
  state: Objection['state']
  answered_on: Temporal.PlainDate | null
  answered_by: string | null
  reasons: bigint | null
}

const objectionOf = (row: Row): Objection => ({
  objection: Number(row.objection),
  subject: Number(row.subject) as PartyId,
  purpose: row.purpose,
  raisedOn: row.raised_on,
  answerBy: row.answer_by,
  state: row.state,
  answeredOn: row.answered_on,
  answeredBy: row.answered_by,
  reasons: row.reasons === null ? null : (Number(row.reasons) as DetailId),
})

/** Objections that wait for an answer, those due first. */
export async function openObjections(sql: Sql, lane: LaneId, limit: number): Promise<readonly Objection[]> {
  const rows = await sql<Row[]>`
    select * from objection where lane = ${lane} and state = 'weighed' order by answer_by, objection limit ${limit}`
  return rows.map(objectionOf)
}
