/** Holds in PostgreSQL. */
import type { AccountId, HoldId, LaneId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type Hold, holds } from './rules.ts'

export const holdStore = collectionStore(holds, loadHolds, (lane, steps) =>
  upsert(
    'hold',
    ['lane', 'hold'],
    lastOfEach(steps).map(({ key, after, place }) => ({
      lane,
      hold: key,
      account: after.account,
      amount: after.amountMinor.toString(),
      expires_on: after.expiresOn.toString(),
      place,
    })),
  ),
)

type HoldRow = { hold: bigint; account: bigint; amount: bigint; expires_on: Temporal.PlainDate }

async function loadHolds(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly HoldId[],
): Promise<ReadonlyMap<HoldId, Hold>> {
  const rows = await sql<HoldRow[]>`
    select hold, account, amount, expires_on from hold
    where lane = ${lane} and hold = any(${sql.array([...keys], oids.int8)})`
  return new Map(
    rows.map((row) => [
      Number(row.hold) as HoldId,
      {
        hold: Number(row.hold) as HoldId,
        account: Number(row.account) as AccountId,
        amountMinor: minor(row.amount),
        expiresOn: row.expires_on,
      },
    ]),
  )
}
