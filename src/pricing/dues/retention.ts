/** What open dues say about how long data of those who owe them are kept. SQL and nothing else. */
import type { PartyId } from '../../kernel/ids.ts'
import type { AffairsSource } from '../../privacy/retention/affairs.ts'
import { oids } from '../../storage/sql.ts'

export const dueAffairs: AffairsSource = async (sql, lane, subjects) => {
  const rows = await sql<{ party: bigint; agreement: bigint }[]>`
    select h.party, d.agreement from agreement_holder h
    join due d on d.lane = h.lane and d.agreement = h.agreement
    where h.lane = ${lane} and h.party = any(${sql.array([...subjects], oids.int8)}) and jsonb_array_length(d.open) > 0`
  return new Map(
    [...Map.groupBy(rows, ({ party }) => Number(party) as PartyId)].map(([party, owed]) => [
      party,
      { claims: owed.map(({ agreement }) => `dues of agreement ${agreement}`) },
    ]),
  )
}
