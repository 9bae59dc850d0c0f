/** Applications for basic accounts in PostgreSQL. */
import type { AccountId, LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import type { Sql } from '../../storage/sql.ts'
import type { Channel } from '../files/rules.ts'
import { type BasicApplication, basicApplications } from './rules.ts'

const int8Oid = 20

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
      where lane = ${lane} and customer = any(${sql.array(keys.map(String), int8Oid)})`
    return new Map(rows.map((row) => [Number(row.customer) as PartyId, applicationFrom(row)]))
  },
  async (sql, lane, steps) => {
    const rows = lastOfEach(steps).map(({ after }) => ({
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
    }))
    await sql`
      insert into basic_application (lane, customer, currency, channel, applied_on, decide_by, leaves_other, status, decided_on,
        decided_by, account)
      select ${lane}, * from jsonb_to_recordset(${sql.json(rows)}) as r (customer bigint, currency text, channel text,
        applied_on date, decide_by date, leaves_other boolean, status text, decided_on date, decided_by text, account bigint)
      on conflict (lane, customer) do update set currency = excluded.currency, channel = excluded.channel,
        applied_on = excluded.applied_on, decide_by = excluded.decide_by, leaves_other = excluded.leaves_other,
        status = excluded.status, decided_on = excluded.decided_on, decided_by = excluded.decided_by,
        account = excluded.account`
  },
)

/** Applications that still wait though their time ran out before the day, the longest waiting first. Rules: `isLate`. */
export async function lateApplications(
  sql: Sql,
  lane: LaneId,
  day: Temporal.PlainDate,
): Promise<readonly BasicApplication[]> {
  const rows = await sql<ApplicationRow[]>`
    select * from basic_application
    where lane = ${lane} and status = 'applied' and decide_by < ${day.toString()}
    order by decide_by, customer`
  return rows.map(applicationFrom)
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
