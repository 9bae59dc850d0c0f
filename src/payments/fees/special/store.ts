/** Special fees in PostgreSQL. */
import type { AccountId } from '../../../kernel/ids.ts'
import { currency, minor } from '../../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { type Justification, type SpecialFee, type SpecialFeeId, specialFees } from './rules.ts'

type SpecialFeeRow = {
  special_fee: bigint
  account: bigint
  service: SpecialFee['service']
  amount: bigint
  currency: string
  ground: string
  justification: Justification
  reference: string
  set_by: string
  set_on: Temporal.PlainDate
  shown_on: Temporal.PlainDate | null
  charged_on: Temporal.PlainDate | null
}

export const specialFeeStore = collectionStore(
  specialFees,
  async (sql, lane, keys) => {
    const rows = await sql<SpecialFeeRow[]>`
      select * from special_fee where lane = ${lane} and special_fee = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.special_fee) as SpecialFeeId, feeFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'special_fee',
      ['lane', 'special_fee'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        special_fee: after.specialFee,
        account: after.account,
        service: after.service,
        amount: after.amountMinor.toString(),
        currency: after.currency,
        ground: after.ground,
        justification: after.justification,
        reference: after.reference,
        set_by: after.setBy,
        set_on: after.setOn.toString(),
        shown_on: after.shownOn?.toString() ?? null,
        charged_on: after.chargedOn?.toString() ?? null,
      })),
    ),
)

const feeFrom = (row: SpecialFeeRow): SpecialFee => ({
  specialFee: Number(row.special_fee) as SpecialFeeId,
  account: Number(row.account) as AccountId,
  service: row.service,
  amountMinor: minor(row.amount),
  currency: currency(row.currency),
  ground: row.ground,
  justification: row.justification,
  reference: row.reference,
  setBy: row.set_by,
  setOn: row.set_on,
  shownOn: row.shown_on,
  chargedOn: row.charged_on,
})
