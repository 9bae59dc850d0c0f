/** Disclosures in PostgreSQL: each once, and under each of the persons concerned. */
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { insert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type Disclosure, disclosures } from './rules.ts'

type Row = {
  readonly disclosure: bigint
  readonly subjects: readonly bigint[]
  readonly recipient: string
  readonly receiver: string
  readonly processor: string | null
  readonly purpose: string
  readonly basis: Disclosure['basis']
  readonly kinds: Disclosure['kinds']
  readonly country: string
  readonly access_from: readonly string[]
  readonly shown: Disclosure['shown']
  readonly document: string
  readonly version: string
  readonly clause: string
  readonly role: string
  readonly staff: string | null
  readonly secret: boolean
  readonly made_on: Temporal.PlainDate
  readonly at: Temporal.Instant
}

export const disclosureStore = collectionStore(
  disclosures,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from disclosure where lane = ${lane} and disclosure = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.disclosure), disclosureOf(row)]))
  },
  (lane, steps) => {
    const made = lastOfEach(steps).map(({ after }) => after)
    return [
      ...insert(
        'disclosure',
        made.map(({ allowedBy, accessFrom, on, at, ...one }) => ({
          lane,
          disclosure: one.disclosure,
          subjects: one.subjects,
          recipient: one.recipient,
          receiver: one.receiver,
          processor: one.processor,
          purpose: one.purpose,
          basis: one.basis,
          kinds: one.kinds,
          country: one.country,
          access_from: accessFrom,
          shown: one.shown,
          document: allowedBy.document,
          version: allowedBy.version,
          clause: allowedBy.clause,
          role: one.role,
          staff: one.staff,
          secret: one.secret,
          made_on: on.toString(),
          at: at.toString(),
        })),
      ),
      ...insert(
        'disclosure_subject',
        made.flatMap(({ disclosure, subjects }) => subjects.map((subject) => ({ lane, subject, disclosure }))),
      ),
    ]
  },
)

type Asked = {
  /** With those of which law forbids telling. */
  readonly all: boolean
  /** With those of them that this member of staff made. */
  readonly by?: string | undefined
  readonly before?: number | undefined
  readonly limit: number
}

/**
 * The newest disclosures about a person, newest first. Those of which law forbids telling are left out, save for whom law lets know, and
 * for whoever made them.
 */
export async function disclosuresAbout(
  sql: Sql | Transaction,
  subject: PartyId,
  { all, by, before, limit }: Asked,
): Promise<readonly Disclosure[]> {
  const rows = await sql<Row[]>`
    select d.* from disclosure_subject s join disclosure d on d.lane = s.lane and d.disclosure = s.disclosure
    where s.lane = ${laneOf(subject)} and s.subject = ${subject} and (${all} or not d.secret or d.staff = ${by ?? null})
      and s.disclosure < ${before ?? Number.MAX_SAFE_INTEGER}
    order by s.disclosure desc limit ${limit}`
  return rows.map(disclosureOf)
}

const disclosureOf = (row: Row): Disclosure => ({
  disclosure: Number(row.disclosure),
  subjects: row.subjects.map((one) => Number(one) as PartyId),
  recipient: row.recipient,
  receiver: row.receiver,
  processor: row.processor,
  purpose: row.purpose,
  basis: row.basis,
  kinds: row.kinds,
  country: row.country,
  accessFrom: row.access_from,
  shown: row.shown,
  allowedBy: { document: row.document, version: row.version, clause: row.clause },
  role: row.role,
  staff: row.staff,
  secret: row.secret,
  on: row.made_on,
  at: row.at,
})
