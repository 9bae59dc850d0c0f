/** Dues in PostgreSQL: a row for each agreement that owes or owed something. */
import type { AccountId, AgreementId, LaneId, PartyId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import type { AffairsByPerson } from '../../privacy/retention/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type Due, dues } from './rules.ts'

export const dueStore = collectionStore(
  dues,
  async (sql, lane, keys) => {
    const rows = await sql<{ agreement: bigint; open: DueJson[] }[]>`
      select agreement, open from due where lane = ${lane} and agreement = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map((row) => {
        const agreement = Number(row.agreement) as AgreementId
        return [agreement, { agreement, open: row.open.map(dueFrom) }]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'due',
      ['lane', 'agreement'],
      lastOfEach(steps).map(({ after }) => ({ lane, agreement: after.agreement, open: after.open.map(jsonOf) })),
    ),
)

/** Open dues of these persons, for which data of those who owe them are kept. */
export async function dueAffairs(sql: Sql, lane: LaneId, subjects: readonly PartyId[]): Promise<AffairsByPerson> {
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

type DueJson = Pick<Due, 'due' | 'kind' | 'currency' | 'service' | 'on'> & {
  readonly account: number
  readonly leftMinor: string
  readonly dueOn: string
  readonly rests: { readonly document: string; readonly version: string; readonly clause: string }[]
}

const jsonOf = (due: Due): DueJson => ({
  ...due,
  leftMinor: due.leftMinor.toString(),
  dueOn: due.dueOn.toString(),
  rests: due.rests.map((one) => ({ ...one })),
})

const dueFrom = (json: DueJson): Due => ({
  ...json,
  account: json.account as AccountId,
  leftMinor: minor(json.leftMinor),
  dueOn: Temporal.PlainDate.from(json.dueOn),
})
