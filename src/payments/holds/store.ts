/** Holds in PostgreSQL. */
import type { AccountId, HoldId, LaneId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { type Packed, packed, unpacked } from '../../storage/packed-rows.ts'
import { dateFrom, int8s, type Sql, type Transaction } from '../../storage/sql.ts'
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

async function loadHolds(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly HoldId[],
): Promise<ReadonlyMap<HoldId, Hold>> {
  const rows = await sql<Packed[]>`
    select ${packed(sql, ['hold', 'account', 'amount', 'expires_on'])} from hold
    where lane = ${lane} and hold = any(${int8s(sql, keys)})`
  return new Map(
    unpacked(rows).map(([id, account, amount = '', expiresOn = '']) => {
      const hold = Number(id) as HoldId
      const held: Hold = {
        hold,
        account: Number(account) as AccountId,
        amountMinor: minor(BigInt(amount)),
        expiresOn: dateFrom(expiresOn),
      }
      return [hold, held]
    }),
  )
}
