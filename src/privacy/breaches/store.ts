/** The breach register in PostgreSQL, and who may be affected by a breach. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { firstIdAt } from '../gate/seals/store.ts'
import { type Affected, affectedKey, affectedPersons, type Breach, breaches } from './rules.ts'

type Row = {
  readonly breach: bigint
  readonly went_on_from: Temporal.Instant
  readonly went_on_until: Temporal.Instant
  readonly aware_at: Temporal.Instant
  readonly notify_by: Temporal.Instant
  readonly natures: Breach['natures']
  readonly kinds: Breach['kinds']
  readonly role: string | null
  readonly staff: string | null
  readonly file: string
  readonly state: Breach['state']
  readonly risk: Breach['risk']
  readonly consequences: Breach['consequences']
  readonly remedies: Breach['remedies']
  readonly affected: number
  readonly authority_told_at: Temporal.Instant | null
  readonly authority_reference: string | null
  readonly delay_reasons: string | null
  readonly subjects_told_at: Temporal.Instant | null
  readonly exemption: Breach['exemption']
  readonly closed_at: Temporal.Instant | null
}

export const breachStore = collectionStore(
  breaches,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select * from breach where lane = ${lane} and breach = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.breach), breachOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'breach',
      ['lane', 'breach'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        breach: after.breach,
        went_on_from: after.from.toString(),
        went_on_until: after.until.toString(),
        aware_at: after.awareAt.toString(),
        notify_by: after.notifyBy.toString(),
        natures: after.natures,
        kinds: after.kinds,
        role: after.role,
        staff: after.staff,
        file: after.file,
        state: after.state,
        risk: after.risk,
        consequences: after.consequences,
        remedies: after.remedies,
        affected: after.affected,
        authority_told_at: after.authorityToldAt?.toString() ?? null,
        authority_reference: after.authorityReference,
        delay_reasons: after.delayReasons,
        subjects_told_at: after.subjectsToldAt?.toString() ?? null,
        exemption: after.exemption,
        closed_at: after.closedAt?.toString() ?? null,
      })),
    ),
)

const breachOf = (row: Row): Breach => ({
  breach: Number(row.breach),
  from: row.went_on_from,
  until: row.went_on_until,
  awareAt: row.aware_at,
  notifyBy: row.notify_by,
  natures: row.natures,
  kinds: row.kinds,
  role: row.role,
  staff: row.staff,
  file: row.file,
  state: row.state,
  risk: row.risk,
  consequences: row.consequences,
  remedies: row.remedies,
  affected: row.affected,
  authorityToldAt: row.authority_told_at,
  authorityReference: row.authority_reference,
  delayReasons: row.delay_reasons,
  subjectsToldAt: row.subjects_told_at,
  exemption: row.exemption,
  closedAt: row.closed_at,
})

export const affectedStore = collectionStore(
  affectedPersons,
  async (sql, lane, keys) => {
    const named = keys.map((key) => key.split(' ').map(Number))
    const rows = await sql<{ breach: bigint; subject: bigint }[]>`
      select b.breach, b.subject from breach_subject b
      join unnest(${sql.array(
        named.map(([breach = 0]) => breach),
        oids.int8,
      )}, ${sql.array(
        named.map(([, subject = 0]) => subject),
        oids.int8,
      )}) as wanted (breach, subject) on b.breach = wanted.breach and b.subject = wanted.subject
      where b.lane = ${lane}`
    return new Map(
      rows.map((row): [string, Affected] => {
        const one = { breach: Number(row.breach), subject: Number(row.subject) as PartyId }
        return [affectedKey(one.breach, one.subject), one]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'breach_subject',
      ['lane', 'breach', 'subject'],
      lastOfEach(steps).map(({ after: { breach, subject } }) => ({ lane, breach, subject })),
    ),
)

/** The register, the newest first; only what is open, where asked. */
export async function breachPage(
  sql: Sql,
  lane: LaneId,
  { open, limit }: { readonly open: boolean; readonly limit: number },
): Promise<readonly Breach[]> {
  const rows = await sql<Row[]>`
    select * from breach where lane = ${lane} and (not ${open} or state = 'open')
    order by case when ${open} then notify_by end, breach desc limit ${limit}`
  return rows.map(breachOf)
}

/** Breaches that are open, and those whose time for the authority ran out before this moment with nothing told. */
export async function breachCounts(
  sql: Sql,
  at: Temporal.Instant,
): Promise<{ readonly open: number; readonly late: number }> {
  const [row] = await sql<{ open: number; late: number }[]>`
    select count(*)::int as open,
      count(*) filter (where authority_told_at is null and risk is distinct from 'none' and notify_by < ${at})::int as late
    from breach where state = 'open'`
  return row ?? { open: 0, late: 0 }
}

/** Who is named as affected, in the order of ids from one on. */
export async function namedIn(
  sql: Sql,
  lane: LaneId,
  breach: number,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly PartyId[]> {
  const rows = await sql<{ subject: bigint }[]>`
    select subject from breach_subject where lane = ${lane} and breach = ${breach} and subject > ${after}
    order by subject limit ${limit}`
  return rows.map(({ subject }) => Number(subject) as PartyId)
}

/** Whom a breach may affect: by what role or member of staff read or handed over while it went on, of the kinds it concerns. */
export type Through = Pick<Breach, 'from' | 'until' | 'kinds' | 'role' | 'staff'>

/**
 * Found in the log of the gate, where it permitted, and among disclosures. In the order of ids from `after` on.
 */
export async function affectedBy(
  sql: Sql,
  lane: LaneId,
  { from, until, kinds, role, staff }: Through,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly PartyId[]> {
  const wanted = sql.array([...kinds], oids.text)
  const rows = await sql<{ subject: bigint }[]>`
    select distinct subject from (
      select unnest(subjects) as subject from access_log
      where lane = ${lane} and id >= ${firstIdAt(from)} and at >= ${from} and at <= ${until}
        and code is null and kinds && ${wanted}
        and (${role}::text is null or role = ${role}) and (${staff}::text is null or staff = ${staff})
      union all
      select unnest(subjects) from disclosure
      where lane = ${lane} and at >= ${from} and at <= ${until} and kinds && ${wanted}
        and (${role}::text is null or role = ${role}) and (${staff}::text is null or staff = ${staff})
    ) as touched where subject > ${after} order by subject limit ${limit}`
  return rows.map(({ subject }) => Number(subject) as PartyId)
}
