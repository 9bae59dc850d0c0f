/** Everything in a database as text: to show that not a byte of it changed. */
import type { Sql } from '../src/storage/sql.ts'

/** Every row of every table, in a fixed order, but those of the tables named. */
export async function rowsOf(
  sql: Sql,
  except: readonly string[] = [],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`
  const found = new Map(tables.filter(({ name }) => !except.includes(name)).map(({ name }) => [name, [] as string[]]))
  // One question for all tables: there are many, and it is asked after every command.
  const each = [...found.keys()].map((name) => `select '${name}' as name, t::text as row from "${name}" t`)
  const rows = await sql.unsafe<{ name: string; row: string }[]>(
    `select name, row from (${each.join(' union all ')}) as one order by name, row collate "C"`,
  )
  for (const { name, row } of rows) found.get(name)?.push(row)
  return found
}

/** The tables of the journal: the only ones in which a refusal leaves something. */
export const journalTables = ['lane', 'batch', 'decision', 'decision_blinds', 'citation_set']
