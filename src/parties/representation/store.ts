/** Who acts for whom, in PostgreSQL: one row a customer, and under it a row for each document, duty and known limit. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import {
  type Authorisation,
  type AuthorisationStatus,
  type Duty,
  type DutyCause,
  type KnownLimit,
  type Representation,
  representations,
  representedBy,
  type Service,
} from './rules.ts'

export const representationStore = collectionStore(representations, representationRows, (lane, steps) => {
  const last = lastOfEach(steps).map(({ after }) => after)
  const documents = last.flatMap(({ customer, authorisations }) => authorisations.map((one) => ({ ...one, customer })))
  return [
    ...upsert(
      'representation',
      ['lane', 'customer'],
      last.map((one) => ({ lane, customer: one.customer, conflict_since: one.conflictSince?.toString() ?? null })),
    ),
    ...upsert(
      'authorisation',
      ['lane', 'customer', 'authorisation'],
      documents.map((one) => ({ lane, customer: one.customer, ...authorisationColumns(one) })),
    ),
    ...upsert(
      'replacement_duty',
      ['lane', 'customer', 'authorisation', 'duty'],
      documents.flatMap(({ customer, authorisation, duties }) =>
        duties.map((duty) => ({ lane, customer, authorisation, ...dutyColumns(duty) })),
      ),
    ),
    ...upsert(
      'known_limit',
      ['lane', 'customer', 'known_limit'],
      last.flatMap(({ customer, knownLimits }) =>
        knownLimits.map((one) => ({
          lane,
          customer,
          known_limit: one.limit,
          representative: one.representative,
          kinds: one.kinds,
          recorded_on: one.recordedOn.toString(),
          recorded_by: one.recordedBy,
        })),
      ),
    ),
  ]
})

export const representedByStore = collectionStore(
  representedBy,
  (sql, lane, keys) => customersOf(sql, lane, keys),
  (lane, steps) =>
    upsert(
      'represented_by',
      ['lane', 'representative'],
      lastOfEach(steps).map(({ key, after }) => ({ lane, representative: key, customers: after })),
    ),
)

/** Whom these parties ever acted for under a document, ended ones too. */
export async function customersOf(
  sql: Sql | Transaction,
  lane: LaneId,
  representatives: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, readonly PartyId[]>> {
  const rows = await sql<{ representative: bigint; customers: string[] }[]>`
    select representative, customers::text[] from represented_by
    where lane = ${lane} and representative = any(${sql.array(representatives.map(String), oids.int8)})`
  return new Map(rows.map((row) => [Number(row.representative) as PartyId, row.customers.map(partyId)]))
}

const authorisationColumns = ({ limits, ...one }: Authorisation) => ({
  authorisation: one.authorisation,
  representatives: one.representatives,
  status: one.status,
  services: limits.services ?? null,
  limit_minor: limits.perTransaction?.minor.toString() ?? null,
  limit_currency: limits.perTransaction?.currency ?? null,
  valid_from: limits.from?.toString() ?? null,
  valid_until: limits.until?.toString() ?? null,
  signatures: limits.signatures ?? null,
  sealed: one.sealed,
  submitted_on: one.submittedOn.toString(),
  replaces: one.replaces ?? null,
  reviewed_by: one.reviewedBy ?? null,
  reviewed_on: one.reviewedOn?.toString() ?? null,
  ended_on: one.endedOn?.toString() ?? null,
  likeness: one.likeness ?? null,
  unwitnessed: one.unwitnessed ?? null,
  overdue: one.overdue ?? null,
})

const dutyColumns = ({ duty, cause, since, due, remindOn, reminders, settledOn }: Duty) => ({
  duty,
  cause,
  since: since.toString(),
  due: due.toString(),
  remind_on: remindOn?.toString() ?? null,
  reminders,
  settled_on: settledOn?.toString() ?? null,
})

type AuthorisationRow = {
  customer: bigint
  authorisation: bigint
  representatives: string[]
  status: AuthorisationStatus
  services: Service[] | null
  limit_minor: bigint | null
  limit_currency: string | null
  valid_from: Temporal.PlainDate | null
  valid_until: Temporal.PlainDate | null
  signatures: number | null
  sealed: boolean
  submitted_on: Temporal.PlainDate
  replaces: bigint | null
  reviewed_by: string | null
  reviewed_on: Temporal.PlainDate | null
  ended_on: Temporal.PlainDate | null
  likeness: 'matches' | 'differs' | null
  unwitnessed: bigint | null
  overdue: 'declined' | 'served' | null
}
type DutyRow = {
  customer: bigint
  authorisation: bigint
  duty: bigint
  cause: DutyCause
  since: Temporal.PlainDate
  due: Temporal.PlainDate
  remind_on: Temporal.PlainDate | null
  reminders: number
  settled_on: Temporal.PlainDate | null
}
type LimitRow = {
  customer: bigint
  known_limit: bigint
  representative: bigint
  kinds: KnownLimit['kinds']
  recorded_on: Temporal.PlainDate
  recorded_by: string
}

/** Who acts for each of the customers; one for whom nobody ever acted is absent. */
export async function representationRows(
  sql: Sql | Transaction,
  lane: LaneId,
  customers: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, Representation>> {
  const ids = sql.array(customers.map(String), oids.int8)
  const [own, documents, duties, limits] = await Promise.all([
    sql<{ customer: bigint; conflict_since: Temporal.PlainDate | null }[]>`
      select customer, conflict_since from representation where lane = ${lane} and customer = any(${ids})`,
    sql<AuthorisationRow[]>`
      select *, representatives::text[] from authorisation where lane = ${lane} and customer = any(${ids})
      order by customer, authorisation`,
    sql<DutyRow[]>`
      select * from replacement_duty where lane = ${lane} and customer = any(${ids}) order by customer, authorisation, duty`,
    sql<LimitRow[]>`
      select * from known_limit where lane = ${lane} and customer = any(${ids}) order by customer, known_limit`,
  ])
  const dutiesOf = Map.groupBy(duties, (row) => row.authorisation)
  const documentsOf = Map.groupBy(documents, (row) => row.customer)
  const limitsOf = Map.groupBy(limits, (row) => row.customer)
  return new Map(
    own.map(({ customer, conflict_since }) => [
      partyId(customer),
      {
        customer: partyId(customer),
        authorisations: (documentsOf.get(customer) ?? []).map((row) =>
          authorisationOf(row, dutiesOf.get(row.authorisation) ?? []),
        ),
        knownLimits: (limitsOf.get(customer) ?? []).map(knownLimitOf),
        conflictSince: conflict_since ?? undefined,
      },
    ]),
  )
}

const authorisationOf = (row: AuthorisationRow, duties: readonly DutyRow[]): Authorisation => ({
  authorisation: Number(row.authorisation),
  representatives: row.representatives.map(partyId),
  status: row.status,
  limits: {
    services: row.services ?? undefined,
    perTransaction:
      row.limit_minor === null || row.limit_currency === null
        ? undefined
        : { minor: minor(row.limit_minor), currency: currency(row.limit_currency) },
    from: row.valid_from ?? undefined,
    until: row.valid_until ?? undefined,
    signatures: row.signatures ?? undefined,
  },
  sealed: row.sealed,
  submittedOn: row.submitted_on,
  replaces: row.replaces === null ? undefined : Number(row.replaces),
  reviewedBy: row.reviewed_by ?? undefined,
  reviewedOn: row.reviewed_on ?? undefined,
  endedOn: row.ended_on ?? undefined,
  likeness: row.likeness ?? undefined,
  unwitnessed: row.unwitnessed === null ? undefined : Number(row.unwitnessed),
  duties: duties.map(dutyOf),
  overdue: row.overdue ?? undefined,
})

const dutyOf = (row: DutyRow): Duty => ({
  duty: Number(row.duty),
  cause: row.cause,
  since: row.since,
  due: row.due,
  remindOn: row.remind_on ?? undefined,
  reminders: row.reminders,
  settledOn: row.settled_on ?? undefined,
})

const knownLimitOf = (row: LimitRow): KnownLimit => ({
  limit: Number(row.known_limit),
  representative: partyId(row.representative),
  kinds: row.kinds,
  recordedOn: row.recorded_on,
  recordedBy: row.recorded_by,
})

const partyId = (id: bigint | string): PartyId => Number(id) as PartyId

/** Open duties to replace a document, those due first: what staff chase, up to `count`. */
export async function openDutyRows(
  sql: Sql,
  lane: LaneId,
  count: number,
): Promise<readonly (Duty & { readonly customer: PartyId; readonly authorisation: number })[]> {
  const rows = await sql<DutyRow[]>`
    select * from replacement_duty where lane = ${lane} and settled_on is null order by due, duty limit ${count}`
  return rows.map((row) => ({
    customer: partyId(row.customer),
    authorisation: Number(row.authorisation),
    ...dutyOf(row),
  }))
}
