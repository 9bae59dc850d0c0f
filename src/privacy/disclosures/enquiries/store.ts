/** Enquiries of authorities in PostgreSQL. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql } from '../../../storage/sql.ts'
import { type Enquiry, enquiries } from './rules.ts'

type Row = {
  readonly enquiry: bigint
  readonly recipient: string
  readonly receiver: string
  readonly subjects: readonly bigint[]
  readonly act: string
  readonly case_number: string
  readonly extent: Enquiry['extent']
  readonly secrecy: string | null
  readonly received_on: Temporal.PlainDate
  readonly state: Enquiry['state']
  readonly settled_on: Temporal.PlainDate | null
  readonly settled_by: string | null
  readonly disclosure: bigint | null
}

export const enquiryStore = collectionStore(
  enquiries,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from authority_enquiry where lane = ${lane} and enquiry = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.enquiry), enquiryOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'authority_enquiry',
      ['lane', 'enquiry'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        enquiry: after.enquiry,
        recipient: after.recipient,
        receiver: after.receiver,
        subjects: after.subjects,
        act: after.act,
        case_number: after.case,
        extent: after.extent,
        secrecy: after.secrecy,
        received_on: after.receivedOn.toString(),
        state: after.state,
        settled_on: after.settledOn?.toString() ?? null,
        settled_by: after.settledBy,
        disclosure: after.disclosure,
      })),
    ),
)

const enquiryOf = (row: Row): Enquiry => ({
  enquiry: Number(row.enquiry),
  recipient: row.recipient,
  receiver: row.receiver,
  subjects: row.subjects.map((one) => Number(one) as PartyId),
  act: row.act,
  case: row.case_number,
  extent: row.extent,
  secrecy: row.secrecy,
  receivedOn: row.received_on,
  state: row.state,
  settledOn: row.settled_on,
  settledBy: row.settled_by,
  disclosure: row.disclosure === null ? null : Number(row.disclosure),
})

/** Enquiries in one state: those that wait for an answer the oldest first, settled ones the newest first. */
export async function enquiriesIn(
  sql: Sql,
  lane: LaneId,
  state: Enquiry['state'],
  limit: number,
): Promise<readonly Enquiry[]> {
  const rows =
    state === 'open'
      ? await sql<Row[]>`
          select * from authority_enquiry where lane = ${lane} and state = 'open'
          order by received_on, enquiry limit ${limit}`
      : await sql<Row[]>`
          select * from authority_enquiry where lane = ${lane} and state = ${state}
          order by settled_on desc, enquiry desc limit ${limit}`
  return rows.map(enquiryOf)
}
