/** The payments that an entry stands for, as a statement shows them. */
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import { negate } from '../../kernel/money.ts'
import type { PaymentBatch } from '../../payments/batches/rules.ts'
import { batchesAmong } from '../../payments/batches/store.ts'
import { readPaymentDetail } from '../../payments/details.ts'
import type { GateRequest } from '../../privacy/gate/rules.ts'
import type { Gate } from '../../privacy/gate.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Sql } from '../../storage/sql.ts'
import { type DrawnPayment, stateOfRead } from './drawn.ts'

/** By the entry's number, for entries of several payments alone. What was told of each is opened by one passage through the gate. */
export async function paymentsAmong(
  { sql, gate, terms }: { readonly sql: Sql; readonly gate: Gate; readonly terms: Terms },
  account: AccountId,
  seqs: readonly number[],
  reader: Pick<GateRequest, 'actor' | 'represented' | 'ordered'> | undefined,
): Promise<ReadonlyMap<number, readonly DrawnPayment[]>> {
  const batches = await batchesAmong(sql, laneOf(account), account, seqs)
  const details = batches.flatMap(({ items }) => items.flatMap(({ detail }) => detail ?? []))
  if (reader === undefined || details.length === 0) return new Map(batches.map((one) => drawn(one, undefined)))
  const request = { ...reader, purpose: 'service', details, categories: ['payment-details'] } as const
  const read = await gate.readKept(request, terms)
  const told =
    read.outcome === 'permitted' ? new Map(read.values.map(({ detail, plain }) => [detail, plain] as const)) : undefined
  return new Map(batches.map((one) => drawn(one, told)))
}

/** @param told plain bytes by detail, undefined where erased; undefined as a whole where whoever asks may not read them */
function drawn(
  { seq, items }: PaymentBatch,
  told: ReadonlyMap<DetailId, Uint8Array | undefined> | undefined,
): readonly [number, readonly DrawnPayment[]] {
  const payments = items.map(({ amountMinor, detail }): DrawnPayment => {
    const signed = negate(amountMinor)
    if (detail === null) return { amountMinor: signed, details: undefined, detailsState: 'none' }
    if (told === undefined) return { amountMinor: signed, details: undefined, detailsState: 'withheld' }
    const plain = told.get(detail)
    if (plain === undefined) return { amountMinor: signed, details: undefined, detailsState: 'erased' }
    const details = readPaymentDetail(plain)
    return { amountMinor: signed, details, detailsState: stateOfRead(details) }
  })
  return [seq, payments]
}
