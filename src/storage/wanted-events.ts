/** How queries name events of account streams: for every store that keeps something beside them. */
import { type AccountId, laneOf } from '../kernel/ids.ts'
import { oids, type Sql, type Transaction } from './sql.ts'

/** These events as rows `wanted (lane, account, seq, n)` of a query, n in the order given. */
export function wantedEvents(
  sql: Sql | Transaction,
  events: readonly { readonly account: AccountId; readonly seq: number }[],
) {
  const lanes = sql.array(
    events.map(({ account }) => laneOf(account)),
    oids.int4,
  )
  const accounts = sql.array(
    events.map(({ account }) => account),
    oids.int8,
  )
  const seqs = sql.array(
    events.map(({ seq }) => seq),
    oids.int4,
  )
  return sql`unnest(${lanes}, ${accounts}, ${seqs}) with ordinality as wanted (lane, account, seq, n)`
}
