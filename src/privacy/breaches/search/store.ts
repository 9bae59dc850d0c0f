/** Whom a breach may concern, as PostgreSQL knows it; in all lanes of the entity. Nothing is opened. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { int8s, oids, type Sql } from '../../../storage/sql.ts'
import { firstIdAt } from '../../gate/seals/store.ts'
import type { Breach } from '../rules.ts'
import { detailsTelling } from './rules.ts'

/** By what role or member of staff something was read or handed over while it went on, of the kinds it concerns. */
export type Through = Pick<Breach, 'from' | 'until' | 'kinds' | 'role' | 'staff'>

/** A part of a list, in the order of ids from `after` on. */
export type Part = { readonly after: number; readonly limit: number }

/** How many people, and how many data about them. */
export type Counts = { readonly persons: number; readonly dataRecords: number }

/** The lanes of the entity that a lane serves. */
export async function lanesBeside(sql: Sql, lane: LaneId): Promise<readonly LaneId[]> {
  const rows = await sql<{ lane: LaneId }[]>`
    select lane from lane where entity = (select entity from lane where lane = ${lane}) order by lane`
  return rows.map((row) => row.lane)
}

/** A row for each person and kind that the log of the gate, where it permitted, or a disclosure shows. */
const touched = (sql: Sql, lanes: readonly LaneId[], { from, until, kinds, role, staff }: Through) => {
  const wanted = sql.array([...kinds], oids.text)
  const ofEntity = int8s(sql, lanes)
  return sql`
    select unnest(subjects) as subject, kinds from access_log
    where lane = any(${ofEntity}) and id >= ${firstIdAt(from)} and at >= ${from} and at <= ${until}
      and code is null and kinds && ${wanted}
      and (${role}::text is null or role = ${role}) and (${staff}::text is null or staff = ${staff})
    union all
    select unnest(subjects), kinds from disclosure
    where lane = any(${ofEntity}) and at >= ${from} and at <= ${until} and kinds && ${wanted}
      and (${role}::text is null or role = ${role}) and (${staff}::text is null or staff = ${staff})`
}

export async function touchedBy(
  sql: Sql,
  lanes: readonly LaneId[],
  through: Through,
  { after, limit }: Part,
): Promise<readonly PartyId[]> {
  const rows = await sql<{ subject: bigint }[]>`
    select distinct subject from (${touched(sql, lanes, through)}) as touched
    where subject > ${after} order by subject limit ${limit}`
  return rows.map(({ subject }) => Number(subject) as PartyId)
}

/** How many those are; each kind of a person counts as one datum. */
export async function countTouched(sql: Sql, lanes: readonly LaneId[], through: Through): Promise<Counts> {
  const [row] = await sql<{ persons: number; data: number }[]>`
    select count(distinct subject)::int as persons, count(distinct (subject, kind))::int as data
    from (${touched(sql, lanes, through)}) as touched, unnest(kinds) as kind
    where kind = any(${sql.array([...through.kinds], oids.text)})`
  return { persons: row?.persons ?? 0, dataRecords: row?.data ?? 0 }
}

/** What is held of these kinds that was recorded by a day. */
export type Holding = Pick<Breach, 'kinds'> & { readonly until: Temporal.PlainDate }

export async function holdersOf(
  sql: Sql,
  lanes: readonly LaneId[],
  { kinds, until }: Holding,
  { after, limit }: Part,
): Promise<readonly PartyId[]> {
  const ofEntity = int8s(sql, lanes)
  const classes = sql.array(
    detailsTelling(kinds).map(({ number }) => number),
    oids.int4,
  )
  const rows = await sql<{ subject: bigint }[]>`
    select subject from (
      select subject from fact
      where lane = any(${ofEntity}) and kind = any(${sql.array([...kinds], oids.text)}) and recorded_on <= ${until}
      union
      select a.holder from account a where a.lane = any(${ofEntity}) and exists (
        select from account_event e where e.lane = a.lane and e.account = a.account and e.details is not null
          and e.booking_date <= ${until} and get_byte(e.details, 0) & 15 = any(${classes}))
      union
      select k.holder from kept_detail k join batch b on b.lane = k.lane and b.batch = k.place / 4096
      where k.lane = any(${ofEntity}) and k.sealed is not null and b.business_date <= ${until}
        and get_byte(k.sealed, 0) & 15 = any(${classes})
    ) as holding
    where subject > ${after} order by subject limit ${limit}`
  return rows.map(({ subject }) => Number(subject) as PartyId)
}

/**
 * How many hold how much, by category, and of all; a person of several categories counts once among all.
 *
 * @param categoryOf the category of each kind of the breach
 */
export async function countHolding(
  sql: Sql,
  lanes: readonly LaneId[],
  { kinds, until }: Holding,
  categoryOf: ReadonlyMap<string, string>,
): Promise<{ readonly all: Counts; readonly byCategory: ReadonlyMap<string, Counts> }> {
  const ofEntity = int8s(sql, lanes)
  const telling = detailsTelling(kinds)
  const numbers = sql.array(
    telling.map(({ number }) => number),
    oids.int4,
  )
  const toldAs = sql.array(
    telling.map(({ kind }) => kind),
    oids.text,
  )
  const rows = await sql<{ category: string | null; persons: number; data: number }[]>`
    with telling (class, kind) as (select * from unnest(${numbers}, ${toldAs})),
    holding (subject, kind, data) as (
      select subject, kind, count(*) from fact
      where lane = any(${ofEntity}) and kind = any(${sql.array([...kinds], oids.text)}) and recorded_on <= ${until}
      group by 1, 2
      union all
      select a.holder, t.kind, count(*) from account a
      join account_event e on e.lane = a.lane and e.account = a.account and e.details is not null
      join telling t on t.class = get_byte(e.details, 0) & 15
      where a.lane = any(${ofEntity}) and e.booking_date <= ${until} group by 1, 2
      union all
      select k.holder, t.kind, count(*) from kept_detail k
      join batch b on b.lane = k.lane and b.batch = k.place / 4096
      join telling t on t.class = get_byte(k.sealed, 0) & 15
      where k.lane = any(${ofEntity}) and k.sealed is not null and b.business_date <= ${until} group by 1, 2
    )
    select m.category, count(distinct h.subject)::int as persons, sum(h.data)::int as data
    from holding h
    join unnest(${sql.array([...categoryOf.keys()], oids.text)}, ${sql.array([...categoryOf.values()], oids.text)})
      as m (kind, category) on m.kind = h.kind
    where h.subject is not null
    group by grouping sets ((m.category), ())`
  const counts = ({ persons, data }: { readonly persons: number; readonly data: number | null }): Counts => ({
    persons,
    dataRecords: data ?? 0,
  })
  const total = rows.find(({ category }) => category === null)
  const parts = rows.flatMap((row): [string, Counts][] => (row.category === null ? [] : [[row.category, counts(row)]]))
  return { all: total === undefined ? { persons: 0, dataRecords: 0 } : counts(total), byCategory: new Map(parts) }
}
