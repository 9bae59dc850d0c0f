/** Statements of replayed accounts beside the balances that the bank itself wrote down. */
import type { AccountId } from '../../kernel/ids.ts'
import type { Entity } from '../../rulebook/pack.ts'
import { drawStatement } from '../../statements/drawing/draw.ts'
import type { Institution } from '../institution.ts'

/** How many statements were drawn, and how many of them close with the bank's own balance of that day. */
export type DrawnStatements = { readonly accounts: number; readonly drawn: number; readonly equal: number }

type Year = { id: bigint; year: number; balance: bigint }

/**
 * Draws a statement for each calendar year of some accounts: those with most rows among the ones whose every step the bank's files give
 * exactly (the others differ by the bank's own roundings, as the report says). Each statement must add up, or drawing it throws.
 *
 * @param count of how many accounts
 */
export async function statementsBeside(
  { sql, gate, laneOf, rulebookOf }: Institution,
  entity: Entity,
  count: number,
): Promise<DrawnStatements> {
  const years = await sql<Year[]>`
    with chosen as (
      select t.account, a.id from replay.transaction t join replay.account a using (account)
      group by t.account, a.id having bool_and(t.step = t.amount) order by count(*) desc, t.account limit ${count}
    )
    select distinct on (c.account, extract(year from t.booked_on)) c.id, extract(year from t.booked_on)::int as year, t.balance
    from chosen c join replay.transaction t using (account)
    order by c.account, extract(year from t.booked_on), t.seq desc`
  const accounts = new Set<bigint>()
  let equal = 0
  for (const { id, year, balance } of years) {
    const period = { from: Temporal.PlainDate.from({ year, month: 1, day: 1 }), to: lastOf(year) }
    const source = {
      sql,
      gate,
      terms: rulebookOf(laneOf(entity)).terms(period.to),
      entity,
      now: Temporal.Now.instant(),
    }
    // Without what is personal: the balances are what is compared.
    const drawn = await drawStatement(source, Number(id) as AccountId, period, undefined)
    if (drawn === undefined) continue
    for await (const _part of drawn.parts());
    accounts.add(id)
    if (drawn.head.closingMinor === balance) equal += 1
  }
  return { accounts: accounts.size, drawn: years.length, equal }
}

const lastOf = (year: number): Temporal.PlainDate => Temporal.PlainDate.from({ year, month: 12, day: 31 })
