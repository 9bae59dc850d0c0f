/** Refusals to open or activate in PostgreSQL. */
import type { AccountId, LaneId, PartyId } from '../../kernel/ids.ts'
import { type DetailsRow, detailsFrom, type HeldDetails } from '../../privacy/retention/details/rules.ts'
import type { AffairsByPerson } from '../../privacy/retention/rules.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { hex, insert } from '../../storage/lane/writes.ts'
import { keyOf } from '../../storage/sealed-key.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type AccountRefusal, accountRefusals } from './rules.ts'

type RefusalRow = {
  refusal: bigint
  refused: AccountRefusal['refused']
  customer: bigint
  account: bigint | null
  refused_on: Temporal.PlainDate
  refused_by: string
}

export const accountRefusalStore = collectionStore(
  accountRefusals,
  async (sql, lane, keys) => {
    const rows = await sql<RefusalRow[]>`
      select refusal, refused, customer, account, refused_on, refused_by from account_refusal
      where lane = ${lane} and refusal = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.refusal), refusalFrom(row)]))
  },
  (lane, steps) =>
    insert(
      'account_refusal',
      steps.map(({ after, sealed }) => ({
        lane,
        refusal: after.refusal,
        refused: after.refused,
        customer: after.customer,
        account: after.account,
        refused_on: after.refusedOn.toString(),
        refused_by: after.refusedBy,
        note: sealed === null ? null : hex(sealed),
      })),
    ),
)

/** What was refused to a customer, the latest first, each with its note: for authorised staff, who read notes through the gate. */
export async function refusalsOf(
  sql: Sql,
  lane: LaneId,
  customer: PartyId,
): Promise<readonly (AccountRefusal & { readonly sealedNote: Buffer | null })[]> {
  const rows = await sql<(RefusalRow & { note: Buffer | null })[]>`
    select refusal, refused, customer, account, refused_on, refused_by, note from account_refusal
    where lane = ${lane} and customer = ${customer} order by refusal desc`
  return rows.map((row) => ({ ...refusalFrom(row), sealedNote: row.note }))
}

/** Openings that were refused to these persons: applications that ended there. */
export async function refusedOpenings(sql: Sql, lane: LaneId, subjects: readonly PartyId[]): Promise<AffairsByPerson> {
  const rows = await sql<Pick<RefusalRow, 'refusal' | 'customer' | 'refused_on'>[]>`
    select refusal, customer, refused_on from account_refusal
    where lane = ${lane} and customer = any(${sql.array(subjects.map(String), oids.int8)}) and refused = 'opening'
    order by customer, refusal`
  return new Map(
    [...Map.groupBy(rows, ({ customer }) => Number(customer) as PartyId)].map(([customer, refused]) => [
      customer,
      {
        applications: refused.map(({ refusal, refused_on: ended }) => ({
          reference: `refused opening ${refusal}`,
          ended,
        })),
      },
    ]),
  )
}

/** Notes for staff on what was refused to these persons. */
export const refusalNotes = async (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<readonly HeldDetails[]> =>
  detailsFrom(
    'notes on refusals',
    await sql<DetailsRow[]>`
      select customer as subject, ${keyOf(sql, 'note')}, count(*)::int as count,
        min(refused_on) as first, max(refused_on) as last
      from account_refusal
      where lane = ${lane} and customer = any(${sql.array(subjects.map(String), oids.int8)}) and note is not null
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )

const refusalFrom = (row: RefusalRow): AccountRefusal => ({
  refusal: Number(row.refusal),
  refused: row.refused,
  customer: Number(row.customer) as PartyId,
  account: row.account === null ? null : (Number(row.account) as AccountId),
  refusedOn: row.refused_on,
  refusedBy: row.refused_by,
})
