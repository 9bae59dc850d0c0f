/** Who is the same person in several entities, in PostgreSQL. */
import type { LaneId, PartyId, Place } from '../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'

/** One person as two entities know them. */
export type Same = { readonly party: PartyId; readonly other: PartyId }

/**
 * As whom these parties of a lane are known in other lanes. Blind indexes of two entities never match but those that are made for the whole
 * institution.
 */
export async function knownElsewhere(
  sql: Sql | Transaction,
  lane: LaneId,
  parties: readonly PartyId[],
): Promise<readonly Same[]> {
  const rows = await sql<{ party: bigint; other: bigint }[]>`
    select distinct own.party, other.party as other
    from party_code own
    join lane l on l.lane <> own.lane
    join party_code other on other.lane = l.lane and other.code = own.code
    where own.lane = ${lane} and own.party = any(${sql.array([...parties], oids.int8)})
    order by 1, 2`
  return rows.map((row) => ({ party: Number(row.party) as PartyId, other: Number(row.other) as PartyId }))
}

/** The parties that decisions at these places are about. */
export async function partiesAt(
  sql: Sql | Transaction,
  lane: LaneId,
  places: readonly Place[],
): Promise<readonly PartyId[]> {
  const rows = await sql<{ party: string }[]>`
    select distinct facts ->> 'party' as party from decision
    where lane = ${lane} and place = any(${sql.array([...places], oids.int8)}) and facts ->> 'party' is not null`
  return rows.map(({ party }) => Number(party) as PartyId)
}
