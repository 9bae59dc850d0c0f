/** The people whom breaches concern, in PostgreSQL. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { int8s, type Sql } from '../../../storage/sql.ts'
import { type Affected, affectedKey, affectedPersons, type Standing } from './rules.ts'

type Row = {
  readonly breach: bigint
  readonly subject: bigint
  readonly standing: Standing
  readonly message: bigint | null
  readonly told_at: Temporal.Instant | null
  readonly evidence: string | null
}

const affectedOf = (row: Row): Affected => ({
  breach: Number(row.breach),
  subject: Number(row.subject) as PartyId,
  standing: row.standing,
  message: row.message === null ? null : Number(row.message),
  toldAt: row.told_at,
  evidence: row.evidence,
})

export const affectedStore = collectionStore(
  affectedPersons,
  async (sql, lane, keys) => {
    const named = keys.map((key) => key.split(' ').map(Number))
    const breaches = named.map(([breach = 0]) => breach)
    const subjects = named.map(([, subject = 0]) => subject)
    const rows = await sql<Row[]>`
      select b.* from breach_subject b
      join unnest(${int8s(sql, breaches)}, ${int8s(sql, subjects)}) as wanted (breach, subject)
        on b.breach = wanted.breach and b.subject = wanted.subject
      where b.lane = ${lane}`
    return new Map(
      rows.map((row): [string, Affected] => {
        const one = affectedOf(row)
        return [affectedKey(one.breach, one.subject), one]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'breach_subject',
      ['lane', 'breach', 'subject'],
      lastOfEach(steps).map(({ after: { breach, subject, standing, message, toldAt, evidence } }) => ({
        ...{ lane, breach, subject, standing, message, evidence },
        told_at: toldAt?.toString() ?? null,
      })),
    ),
)

/** Who is named as affected, in the order of ids from one on; only those who were not told, where asked. */
export async function namedIn(
  sql: Sql,
  lane: LaneId,
  breach: number,
  { after, limit, untold = false }: { readonly after: number; readonly limit: number; readonly untold?: boolean },
): Promise<readonly Affected[]> {
  const rows = await sql<Row[]>`
    select * from breach_subject
    where lane = ${lane} and breach = ${breach} and subject > ${after} and (not ${untold} or standing <> 'told')
    order by subject limit ${limit}`
  return rows.map(affectedOf)
}

/** A message about a breach that was handed over, or will not be. */
export type Delivered = {
  readonly breach: number
  readonly subject: PartyId
  readonly message: number
  readonly sent: boolean
}

/** Messages about breaches whose fate is known and not noted yet, the oldest first. */
export async function deliveredOfBreaches(sql: Sql, lane: LaneId, limit: number): Promise<readonly Delivered[]> {
  const rows = await sql<{ breach: bigint; subject: bigint; message: bigint; sent: boolean }[]>`
    select b.breach, b.subject, b.message, d.outcome = 'sent' as sent
    from breach_subject b join message_delivery d on d.lane = b.lane and d.message = b.message
    where b.lane = ${lane} and b.standing = 'sending' and d.done_at is not null
    order by b.message limit ${limit}`
  return rows.map(({ breach, subject, message, sent }) => ({
    breach: Number(breach),
    subject: Number(subject) as PartyId,
    message: Number(message),
    sent,
  }))
}
