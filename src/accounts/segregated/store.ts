/** Segregations in PostgreSQL. */
import type { AccountId, LaneId, PartyId } from '../../kernel/ids.ts'
import { type DetailsRow, detailsFrom, type HeldDetails } from '../../privacy/retention/details/rules.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { hex, insert } from '../../storage/lane/writes.ts'
import { keyOf } from '../../storage/sealed-key.ts'
import { oids, type Sql } from '../../storage/sql.ts'
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

/** What these persons showed of themselves so that their money is kept apart. */
export const segregationProofs = async (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<readonly HeldDetails[]> =>
  detailsFrom(
    'proofs for segregated accounts',
    await sql<DetailsRow[]>`
      select a.holder as subject, ${keyOf(sql, 's.proof')}, count(*)::int as count,
        min(s.proved_on) as first, max(s.proved_on) as last
      from account a join segregation s on s.lane = a.lane and s.account = a.account
      where a.lane = ${lane} and a.holder = any(${sql.array(subjects.map(String), oids.int8)}) and s.proof is not null
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
