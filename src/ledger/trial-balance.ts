/** The trial balance: what all accounts of a kind hold together, by currency. All of a lane sum to zero. */
import type { LaneId } from '../kernel/ids.ts'
import { type Currency, currency, type Minor, minor } from '../kernel/money.ts'
import type { Sql, Transaction } from '../storage/sql.ts'
import type { AccountKind } from './rules.ts'

export type TrialBalanceLine = {
  readonly currency: Currency
  readonly kind: AccountKind
  readonly product: string
  readonly accounts: number
  /** What accounts in credit hold, and what accounts in debit owe: signed as a customer sees it. */
  readonly creditMinor: Minor
  readonly debitMinor: Minor
  readonly balanceMinor: Minor
}

export type TrialBalance = {
  /** By currency, kind and product. */
  readonly lines: readonly TrialBalanceLine[]
  /** Zero for each currency, or the books are broken. */
  readonly totals: readonly { readonly currency: Currency; readonly balanceMinor: Minor }[]
}

/**
 * Balances as booked now.
 * @param lane all lanes unless told
 */
export async function trialBalance(sql: Sql | Transaction, lane?: LaneId): Promise<TrialBalance> {
  const rows = await sql<Row[]>`
    select a.currency, a.kind, a.product, count(*)::int as accounts, sum(e.balance_after)::text as balance,
      coalesce(sum(e.balance_after) filter (where e.balance_after > 0), 0)::text as credit,
      coalesce(sum(e.balance_after) filter (where e.balance_after < 0), 0)::text as debit
    from account a cross join lateral (
      select balance_after from account_event e where e.lane = a.lane and e.account = a.account order by seq desc limit 1
    ) e
    ${lane === undefined ? sql`` : sql`where a.lane = ${lane}`}
    group by a.currency, a.kind, a.product order by a.currency, a.kind, a.product`
  const lines = rows.map((row) => ({
    currency: currency(row.currency),
    kind: row.kind,
    product: row.product,
    accounts: row.accounts,
    creditMinor: minor(row.credit),
    debitMinor: minor(row.debit),
    balanceMinor: minor(row.balance),
  }))
  const totals = [...Map.groupBy(lines, (line) => line.currency)].map(([of, group]) => ({
    currency: of,
    balanceMinor: minor(group.reduce((total, { balanceMinor }) => total + balanceMinor, 0n)),
  }))
  return { lines, totals }
}

type Row = {
  currency: string
  kind: AccountKind
  product: string
  accounts: number
  balance: string
  credit: string
  debit: string
}
