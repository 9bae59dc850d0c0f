/** Orders for a later day, in PostgreSQL. */
import type { AccountId, AgreementId, LaneId, PartyId } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import { type DetailsRow, detailsFrom, type HeldDetails } from '../../privacy/retention/details/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { type ColumnValue, upsert } from '../../storage/lane/writes.ts'
import { keyOf } from '../../storage/sealed-key.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import type { Schedule } from '../standing/rules.ts'
import { type OrderId, type PaymentOrder, paymentOrders } from './rules.ts'

export const paymentOrderStore = collectionStore(paymentOrders, loadOrders, (lane, steps) =>
  upsert(
    'payment_order',
    ['lane', 'payment_order'],
    lastOfEach(steps).map(({ key, after }) => ({
      lane,
      payment_order: key,
      account: after.account,
      agreement: after.agreement,
      payee: after.payee,
      amount: after.amountMinor.toString(),
      currency: after.currency,
      channel: after.channel,
      schedule: scheduleColumn(after.schedule),
      instalment: after.instalment,
      due_on: after.dueOn?.toString() ?? null,
      tries: after.tries,
      paid: after.paid,
      missed: after.missed,
      status: after.status,
      payer_detail: after.payerDetail,
      payee_detail: after.payeeDetail,
      last_on: after.last?.on.toString() ?? null,
      last_code: after.last?.code ?? null,
    })),
  ),
)

type ScheduleColumn = {
  readonly every: Schedule['every']
  readonly on?: string
  readonly from?: string
  readonly day?: number | 'last'
  readonly until?: string
  readonly count?: number
}

function scheduleColumn(schedule: Schedule): ColumnValue {
  return JSON.parse(JSON.stringify(schedule)) as ColumnValue
}

function scheduleOf({ every, on, from, day, until, count }: ScheduleColumn): Schedule {
  if (every === 'once') return { every, on: Temporal.PlainDate.from(on as string) }
  const ending = {
    ...(until === undefined ? {} : { until: Temporal.PlainDate.from(until) }),
    ...(count === undefined ? {} : { count }),
  }
  const begins = Temporal.PlainDate.from(from as string)
  return every === 'week'
    ? { every, from: begins, ...ending }
    : { every, from: begins, day: day as number | 'last', ...ending }
}

type OrderRow = {
  payment_order: bigint
  account: bigint
  agreement: bigint | null
  payee: bigint | null
  amount: bigint
  currency: string
  channel: PaymentOrder['channel']
  schedule: ScheduleColumn
  instalment: number
  due_on: Temporal.PlainDate | null
  tries: number
  paid: number
  missed: number
  status: PaymentOrder['status']
  payer_detail: bigint | null
  payee_detail: bigint | null
  last_on: Temporal.PlainDate | null
  last_code: string | null
}

async function loadOrders(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, PaymentOrder>> {
  const rows = await sql<OrderRow[]>`
    select payment_order, account, agreement, payee, amount, currency, channel, schedule, instalment, due_on, tries, paid, missed, status,
      payer_detail, payee_detail, last_on, last_code
    from payment_order where lane = ${lane} and payment_order = any(${sql.array([...keys], oids.int8)})`
  return new Map(rows.map((row) => [Number(row.payment_order) as OrderId, orderOf(row)]))
}

/** The orders of an account, the newest first. */
export async function ordersOfAccount(
  sql: Sql | Transaction,
  lane: LaneId,
  account: AccountId,
): Promise<readonly PaymentOrder[]> {
  const rows = await sql<OrderRow[]>`
    select payment_order, account, agreement, payee, amount, currency, channel, schedule, instalment, due_on, tries, paid, missed, status,
      payer_detail, payee_detail, last_on, last_code
    from payment_order where lane = ${lane} and account = ${account} order by payment_order desc limit 500`
  return rows.map(orderOf)
}

const idOrNull = <Id extends number>(value: bigint | null): Id | null => (value === null ? null : (Number(value) as Id))

function orderOf(row: OrderRow): PaymentOrder {
  return {
    order: Number(row.payment_order) as OrderId,
    account: Number(row.account) as AccountId,
    agreement: idOrNull<AgreementId>(row.agreement),
    payee: idOrNull<AccountId>(row.payee),
    amountMinor: minor(row.amount),
    currency: currency(row.currency),
    channel: row.channel,
    schedule: scheduleOf(row.schedule),
    instalment: row.instalment,
    dueOn: row.due_on,
    tries: row.tries,
    paid: row.paid,
    missed: row.missed,
    status: row.status,
    payerDetail: idOrNull<DetailId>(row.payer_detail),
    payeeDetail: idOrNull<DetailId>(row.payee_detail),
    last: row.last_on === null ? null : { on: row.last_on, code: row.last_code },
  }
}

/** What orders that wait will show on either side when they are carried out: it stays as long as they wait. */
export const waitingDetails = async (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<readonly HeldDetails[]> =>
  detailsFrom(
    'orders that wait',
    await sql<DetailsRow[]>`
      select k.holder as subject, ${keyOf(sql, 'k.sealed')}, count(*)::int as count, null as first, null as last
      from kept_detail k
      join payment_order o on o.lane = k.lane and k.detail in (o.payer_detail, o.payee_detail) and o.status = 'waiting'
      where k.lane = ${lane} and k.holder = any(${sql.array(subjects.map(String), oids.int8)}) and k.sealed is not null
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    true,
  )
