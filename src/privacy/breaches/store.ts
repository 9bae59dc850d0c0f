/** The breach register in PostgreSQL. */
import type { LaneId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type Breach, breaches } from './rules.ts'

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
  readonly persons: number | null
  readonly data_records: number | null
  readonly affected: number
  readonly told: number
  readonly authority_told_at: Temporal.Instant | null
  readonly authority_reference: string | null
  readonly delay_reasons: string | null
  readonly subjects_told_at: Temporal.Instant | null
  readonly exemption: Breach['exemption']
  readonly exemption_reasons: string | null
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
        persons: after.persons,
        data_records: after.dataRecords,
        affected: after.affected,
        told: after.told,
        authority_told_at: after.authorityToldAt?.toString() ?? null,
        authority_reference: after.authorityReference,
        delay_reasons: after.delayReasons,
        subjects_told_at: after.subjectsToldAt?.toString() ?? null,
        exemption: after.exemption,
        exemption_reasons: after.exemptionReasons,
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
  persons: row.persons,
  dataRecords: row.data_records,
  affected: row.affected,
  told: row.told,
  authorityToldAt: row.authority_told_at,
  authorityReference: row.authority_reference,
  delayReasons: row.delay_reasons,
  subjectsToldAt: row.subjects_told_at,
  exemption: row.exemption,
  exemptionReasons: row.exemption_reasons,
  closedAt: row.closed_at,
})

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
