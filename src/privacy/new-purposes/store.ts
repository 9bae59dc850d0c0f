/** Who was told of a new purpose and who was not, in PostgreSQL. */
import { type LaneId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import type { Held } from './rules.ts'

/** How far it is: of how many persons data are held from before the purpose, and how many of them were told. */
export type Progress = { readonly held: number; readonly told: number }

export async function progressOf(
  sql: Sql,
  lane: LaneId,
  { purpose, since }: { readonly purpose: string; readonly since: Temporal.PlainDate },
): Promise<Progress> {
  const [row] = await sql<{ held: number; told: number }[]>`
    select count(*)::int as held, (count(*) filter (where ${isTold(sql, purpose)}))::int as told
    from (select distinct subject from fact where lane = ${lane} and recorded_on < ${since.toString()}) as holder
    left join switches s on s.lane = ${lane} and s.subject = holder.subject`
  return row ?? { held: 0, told: 0 }
}

/** Persons, after an id and in the order of ids, whose data are held from before the purpose and who were not told of it. */
export async function untoldOf(
  sql: Sql,
  lane: LaneId,
  { purpose, since }: { readonly purpose: string; readonly since: Temporal.PlainDate },
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly PartyId[]> {
  const rows = await sql<{ subject: bigint }[]>`
    select holder.subject
    from (
      select distinct subject from fact
      where lane = ${lane} and subject > ${after} and recorded_on < ${since.toString()}
    ) as holder
    left join switches s on s.lane = ${lane} and s.subject = holder.subject
    where not ${isTold(sql, purpose)}
    order by holder.subject limit ${limit}`
  return rows.map(({ subject }) => Number(subject) as PartyId)
}

/** Up to `limit` persons whom a message with a letter reached, and of whom that is not on record yet. */
export async function reachedUntold(
  sql: Sql,
  lane: LaneId,
  { purpose, letter }: { readonly purpose: string; readonly letter: string },
  limit: number,
): Promise<readonly { readonly subject: PartyId; readonly message: string }[]> {
  const rows = await sql<{ subject: bigint; message: bigint }[]>`
    select m.subject, min(m.message) as message
    from message m
    join message_delivery d on d.lane = m.lane and d.message = m.message and d.outcome = 'sent'
    left join switches s on s.lane = m.lane and s.subject = m.subject
    where m.lane = ${lane} and m.letter = ${letter} and not ${isTold(sql, purpose)}
    group by m.subject order by min(m.message) limit ${limit}`
  return rows.map(({ subject, message }) => ({ subject: Number(subject) as PartyId, message: String(message) }))
}

const isTold = (sql: Sql, purpose: string) =>
  sql`coalesce(s.switches -> 'told' @> jsonb_build_array(jsonb_build_object('purpose', ${purpose}::text)), false)`

/** What is held of persons from before a day, by its source: for passages that read something else than facts. */
export async function heldBefore(
  sql: Sql | Transaction,
  subjects: readonly PartyId[],
  day: Temporal.PlainDate,
): Promise<ReadonlyMap<PartyId, readonly Held[]>> {
  const rows = await sql<{ subject: bigint; source: string; recordedOn: Temporal.PlainDate }[]>`
    select f.subject, f.source, min(f.recorded_on) as "recordedOn"
    from unnest(${sql.array(subjects.map(laneOf), oids.int4)}, ${sql.array([...subjects], oids.int8)}) as asked (lane, subject)
    join fact f on f.lane = asked.lane and f.subject = asked.subject and f.recorded_on < ${day.toString()}
    group by f.subject, f.source`
  return Map.groupBy(rows, ({ subject }) => Number(subject) as PartyId)
}
