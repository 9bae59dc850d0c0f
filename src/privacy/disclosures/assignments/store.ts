/** Assignments of claims, and new creditors, in PostgreSQL. */
import { laneOf, type PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { insert, upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql } from '../../../storage/sql.ts'
import { type Assignment, assignments, type Creditor, creditorKey, creditors } from './rules.ts'

type Row = {
  readonly assignment: bigint
  readonly subject: bigint
  readonly obligations: readonly string[]
  readonly assignee: string
  readonly agreement: string
  readonly notice: string | null
  readonly pledged: boolean
  readonly disclosure: bigint
  readonly made_on: Temporal.PlainDate
}

export const assignmentStore = collectionStore(
  assignments,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from assignment where lane = ${lane} and assignment = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.assignment), assignmentOf(row)]))
  },
  (lane, steps) =>
    insert(
      'assignment',
      lastOfEach(steps).map(({ after }) => ({
        lane,
        assignment: after.assignment,
        subject: after.subject,
        obligations: after.obligations,
        assignee: after.assignee,
        agreement: after.agreement,
        notice: after.notice,
        pledged: after.pledged,
        disclosure: after.disclosure,
        made_on: after.on.toString(),
      })),
    ),
)

const assignmentOf = (row: Row): Assignment => ({
  assignment: Number(row.assignment),
  subject: Number(row.subject) as PartyId,
  obligations: row.obligations,
  assignee: row.assignee,
  agreement: row.agreement,
  notice: row.notice,
  pledged: row.pledged,
  disclosure: Number(row.disclosure),
  on: row.made_on,
})

/** Claims against a person that were assigned or pledged, the newest first. */
export async function assignmentsOf(sql: Sql, subject: PartyId, limit: number): Promise<readonly Assignment[]> {
  const rows = await sql<Row[]>`
    select * from assignment where lane = ${laneOf(subject)} and subject = ${subject}
    order by assignment desc limit ${limit}`
  return rows.map(assignmentOf)
}

type CreditorRow = {
  readonly subject: bigint
  readonly obligation: string
  readonly creditor: string
  readonly assignment: bigint
  readonly since: Temporal.PlainDate
}

export const creditorStore = collectionStore(
  creditors,
  async (sql, lane, keys) => {
    const subjects = [...new Set(keys.map((key) => Number(key.split(' ')[0])))]
    const rows = await sql<CreditorRow[]>`
      select * from creditor where lane = ${lane} and subject = any(${sql.array(subjects, oids.int8)})`
    const found = rows.map(creditorOf).map((one): [string, Creditor] => [creditorKey(one.subject, one.obligation), one])
    return new Map(found.filter(([key]) => keys.includes(key)))
  },
  (lane, steps) =>
    upsert(
      'creditor',
      ['lane', 'subject', 'obligation'],
      lastOfEach(steps).map(({ after: { subject, obligation, creditor, assignment, since } }) => ({
        lane,
        subject,
        obligation,
        creditor,
        assignment,
        since: since.toString(),
      })),
    ),
)

const creditorOf = ({ subject, obligation, creditor, assignment, since }: CreditorRow): Creditor => ({
  subject: Number(subject) as PartyId,
  obligation,
  creditor,
  assignment: Number(assignment),
  since,
})
