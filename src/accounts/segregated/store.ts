/** Segregations in PostgreSQL. */
import type { AccountId } from '../../kernel/ids.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { hex, insert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { type Exclusion, type Segregation, segregations } from './rules.ts'

type SegregationRow = {
  account: bigint
  agreed_on: Temporal.PlainDate
  subject: string | null
  proved_on: Temporal.PlainDate | null
  proof_seen_by: string | null
  otherwise: Exclusion[] | null
}

export const segregationStore = collectionStore(
  segregations,
  async (sql, lane, keys) => {
    const rows = await sql<SegregationRow[]>`
      select account, agreed_on, subject, proved_on, proof_seen_by, otherwise from segregation
      where lane = ${lane} and account = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.account) as AccountId, segregationFrom(row)]))
  },
  (lane, steps) =>
    insert(
      'segregation',
      steps.map(({ after, sealed }) => ({
        lane,
        account: after.account,
        agreed_on: after.agreedOn.toString(),
        subject: after.subject,
        proved_on: after.provedOn?.toString() ?? null,
        proof_seen_by: after.proofSeenBy,
        otherwise: after.otherwise,
        proof: sealed === null ? null : hex(sealed),
      })),
    ),
)

const segregationFrom = (row: SegregationRow): Segregation => ({
  account: Number(row.account) as AccountId,
  agreedOn: row.agreed_on,
  subject: row.subject,
  provedOn: row.proved_on,
  proofSeenBy: row.proof_seen_by,
  otherwise: row.otherwise,
})
