/**
 * Many accounts by SQL: one customer is made through the command path, and all that the database keeps of them is copied. The copies are no
 * history that could be verified; they are what a close of days meets.
 */
import type { LaneId } from '../../src/kernel/ids.ts'
import type { Sql } from '../../src/storage/sql.ts'
import type { Customer } from '../posting/population.ts'

/** Tables of which nothing is copied: the journal, what is sealed or unique for a person, and what belongs to no account. */
const left = ['decision', 'batch', 'lane', 'pack', 'citation_set', 'party_code', 'fact', 'decision_blinds', 'day_end']

/** Ids from one copy to the next. */
const stride = 16

/** The customer of whom the others are copies, and how many there are, this one included. */
export type Population = { readonly lane: LaneId; readonly template: Customer; count: number }

/** Adds copies until there are `count` customers. Gives seconds. */
export async function growTo(sql: Sql, population: Population, count: number): Promise<number> {
  const began = performance.now()
  const { lane, template } = population
  const first = Math.min(template.party, template.account)
  const range = { from: first, to: first + stride - 1 }
  const tables = await tablesOf(sql, range)
  const about = { ...range, ids: await idsIn(sql, tables, range) }
  for (const table of tables) await copy(sql, table, about, population, count)
  await sql`
    update lane set next_number = greatest(next_number, ${first + count * stride} - ${lane} * 1099511627776::int8)
    where lane = ${lane}`
  // As autovacuum leaves a bank that is at work: blocks are summarised, and rows counted.
  await sql`vacuum analyze`
  population.count = count
  return (performance.now() - began) / 1000
}

/** The account of the n-th customer, from 0, as SQL. */
export const accountOf = ({ template }: Population, n: string): string => `${template.account} + ${n} * ${stride}::int8`

type Range = { readonly from: number; readonly to: number }
/** The range, and the ids in it that there are. */
type About = Range & { readonly ids: readonly bigint[] }
type Column = { readonly name: string; readonly type: string; readonly generated: boolean }
type Table = { readonly name: string; readonly columns: readonly Column[] }

/** The tables with rows about the customer. */
async function tablesOf(sql: Sql, range: Range): Promise<readonly Table[]> {
  const rows = await sql<{ table: string; name: string; type: string; generated: boolean }[]>`
    select c.relname as table, a.attname as name, t.typname as type, a.attgenerated <> '' or a.attidentity <> '' as generated
    from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`
  const tables = [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]): Table => ({ name, columns }))
  const found: Table[] = []
  for (const table of tables) {
    if (left.includes(table.name) || !table.columns.some(({ type }) => type === 'int8')) continue
    const [row] = await sql.unsafe<{ there: boolean }[]>(
      `select exists (select from ${table.name} where ${isAbout(table, range)}) as there`,
    )
    if (row?.there === true) found.push(table)
  }
  return found
}

async function idsIn(sql: Sql, tables: readonly Table[], { from, to }: Range): Promise<readonly bigint[]> {
  const columns = tables.flatMap((table) =>
    table.columns
      .filter(({ type }) => type === 'int8')
      .map(({ name }) => `select ${name} as id from ${table.name} where ${name} between ${from} and ${to}`),
  )
  return (await sql.unsafe<{ id: bigint }[]>(columns.join(' union '))).map(({ id }) => id)
}

const isAbout = ({ columns }: Table, { from, to }: Range): string =>
  columns
    .filter(({ type }) => type === 'int8')
    .map(({ name }) => `${name} between ${from} and ${to}`)
    .join(' or ')

async function copy(sql: Sql, table: Table, range: About, { lane, count: made }: Population, count: number) {
  const columns = table.columns.filter(({ generated }) => !generated)
  const names = columns.map(({ name }) => name).join(', ')
  const values = columns.map((column) => copied(column, range, lane)).join(', ')
  await sql.unsafe(
    `insert into ${table.name} (${names})
     select ${values} from (select * from ${table.name} where ${isAbout(table, range)}) as t,
       generate_series(${made}, ${count - 1}) as g`,
  )
}

/** The copy's value of a column: ids moved on, also where they stand in a text, and another account number. */
function copied({ name, type }: Column, { from, to, ids }: About, lane: LaneId): string {
  const moved = (value: string) =>
    `case when ${value} between ${from} and ${to} then ${value} + g * ${stride}::int8 else ${value} end`
  if (type === 'int8') return moved(`t.${name}`)
  if (type === '_int8')
    return `(select array_agg(${moved('x')} order by o) from unnest(t.${name}) with ordinality as u (x, o))`
  if (type !== 'text' && type !== 'json' && type !== 'jsonb') return `t.${name}`
  let text = `t.${name}::text`
  for (const id of ids) text = `replace(${text}, '${id}', (${id} + g * ${stride}::int8)::text)`
  const digits = `lpad((substring(t.${name}::text from 'LV..RIKO${String(lane).padStart(4, '0')}([0-9]{9})')::int8 + g * ${stride}::int8)::text, 9, '0')`
  return `(case when t.${name}::text ~ 'LV..RIKO' then regexp_replace(${text}, 'LV..RIKO[0-9]{13}', ${ibanOf(digits, lane)}) else ${text} end)::${type}`
}

/** Check digits as ISO 13616 has them: letters are numbers from 10 on, and what is left of 97 is taken from 98. */
function ibanOf(number: string, lane: LaneId): string {
  const account = `'${String(lane).padStart(4, '0')}' || ${number}`
  return `('LV' || lpad((98 - mod(('27182024' || ${account} || '213100')::numeric, 97))::text, 2, '0') || 'RIKO' || ${account})`
}

/**
 * Lets `active` accounts each have a hold that expires on `day`: the accounts from the `from`-th on, which have none yet.
 */
export async function holdOn(
  sql: Sql,
  population: Population,
  { day, from, active }: { readonly day: Temporal.PlainDate; readonly from: number; readonly active: number },
): Promise<void> {
  const { lane } = population
  const [row] = await sql<{ next: bigint }[]>`
    update lane set next_number = next_number + ${active} where lane = ${lane} returning next_number - ${active} as next`
  const hold = `${lane} * 1099511627776::int8 + ${row?.next} + g`
  const series = `generate_series(0, ${active - 1}) as g`
  await sql.unsafe(`insert into hold (lane, hold, account, amount, expires_on, place)
    select ${lane}, ${hold}, ${accountOf(population, `(g + ${from})`)}, 100, '${day}', 4096 from ${series}`)
  await sql.unsafe(`insert into deadline (lane, due, kind, subject)
    select ${lane}, '${day}', 'hold-expiry', ${hold} from ${series}`)
  await sql.unsafe(`${eventsFrom(population, { from, active, amount: 100, day })}`)
  await sql`analyze hold, deadline, account_event`
}

/** One insert of a held event, or of one that gives it back, for each of these accounts: what a close makes, and nothing else. */
export function eventsFrom(
  population: Population,
  {
    from,
    active,
    amount,
    day,
  }: { readonly from: number; readonly active: number; readonly amount: number; readonly day: Temporal.PlainDate },
): string {
  return `insert into account_event (lane, account, seq, place, kind, status_after, blocked_after, booking_date, value_date, amount,
      balance_after, held_after, limit_after, restricted_after)
    select e.lane, e.account, e.seq + 1, 4096, 4, e.status_after, e.blocked_after, '${day}', '${day}', ${amount},
      e.balance_after, e.held_after + ${amount}, e.limit_after, e.restricted_after
    from generate_series(0, ${active - 1}) as g
    cross join lateral (
      select * from account_event where lane = ${population.lane} and account = ${accountOf(population, `(g + ${from})`)}
      order by seq desc limit 1
    ) e`
}

/** One insert of as many entries as the credit makes: interest for every account, and tax on it, valued on the day before. */
export const interestOfAll = (population: Population, day: Temporal.PlainDate): string =>
  `insert into account_event (lane, account, seq, place, kind, nature, status_after, blocked_after, booking_date, value_date, amount,
      balance_after, held_after, limit_after, restricted_after)
    select e.lane, e.account, e.seq + n, 4096, 3, 6 * n, e.status_after, e.blocked_after, '${day}', '${day.subtract({ days: 1 })}', 1,
      e.balance_after + n, e.held_after, e.limit_after, e.restricted_after
    from account a
    cross join lateral (
      select * from account_event where lane = a.lane and account = a.account order by seq desc limit 1
    ) e
    cross join generate_series(1, 2) as n
    where a.lane = ${population.lane} and a.kind = 'customer'`
