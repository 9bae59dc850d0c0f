/** Reports of debts in PostgreSQL. */
import { laneOf, type PartyId } from '../../../kernel/ids.ts'
import { currency, minor } from '../../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql } from '../../../storage/sql.ts'
import { type DebtReport, debtReports, type LastReport, lastReports, obligationKey } from './rules.ts'

type Row = {
  readonly report: bigint
  readonly subject: bigint
  readonly obligation: string
  readonly due_on: Temporal.PlainDate
  readonly recipient: string
  readonly announced_on: Temporal.PlainDate
  readonly notice: string
  readonly state: DebtReport['state']
  readonly receiver: string | null
  readonly kinds: DebtReport['kinds']
  readonly amount: bigint | null
  readonly currency: string | null
  readonly reported_on: Temporal.PlainDate | null
  readonly paid_on: Temporal.PlainDate | null
}

export const debtReportStore = collectionStore(
  debtReports,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from debt_report where lane = ${lane} and report = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.report), reportOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'debt_report',
      ['lane', 'report'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        report: after.report,
        subject: after.subject,
        obligation: after.obligation,
        due_on: after.dueOn.toString(),
        recipient: after.recipient,
        announced_on: after.announcedOn.toString(),
        notice: after.notice,
        state: after.state,
        receiver: after.receiver,
        kinds: after.kinds,
        amount: after.amount === null ? null : String(after.amount.minor),
        currency: after.amount?.currency ?? null,
        reported_on: after.reportedOn?.toString() ?? null,
        paid_on: after.paidOn?.toString() ?? null,
      })),
    ),
)

/** Nothing to save: the reports tell. */
export const lastReportStore = collectionStore(
  lastReports,
  async (sql, lane, keys) => {
    const subjects = [...new Set(keys.map((key) => Number(key.split(' ')[0])))]
    const rows = await sql<Pick<Row, 'subject' | 'obligation' | 'report'>[]>`
      select subject, obligation, max(report) as report from debt_report
      where lane = ${lane} and subject = any(${sql.array(subjects, oids.int8)}) group by subject, obligation`
    const found = rows.map(({ subject, obligation, report }): [string, LastReport] => {
      const last = { subject: Number(subject) as PartyId, obligation, report: Number(report) }
      return [obligationKey(last.subject, obligation), last]
    })
    return new Map(found.filter(([key]) => keys.includes(key)))
  },
  () => [],
)

const reportOf = (row: Row): DebtReport => ({
  report: Number(row.report),
  subject: Number(row.subject) as PartyId,
  obligation: row.obligation,
  dueOn: row.due_on,
  recipient: row.recipient,
  announcedOn: row.announced_on,
  notice: row.notice,
  state: row.state,
  receiver: row.receiver,
  kinds: row.kinds,
  amount:
    row.amount === null || row.currency === null
      ? null
      : { minor: minor(row.amount), currency: currency(row.currency) },
  reportedOn: row.reported_on,
  paidOn: row.paid_on,
})

/** What registers of debts were told of a person, or will be: the newest first. */
export async function debtReportsAbout(sql: Sql, subject: PartyId, limit: number): Promise<readonly DebtReport[]> {
  const rows = await sql<Row[]>`
    select * from debt_report where lane = ${laneOf(subject)} and subject = ${subject} order by report desc limit ${limit}`
  return rows.map(reportOf)
}
