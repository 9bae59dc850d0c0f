/** Overdraft agreements in PostgreSQL. */
import type { AccountId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { type Overdraft, overdrafts } from './rules.ts'

type OverdraftRow = {
  account: bigint
  maximum: bigint
  fee: bigint
  rate_percent: string
  agreed_on: Temporal.PlainDate
  ended_on: Temporal.PlainDate | null
}

export const overdraftStore = collectionStore(
  overdrafts,
  async (sql, lane, keys) => {
    const rows = await sql<OverdraftRow[]>`
      select account, maximum, fee, rate_percent, agreed_on, ended_on from overdraft
      where lane = ${lane} and account = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.account) as AccountId, overdraftFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'overdraft',
      ['lane', 'account'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        account: after.account,
        maximum: after.maximumMinor.toString(),
        fee: after.feeMinor.toString(),
        rate_percent: after.ratePercent,
        agreed_on: after.agreedOn.toString(),
        ended_on: after.endedOn?.toString() ?? null,
      })),
    ),
)

const overdraftFrom = (row: OverdraftRow): Overdraft => ({
  account: Number(row.account) as AccountId,
  maximumMinor: minor(row.maximum),
  feeMinor: minor(row.fee),
  ratePercent: row.rate_percent,
  agreedOn: row.agreed_on,
  endedOn: row.ended_on,
})
