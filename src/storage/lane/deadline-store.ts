/** Deadlines in PostgreSQL: a row for each that is set, none for those that were cleared. */
import { type DeadlineKey, deadlineKey, deadlines, parseDeadlineKey } from '../../kernel/deadline.ts'
import type { LaneId } from '../../kernel/ids.ts'
import type { Sql, Transaction } from '../sql.ts'
import { collectionStore, lastOfEach } from './collection-store.ts'
import { remove, upsert } from './writes.ts'

const int8Oid = 20
const textOid = 25
const dateOid = 1082

export const deadlineStore = collectionStore(
  deadlines,
  async (sql, lane, keys) => {
    const rows = await sql<{ due: Temporal.PlainDate; kind: string; subject: bigint }[]>`
      select d.due, d.kind, d.subject from deadline d join ${unnested(sql, keys)} using (due, kind, subject)
      where d.lane = ${lane}`
    return new Map(rows.map((row) => [deadlineKey({ ...row, subject: Number(row.subject) }), 'set' as const]))
  },
  (lane, steps) => {
    const last = lastOfEach(steps)
    const rowsOf = (state: 'set' | 'cleared') =>
      last
        .filter(({ after }) => after === state)
        .map(({ key }) => parseDeadlineKey(key))
        .map(({ due, kind, subject }) => ({ lane, due: due.toString(), kind, subject }))
    const key = ['lane', 'due', 'kind', 'subject']
    return [...upsert('deadline', key, rowsOf('set')), ...remove('deadline', key, rowsOf('cleared'))]
  },
)

function unnested(sql: Sql | Transaction, keys: readonly DeadlineKey[]) {
  const parsed = keys.map(parseDeadlineKey)
  return sql`
    unnest(
      ${sql.array(
        parsed.map(({ due }) => due.toString()),
        dateOid,
      )}::date[],
      ${sql.array(
        parsed.map(({ kind }) => kind),
        textOid,
      )}::text[],
      ${sql.array(
        parsed.map(({ subject }) => String(subject)),
        int8Oid,
      )}::int8[]
    ) as wanted (due, kind, subject)`
}

/** What is due on a day or was before, in order. */
export async function deadlinesDue(
  sql: Sql,
  lane: LaneId,
  by: Temporal.PlainDate,
): Promise<readonly { readonly due: Temporal.PlainDate; readonly kind: string; readonly subject: number }[]> {
  const rows = await sql<{ due: Temporal.PlainDate; kind: string; subject: bigint }[]>`
    select due, kind, subject from deadline where lane = ${lane} and due <= ${by} order by due, kind, subject`
  return rows.map((row) => ({ ...row, subject: Number(row.subject) }))
}
