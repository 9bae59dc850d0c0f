/** Agreements with sellers of cars, in PostgreSQL. */
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { cooperationAgreements } from './rules.ts'

type Row = {
  readonly agreement: bigint
  readonly seller: string
  readonly file: string
  readonly from_day: Temporal.PlainDate
  readonly until_day: Temporal.PlainDate | null
}

export const cooperationAgreementStore = collectionStore(
  cooperationAgreements,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select agreement, seller, file, from_day, until_day from cooperation_agreement
      where lane = ${lane} and agreement = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map(({ agreement, seller, file, from_day, until_day }) => [
        Number(agreement),
        { agreement: Number(agreement), seller, file, from: from_day, until: until_day },
      ]),
    )
  },
  (lane, steps) =>
    upsert(
      'cooperation_agreement',
      ['lane', 'agreement'],
      lastOfEach(steps).map(({ after: { agreement, seller, file, from, until } }) => ({
        lane,
        agreement,
        seller,
        file,
        from_day: from.toString(),
        until_day: until?.toString() ?? null,
      })),
    ),
)
