/** Applications for basic accounts in PostgreSQL. */
import type { AccountId, LaneId, PartyId } from '../../kernel/ids.ts'
import type { AffairsByPerson } from '../../privacy/retention/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import type { Channel } from '../files/rules.ts'
import { type BasicApplication, basicApplications } from './rules.ts'

type ApplicationRow = {
  customer: bigint
  currency: string
  channel: Channel
  applied_on: Temporal.PlainDate
  decide_by: Temporal.PlainDate
  leaves_other: boolean
  status: BasicApplication['status']
  decided_on: Temporal.PlainDate | null
  decided_by: string | null
  account: bigint | null
}

export const basicApplicationStore = collectionStore(
  basicApplications,
  async (sql, lane, keys) => {
    const rows = await sql<ApplicationRow[]>`
      select * from basic_application
      where lane = ${lane} and customer = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.customer) as PartyId, applicationFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'basic_application',
      ['lane', 'customer'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        customer: after.customer,
        currency: after.currency,
        channel: after.channel,
        applied_on: after.appliedOn.toString(),
        decide_by: after.decideBy.toString(),
        leaves_other: after.leavesOther,
        status: after.status,
        decided_on: after.decidedOn?.toString() ?? null,
        decided_by: after.decidedBy,
        account: after.account,
      })),
    ),
)

/** Applications that still wait though their time ran out before the day, the longest waiting first, up to `count`. Rules: `isLate`. */
export async function lateApplications(
  sql: Sql,
  lane: LaneId,
  day: Temporal.PlainDate,
  count: number,
): Promise<readonly BasicApplication[]> {
  const rows = await sql<ApplicationRow[]>`
    select * from basic_application
    where lane = ${lane} and status = 'applied' and decide_by < ${day.toString()}
    order by decide_by, customer limit ${count}`
  return rows.map(applicationFrom)
}

/** Applications of these persons, by which data of applicants are kept; one that became an account is part of its agreement. */
export async function applicationAffairs(
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<AffairsByPerson> {
  const rows = await sql<{ customer: bigint; decided_on: Temporal.PlainDate | null }[]>`
    select customer, decided_on from basic_application
    where lane = ${lane} and customer = any(${sql.array([...subjects], oids.int8)}) and account is null`
  return new Map(
    rows.map(({ customer, decided_on: decided }) => [
      Number(customer) as PartyId,
      { applications: [{ reference: `application of ${customer}`, ended: decided ?? undefined }] },
    ]),
  )
}

const applicationFrom = (row: ApplicationRow): BasicApplication => ({
  customer: Number(row.customer) as PartyId,
  currency: row.currency,
  channel: row.channel,
  appliedOn: row.applied_on,
  decideBy: row.decide_by,
  leavesOther: row.leaves_other,
  status: row.status,
  decidedOn: row.decided_on,
  decidedBy: row.decided_by,
  account: row.account === null ? null : (Number(row.account) as AccountId),
})
