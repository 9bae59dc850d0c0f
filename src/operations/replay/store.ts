/** What the replay reads of its tables, and how far it has come. */
import type { AccountId, PartyId, Place } from '../../kernel/ids.ts'
import { type Minor, minor } from '../../kernel/money.ts'
import type { Sql } from '../../storage/sql.ts'
import { type Movement, movements } from './files.ts'

const int4Oid = 23

/** An account to open: its owner and those who may dispose of it. */
export type Opening = {
  readonly day: Temporal.PlainDate
  readonly account: number
  readonly owner: { readonly client: number; readonly party: PartyId }
  readonly disponents: readonly { readonly client: number; readonly party: PartyId }[]
}

/** A transaction to book. */
export type Staged = {
  readonly day: Temporal.PlainDate
  readonly trans: number
  /** The bank's number of the account, and the account that it became; undefined when that was not kept yet as the row was read. */
  readonly account: number
  readonly id: AccountId | undefined
  readonly seq: number
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

/** The day on which the first account was opened; undefined when there is none. */
export async function firstDay(sql: Sql): Promise<Temporal.PlainDate | undefined> {
  const [row] = await sql<{ day: Temporal.PlainDate | null }[]>`select min(opened_on) as day from replay.account`
  return row?.day ?? undefined
}

/** The last day all of which is done. */
export async function doneThrough(sql: Sql): Promise<Temporal.PlainDate | undefined> {
  const [row] = await sql<{ day: Temporal.PlainDate | null }[]>`select day from replay.progress`
  return row?.day ?? undefined
}

/** Whether a replay has nothing left to do. */
export async function isDone(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ done: boolean }[]>`
    select coalesce(p.day >= greatest(
      (select max(opened_on) from replay.account), (select max(booked_on) from replay.transaction)
    ), false) as done from replay.progress p`
  return row?.done ?? false
}

/** How many transactions have an outcome. */
export async function bookedSoFar(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from replay.outcome`
  return row?.n ?? 0
}

export async function totals(sql: Sql): Promise<Totals> {
  const [row] = await sql<Totals[]>`
    select (select count(*) from replay.account)::int as accounts, (select count(*) from replay.transaction)::int as transactions`
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
    update replay.client c set party = k.party from jsonb_to_recordset(${sql.json(parties)}) as k (client int, party bigint)
    where c.client = k.client`
}

/** The account that one of the bank's became. */
export async function accountOf(sql: Sql, account: number): Promise<AccountId | undefined> {
  const [row] = await sql<{ id: bigint | null }[]>`select id from replay.account where account = ${account}`
  return row?.id == null ? undefined : (Number(row.id) as AccountId)
}

type OpeningRow = {
  opened_on: Temporal.PlainDate
  account: number
  owner: number
  party: bigint
  disponents: number[]
  parties: bigint[]
}

/** The next accounts to open, by day and number: those after `last`, or after the day that is done. */
export async function openingsAfter(
  sql: Sql,
  last: Opening | undefined,
  done: Temporal.PlainDate | undefined,
  many: number,
): Promise<readonly Opening[]> {
  const rows = await sql<OpeningRow[]>`
    select a.opened_on, a.account, a.owner, o.party,
      array(select client from replay.disposition d where d.account = a.account and not d.owner order by client) as disponents,
      array(
        select c.party from replay.disposition d join replay.client c using (client)
        where d.account = a.account and not d.owner order by client
      ) as parties
    from replay.account a join replay.client o on o.client = a.owner
    where (a.opened_on, a.account) > (${(last?.day ?? done)?.toString() ?? '-infinity'}::date, ${last?.account ?? above}::int)
    order by a.opened_on, a.account limit ${many}`
  return rows.map(({ opened_on, account, owner, party, disponents, parties }) => ({
    day: opened_on,
    account,
    owner: { client: owner, party: Number(party) as PartyId },
    disponents: disponents.map((client, i) => ({ client, party: Number(parties[i]) as PartyId })),
  }))
}

/** Above every number that the bank gave. */
const above = 2 ** 31 - 1

type StagedRow = {
  booked_on: Temporal.PlainDate
  trans: number
  account: number
  id: bigint | null
  seq: number
  party: bigint
  movement: number
  amount: bigint
  forced: boolean
  told: boolean
  at: bigint
  line: number
}

/** The next transactions without an outcome, by day, account and `seq`: those after `last`, or after the day that is done. */
export async function transactionsAfter(
  sql: Sql,
  last: Staged | undefined,
  done: Temporal.PlainDate | undefined,
  many: number,
): Promise<readonly Staged[]> {
  const rows = await sql<StagedRow[]>`
    select t.booked_on, t.trans, t.account, a.id, t.seq, o.party, t.movement, abs(t.amount) as amount, t.forced, t.told, t.at, t.line
    from replay.transaction t
    join replay.account a using (account)
    join replay.client o on o.client = a.owner
    where (t.booked_on, t.account, t.seq) >
        (${(last?.day ?? done)?.toString() ?? '-infinity'}::date, ${last?.account ?? above}::int, ${last?.seq ?? above}::int)
      and not exists (select from replay.outcome o where o.trans = t.trans)
    order by t.booked_on, t.account, t.seq limit ${many}`
  return rows.map((row) => ({
    day: row.booked_on,
    trans: row.trans,
    account: row.account,
    id: row.id === null ? undefined : (Number(row.id) as AccountId),
    seq: row.seq,
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

/** What came of the commands since it was kept last. */
export type Kept = {
  readonly outcomes: readonly Outcome[]
  readonly accounts: readonly { readonly account: number; readonly id: AccountId }[]
  /** The last day all of which is done. */
  readonly through: Temporal.PlainDate | undefined
  readonly seconds: number
}

/** Keeps it, all or nothing. */
export async function keepProgress(sql: Sql, { outcomes, accounts, through, seconds }: Kept): Promise<void> {
  await sql.begin(async (tx) => {
    if (outcomes.length > 0)
      await tx`
        insert into replay.outcome (trans, place, code)
        select * from jsonb_to_recordset(${tx.json(outcomes)}) as k (trans int, place bigint, code text)
        on conflict do nothing`
    if (accounts.length > 0)
      await tx`
        update replay.account a set id = k.id from jsonb_to_recordset(${tx.json(accounts)}) as k (account int, id bigint)
        where a.account = k.account`
    await tx`
      update replay.progress set day = greatest(day, ${through?.toString() ?? null}::date), seconds = seconds + ${seconds}`
  })
}
