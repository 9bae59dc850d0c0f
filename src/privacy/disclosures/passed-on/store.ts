/** Requests that came to processors, in PostgreSQL. */
import type { PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
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
  readonly answered_on: Temporal.PlainDate | null
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
        answered_on: after.answeredOn?.toString() ?? null,
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
  answeredOn: row.answered_on,
})
