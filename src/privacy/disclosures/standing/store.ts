/** What goes out at regular times, in PostgreSQL. */
import type { PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { type Standing, standingKey, standings } from './rules.ts'

type Row = {
  readonly subject: bigint
  readonly recipient: string
  readonly last_on: Temporal.PlainDate
  readonly due: Temporal.PlainDate | null
}

export const standingStore = collectionStore(
  standings,
  async (sql, lane, keys) => {
    const subjects = [...new Set(keys.map((key) => Number(key.split(' ')[0])))]
    const rows = await sql<Row[]>`
      select * from standing_disclosure where lane = ${lane} and subject = any(${sql.array(subjects, oids.int8)})`
    const found = rows.map(standingOf).map((one): [string, Standing] => [standingKey(one.subject, one.recipient), one])
    return new Map(found.filter(([key]) => keys.includes(key)))
  },
  (lane, steps) =>
    upsert(
      'standing_disclosure',
      ['lane', 'subject', 'recipient'],
      lastOfEach(steps).map(({ after: { subject, recipient, lastOn, due } }) => ({
        lane,
        subject,
        recipient,
        last_on: lastOn.toString(),
        due: due?.toString() ?? null,
      })),
    ),
)

const standingOf = (row: Row): Standing => ({
  subject: Number(row.subject) as PartyId,
  recipient: row.recipient,
  lastOn: row.last_on,
  due: row.due,
})
