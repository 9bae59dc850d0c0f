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
  const found = new Map<string, readonly string[]>()
  for (const { name } of tables) {
    if (except.includes(name)) continue
    const rows = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t order by t::text collate "C"`
    found.set(
      name,
      rows.map(({ row }) => row),
    )
  }
  return found
}

/** The tables of the journal: the only ones in which a refusal leaves something. */
export const journalTables = ['lane', 'batch', 'decision', 'decision_blinds', 'citation_set']
