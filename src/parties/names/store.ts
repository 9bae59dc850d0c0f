/** Parts of names in PostgreSQL. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { nameKey, partyNames } from './rules.ts'

export const partyNameStore = collectionStore(
  partyNames,
  async (sql, lane, keys) => {
    const split = keys.map((key) => key.split(' ') as [string, string])
    const rows = await sql<{ part: string; party: bigint }[]>`
      select part, party from party_name where lane = ${lane}
        and part = any(${sql.array(
          split.map(([part]) => part),
          oids.text,
        )})`
    const wanted = new Set(keys)
    return new Map(
      rows
        .map(({ part, party }) => nameKey(part, Number(party) as PartyId))
        .filter((key) => wanted.has(key))
        .map((key) => [key, 'set' as const]),
    )
  },
  (lane, steps) =>
    upsert(
      'party_name',
      ['lane', 'part', 'party'],
      lastOfEach(steps).map(({ key }) => {
        const [part = '', party = ''] = key.split(' ')
        return { lane, part, party: Number(party) }
      }),
    ),
)

/** Parties whose names have all these parts, by blind index, in the order of ids. */
export async function partiesNamed(
  sql: Sql,
  lane: LaneId,
  parts: readonly string[],
  limit: number,
): Promise<readonly PartyId[]> {
  const rows = await sql<{ party: bigint }[]>`
    select party from party_name where lane = ${lane} and part = any(${sql.array([...parts], oids.text)})
    group by party having count(*) = ${parts.length} order by party limit ${limit}`
  return rows.map(({ party }) => Number(party) as PartyId)
}
