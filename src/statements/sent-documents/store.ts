/** Documents that showed an entry, in PostgreSQL. */
import type { AccountId } from '../../kernel/ids.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { insert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { entryKey, type SentDocument, sentDocuments } from './rules.ts'

type Row = { account: bigint; seq: number; document: string; sent_on: Temporal.PlainDate }

export const sentDocumentStore = collectionStore(
  sentDocuments,
  async (sql, lane, keys) => {
    const wanted = keys.map((key) => key.split(' ').map(Number) as [number, number])
    const [accounts, seqs] = [wanted.map(([account]) => account), wanted.map(([, seq]) => seq)]
    const rows = await sql<Row[]>`
      select s.account, s.seq, s.document, s.sent_on
      from unnest(${sql.array(accounts, oids.int8)}, ${sql.array(seqs, oids.int4)}) as wanted (account, seq)
      join sent_document s on s.lane = ${lane} and s.account = wanted.account and s.seq = wanted.seq`
    return new Map(
      rows.map((row) => {
        const sent: SentDocument = {
          account: Number(row.account) as AccountId,
          seq: row.seq,
          document: row.document,
          sentOn: row.sent_on,
        }
        return [entryKey(sent.account, sent.seq), sent]
      }),
    )
  },
  (lane, steps) =>
    insert(
      'sent_document',
      steps.map(({ after }) => ({
        lane,
        account: after.account,
        seq: after.seq,
        document: after.document,
        sent_on: after.sentOn.toString(),
      })),
    ),
)
