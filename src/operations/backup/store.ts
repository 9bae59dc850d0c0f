/** The database's tables as a backup sees them: what there is, and their rows in PostgreSQL's binary COPY format. */
import type { Readable, Writable } from 'node:stream'
import type { Sql, Transaction } from '../../storage/sql.ts'

/** A table and its columns in their order, without those that the database computes. */
export type TableShape = { readonly table: string; readonly columns: readonly string[] }
export type Sequence = { readonly name: string; readonly last: string }
export type AppliedMigration = { readonly number: number; readonly file: string; readonly checksum: string }
export type LaneEnd = { readonly lane: number; readonly entity: string; readonly batch: number; readonly hash: string }

/** All tables but that of migrations, each after those that its foreign keys lead to. */
export async function tablesOf(sql: Sql | Transaction): Promise<readonly TableShape[]> {
  const shapes = await sql<{ table: string; columns: string[] }[]>`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname collate "C"`
  const keys = await sql<{ table: string; of: string }[]>`
    select f.relname as table, t.relname as of from pg_constraint
    join pg_class f on f.oid = conrelid join pg_class t on t.oid = confrelid
    where contype = 'f' and f.oid <> t.oid and f.relnamespace = 'public'::regnamespace`
  const ordered: TableShape[] = []
  let left = [...shapes]
  while (left.length > 0) {
    const waiting = new Set(left.map(({ table }) => table))
    const free = left.filter(({ table }) => !keys.some((key) => key.table === table && waiting.has(key.of)))
    if (free.length === 0) throw new Error('foreign keys run in a circle')
    ordered.push(...free)
    left = left.filter((one) => !free.includes(one))
  }
  return ordered
}

export async function migrationsOf(sql: Sql | Transaction): Promise<readonly AppliedMigration[]> {
  return sql<AppliedMigration[]>`select number, file, checksum from migration order by number`
}

/** A sequence may be ahead of the snapshot: a number that is left out harms nothing. */
export async function sequencesOf(sql: Sql | Transaction): Promise<readonly Sequence[]> {
  return sql<Sequence[]>`
    select sequencename::text as name, last_value::text as last from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`
}

export async function laneEnds(sql: Sql | Transaction): Promise<readonly LaneEnd[]> {
  const rows = await sql<{ lane: number; entity: string; batch: bigint; hash: Buffer }[]>`
    select lane, entity, batch, hash from lane order by lane`
  return rows.map(({ lane, entity, batch, hash }) => ({
    lane,
    entity,
    batch: Number(batch),
    hash: hash.toString('hex'),
  }))
}

export async function serverVersion(sql: Sql | Transaction): Promise<string> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
  return row?.version ?? ''
}

export async function countRows(sql: Sql | Transaction, { table }: TableShape): Promise<number> {
  const [row] = await sql.unsafe<{ count: number }[]>(`select count(*)::float8 as count from ${quoted(table)}`)
  return row?.count ?? 0
}

/** For the same rows in the same order the same bytes: all of a table from its first block on. */
export async function fromTheStart(sql: Transaction): Promise<void> {
  await sql`set local synchronize_seqscans = off`
  await sql`set local max_parallel_workers_per_gather = 0`
}

export const copyOut = (sql: Transaction, shape: TableShape): Promise<Readable> =>
  sql.unsafe(`copy ${named(shape)} to stdout (format binary)`).readable()

export const copyInto = (sql: Transaction, shape: TableShape): Promise<Writable> =>
  sql.unsafe(`copy ${named(shape)} from stdin (format binary)`).writable()

/** Empties tables that migrations put rows into. */
export async function emptyTables(sql: Transaction, shapes: readonly TableShape[]): Promise<void> {
  await sql.unsafe(`truncate ${shapes.map(({ table }) => quoted(table)).join(', ')}`)
}

export async function setSequences(sql: Transaction, sequences: readonly Sequence[]): Promise<void> {
  for (const { name, last } of sequences) await sql`select setval(${quoted(name)}::regclass, ${last}::bigint)`
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const named = ({ table, columns }: TableShape): string => `${quoted(table)} (${columns.map(quoted).join(', ')})`
