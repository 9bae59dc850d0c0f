/**
 * What is read of the books: statement lines, and the three balances of an account: booked on a day, by value date, and as known at a
 * moment. Streams are found into by halving their numbers, which run without gaps: no index but the primary key is needed.
 */
import { type AccountId, type LaneId, type Place, placesPerBatch } from '../kernel/ids.ts'
import { type Minor, minor, zero } from '../kernel/money.ts'
import type { Sql } from '../storage/sql.ts'
import { type EntryNature, entryNatures } from './rules.ts'

/** One line of a statement. Its key is (account, seq). */
export type StatementLine = {
  readonly account: AccountId
  readonly seq: number
  readonly place: Place
  readonly nature: EntryNature
  /** Signed as the customer sees it. */
  readonly amountMinor: Minor
  readonly bookingDate: Temporal.PlainDate
  readonly valueDate: Temporal.PlainDate
  readonly balanceMinor: Minor
  /** The seq of the entry that this one reverses. */
  readonly reverses: number | null
  /** Personal details under the key of the account's holder. */
  readonly sealed: Buffer | null
}

export type LinesAsked = {
  /** First and last booking date, both included. */
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  /** Lines after this one only: the last seq of the page before. */
  readonly after?: number | undefined
  /** At most so many lines. */
  readonly limit: number
}

type LineRow = {
  seq: number
  place: bigint
  nature: number
  amount: bigint
  booking_date: Temporal.PlainDate
  value_date: Temporal.PlainDate
  balance_after: bigint
  reverses: number | null
  details: Buffer | null
}

/** An account's entries booked in a period, in their order; empty for an unknown account. */
export async function statementLines(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  { from, to, after = 0, limit }: LinesAsked,
): Promise<readonly StatementLine[]> {
  const first = await firstSeqOn(sql, lane, account, from)
  const rows = await sql<LineRow[]>`
    select seq, place, nature, amount, booking_date, value_date, balance_after, reverses, details from account_event
    where lane = ${lane} and account = ${account} and seq >= ${Math.max(first, after + 1)} and kind = 3
      and booking_date <= ${to.toString()}
    order by seq limit ${limit}`
  return rows.map((row) => ({
    account,
    seq: row.seq,
    place: Number(row.place) as Place,
    nature: entryNatures[row.nature - 1] as EntryNature,
    amountMinor: minor(row.amount),
    bookingDate: row.booking_date,
    valueDate: row.value_date,
    balanceMinor: minor(row.balance_after),
    reverses: row.reverses,
    sealed: row.details,
  }))
}

/** What a period comes to: balances at its beginning and end, and its entries by number and sum. */
export type PeriodTotals = {
  /** The account's last event in the period or before: what is booked meanwhile is none of it. */
  readonly lastSeq: number
  readonly openingMinor: Minor
  readonly closingMinor: Minor
  /** What could be spent at the end of the period's last day, or now where it has not ended. */
  readonly availableMinor: Minor
  readonly limitMinor: Minor
  readonly credits: { readonly count: number; readonly sumMinor: Minor }
  /** The sum is positive. */
  readonly debits: { readonly count: number; readonly sumMinor: Minor }
}

type TotalsRow = { credits: number; debits: number; credited: string; debited: string }
type EndRow = { balance_after: bigint; held_after: bigint; limit_after: bigint; restricted_after: bigint }

/** The totals of an account's period by booking date, both days included; all zero for an unknown account. */
export async function periodTotals(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  { from, to }: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
): Promise<PeriodTotals> {
  const firstSeq = await firstSeqOn(sql, lane, account, from)
  const lastSeq = (await firstSeqOn(sql, lane, account, to.add({ days: 1 }))) - 1
  const openingMinor = await balanceAfter(sql, lane, account, firstSeq - 1)
  const [totals] = await sql<TotalsRow[]>`
    select count(*) filter (where amount > 0)::int as credits, count(*) filter (where amount < 0)::int as debits,
      coalesce(sum(amount) filter (where amount > 0), 0)::text as credited,
      coalesce(-sum(amount) filter (where amount < 0), 0)::text as debited
    from account_event where lane = ${lane} and account = ${account} and seq between ${firstSeq} and ${lastSeq} and kind = 3`
  const [end] = await sql<EndRow[]>`
    select balance_after, held_after, limit_after, restricted_after from account_event
    where lane = ${lane} and account = ${account} and seq = ${lastSeq}`
  return {
    lastSeq,
    openingMinor,
    closingMinor: minor(end?.balance_after ?? 0n),
    availableMinor: minor(
      end === undefined ? 0n : end.balance_after + end.limit_after - end.held_after - end.restricted_after,
    ),
    limitMinor: minor(end?.limit_after ?? 0n),
    credits: { count: totals?.credits ?? 0, sumMinor: minor(totals?.credited ?? '0') },
    debits: { count: totals?.debits ?? 0, sumMinor: minor(totals?.debited ?? '0') },
  }
}

/** The balance at the end of a day by booking date, zero before the account was opened. */
export async function bookedBalance(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  day: Temporal.PlainDate,
): Promise<Minor> {
  const seq = (await firstSeqOn(sql, lane, account, day.add({ days: 1 }))) - 1
  return balanceAfter(sql, lane, account, seq)
}

/**
 * The balance at the end of a day by value date: what was booked until then, with entries booked later but valued by then, without
 * those booked but valued later.
 */
export async function valueBalance(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  day: Temporal.PlainDate,
): Promise<Minor> {
  return balanceByValue(sql, lane, account, day, lastSeq)
}

/** The booked balance as the books knew it at a moment. */
export async function balanceKnownAt(sql: Sql, lane: LaneId, account: AccountId, at: Temporal.Instant): Promise<Minor> {
  return balanceAfter(sql, lane, account, await lastSeqKnownAt(sql, lane, account, at))
}

/** The balance at the end of a day by booking date, as the books knew it at a moment. */
export async function bookedBalanceKnownAt(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  day: Temporal.PlainDate,
  at: Temporal.Instant,
): Promise<Minor> {
  const bookedSeq = (await firstSeqOn(sql, lane, account, day.add({ days: 1 }))) - 1
  return balanceAfter(sql, lane, account, Math.min(bookedSeq, await lastSeqKnownAt(sql, lane, account, at)))
}

/** The balance at the end of a day by value date, as the books knew it at a moment. */
export async function valueBalanceKnownAt(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  day: Temporal.PlainDate,
  at: Temporal.Instant,
): Promise<Minor> {
  return balanceByValue(sql, lane, account, day, await lastSeqKnownAt(sql, lane, account, at))
}

/** Above every seq: nothing is left out. */
const lastSeq = 2 ** 31 - 1

async function balanceByValue(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  day: Temporal.PlainDate,
  knownSeq: number,
): Promise<Minor> {
  const bookedSeq = (await firstSeqOn(sql, lane, account, day.add({ days: 1 }))) - 1
  const booked = await balanceAfter(sql, lane, account, Math.min(bookedSeq, knownSeq))
  const on = day.toString()
  const [row] = await sql<{ difference: string }[]>`
    select coalesce(sum(case when value_date <= ${on} then amount else -amount end), 0)::text as difference from account_event
    where lane = ${lane} and account = ${account} and value_date <> booking_date and seq <= ${knownSeq} and kind = 3
      and (value_date <= ${on}) <> (booking_date <= ${on})`
  return minor(booked + BigInt(row?.difference ?? '0'))
}

async function balanceAfter(sql: Sql, lane: LaneId, account: AccountId, seq: number): Promise<Minor> {
  const [row] = await sql<{ balance_after: bigint }[]>`
    select balance_after from account_event where lane = ${lane} and account = ${account} and seq = ${seq}`
  return row === undefined ? zero : minor(row.balance_after)
}

/** The seq of the first event booked on the day or later; one past the last when there is none. Booking dates never decrease. */
async function firstSeqOn(sql: Sql, lane: LaneId, account: AccountId, day: Temporal.PlainDate): Promise<number> {
  const [row] = await sql<{ seq: number }[]>`
    with recursive halving (low, high) as (
      select 1, coalesce(max(seq), 0) + 1 from account_event where lane = ${lane} and account = ${account}
      union all
      select case when e.booking_date < ${day.toString()} then e.seq + 1 else low end,
        case when e.booking_date < ${day.toString()} then high else e.seq end
      from halving
      join account_event e on e.lane = ${lane} and e.account = ${account} and e.seq = (low + high) / 2
      where low < high
    )
    select low as seq from halving where low = high`
  return row?.seq ?? 1
}

/** The seq of the last event that stood in the journal at the moment; 0 when none did. */
async function lastSeqKnownAt(sql: Sql, lane: LaneId, account: AccountId, at: Temporal.Instant): Promise<number> {
  const before = ((await batchKnownAt(sql, lane, at)) + 1) * placesPerBatch
  const [row] = await sql<{ seq: number }[]>`
    with recursive halving (low, high) as (
      select 1, coalesce(max(seq), 0) + 1 from account_event where lane = ${lane} and account = ${account}
      union all
      select case when e.place < ${before} then e.seq + 1 else low end, case when e.place < ${before} then high else e.seq end
      from halving
      join account_event e on e.lane = ${lane} and e.account = ${account} and e.seq = (low + high) / 2
      where low < high
    )
    select low - 1 as seq from halving where low = high`
  return row?.seq ?? 0
}

/** The lane's last batch at the moment; 0 when there was none. */
async function batchKnownAt(sql: Sql, lane: LaneId, at: Temporal.Instant): Promise<number> {
  const [row] = await sql<{ batch: bigint }[]>`
    select batch from batch where lane = ${lane} and at <= ${at.toString()} order by batch desc limit 1`
  return row === undefined ? 0 : Number(row.batch)
}
