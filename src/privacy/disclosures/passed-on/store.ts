/** Requests that came to processors, in PostgreSQL. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql } from '../../../storage/sql.ts'
import { type PassedOnRequest, passedOnRequests } from './rules.ts'

type Row = {
  readonly request: bigint
  readonly subject: bigint
  readonly processor: string
  readonly kind: PassedOnRequest['kind']
  readonly file: string
  readonly received_on: Temporal.PlainDate
  readonly passed_on: Temporal.PlainDate
  readonly answer_by: Temporal.PlainDate
  readonly carried_out_on: Temporal.PlainDate | null
  readonly carried_out_by: bigint | null
  readonly answered_on: Temporal.PlainDate | null
  readonly answer: PassedOnRequest['answer']
  readonly evidence: string | null
}

export const passedOnRequestStore = collectionStore(
  passedOnRequests,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from passed_on_request where lane = ${lane} and request = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.request), requestOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'passed_on_request',
      ['lane', 'request'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        request: after.request,
        subject: after.subject,
        processor: after.processor,
        kind: after.kind,
        file: after.file,
        received_on: after.receivedOn.toString(),
        passed_on: after.passedOn.toString(),
        answer_by: after.answerBy.toString(),
        carried_out_on: after.carriedOutOn?.toString() ?? null,
        carried_out_by: after.carriedOutBy,
        answered_on: after.answeredOn?.toString() ?? null,
        answer: after.answer,
        evidence: after.evidence,
      })),
    ),
)

const requestOf = (row: Row): PassedOnRequest => ({
  request: Number(row.request),
  subject: Number(row.subject) as PartyId,
  processor: row.processor,
  kind: row.kind,
  file: row.file,
  receivedOn: row.received_on,
  passedOn: row.passed_on,
  answerBy: row.answer_by,
  carriedOutOn: row.carried_out_on,
  carriedOutBy: row.carried_out_by === null ? null : Number(row.carried_out_by),
  answeredOn: row.answered_on,
  answer: row.answer,
  evidence: row.evidence,
})

/** Requests that wait for their answer, those due first, up to `limit`. */
export async function openRequests(sql: Sql, lane: LaneId, limit: number): Promise<readonly PassedOnRequest[]> {
  const rows = await sql<Row[]>`
    select * from passed_on_request where lane = ${lane} and answered_on is null
    order by answer_by, request limit ${limit}`
  return rows.map(requestOf)
}

/** How requests of one kind that came by one processor stand. */
export type RequestStanding = {
  readonly processor: string
  readonly kind: PassedOnRequest['kind']
  readonly answered: number
  readonly answeredLate: number
  readonly open: number
  /** Open, and due before the day. */
  readonly late: number
}

/** How all requests stand on a day. */
export async function requestStandings(
  sql: Sql,
  lane: LaneId,
  day: Temporal.PlainDate,
): Promise<readonly RequestStanding[]> {
  return sql<RequestStanding[]>`
    select processor, kind,
      (count(*) filter (where answered_on <= answer_by))::int as answered,
      (count(*) filter (where answered_on > answer_by))::int as "answeredLate",
      (count(*) filter (where answered_on is null))::int as open,
      (count(*) filter (where answered_on is null and answer_by < ${day}))::int as late
    from passed_on_request where lane = ${lane} group by processor, kind order by processor, kind`
}
