/** Payments that travel through the network, in PostgreSQL; and what the exchange with it remembers of itself. */
import type { AccountId, LaneId, Place } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type NetworkPayment, type NetworkPaymentId, networkPayments } from './rules.ts'

export const networkPaymentStore = collectionStore(networkPayments, loadPayments, (lane, steps) =>
  upsert(
    'network_payment',
    ['lane', 'payment'],
    lastOfEach(steps).map(({ key, after }) => ({
      lane,
      payment: key,
      account: after.account,
      seq: after.seq,
      detail: after.detail,
      amount: after.amountMinor.toString(),
      currency: after.currency,
      status: after.status,
      reason: after.reason,
      returned_on: after.returnedOn?.toString() ?? null,
    })),
  ),
)

type PaymentRow = {
  payment: bigint
  account: bigint
  seq: number
  detail: bigint | null
  amount: bigint
  currency: string
  status: NetworkPayment['status']
  reason: string | null
  returned_on: Temporal.PlainDate | null
}

async function loadPayments(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly NetworkPaymentId[],
): Promise<ReadonlyMap<NetworkPaymentId, NetworkPayment>> {
  const rows = await sql<PaymentRow[]>`
    select payment, account, seq, detail, amount, currency, status, reason, returned_on from network_payment
    where lane = ${lane} and payment = any(${sql.array([...keys], oids.int8)})`
  return new Map(rows.map((row) => [Number(row.payment) as NetworkPaymentId, paymentOf(row)]))
}

/** Payments by their ids; unknown ones are left out. */
export async function networkPaymentsById(
  sql: Sql | Transaction,
  lane: LaneId,
  payments: readonly NetworkPaymentId[],
): Promise<readonly NetworkPayment[]> {
  return [...(await loadPayments(sql, lane, payments)).values()]
}

/** What an account sent through the network, the newest first. */
export async function paymentsOfAccount(
  sql: Sql | Transaction,
  lane: LaneId,
  account: AccountId,
  limit: number,
): Promise<readonly NetworkPayment[]> {
  const rows = await sql<PaymentRow[]>`
    select payment, account, seq, detail, amount, currency, status, reason, returned_on from network_payment
    where lane = ${lane} and account = ${account} order by seq desc limit ${limit}`
  return rows.map(paymentOf)
}

export const networkPaymentById = async (
  sql: Sql | Transaction,
  lane: LaneId,
  payment: NetworkPaymentId,
): Promise<NetworkPayment | undefined> => (await loadPayments(sql, lane, [payment])).get(payment)

function paymentOf(row: PaymentRow): NetworkPayment {
  return {
    payment: Number(row.payment) as NetworkPaymentId,
    account: Number(row.account) as AccountId,
    seq: row.seq,
    detail: row.detail === null ? null : (Number(row.detail) as DetailId),
    amountMinor: minor(row.amount),
    currency: currency(row.currency),
    status: row.status,
    reason: row.reason,
    returnedOn: row.returned_on,
  }
}

/** A payment that the network took. */
export type HandedOver = { readonly payment: NetworkPaymentId; readonly at: Temporal.Instant }

/** What these accounts sent through the network and it took, the newest first. */
export async function paymentsHandedOver(
  sql: Sql,
  lane: LaneId,
  accounts: readonly AccountId[],
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly HandedOver[]> {
  if (accounts.length === 0) return []
  const rows = await sql<{ payment: bigint; sent_at: Temporal.Instant }[]>`
    select p.payment, m.sent_at from network_payment p
    join network_message m on m.lane = p.lane and m.reference = p.payment::text and m.kind = 'payment'
    where p.lane = ${lane} and p.account = any(${sql.array([...accounts], oids.int8)}) and m.sent_at is not null
      and p.payment < ${before ?? Number.MAX_SAFE_INTEGER}
    order by p.payment desc limit ${limit}`
  return rows.map((row) => ({ payment: Number(row.payment) as NetworkPaymentId, at: row.sent_at }))
}

/** Payments that came back when their account was closed and were not paid out yet, what waits longest first. */
export async function unclaimedPayments(sql: Sql, lane: LaneId, count: number): Promise<readonly NetworkPayment[]> {
  const rows = await sql<PaymentRow[]>`
    select payment, account, seq, detail, amount, currency, status, reason, returned_on from network_payment
    where lane = ${lane} and status in ('unclaimed', 'kept') order by returned_on, payment limit ${count}`
  return rows.map(paymentOf)
}

/** Payments whose debit was taken back and that the network has not returned: what the institution is out of, the oldest first. */
export async function refundedPayments(sql: Sql, lane: LaneId, count: number): Promise<readonly NetworkPayment[]> {
  const rows = await sql<PaymentRow[]>`
    select payment, account, seq, detail, amount, currency, status, reason, returned_on from network_payment
    where lane = ${lane} and status = 'refunded' order by payment limit ${count}`
  return rows.map(paymentOf)
}

/**
 * Writes a message for every payment that decisions between these places sent on its way. Part of the transaction that moves the cursor of
 * the journal on, so each is written once.
 *
 * @returns how many
 */
export async function writeMessages(
  sql: Transaction,
  lane: LaneId,
  { first, last, now }: { readonly first: Place; readonly last: Place; readonly now: Temporal.Instant },
): Promise<number> {
  const written = await sql`
    insert into network_message (lane, reference, kind, payment, next_try)
    select p.lane, p.payment::text, 'payment', p.payment, ${now.toString()}
    from account_event e
    join network_payment p on p.lane = e.lane and p.account = e.account and p.seq = e.seq
    where e.lane = ${lane} and e.place between ${String(first)} and ${String(last)}
    on conflict do nothing`
  return written.count
}

/** A message that the network has not taken yet. */
export type Message = {
  readonly reference: string
  readonly kind: 'payment' | 'return'
  readonly payment: NetworkPaymentId | null
  readonly reason: string | null
  readonly attempts: number
}

/** Messages whose time has come, the oldest first. */
export async function unsentMessages(
  sql: Sql,
  lane: LaneId,
  now: Temporal.Instant,
  limit: number,
): Promise<readonly Message[]> {
  const rows = await sql<
    { reference: string; kind: Message['kind']; payment: bigint | null; reason: string | null; attempts: number }[]
  >`
    select reference, kind, payment, reason, attempts from network_message
    where lane = ${lane} and sent_at is null and next_try <= ${now.toString()} order by next_try, reference limit ${limit}`
  return rows.map((row) => ({
    ...row,
    payment: row.payment === null ? null : (Number(row.payment) as NetworkPaymentId),
  }))
}

export async function messageSent(sql: Sql, lane: LaneId, reference: string, now: Temporal.Instant): Promise<void> {
  await sql`
    update network_message set sent_at = ${now.toString()}, attempts = attempts + 1
    where lane = ${lane} and reference = ${reference}`
}

export async function messageFailed(sql: Sql, lane: LaneId, reference: string, next: Temporal.Instant): Promise<void> {
  await sql`
    update network_message set attempts = attempts + 1, next_try = ${next.toString()}
    where lane = ${lane} and reference = ${reference}`
}

/** The last event of the network that was dealt with; 0 before the first. */
export async function lastEvent(sql: Sql, lane: LaneId): Promise<number> {
  const [row] = await sql<{ last: bigint }[]>`select last from network_inbox where lane = ${lane}`
  return Number(row?.last ?? 0n)
}

/** Notes an event as dealt with and, where money goes back, writes the message that returns it: both or neither. */
export async function eventDone(
  sql: Sql,
  lane: LaneId,
  event: number,
  now: Temporal.Instant,
  back: { readonly reference: string; readonly reason: string } | undefined,
): Promise<void> {
  await sql.begin(async (transaction) => {
    if (back !== undefined)
      await transaction`
        insert into network_message (lane, reference, kind, reason, next_try)
        values (${lane}, ${back.reference}, 'return', ${back.reason}, ${now.toString()}) on conflict do nothing`
    await transaction`
      insert into network_inbox (lane, last) values (${lane}, ${event})
      on conflict (lane) do update set last = greatest(network_inbox.last, excluded.last)`
  })
}
