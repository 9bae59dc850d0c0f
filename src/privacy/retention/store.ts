/** What retention reads and keeps in PostgreSQL: facts by their persons, legal holds, and runs of the sweep. */
import type { LaneId, PartyId, Place } from '../../kernel/ids.ts'
import type { Attribute, DataClass } from '../../rulebook/register/attributes.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { legalHolds } from './holds/rules.ts'

export const legalHoldStore = collectionStore(
  legalHolds,
  (sql, lane, keys) => holdsOf(sql, lane, keys),
  (lane, steps) =>
    upsert(
      'legal_hold',
      ['lane', 'subject'],
      lastOfEach(steps).map(({ key, after }) => ({ lane, subject: key, cases: [...after] })),
    ),
)

/** The cases for which these persons' data stay. */
export async function holdsOf(
  sql: Sql | Transaction,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, readonly string[]>> {
  const rows = await sql<{ subject: bigint; cases: string[] }[]>`
    select subject, cases from legal_hold
    where lane = ${lane} and subject = any(${sql.array([...subjects], oids.int8)})`
  return new Map(rows.map(({ subject, cases }) => [Number(subject) as PartyId, cases]))
}

/** Whose data stay for cases, and for which. */
export async function holdsIn(sql: Sql, lane: LaneId, limit: number): Promise<ReadonlyMap<PartyId, readonly string[]>> {
  const rows = await sql<{ subject: bigint; cases: string[] }[]>`
    select subject, cases from legal_hold where lane = ${lane} and cardinality(cases) > 0 order by subject limit ${limit}`
  return new Map(rows.map(({ subject, cases }) => [Number(subject) as PartyId, cases]))
}

/** A fact as retention sees it: what it tells stays sealed. */
export type HeldFact = {
  readonly fact: number
  readonly subject: PartyId
  readonly kind: Attribute
  readonly class: DataClass
  readonly recordedOn: Temporal.PlainDate
  readonly place: Place
  /** The year of the key that sealed it; undefined where nothing is sealed. */
  readonly year: number | undefined
}

/** All facts about these persons, by person. */
export async function heldFacts(
  sql: Sql | Transaction,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<readonly HeldFact[]> {
  // Bytes 1 and 2 of the sealed form are the year: see vault/sealer.ts.
  const rows = await sql<
    {
      fact: bigint
      subject: bigint
      kind: Attribute
      category: DataClass
      recorded_on: Temporal.PlainDate
      place: bigint
      year: number | null
    }[]
  >`
    select fact, subject, kind, category, recorded_on, place,
      get_byte(sealed, 1) * 256 + get_byte(sealed, 2) as year
    from fact where lane = ${lane} and subject = any(${sql.array([...subjects], oids.int8)})
    order by subject, fact`
  return rows.map((row) => ({
    fact: Number(row.fact),
    subject: Number(row.subject) as PartyId,
    kind: row.kind,
    class: row.category,
    recordedOn: row.recorded_on,
    place: Number(row.place) as Place,
    year: row.year ?? undefined,
  }))
}

/** How many facts there are about these persons. */
export async function heldCount(sql: Sql, lane: LaneId, subjects: readonly PartyId[]): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from fact
    where lane = ${lane} and subject = any(${sql.array([...subjects], oids.int8)})`
  return row?.count ?? 0
}

/** The sealed bytes of facts, by id. */
export async function sealedFacts(
  sql: Sql | Transaction,
  lane: LaneId,
  facts: readonly number[],
): Promise<ReadonlyMap<number, Buffer>> {
  const rows = await sql<{ fact: bigint; sealed: Buffer }[]>`
    select fact, sealed from fact
    where lane = ${lane} and fact = any(${sql.array([...facts], oids.int8)}) and sealed is not null`
  return new Map(rows.map(({ fact, sealed }) => [Number(fact), sealed]))
}

/** Puts other sealed bytes into facts: the same data under other keys. */
export async function reseal(
  sql: Sql,
  lane: LaneId,
  anew: readonly { readonly fact: number; readonly sealed: Buffer }[],
): Promise<void> {
  const facts = anew.map(({ fact }) => fact)
  const sealed = anew.map((one) => one.sealed.toString('hex'))
  await sql`
    update fact f set sealed = decode(n.sealed, 'hex')
    from unnest(${sql.array(facts, oids.int8)}, ${sql.array(sealed, oids.text)}) as n (fact, sealed)
    where f.lane = ${lane} and f.fact = n.fact`
}

/** Persons of a lane after an id, in the order of ids. */
export async function personsAfter(sql: Sql, lane: LaneId, after: number, count: number): Promise<readonly PartyId[]> {
  const rows = await sql<{ party: bigint }[]>`
    select party from party where lane = ${lane} and party > ${after} order by party limit ${count}`
  return rows.map(({ party }) => Number(party) as PartyId)
}

export type SweepRun = {
  readonly sweep: number
  readonly day: Temporal.PlainDate
  /** The person up to whom it came. */
  readonly reached: number
  /** Persons that were looked at. */
  readonly subjects: number
  /** Rows of facts that were deleted, keys that were destroyed, and rows of features that went with them. */
  readonly facts: number
  readonly keys: number
  readonly others: number
  /** When the last backup of the key store expires that holds a key of these persons: then it is gone for good; null when none does. */
  readonly backupExpires: Temporal.Instant | null
  readonly ended: Temporal.Instant | null
}

type Counts = 'reached' | 'subjects' | 'facts' | 'keys' | 'others'
type SweepRow = Omit<SweepRun, Counts | 'backupExpires'> & {
  readonly [K in Counts]: bigint
} & { readonly backup_expires: Temporal.Instant | null }

const columns = (sql: Sql) => sql`sweep, day, reached, subjects, facts, keys, others, backup_expires, ended`

const sweepOf = ({ sweep, day, ended, backup_expires: backupExpires, ...counts }: SweepRow): SweepRun => ({
  sweep,
  day,
  reached: Number(counts.reached),
  subjects: Number(counts.subjects),
  facts: Number(counts.facts),
  keys: Number(counts.keys),
  others: Number(counts.others),
  backupExpires,
  ended,
})

/** The newest runs of a lane, newest first. */
export async function sweeps(sql: Sql, lane: LaneId, limit: number): Promise<readonly SweepRun[]> {
  const rows = await sql<SweepRow[]>`
    select ${columns(sql)} from sweep
    where lane = ${lane} order by sweep desc limit ${limit}`
  return rows.map(sweepOf)
}

/** The newest run of a lane that ended; undefined when none did. */
export async function lastSweep(sql: Sql, lane: LaneId): Promise<SweepRun | undefined> {
  const [row] = await sql<SweepRow[]>`
    select ${columns(sql)} from sweep where lane = ${lane} and ended is not null order by sweep desc limit 1`
  return row && sweepOf(row)
}

/** The first business date of a lane. */
export async function openedOn(sql: Sql, lane: LaneId): Promise<Temporal.PlainDate> {
  const [row] = await sql<{ opened_on: Temporal.PlainDate }[]>`select opened_on from lane where lane = ${lane}`
  if (row === undefined) throw new Error(`there is no lane ${lane}`)
  return row.opened_on
}

/** The run that did not end, or a new one. */
export async function openSweep(sql: Sql, lane: LaneId, day: Temporal.PlainDate): Promise<SweepRun> {
  const [last] = await sweeps(sql, lane, 1)
  if (last !== undefined && last.ended === null) return last
  const [row] = await sql<SweepRow[]>`
    insert into sweep (lane, sweep, day, reached, subjects, facts, keys)
    values (${lane}, ${(last?.sweep ?? 0) + 1}, ${day.toString()}, 0, 0, 0, 0)
    returning ${columns(sql)}`
  if (row === undefined) throw new Error('a sweep was entered and not returned')
  return sweepOf(row)
}

/** Notes how far a run came, with what was done on the way. */
export async function noteSweep(
  sql: Sql | Transaction,
  lane: LaneId,
  { sweep, reached, subjects, facts, keys, others, backupExpires }: Omit<SweepRun, 'day' | 'ended'>,
  over: boolean,
): Promise<void> {
  await sql`
    update sweep set reached = ${reached}, subjects = ${subjects}, facts = ${facts}, keys = ${keys},
      others = ${others}, backup_expires = ${backupExpires},
      ended = case when ${over} then now() end
    where lane = ${lane} and sweep = ${sweep}`
}

/** First key of the advisory locks; the second is the lane. See operations/lane-holder.ts for another. */
const SWEEP_LOCK = 7_226_785

/** Takes the lane's sweeps for this session of the database; false when another has them. Gone with the connection. */
export async function tryLockSweeps(session: Sql, lane: LaneId): Promise<boolean> {
  const [row] = await session<{ locked: boolean }[]>`select pg_try_advisory_lock(${SWEEP_LOCK}, ${lane}) as locked`
  return row?.locked === true
}

export async function unlockSweeps(session: Sql, lane: LaneId): Promise<void> {
  await session`select pg_advisory_unlock(${SWEEP_LOCK}, ${lane})`
}
