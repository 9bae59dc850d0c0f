/** Seals over the gate's log, in PostgreSQL. */
import type { LaneId } from '../../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../../../storage/sql.ts'

/** A passage as it stands in the log: what is sealed of it is all of it. */
export type LoggedPassage = {
  readonly id: string
  readonly at: Temporal.Instant
  readonly role: string
  readonly party: bigint | null
  readonly staff: string | null
  readonly purpose: string
  readonly kinds: readonly string[]
  readonly subjects: readonly bigint[]
  readonly code: string | null
  readonly clauses: readonly string[]
  readonly shown: readonly string[] | null
}

export type Seal = {
  readonly seal: number
  readonly ids: readonly string[]
  readonly hash: Buffer
  readonly signature: Buffer
  readonly sealed_at: Temporal.Instant
}

/** The first id that the log can give at a moment: a UUIDv7 begins with its milliseconds (RFC 9562). */
export const firstIdAt = (at: Temporal.Instant): string => {
  const digits = Math.max(at.epochMilliseconds, 0).toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`
}

/** One process at a time seals a lane: the others wait for its commit. */
export async function holdSeals(sql: Transaction, lane: LaneId): Promise<void> {
  await sql`select pg_advisory_xact_lock(7226782, ${lane})`
}

export async function lastSeal(sql: Sql | Transaction, lane: LaneId): Promise<Seal | undefined> {
  const [last] = await sql<Seal[]>`select * from access_seal where lane = ${lane} order by seal desc limit 1`
  return last
}

/** Passages that no seal covers, of those logged since a moment, in the order of ids. */
export async function unsealed(
  sql: Sql | Transaction,
  lane: LaneId,
  { since, limit }: { readonly since: Temporal.Instant | undefined; readonly limit: number },
): Promise<readonly LoggedPassage[]> {
  const from = since ?? Temporal.Instant.fromEpochMilliseconds(0)
  return sql<LoggedPassage[]>`
    with covered as materialized (
      select unnest(ids) as id from access_seal where lane = ${lane} and sealed_at >= ${from}
    )
    select id, at, role, party, staff, purpose, kinds, subjects, code, clauses, shown from access_log
    where lane = ${lane} and id >= ${firstIdAt(from)} and id not in (select id from covered)
    order by id limit ${limit}`
}

export async function keepSeal(sql: Transaction, lane: LaneId, { ids, ...seal }: Seal): Promise<void> {
  await sql`
    insert into access_seal (lane, seal, ids, hash, signature, sealed_at)
    values (${lane}, ${seal.seal}, ${sql.array([...ids], oids.text)}::uuid[], ${seal.hash}, ${seal.signature}, ${seal.sealed_at})`
}

/** Seals after one, in their order. */
export async function sealsAfter(
  sql: Sql | Transaction,
  lane: LaneId,
  after: number,
  limit: number,
): Promise<readonly Seal[]> {
  return sql<Seal[]>`
    select * from access_seal where lane = ${lane} and seal > ${after} order by seal limit ${limit}`
}

/** These passages, by id; one that is gone is absent. */
export async function passagesWith(
  sql: Sql | Transaction,
  lane: LaneId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LoggedPassage>> {
  const rows = await sql<LoggedPassage[]>`
    select id, at, role, party, staff, purpose, kinds, subjects, code, clauses, shown from access_log
    where lane = ${lane} and id = any(${sql.array([...ids], oids.text)}::uuid[])`
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many passages no seal covers, logged before a moment and since; and how many are sealed twice. */
export async function strays(
  sql: Sql | Transaction,
  lane: LaneId,
  before: Temporal.Instant,
): Promise<{ readonly unsealed: number; readonly waiting: number; readonly twice: number }> {
  const [row] = await sql<{ unsealed: number; waiting: number; twice: number }[]>`
    with covered as materialized (
      select id, count(*) as times from access_seal, unnest(ids) as id where lane = ${lane} group by id
    )
    select
      count(*) filter (where at < ${before})::int as unsealed,
      count(*) filter (where at >= ${before})::int as waiting,
      (select count(*)::int from covered where times > 1) as twice
    from access_log l where lane = ${lane} and not exists (select from covered c where c.id = l.id)`
  return row ?? { unsealed: 0, waiting: 0, twice: 0 }
}
