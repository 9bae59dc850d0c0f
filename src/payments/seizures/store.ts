/** Orders of seizure and recovery in PostgreSQL. */
import type { AccountId, AgreementId, LaneId, Place } from '../../kernel/ids.ts'
import { type Currency, minor, plus } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { insert, upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import {
  type AgreementSeizures,
  type Authority,
  type Monthly,
  type OrderKind,
  type Part,
  type SeizureOrder,
  type SeizureStep,
  type StepKind,
  seizureSteps,
  seizures,
  total,
} from './rules.ts'

export const seizureStore = collectionStore(seizures, loadSeizures, (lane, steps) =>
  upsert(
    'seizure_order',
    ['lane', 'agreement', 'seizure_order'],
    lastOfEach(steps).flatMap(({ key, after }) =>
      after.orders.map((one) => ({
        lane,
        agreement: key,
        seizure_order: one.order,
        kind: one.kind,
        authority: one.authority,
        reference: one.reference,
        received_on: one.receivedOn.toString(),
        registered_by: one.registeredBy,
        currency: one.currency,
        ordered: one.orderedMinor.toString(),
        kept: partsJson(one.kept),
        gathered: partsJson(one.gathered),
        technical: one.technical,
        paid: one.paidMinor.toString(),
        taken: plus(plus(total(one.kept), total(one.gathered)), one.paidMinor).toString(),
        fee_taken: one.feeTaken,
        proposed_by: one.proposed?.by ?? null,
        nostro: one.proposed?.nostro ?? null,
        ended_on: one.endedOn?.toString() ?? null,
        ground: one.ground,
        monthly: one.monthly?.amountMinor.toString() ?? null,
        monthly_month: one.monthly?.month ?? null,
        monthly_left: one.monthly?.leftMinor.toString() ?? null,
        monthly_free: one.monthly?.freeMinor.toString() ?? null,
      })),
    ),
  ),
)

type PartJson = { account: number; minor: string }

type OrderRow = {
  agreement: bigint
  seizure_order: bigint
  kind: OrderKind
  authority: Authority
  reference: string
  received_on: Temporal.PlainDate
  registered_by: string
  currency: string
  ordered: bigint
  kept: PartJson[]
  gathered: PartJson[]
  technical: bigint | null
  paid: bigint
  fee_taken: boolean
  proposed_by: string | null
  nostro: bigint | null
  ended_on: Temporal.PlainDate | null
  ground: SeizureOrder['ground']
  monthly: bigint | null
  monthly_month: string | null
  monthly_left: bigint | null
  monthly_free: bigint | null
}

async function loadSeizures(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly AgreementId[],
): Promise<ReadonlyMap<AgreementId, AgreementSeizures>> {
  const rows = await sql<OrderRow[]>`
    select agreement, seizure_order, kind, authority, reference, received_on, registered_by, currency, ordered, kept, gathered, technical,
      paid, fee_taken, proposed_by, nostro, ended_on, ground, monthly, monthly_month, monthly_left, monthly_free
    from seizure_order where lane = ${lane} and agreement = any(${sql.array([...keys], oids.int8)})
    order by agreement, seizure_order`
  const byAgreement = Map.groupBy(rows, ({ agreement }) => Number(agreement) as AgreementId)
  return new Map(
    [...byAgreement].map(([agreement, list]) => [agreement, { agreement, orders: list.map(orderFrom) }] as const),
  )
}

const orderFrom = (row: OrderRow): SeizureOrder => ({
  order: Number(row.seizure_order),
  kind: row.kind,
  authority: row.authority,
  reference: row.reference,
  receivedOn: row.received_on,
  registeredBy: row.registered_by,
  currency: row.currency as Currency,
  orderedMinor: minor(row.ordered),
  kept: partsFrom(row.kept),
  gathered: partsFrom(row.gathered),
  technical: row.technical === null ? null : (Number(row.technical) as AccountId),
  paidMinor: minor(row.paid),
  feeTaken: row.fee_taken,
  monthly: monthlyFrom(row),
  proposed:
    row.proposed_by === null || row.nostro === null
      ? null
      : { by: row.proposed_by, nostro: Number(row.nostro) as AccountId },
  endedOn: row.ended_on,
  ground: row.ground,
})

const monthlyFrom = ({ monthly, monthly_month, monthly_left, monthly_free }: OrderRow): Monthly | null =>
  monthly === null || monthly_month === null || monthly_left === null || monthly_free === null
    ? null
    : {
        amountMinor: minor(monthly),
        month: monthly_month,
        leftMinor: minor(monthly_left),
        freeMinor: minor(monthly_free),
      }

const partsJson = (parts: readonly Part[]) =>
  parts.map(({ account, amountMinor }) => ({ account: Number(account), minor: amountMinor.toString() }))

const partsFrom = (parts: readonly PartJson[]): readonly Part[] =>
  parts.map(({ account, minor: text }) => ({ account: account as AccountId, amountMinor: minor(text) }))

/** The orders of each of these agreements, in the order of registration. */
export async function seizuresOf(
  sql: Sql,
  lane: LaneId,
  agreements: readonly AgreementId[],
): Promise<readonly AgreementSeizures[]> {
  return [...(await loadSeizures(sql, lane, agreements)).values()]
}

/** Agreements with an order that waits for money, by id. */
export async function agreementsWaiting(
  sql: Sql,
  lane: LaneId,
  after: number,
  limit: number,
): Promise<readonly AgreementId[]> {
  const rows = await sql<{ agreement: bigint }[]>`
    select distinct agreement from seizure_order
    where lane = ${lane} and ended_on is null and taken < ordered and agreement > ${after}
    order by agreement limit ${limit}`
  return rows.map(({ agreement }) => Number(agreement) as AgreementId)
}

/** Steps are written and read back by people alone; no decision asks for one. */
export const seizureStepStore = collectionStore(
  seizureSteps,
  async (sql, lane, keys) => {
    const rows = await sql<StepRow[]>`
      select seizure_step, agreement, seizure_order, what, account, amount, happened_on, ground, place from seizure_step
      where lane = ${lane} and seizure_step = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.seizure_step), stepFrom(row)]))
  },
  (lane, steps) =>
    insert(
      'seizure_step',
      steps.map(({ key, after, place }) => ({
        lane,
        seizure_step: key,
        agreement: after.agreement,
        seizure_order: after.order,
        what: after.what,
        account: after.account,
        amount: after.amountMinor.toString(),
        happened_on: after.on.toString(),
        ground: after.ground,
        place,
      })),
    ),
)

type StepRow = {
  seizure_step: bigint
  agreement: bigint
  seizure_order: bigint
  what: StepKind
  account: bigint
  amount: bigint
  happened_on: Temporal.PlainDate
  ground: string | null
  place: bigint
}

const stepFrom = (row: StepRow): SeizureStep => ({
  step: Number(row.seizure_step),
  agreement: Number(row.agreement) as AgreementId,
  order: Number(row.seizure_order),
  what: row.what,
  account: Number(row.account) as AccountId,
  amountMinor: minor(row.amount),
  on: row.happened_on,
  ground: row.ground,
})

/** A step and the decision that did it. */
export type TakenStep = SeizureStep & { readonly place: Place }

/** What was done for the orders of these agreements, in its order. */
export async function stepsOf(
  sql: Sql,
  lane: LaneId,
  agreements: readonly AgreementId[],
): Promise<readonly TakenStep[]> {
  const rows = await sql<StepRow[]>`
    select seizure_step, agreement, seizure_order, what, account, amount, happened_on, ground, place from seizure_step
    where lane = ${lane} and agreement = any(${sql.array([...agreements], oids.int8)}) order by place, seizure_step`
  return rows.map((row) => ({ ...stepFrom(row), place: Number(row.place) as Place }))
}
