/** Who acts for whom, in PostgreSQL: one row a customer, and under it a row for each document, duty and known limit. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
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

const int8Oid = 20

export const representationStore = collectionStore(representations, representationRows, async (sql, lane, steps) => {
  const last = lastOfEach(steps).map(({ after }) => after)
  for (const one of last) await saveRepresentation(sql, lane, one)
})

export const representedByStore = collectionStore(
  representedBy,
  async (sql, lane, keys) => {
    const rows = await sql<{ representative: bigint; customers: string[] }[]>`
      select representative, customers::text[] from represented_by
      where lane = ${lane} and representative = any(${sql.array(keys.map(String), int8Oid)})`
    return new Map(rows.map((row) => [Number(row.representative) as PartyId, row.customers.map(partyId)]))
  },
  async (sql, lane, steps) => {
    for (const { key, after } of lastOfEach(steps))
      await sql`
        insert into represented_by (lane, representative, customers)
        values (${lane}, ${key}, ${sql.array(after.map(String), int8Oid)})
        on conflict (lane, representative) do update set customers = excluded.customers`
  },
)

/** Changes of representation are rare, one by one and by hand: a statement for each row is enough. */
async function saveRepresentation(sql: Transaction, lane: LaneId, one: Representation): Promise<void> {
  const { customer } = one
  await sql`
    insert into representation (lane, customer, conflict_since) values (${lane}, ${customer}, ${one.conflictSince ?? null})
    on conflict (lane, customer) do update set conflict_since = excluded.conflict_since`
  for (const authorisation of one.authorisations) {
    await saveAuthorisation(sql, lane, customer, authorisation)
    for (const duty of authorisation.duties) await saveDuty(sql, lane, customer, authorisation.authorisation, duty)
  }
  for (const { limit, representative, kinds, recordedOn, recordedBy } of one.knownLimits)
    await sql`
      insert into known_limit (lane, customer, known_limit, representative, kinds, recorded_on, recorded_by)
      values (${lane}, ${customer}, ${limit}, ${representative}, ${sql.array([...kinds])}, ${recordedOn}, ${recordedBy})
      on conflict do nothing`
}

async function saveAuthorisation(sql: Transaction, lane: LaneId, customer: PartyId, one: Authorisation): Promise<void> {
  const { limits } = one
  await sql`
    insert into authorisation (lane, customer, authorisation, representatives, status, services, limit_minor,
      limit_currency, valid_from, valid_until, signatures, sealed, submitted_on, replaces, reviewed_by, reviewed_on,
      ended_on, likeness, unwitnessed, overdue)
    values (${lane}, ${customer}, ${one.authorisation}, ${sql.array(one.representatives.map(String), int8Oid)}, ${one.status},
      ${limits.services ? sql.array([...limits.services]) : null}, ${limits.perTransaction?.minor ?? null},
      ${limits.perTransaction?.currency ?? null}, ${limits.from ?? null}, ${limits.until ?? null},
      ${limits.signatures ?? null}, ${one.sealed}, ${one.submittedOn}, ${one.replaces ?? null}, ${one.reviewedBy ?? null},
      ${one.reviewedOn ?? null}, ${one.endedOn ?? null}, ${one.likeness ?? null}, ${one.unwitnessed ?? null},
      ${one.overdue ?? null})
    on conflict (lane, customer, authorisation) do update set status = excluded.status,
      reviewed_by = excluded.reviewed_by, reviewed_on = excluded.reviewed_on, ended_on = excluded.ended_on,
      likeness = excluded.likeness, unwitnessed = excluded.unwitnessed, overdue = excluded.overdue`
}

async function saveDuty(
  sql: Transaction,
  lane: LaneId,
  customer: PartyId,
  authorisation: number,
  { duty, cause, since, due, remindOn, reminders, settledOn }: Duty,
): Promise<void> {
  await sql`
    insert into replacement_duty (lane, customer, authorisation, duty, cause, since, due, remind_on, reminders, settled_on)
    values (${lane}, ${customer}, ${authorisation}, ${duty}, ${cause}, ${since}, ${due}, ${remindOn ?? null}, ${reminders},
      ${settledOn ?? null})
    on conflict (lane, customer, authorisation, duty) do update set remind_on = excluded.remind_on,
      reminders = excluded.reminders, settled_on = excluded.settled_on`
}

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
  const ids = sql.array(customers.map(String), int8Oid)
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
