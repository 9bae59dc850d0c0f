/** Objections in PostgreSQL. */
import { type LaneId, laneOf, type PartyId } from '../../kernel/ids.ts'
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
        language: after.language,
        sent_on: after.sent?.on.toString() ?? null,
        sent_evidence: after.sent?.evidence ?? null,
        request: after.request,
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
  language: Objection['language']
  sent_on: Temporal.PlainDate | null
  sent_evidence: string | null
  request: bigint | null
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
  language: row.language,
  sent: row.sent_on === null ? null : { on: row.sent_on, evidence: row.sent_evidence ?? '' },
  request: row.request === null ? null : Number(row.request),
})

/** Objections whose answer has not gone out, those due first. */
export async function openObjections(sql: Sql, lane: LaneId, limit: number): Promise<readonly Objection[]> {
  const rows = await sql<Row[]>`
    select * from objection where lane = ${lane} and sent_on is null order by answer_by, objection limit ${limit}`
  return rows.map(objectionOf)
}

/** A person's objections that were weighed, the newest first. */
export async function objectionsOf(sql: Sql, subject: PartyId, limit: number): Promise<readonly Objection[]> {
  const rows = await sql<Row[]>`
    select * from objection where lane = ${laneOf(subject)} and subject = ${subject} order by objection desc limit ${limit}`
  return rows.map(objectionOf)
}
