/** Deadlines in PostgreSQL: a row for each that is set, none for those that were cleared. */
import { type DeadlineKey, deadlineKey, deadlines, parseDeadlineKey } from '../../kernel/deadline.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../sql.ts'
import { collectionStore, lastOfEach } from './collection-store.ts'
import { literal, type Write } from './writes.ts'

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
    // A day's close clears thousands that are due on one day: by arrays of subjects it costs a tenth of what it does row by row.
    const groups = Map.groupBy(lastOfEach(steps), ({ key, after }) => `${after} ${key.slice(0, subjectAt(key))}`)
    return [...groups.values()].map((group) => statementFor(lane, group))
  },
)

/** Where in a key its subject begins: to read its day as well takes longer than all else about it. */
const subjectAt = (key: DeadlineKey): number => key.lastIndexOf(' ') + 1

/** Sets or clears deadlines of one day and kind. */
function statementFor(
  lane: LaneId,
  group: readonly { readonly key: DeadlineKey; readonly after: 'set' | 'cleared' }[],
): Write {
  const [first] = group
  if (first === undefined) throw new Error('broken invariant: a group of deadlines has a first')
  const { due, kind } = parseDeadlineKey(first.key)
  const subjects = `'{${group.map(({ key }) => Number(key.slice(subjectAt(key)))).join(',')}}'::int8[]`
  const [day, word] = [literal(String(due)), literal(kind)]
  return {
    statement:
      first.after === 'set'
        ? `insert into deadline (lane, due, kind, subject) select ${lane}, ${day}::date, ${word}, unnest(${subjects}) on conflict do nothing`
        : `delete from deadline where lane = ${lane} and due = ${day} and kind = ${word} and subject = any(${subjects})`,
  }
}

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

/** What is due on a day or was before, in order, up to `count`. */
export async function deadlinesDue(
  sql: Sql,
  lane: LaneId,
  by: Temporal.PlainDate,
  count: number,
  { only, but = [] }: { readonly only?: readonly string[]; readonly but?: readonly string[] } = {},
): Promise<readonly { readonly due: Temporal.PlainDate; readonly kind: string; readonly subject: number }[]> {
  const rows = await sql<{ due: Temporal.PlainDate; kind: string; subject: bigint }[]>`
    select due, kind, subject from deadline where lane = ${lane} and due <= ${by}
      and ${only === undefined ? sql`kind <> all(${sql.array([...but], oids.text)})` : sql`kind = any(${sql.array([...only], oids.text)})`}
    order by due, kind, subject limit ${count}`
  return rows.map((row) => ({ ...row, subject: Number(row.subject) }))
}

/** Where in the order of due day and subject something stands. */
export type DuePlace = { readonly due: Temporal.PlainDate; readonly subject: number }

/**
 * What is due of one kind on a day or was before, by due day and subject.
 *
 * @param after only what stands behind this
 */
export async function deadlinesOfKind(
  sql: Sql,
  lane: LaneId,
  kind: string,
  by: Temporal.PlainDate,
  after: DuePlace | undefined,
  atMost: number,
): Promise<readonly DuePlace[]> {
  const behind = after === undefined ? sql`` : sql`and (due, subject) > (${after.due}, ${after.subject})`
  const rows = await sql<{ due: Temporal.PlainDate; subject: bigint }[]>`
    select due, subject from deadline
    where lane = ${lane} and kind = ${kind} and due <= ${by} ${behind} order by due, subject limit ${atMost}`
  return rows.map((row) => ({ ...row, subject: Number(row.subject) }))
}
