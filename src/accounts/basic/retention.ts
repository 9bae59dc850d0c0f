/** What applications for basic accounts say about how long data of the applicants are kept. SQL and nothing else. */
import type { PartyId } from '../../kernel/ids.ts'
import type { AffairsSource } from '../../privacy/retention/affairs.ts'
import { oids } from '../../storage/sql.ts'

/** An application that became an account is part of its agreement. */
export const applicationAffairs: AffairsSource = async (sql, lane, subjects) => {
  const rows = await sql<{ customer: bigint; decided_on: Temporal.PlainDate | null }[]>`
    select customer, decided_on from basic_application
    where lane = ${lane} and customer = any(${sql.array([...subjects], oids.int8)}) and account is null`
  return new Map(
    rows.map(({ customer, decided_on: decided }) => [
      Number(customer) as PartyId,
      { applications: [{ reference: `application of ${customer}`, ended: decided ?? undefined }] },
    ]),
  )
}
