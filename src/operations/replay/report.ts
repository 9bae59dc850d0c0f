/** What the institution's books say in the end, beside what the bank's files say. */
import type { LaneId } from '../../kernel/ids.ts'
import type { Sql } from '../../storage/sql.ts'
import type { DrawnStatements } from './statements.ts'
import { totals } from './store.ts'

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
  /** Statements of ten accounts, a year each, beside the bank's own balances. */
  readonly statements: DrawnStatements
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
export async function reportOf(sql: Sql, lane: LaneId, statements: DrawnStatements): Promise<ReplayReport> {
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
    statements,
    trialBalance: row.trial,
    seconds: Math.round(row.seconds * 10) / 10,
    perSecond: row.seconds > 0 ? Math.round(transactions / row.seconds) : 0,
  }
}
