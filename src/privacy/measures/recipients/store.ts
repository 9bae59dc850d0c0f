/** Undertakings of recipients in PostgreSQL. */
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { type RecipientUndertaking, recipientKey, recipientUndertakings } from './rules.ts'

type Row = {
  readonly recipient: string
  readonly receiver: string
  readonly document: string
  readonly signed_on: Temporal.PlainDate
  readonly until: Temporal.PlainDate | null
  readonly staff: string | null
}

export const recipientUndertakingStore = collectionStore(
  recipientUndertakings,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from recipient_undertaking
      where lane = ${lane} and recipient || ' ' || receiver = any(${sql.array([...keys], oids.text)})
        and recipient = any(${sql.array(
          keys.map((key) => key.split(' ', 1)[0] ?? ''),
          oids.text,
        )})`
    return new Map(rows.map((row) => [recipientKey(row.recipient, row.receiver), undertakingOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'recipient_undertaking',
      ['lane', 'recipient', 'receiver'],
      lastOfEach(steps).map(({ after: { recipient, receiver, document, signed, until, staff } }) => ({
        lane,
        recipient,
        receiver,
        document,
        signed_on: signed.toString(),
        until: until?.toString() ?? null,
        staff,
      })),
    ),
)

const undertakingOf = ({
  signed_on: signed,
  recipient,
  receiver,
  document,
  until,
  staff,
}: Row): RecipientUndertaking => {
  return { recipient, receiver, document, signed, until, staff }
}
