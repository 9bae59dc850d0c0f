/** Dues in PostgreSQL: a row for each agreement that owes or owed something. */
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
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
