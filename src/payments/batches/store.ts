/** What stands in entries that are several payments, in PostgreSQL: written once, with the entry. */
import type { AccountId, LaneId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { insert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import type { NetworkPaymentId } from '../network/rules.ts'
import { type BatchItem, batchKey, type PaymentBatch, paymentBatches } from './rules.ts'

export const paymentBatchStore = collectionStore(
  paymentBatches,
  async (sql, lane, keys) => {
    const found = await Promise.all(
      keys.map((key) => {
        const [account, seq] = key.split(' ').map(Number) as [number, number]
        return batchAt(sql, lane, account as AccountId, seq)
      }),
    )
    return new Map(found.flatMap((one) => (one === undefined ? [] : [[batchKey(one), one] as const])))
  },
  (lane, steps) =>
    insert(
      'payment_batch',
      steps.map(({ after, place }) => ({
        lane,
        account: after.account,
        seq: after.seq,
        items: after.items.map(jsonOf),
        place,
      })),
    ),
)

type ItemJson = {
  readonly minor: string
  readonly payee: number | null
  readonly payment: number | null
  readonly detail: number | null
}

const jsonOf = ({ amountMinor, payee, payment, detail }: BatchItem): ItemJson => ({
  minor: amountMinor.toString(),
  payee,
  payment,
  detail,
})

const itemFrom = ({ minor: text, payee, payment, detail }: ItemJson): BatchItem => ({
  amountMinor: minor(text),
  payee: payee as AccountId | null,
  payment: payment as NetworkPaymentId | null,
  detail: detail as DetailId | null,
})

/** The payments of an entry; undefined when it is a single one. */
export async function batchAt(
  sql: Sql | Transaction,
  lane: LaneId,
  account: AccountId,
  seq: number,
): Promise<PaymentBatch | undefined> {
  const [row] = await sql<{ items: ItemJson[] }[]>`
    select items from payment_batch where lane = ${lane} and account = ${account} and seq = ${seq}`
  return row && { account, seq, items: row.items.map(itemFrom) }
}

/** What stands in those of an account's entries that are several payments, in their order. */
export async function batchesAmong(
  sql: Sql | Transaction,
  lane: LaneId,
  account: AccountId,
  seqs: readonly number[],
): Promise<readonly PaymentBatch[]> {
  const rows = await sql<{ seq: number; items: ItemJson[] }[]>`
    select seq, items from payment_batch
    where lane = ${lane} and account = ${account} and seq = any(${sql.array([...seqs], oids.int4)}) order by seq`
  return rows.map(({ seq, items }) => ({ account, seq, items: items.map(itemFrom) }))
}
