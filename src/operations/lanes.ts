/** Lanes of a new institution, and the packs by which batches were decided. */
import { localDate } from '../kernel/calendar.ts'
import type { LaneId } from '../kernel/ids.ts'
import type { Pack } from '../rulebook/pack.ts'
import type { Sql, Transaction } from '../storage/sql.ts'

export type LaneAt = { readonly lane: LaneId; readonly entity: string; readonly businessDate: Temporal.PlainDate }

/** Every lane, and the business date at which it stands. */
export async function lanesAt(sql: Sql | Transaction): Promise<readonly LaneAt[]> {
  const rows = await sql<{ lane: LaneId; entity: string; business_date: Temporal.PlainDate }[]>`
    select lane, entity, business_date from lane order by lane`
  return rows.map(({ lane, entity, business_date: businessDate }) => ({ lane, entity, businessDate }))
}

/** The business date on which a lane began: the same however far it has moved on. */
export async function openedOn(sql: Sql | Transaction, lane: LaneId): Promise<Temporal.PlainDate> {
  const [row] = await sql<{ opened_on: Temporal.PlainDate }[]>`select opened_on from lane where lane = ${lane}`
  if (row === undefined) throw new Error(`there is no lane ${lane}`)
  return row.opened_on
}

/** One lane an entity, numbered as they came. Gives each entity's lane; makes those that are missing. */
export async function ensureLanes(
  sql: Sql,
  pack: Pack,
  openingDate: Temporal.PlainDate | undefined,
): Promise<ReadonlyMap<string, LaneId>> {
  const found = await lanesByEntity(sql)
  if (pack.entities.every(({ id }) => found.has(id))) return found
  await sql.begin(async (transaction) => {
    // Two processes that start at once would number alike.
    await transaction`lock table lane in share row exclusive mode`
    for (const { id, timeZone } of pack.entities) {
      const date = (openingDate ?? localDate(Temporal.Now.instant(), timeZone)).toString()
      await transaction`
        insert into lane (lane, entity, business_date, opened_on, pack, at, hash)
        select coalesce(max(lane), 0) + 1, ${id}, ${date}, ${date}, ${pack.hash}, now(), ${Buffer.alloc(32)}
        from lane having count(*) filter (where entity = ${id}) = 0`
    }
  })
  return lanesByEntity(sql)
}

async function lanesByEntity(sql: Sql): Promise<ReadonlyMap<string, LaneId>> {
  const rows = await sql<{ lane: number; entity: string }[]>`select lane, entity from lane order by lane desc`
  return new Map(rows.map(({ lane, entity }) => [entity, lane as LaneId]))
}

/** Keeps the pack's content under its hash, so that a replay decides by the documents of that time. */
export async function recordPack(sql: Sql, pack: Pack): Promise<void> {
  await sql`
    insert into pack (hash, id, content) values (${pack.hash}, ${pack.id}, ${JSON.stringify(pack)}::text::jsonb)
    on conflict (hash) do nothing`
}
