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

/** One lane an entity. Gives each entity's lane; makes those that are missing. */
export async function ensureLanes(
  sql: Sql,
  pack: Pack,
  openingDate: Temporal.PlainDate | undefined,
): Promise<ReadonlyMap<string, LaneId>> {
  for (const [i, entity] of pack.entities.entries()) {
    const date = openingDate ?? localDate(Temporal.Now.instant(), entity.timeZone)
    await sql`
      insert into lane (lane, entity, business_date, opened_on, pack, at, hash)
      values (${i + 1}, ${entity.id}, ${date.toString()}, ${date.toString()}, ${pack.hash}, now(), ${Buffer.alloc(32)})
      on conflict (lane) do nothing`
  }
  const rows = await sql<{ lane: number; entity: string }[]>`select lane, entity from lane order by lane desc`
  return new Map(rows.map(({ lane, entity }) => [entity, lane as LaneId]))
}

/** Keeps the pack's content under its hash, so that a replay decides by the documents of that time. */
export async function recordPack(sql: Sql, pack: Pack): Promise<void> {
  await sql`
    insert into pack (hash, id, content) values (${pack.hash}, ${pack.id}, ${JSON.stringify(pack)}::text::jsonb)
    on conflict (hash) do nothing`
}
