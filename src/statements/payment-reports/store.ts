/** Payment reports in PostgreSQL. */
import type { AccountId, LaneId, PartyId, Place } from '../../kernel/ids.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type PaymentReport, paymentReports } from './rules.ts'

type Row = {
  report: bigint
  account: bigint
  customer: bigint
  what: PaymentReport['what']
  place: bigint | null
  seq: number | null
  evidence: string | null
  words: bigint | null
  reported_on: Temporal.PlainDate
  report_by: Temporal.PlainDate | null
  refund_by: Temporal.PlainDate | null
  status: PaymentReport['status']
  ground: PaymentReport['ground']
  closed_on: Temporal.PlainDate | null
  closed_by: string | null
  correction: bigint | null
}

export const paymentReportStore = collectionStore(
  paymentReports,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from payment_report where lane = ${lane} and report = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.report), reportFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'payment_report',
      ['lane', 'report'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        report: after.report,
        account: after.account,
        customer: after.customer,
        what: after.what,
        place: after.place,
        seq: after.seq,
        evidence: after.evidence,
        words: after.words,
        reported_on: after.reportedOn.toString(),
        report_by: after.reportBy?.toString() ?? null,
        refund_by: after.refundBy?.toString() ?? null,
        status: after.status,
        ground: after.ground,
        closed_on: after.closedOn?.toString() ?? null,
        closed_by: after.closedBy,
        correction: after.correction,
      })),
    ),
)

/** The reports about an account, the latest first, up to `count`. */
export async function reportsOfAccount(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  count: number,
): Promise<readonly PaymentReport[]> {
  const rows = await sql<Row[]>`
    select * from payment_report where lane = ${lane} and account = ${account} order by report desc limit ${count}`
  return rows.map(reportFrom)
}

/** Reports that nobody has closed yet, the oldest first, up to `count`. */
export async function openReports(sql: Sql, lane: LaneId, count: number): Promise<readonly PaymentReport[]> {
  const rows = await sql<Row[]>`
    select * from payment_report where lane = ${lane} and status = 'open' order by reported_on, report limit ${count}`
  return rows.map(reportFrom)
}

const reportFrom = (row: Row): PaymentReport => ({
  report: Number(row.report),
  account: Number(row.account) as AccountId,
  customer: Number(row.customer) as PartyId,
  what: row.what,
  place: row.place === null ? null : (Number(row.place) as Place),
  seq: row.seq,
  evidence: row.evidence,
  words: row.words === null ? null : (Number(row.words) as DetailId),
  reportedOn: row.reported_on,
  reportBy: row.report_by,
  refundBy: row.refund_by,
  status: row.status,
  ground: row.ground,
  closedOn: row.closed_on,
  closedBy: row.closed_by,
  correction: row.correction === null ? null : Number(row.correction),
})
