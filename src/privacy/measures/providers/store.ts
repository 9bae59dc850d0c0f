/** Reviews of processors in PostgreSQL: each is kept, the last one counts. */
import type { LaneId } from '../../../kernel/ids.ts'
import { collectionStore } from '../../../storage/lane/collection-store.ts'
import { insert } from '../../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../../storage/sql.ts'
import { type Review, reviews } from './rules.ts'

type Row = {
  readonly provider: string
  readonly review: bigint
  readonly kind: Review['kind']
  readonly result: Review['result']
  readonly reviewed_on: Temporal.PlainDate
  readonly evidence: string
  readonly role: string
  readonly staff: string | null
}

export const reviewStore = collectionStore(
  reviews,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select distinct on (provider) * from provider_review
      where lane = ${lane} and provider = any(${sql.array([...keys], oids.text)}) order by provider, review desc`
    return new Map(rows.map((row) => [row.provider, reviewOf(row)]))
  },
  (lane, steps) =>
    insert(
      'provider_review',
      steps.map(({ after: { provider, review, kind, result, on, evidence, role, staff } }) => ({
        lane,
        provider,
        review,
        kind,
        result,
        reviewed_on: on.toString(),
        evidence,
        role,
        staff,
      })),
    ),
)

/** The last review of each processor up to a day. */
export async function lastReviews(
  sql: Sql | Transaction,
  lane: LaneId,
  day: Temporal.PlainDate,
): Promise<readonly Review[]> {
  const rows = await sql<Row[]>`
    select distinct on (provider) * from provider_review where lane = ${lane} and reviewed_on <= ${day.toString()}
    order by provider, review desc`
  return rows.map(reviewOf)
}

const reviewOf = ({ review, reviewed_on: on, provider, kind, result, evidence, role, staff }: Row): Review => {
  return { provider, review: Number(review), kind, result, on, evidence, role, staff }
}
