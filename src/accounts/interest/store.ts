/** Which accounts interest may be due on, and where they stand. */
import type { LaneId } from '../../kernel/ids.ts'
import type { Places } from '../../storage/lane/places-of-day.ts'
import { type Packed, packed, unpacked } from '../../storage/packed-rows.ts'
import { oids, type Sql } from '../../storage/sql.ts'

/** Accounts of a product in a currency; of every product where it is undefined. */
export type Rated = { readonly currency: string; readonly product: string | undefined }

/** An account, and its last event. */
export type StandingRow = { readonly account: number; readonly seq: number }

/** Customers' accounts that are not closed, in the order of their ids, after one of them. */
export async function ratedAccounts(
  sql: Sql,
  lane: LaneId,
  rated: readonly Rated[],
  after: number,
  limit: number,
): Promise<readonly StandingRow[]> {
  const rows = await sql<Packed[]>`
    select ${packed(sql, ['s.account', 's.seq'])} from (
      select a.account, e.seq from account a
      cross join lateral (
        select seq, status_after from account_event e where e.lane = ${lane} and e.account = a.account order by seq desc limit 1
      ) e
      where a.lane = ${lane} and a.account > ${after} and a.kind = 'customer' and e.status_after < 4 and ${isRated(sql, rated)}
      order by a.account limit ${limit}
    ) s`
  const standings = unpacked(rows).map(([account, seq]) => ({ account: Number(account), seq: Number(seq) }))
  return standings.sort((a, b) => a.account - b.account)
}

/** The same of accounts that decisions in these places left, because they had moved on. */
export async function leftAccounts(
  sql: Sql,
  lane: LaneId,
  { first, end }: Places,
  through: Temporal.PlainDate,
  after: number,
  limit: number,
): Promise<readonly StandingRow[]> {
  return standingsOf(
    await sql<Row[]>`
      select a.account, e.seq from (
        select distinct moved.id::bigint as account from decision d
        cross join lateral json_array_elements_text(d.facts -> 'left') as moved (id)
        where d.lane = ${lane} and d.place >= ${first} and d.place < ${end} and d.kind = 'interest.post' and d.code is null
          and d.facts ->> 'through' = ${through.toString()}
      ) a
      cross join lateral (
        select seq, status_after from account_event e where e.lane = ${lane} and e.account = a.account order by seq desc limit 1
      ) e
      where a.account > ${after} and e.status_after < 4
      order by a.account limit ${limit}`,
  )
}

/** The same of accounts that began to close in these places. */
export async function closingAccounts(
  sql: Sql,
  lane: LaneId,
  rated: readonly Rated[],
  { first, end }: Places,
  after: number,
  limit: number,
): Promise<readonly StandingRow[]> {
  return standingsOf(
    await sql<Row[]>`
      select a.account, e.seq from (
        select distinct account from account_event
        where lane = ${lane} and place >= ${first} and place < ${end} and account > ${after} and kind = 2 and status_after = 3
      ) closing
      join account a on a.lane = ${lane} and a.account = closing.account
      cross join lateral (
        select seq, status_after from account_event e where e.lane = ${lane} and e.account = a.account order by seq desc limit 1
      ) e
      where a.kind = 'customer' and e.status_after = 3 and ${isRated(sql, rated)}
      order by a.account limit ${limit}`,
  )
}

/** The content of the pack by which a lane decides, and its hash. */
export async function packOfLane(
  sql: Sql,
  lane: LaneId,
  known: string | undefined,
): Promise<{ readonly hash: string; readonly entity: string; readonly content: unknown }> {
  const [row] = await sql<{ hash: string; entity: string; content: unknown }[]>`
    select p.hash, l.entity, case when p.hash = ${known ?? ''} then null else p.content end as content
    from lane l join pack p on p.hash = l.pack where l.lane = ${lane}`
  if (row === undefined) throw new Error(`the database does not hold the pack of lane ${lane}`)
  return row
}

type Row = { account: bigint; seq: number }

const standingsOf = (rows: readonly Row[]): readonly StandingRow[] =>
  rows.map(({ account, seq }) => ({ account: Number(account), seq }))

const isRated = (sql: Sql, rated: readonly Rated[]) => sql`(
  a.currency = any(${sql.array(
    rated.flatMap(({ currency, product }) => (product === undefined ? [currency] : [])),
    oids.text,
  )})
  or a.currency || ' ' || a.product = any(${sql.array(
    rated.flatMap(({ currency, product }) => (product === undefined ? [] : [`${currency} ${product}`])),
    oids.text,
  )}))`
