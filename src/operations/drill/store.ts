/** Drills in PostgreSQL, and what a drill asks a restored database. */
import { oids, type Sql } from '../../storage/sql.ts'
import type { DrillReport } from './report.ts'

/** A key by name and generation. */
type KeyName = { readonly name: string; readonly generation: number }

export type Drill = {
  readonly drill: string
  readonly at: Temporal.Instant
  readonly sound: boolean
  readonly report: DrillReport
}

export async function saveDrill(sql: Sql, report: DrillReport): Promise<void> {
  await sql`
    insert into drill (at, sound, report) values (${report.at}, ${report.sound}, ${JSON.stringify(report)}::text::json)`
}

/** The newest first. */
export async function drillHistory(sql: Sql, limit: number): Promise<readonly Drill[]> {
  return sql<Drill[]>`select drill, at, sound, report from drill order by at desc, drill desc limit ${limit}`
}

/** Those about which the lanes have no decision yet, the oldest first. */
export async function unrecordedDrills(sql: Sql): Promise<readonly Drill[]> {
  return sql<Drill[]>`select drill, at, sound, report from drill where not recorded order by at, drill`
}

/** @param findings what lanes found amiss: a drill with any shows nothing, and the next one stays due */
export async function markRecorded(sql: Sql, { drill, report }: Drill, findings: readonly string[]): Promise<void> {
  if (findings.length === 0) return void (await sql`update drill set recorded = true where drill = ${drill}`)
  const found: DrillReport = { ...report, sound: false, problems: [...report.problems, ...findings] }
  await sql`
    update drill set recorded = true, sound = false, report = ${JSON.stringify(found)}::text::json where drill = ${drill}`
}

/** When the last drill was that found all well; undefined when there was none. */
export async function lastSound(sql: Sql): Promise<Temporal.Instant | undefined> {
  const [row] = await sql<{ at: Temporal.Instant | null }[]>`select max(at) as at from drill where sound`
  return row?.at ?? undefined
}

/**
 * The name of the key under which the fact `f` of the lane `l` is sealed. The first four bits tell facts' keys from those of details, bytes
 * 1 and 2 are the year of the key, byte 3 its generation: see privacy/vault/sealer.ts.
 */
const keyOfFact = (sql: Sql) => sql`
  l.entity || '/' || f.subject || '/' || f.category || case get_byte(f.sealed, 0) >> 4 when 2 then '/facts/' else '/' end
    || get_byte(f.sealed, 1) * 256 + get_byte(f.sealed, 2)`

/** How many facts are there that were sealed under one of these keys. */
export async function factsUnder(sql: Sql, keys: readonly KeyName[]): Promise<number> {
  const names = sql.array(
    keys.map(({ name }) => name),
    oids.text,
  )
  const generations = sql.array(
    keys.map(({ generation }) => generation),
    oids.int4,
  )
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from fact f join lane l on l.lane = f.lane
    join unnest(${names}, ${generations}) as gone (name, generation)
      on gone.name = ${keyOfFact(sql)} and gone.generation = get_byte(f.sealed, 3)
    where f.sealed is not null`
  return row?.count ?? 0
}

/** Every key under which a fact is sealed, some thousands at a time. */
export async function* keysOfFacts(sql: Sql): AsyncGenerator<readonly KeyName[]> {
  yield* sql<(KeyName & object)[]>`
    select distinct ${keyOfFact(sql)} as name, get_byte(f.sealed, 3) as generation
    from fact f join lane l on l.lane = f.lane where f.sealed is not null`.cursor(5_000)
}
