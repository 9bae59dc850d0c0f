/** What open claims say about how long data of the claimants are kept. SQL and nothing else. */
import type { PartyId } from '../../kernel/ids.ts'
import type { AffairsSource } from '../../privacy/retention/affairs.ts'
import { oids } from '../../storage/sql.ts'

export const claimAffairs: AffairsSource = async (sql, lane, subjects) => {
  const rows = await sql<{ customer: bigint; claim: bigint }[]>`
    select customer, claim from claim
    where lane = ${lane} and customer = any(${sql.array([...subjects], oids.int8)}) and answered_on is null
    order by claim`
  return new Map(
    [...Map.groupBy(rows, ({ customer }) => Number(customer) as PartyId)].map(([party, open]) => [
      party,
      { claims: open.map(({ claim }) => `claim ${claim}`) },
    ]),
  )
}
