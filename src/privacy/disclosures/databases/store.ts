/** Enquiries in databases, in PostgreSQL. */
import { laneOf, type PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql } from '../../../storage/sql.ts'
import { type DatabaseEnquiry, databaseEnquiries } from './rules.ts'

type Row = {
  readonly enquiry: bigint
  readonly subject: bigint
  readonly recipient: string
  readonly receiver: string
  readonly purpose: string
  readonly sent: DatabaseEnquiry['sent']
  readonly asked: DatabaseEnquiry['asked']
  readonly disclosure: bigint
  readonly made_at: Temporal.Instant
  readonly returned: DatabaseEnquiry['returned']
  readonly returned_at: Temporal.Instant | null
}

export const databaseEnquiryStore = collectionStore(
  databaseEnquiries,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from database_enquiry where lane = ${lane} and enquiry = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.enquiry), enquiryOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'database_enquiry',
      ['lane', 'enquiry'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        enquiry: after.enquiry,
        subject: after.subject,
        recipient: after.database,
        receiver: after.receiver,
        purpose: after.purpose,
        sent: after.sent,
        asked: after.asked,
        disclosure: after.disclosure,
        made_at: after.madeAt.toString(),
        returned: after.returned,
        returned_at: after.returnedAt?.toString() ?? null,
      })),
    ),
)

const enquiryOf = (row: Row): DatabaseEnquiry => ({
  enquiry: Number(row.enquiry),
  subject: Number(row.subject) as PartyId,
  database: row.recipient,
  receiver: row.receiver,
  purpose: row.purpose,
  sent: row.sent,
  asked: row.asked,
  disclosure: Number(row.disclosure),
  madeAt: row.made_at,
  returned: row.returned,
  returnedAt: row.returned_at,
})

/**
 * What databases were asked about a person, and what came back: the newest first.
 * @param all with those of which law forbids telling the person
 */
export async function databaseEnquiriesAbout(
  sql: Sql,
  subject: PartyId,
  { all, limit }: { readonly all: boolean; readonly limit: number },
): Promise<readonly DatabaseEnquiry[]> {
  const rows = await sql<Row[]>`
    select e.* from database_enquiry e join disclosure d using (lane, disclosure)
    where e.lane = ${laneOf(subject)} and e.subject = ${subject} and (${all} or not d.secret)
    order by e.enquiry desc limit ${limit}`
  return rows.map(enquiryOf)
}
