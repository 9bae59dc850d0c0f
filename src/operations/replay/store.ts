/** What the replay reads of its tables, and how far it has come. */
import type { AccountId, LaneId, PartyId, Place } from '../../kernel/ids.ts'
import { type Minor, minor } from '../../kernel/money.ts'
import type { Sql } from '../../storage/sql.ts'
import { type Movement, movements } from './files.ts'

const int4Oid = 23
const int8Oid = 20
const textOid = 25

/** A day on which accounts were opened or transactions booked, and how many. */
export type Day = { readonly day: Temporal.PlainDate; readonly accounts: number; readonly transactions: number }

/** An account to open: its owner and those who may dispose of it. */
export type Opening = {
  readonly account: number
  readonly owner: { readonly client: number; readonly party: PartyId }
  readonly disponents: readonly { readonly client: number; readonly party: PartyId }[]
}

/** A transaction to book, on an account that was opened. */
export type Staged = {
  readonly trans: number
  readonly account: AccountId
  readonly owner: PartyId
  readonly movement: Movement
  /** Without a sign. */
  readonly amountMinor: Minor
  readonly forced: boolean
  /** Where the row begins in its file when it tells something for the vault. */
  readonly toldAt: number | undefined
  readonly line: number
}

export type Outcome = { readonly trans: number; readonly place: Place; readonly code: string | null }

export type Totals = { readonly accounts: number; readonly transactions: number }

export async function firstDay(sql: Sql): Promise<Temporal.PlainDate | undefined> {
  const [row] = await sql<{ day: Temporal.PlainDate }[]>`select day from replay.day order by day limit 1`
  return row?.day
}

/** The next days that are not done, in their order; after the one given. */
export function daysAfter(sql: Sql, after: Temporal.PlainDate | undefined, many: number): Promise<readonly Day[]> {
  return sql<Day[]>`
    select day, accounts, transactions from replay.day
    where day > coalesce(${after?.toString() ?? null}::date, (select day from replay.progress), '-infinity')
    order by day limit ${many}`
}

/** How many transactions have an outcome. */
export async function bookedSoFar(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from replay.outcome`
  return row?.n ?? 0
}

export async function totals(sql: Sql): Promise<Totals> {
  const [row] = await sql<Totals[]>`
    select coalesce(sum(accounts), 0)::int as accounts, coalesce(sum(transactions), 0)::int as transactions from replay.day`
  return row ?? { accounts: 0, transactions: 0 }
}

/** Those of these clients that are parties already. */
export async function knownClients(sql: Sql, clients: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await sql<{ client: number }[]>`
    select client from replay.client where client = any(${sql.array([...clients], int4Oid)}) and party is not null`
  return new Set(rows.map(({ client }) => client))
}

export async function keepParties(sql: Sql, parties: readonly { client: number; party: PartyId }[]): Promise<void> {
  await sql`
    update replay.client c set party = k.party
    from unnest(
      ${sql.array(
        parties.map(({ client }) => client),
        int4Oid,
      )}::int[],
      ${sql.array(
        parties.map(({ party }) => String(party)),
        int8Oid,
      )}::int8[]
    ) as k (client, party)
    where c.client = k.client`
}

export async function keepAccounts(sql: Sql, accounts: readonly { account: number; id: AccountId }[]): Promise<void> {
  await sql`
    update replay.account a set id = k.id
    from unnest(
      ${sql.array(
        accounts.map(({ account }) => account),
        int4Oid,
      )}::int[],
      ${sql.array(
        accounts.map(({ id }) => String(id)),
        int8Oid,
      )}::int8[]
    ) as k (account, id)
    where a.account = k.account`
}

type OpeningRow = { account: number; owner: number; party: bigint; disponents: number[]; parties: bigint[] }

/** The accounts opened on a day, at most `many` at a time. */
export async function* openingsOn(
  sql: Sql,
  day: Temporal.PlainDate,
  many: number,
): AsyncGenerator<readonly Opening[]> {
  const rows = sql<OpeningRow[]>`
    select a.account, a.owner, o.party,
      array(select client from replay.disposition d where d.account = a.account and not d.owner order by client) as disponents,
      array(
        select c.party from replay.disposition d join replay.client c using (client)
        where d.account = a.account and not d.owner order by client
      ) as parties
    from replay.account a join replay.client o on o.client = a.owner
    where a.opened_on = ${day.toString()} order by a.account`
  for await (const some of rows.cursor(many))
    yield some.map(({ account, owner, party, disponents, parties }) => ({
      account,
      owner: { client: owner, party: Number(party) as PartyId },
      disponents: disponents.map((client, i) => ({ client, party: Number(parties[i]) as PartyId })),
    }))
}

type StagedRow = {
  trans: number
  id: bigint
  party: bigint
  movement: number
  amount: bigint
  forced: boolean
  told: boolean
  at: bigint
  line: number
}

/** The transactions of a day that have no outcome yet, those of each account in the order of `seq`; at most `many` at a time. */
export async function* transactionsOn(
  sql: Sql,
  day: Temporal.PlainDate,
  many: number,
): AsyncGenerator<readonly Staged[]> {
  const rows = sql<StagedRow[]>`
    select t.trans, a.id, o.party, t.movement, abs(t.amount) as amount, t.forced, t.told, t.at, t.line
    from replay.transaction t
    join replay.account a using (account)
    join replay.client o on o.client = a.owner
    where t.booked_on = ${day.toString()} and not exists (select from replay.outcome done where done.trans = t.trans)
    order by t.account, t.seq`
  for await (const some of rows.cursor(many))
    yield some.map((row) => ({
      trans: row.trans,
      account: Number(row.id) as AccountId,
      owner: Number(row.party) as PartyId,
      movement: movements[row.movement] as Movement,
      amountMinor: minor(row.amount),
      forced: row.forced,
      toldAt: row.told ? Number(row.at) : undefined,
      line: row.line,
    }))
}

/** The most that these movements ever take out of a till beyond what was paid in before: what must lie in it at the start. */
export async function cashNeeded(sql: Sql, paidThere: readonly Movement[]): Promise<Minor> {
  const numbers = paidThere.map((movement) => movements.indexOf(movement))
  const [row] = await sql<{ needed: string }[]>`
    select coalesce(max(-paid), 0)::text as needed
    from (
      select sum(amount) over (order by booked_on, account, seq) as paid from replay.transaction
      where movement = any(${sql.array(numbers, int2Oid)})
    ) t where paid < 0`
  return minor(row?.needed ?? '0')
}

const int2Oid = 21

/** Keeps outcomes, the last day that is done, and how long it took: all or nothing. */
export async function keepProgress(
  sql: Sql,
  outcomes: readonly Outcome[],
  doneThrough: Temporal.PlainDate | undefined,
  seconds: number,
): Promise<void> {
  await sql.begin(async (tx) => {
    if (outcomes.length > 0)
      await tx`
        insert into replay.outcome (trans, place, code)
        select * from unnest(
          ${tx.array(
            outcomes.map(({ trans }) => trans),
            int4Oid,
          )}::int[],
          ${tx.array(
            outcomes.map(({ place }) => String(place)),
            int8Oid,
          )}::int8[],
          ${tx.array(
            outcomes.map(({ code }) => code),
            textOid,
          )}::text[]
        )
        on conflict do nothing`
    await tx`
      update replay.progress
      set day = greatest(day, ${doneThrough?.toString() ?? null}::date), seconds = seconds + ${seconds}`
  })
}

export type ReplayReport = {
  readonly accounts: number
  readonly transactions: number
  readonly posted: number
  readonly refused: number
  /** Orders that the bank carried out without cover, booked as its entitlement. */
  readonly forced: number
  /** For each posted row: the step of the bank's own running balance against the amount booked. */
  readonly chain: { readonly exact: number; readonly offBy010: number; readonly other: number }
  /** Of the accounts with transactions; `explainedByRounding`: those whose difference is the sum of their steps that are off by 0.10. */
  readonly finalBalances: { readonly match: number; readonly explainedByRounding: number; readonly total: number }
  /** Sum of all balances, in minor units: zero, or the books are wrong. */
  readonly trialBalance: string
  readonly seconds: number
  readonly perSecond: number
}

type ReportRow = {
  posted: number
  refused: number
  forced: number
  exact: number
  off: number
  other: number
  match: number
  explained: number
  total: number
  trial: string
  seconds: number
}

/** Compares the institution's books with what the bank's files say. */
export async function reportOf(sql: Sql, lane: LaneId): Promise<ReplayReport> {
  const { accounts, transactions } = await totals(sql)
  const [row] = await sql<ReportRow[]>`
    with row as materialized (
      select t.account, t.seq, t.balance, t.forced, o.code, e.amount as booked, t.step - e.amount as off
      from replay.transaction t
      join replay.account a using (account)
      left join replay.outcome o using (trans)
      left join account_event e on e.lane = ${lane} and e.account = a.id and e.place = o.place and e.kind = 3
    ), final as (
      select r.account, r.off, (array_agg(r.balance order by r.seq desc))[1] as bank, b.balance_after as ours
      from (
        select account, seq, balance, sum(off) filter (where abs(off) = 10) over (partition by account) as off from row
      ) r
      join replay.account a using (account)
      cross join lateral (
        select balance_after from account_event e where e.lane = ${lane} and e.account = a.id order by e.seq desc limit 1
      ) b
      group by r.account, r.off, b.balance_after
    )
    select
      count(booked)::int as posted,
      count(code)::int as refused,
      count(*) filter (where forced and booked is not null)::int as forced,
      count(*) filter (where off = 0)::int as exact,
      count(*) filter (where abs(off) = 10)::int as off,
      count(*) filter (where off <> 0 and abs(off) <> 10)::int as other,
      (select count(*) from final where ours = bank)::int as match,
      (select count(*) from final where ours + coalesce(off, 0) = bank)::int as explained,
      (select count(*) from final)::int as total,
      (
        select coalesce(sum(e.balance_after), 0)::text from account a cross join lateral (
          select balance_after from account_event e where e.lane = a.lane and e.account = a.account order by e.seq desc limit 1
        ) e where a.lane = ${lane} and a.currency = 'CZK'
      ) as trial,
      (select seconds from replay.progress) as seconds
    from row`
  if (row === undefined) throw new Error('an aggregate always gives a row')
  return {
    accounts,
    transactions,
    posted: row.posted,
    refused: row.refused,
    forced: row.forced,
    chain: { exact: row.exact, offBy010: row.off, other: row.other },
    finalBalances: { match: row.match, explainedByRounding: row.explained, total: row.total },
    trialBalance: row.trial,
    seconds: Math.round(row.seconds * 10) / 10,
    perSecond: row.seconds > 0 ? Math.round(transactions / row.seconds) : 0,
  }
}
