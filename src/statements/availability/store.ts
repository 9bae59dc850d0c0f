/** When statements were made available, and how customers are informed, in PostgreSQL. */
import type { AccountId, LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import {
  type Delivery,
  type DigitalSpell,
  type Informed,
  type Issue,
  informed,
  type Moment,
  type Statement,
  type StatementKey,
  statementKey,
  statements,
} from './rules.ts'

type MomentJson = { at: string; on: string }
type IssueJson = {
  from: string
  to: string
  how: Delivery
  place: string | null
  free: boolean
  available: MomentJson
  seen: MomentJson | null
}
type StatementRow = { account: bigint; month: string; issues: IssueJson[] }

export const statementStore = collectionStore(
  statements,
  async (sql, lane, keys) => {
    const wanted = keys.map((key) => key.split(' ') as [string, string])
    const rows = await sql<StatementRow[]>`
      select s.account, s.month, s.issues
      from unnest(${sql.array(
        wanted.map(([account]) => account),
        oids.int8,
      )}, ${sql.array(
        wanted.map(([, month]) => month),
        oids.text,
      )}) as wanted (account, month)
      join statement s on s.lane = ${lane} and s.account = wanted.account and s.month = wanted.month`
    return new Map(rows.map((row) => [keyOf(row), statementFrom(row)]))
  },
  (lane, steps) =>
    upsert(
      'statement',
      ['lane', 'account', 'month'],
      lastOfEach(steps).map(({ after: { account, month, issues } }) => ({
        lane,
        account,
        month,
        issues: issues.map(issueJson),
      })),
    ),
)

/** Every statement of an account that was made available other than in a digital channel, the newest month first. */
export async function statementsOf(sql: Sql, lane: LaneId, account: AccountId): Promise<readonly Statement[]> {
  const rows = await sql<StatementRow[]>`
    select account, month, issues from statement where lane = ${lane} and account = ${account} order by month desc`
  return rows.map(statementFrom)
}

const keyOf = ({ account, month }: StatementRow): StatementKey => statementKey(Number(account) as AccountId, month)

const momentJson = ({ at, on }: Moment): MomentJson => ({ at: at.toString(), on: on.toString() })
const momentFrom = ({ at, on }: MomentJson): Moment => ({
  at: Temporal.Instant.from(at),
  on: Temporal.PlainDate.from(on),
})

const issueJson = ({ from, to, how, place, free, available, seen }: Issue): IssueJson => ({
  from: from.toString(),
  to: to.toString(),
  how,
  place,
  free,
  available: momentJson(available),
  seen: seen === null ? null : momentJson(seen),
})

const statementFrom = ({ account, month, issues }: StatementRow): Statement => ({
  account: Number(account) as AccountId,
  month,
  issues: issues.map(({ from, to, how, place, free, available, seen }) => ({
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    how,
    place,
    free,
    available: momentFrom(available),
    seen: seen === null ? null : momentFrom(seen),
  })),
})

type InformedRow = {
  party: bigint
  digital: { from: MomentJson; until: MomentJson | null }[]
  last_seen_at: Temporal.Instant | null
  last_seen_on: Temporal.PlainDate | null
  reminded_on: Temporal.PlainDate | null
  checking_from: Temporal.PlainDate | null
  remind_on: Temporal.PlainDate | null
}

export const informedStore = collectionStore(informed, informedBy, (lane, steps) =>
  upsert(
    'informed_customer',
    ['lane', 'party'],
    lastOfEach(steps).map(({ after }) => ({
      lane,
      party: after.customer,
      digital: after.digital.map(({ from, until }) => ({
        from: momentJson(from),
        until: until === null ? null : momentJson(until),
      })),
      last_seen_at: after.lastSeen?.at.toString() ?? null,
      last_seen_on: after.lastSeen?.on.toString() ?? null,
      reminded_on: after.remindedOn?.toString() ?? null,
      checking_from: after.checking?.from.toString() ?? null,
      remind_on: after.checking?.remindOn.toString() ?? null,
    })),
  ),
)

/** How customers are informed; who was never told of anything is absent. */
export async function informedBy(
  sql: Sql | Transaction,
  lane: LaneId,
  customers: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, Informed>> {
  const rows = await sql<InformedRow[]>`
    select party, digital, last_seen_at, last_seen_on, reminded_on, checking_from, remind_on from informed_customer
    where lane = ${lane} and party = any(${sql.array([...customers], oids.int8)})`
  return new Map(rows.map((row) => [Number(row.party) as PartyId, informedFrom(row)]))
}

const informedFrom = (row: InformedRow): Informed => ({
  customer: Number(row.party) as PartyId,
  digital: row.digital.map(
    ({ from, until }): DigitalSpell => ({
      from: momentFrom(from),
      until: until === null ? null : momentFrom(until),
    }),
  ),
  lastSeen:
    row.last_seen_at === null || row.last_seen_on === null ? null : { at: row.last_seen_at, on: row.last_seen_on },
  remindedOn: row.reminded_on,
  checking:
    row.checking_from === null || row.remind_on === null ? null : { from: row.checking_from, remindOn: row.remind_on },
})
