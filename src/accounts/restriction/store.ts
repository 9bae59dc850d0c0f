/** Restrictions in PostgreSQL. */
import type { AccountId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { accountRestrictions, type Restriction, type RestrictionScope } from './rules.ts'

type RestrictionRow = {
  account: bigint
  restriction: bigint
  stops: RestrictionScope
  amount: bigint
  placed_on: Temporal.PlainDate
  placed_by: string
  lifted_on: Temporal.PlainDate | null
  lifted_by: string | null
}

export const restrictionStore = collectionStore(
  accountRestrictions,
  async (sql, lane, keys) => {
    const rows = await sql<RestrictionRow[]>`
      select account, restriction, stops, amount, placed_on, placed_by, lifted_on, lifted_by from restriction
      where lane = ${lane} and account = any(${sql.array(keys.map(String), oids.int8)}) order by account, restriction`
    const found = new Map<AccountId, Restriction[]>()
    for (const row of rows) {
      const account = Number(row.account) as AccountId
      found.set(account, [...(found.get(account) ?? []), restrictionFrom(row)])
    }
    return new Map([...found].map(([account, restrictions]) => [account, { account, restrictions }]))
  },
  (lane, steps) =>
    upsert(
      'restriction',
      ['lane', 'account', 'restriction'],
      lastOfEach(steps).flatMap(({ after }) =>
        after.restrictions.map((one) => ({
          lane,
          account: after.account,
          restriction: one.restriction,
          stops: one.stops,
          amount: one.amountMinor.toString(),
          placed_on: one.placedOn.toString(),
          placed_by: one.placedBy,
          lifted_on: one.liftedOn?.toString() ?? null,
          lifted_by: one.liftedBy,
        })),
      ),
    ),
)

const restrictionFrom = (row: RestrictionRow): Restriction => ({
  restriction: Number(row.restriction),
  stops: row.stops,
  amountMinor: minor(row.amount),
  placedOn: row.placed_on,
  placedBy: row.placed_by,
  liftedOn: row.lifted_on,
  liftedBy: row.lifted_by,
})
