/** What was given, shown and taken back, in PostgreSQL. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { insert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import type { Channel } from '../switches/rules.ts'
import { type Act, type AuthorityKind, type SwitchChange, switchChanges, type Way } from './changes/rules.ts'
import { type Acceptance, acceptances } from './rules.ts'

/** Kept once and never changed. */
export const switchChangeStore = collectionStore(
  switchChanges,
  async (sql, lane, keys) => new Map((await changesById(sql, lane, keys)).map((one) => [one.change, one])),
  (lane, steps) =>
    insert(
      'switch_change',
      steps.map(({ after }) => ({
        lane,
        change: after.change,
        subject: after.subject,
        act: after.act,
        purposes: after.purposes,
        channels: after.channels,
        except_for: after.except,
        explicit: after.explicit,
        document: after.shown?.document ?? null,
        version: after.shown?.version ?? null,
        clause: after.shown?.clause ?? null,
        language: after.shown?.language ?? null,
        way: after.way,
        evidence: after.evidence,
        role: after.role,
        staff: after.staff,
        acted_by: after.actedBy,
        authority: after.authority,
        authorisation: after.authorisation,
        authority_clauses: after.authorityClauses,
        request: after.request,
        at: after.at.toString(),
        changed_on: after.on.toString(),
      })),
    ),
)

type ChangeRow = {
  change: bigint
  subject: bigint
  act: Act
  purposes: string[]
  channels: Channel[] | null
  except_for: string[]
  explicit: boolean
  document: string | null
  version: string | null
  clause: string | null
  language: string | null
  way: Way
  evidence: string | null
  role: SwitchChange['role']
  staff: string | null
  acted_by: bigint | null
  authority: AuthorityKind | null
  authorisation: bigint | null
  authority_clauses: string[] | null
  request: bigint | null
  at: Temporal.Instant
  changed_on: Temporal.PlainDate
}

async function changesById(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly number[],
): Promise<readonly SwitchChange[]> {
  const rows = await sql<ChangeRow[]>`
    select * from switch_change where lane = ${lane} and change = any(${sql.array([...keys], oids.int8)})`
  return rows.map(changeOf)
}

/** What a person allowed and took back, the newest first. */
export async function changesOf(
  sql: Sql | Transaction,
  lane: LaneId,
  subject: PartyId,
  limit: number,
): Promise<readonly SwitchChange[]> {
  const rows = await sql<ChangeRow[]>`
    select * from switch_change where lane = ${lane} and subject = ${subject} order by change desc limit ${limit}`
  return rows.map(changeOf)
}

function changeOf(row: ChangeRow): SwitchChange {
  const { document, version, clause, language, except_for, changed_on, ...rest } = row
  const isShown = document !== null && version !== null && clause !== null && language !== null
  return {
    change: Number(row.change),
    subject: Number(row.subject) as PartyId,
    act: rest.act,
    purposes: rest.purposes,
    channels: rest.channels,
    except: except_for,
    explicit: rest.explicit,
    shown: isShown ? { document, version, clause, language } : null,
    way: rest.way,
    evidence: rest.evidence,
    role: rest.role,
    staff: rest.staff,
    actedBy: rest.acted_by === null ? null : (Number(rest.acted_by) as PartyId),
    authority: rest.authority,
    authorisation: rest.authorisation === null ? null : Number(rest.authorisation),
    authorityClauses: rest.authority_clauses,
    request: rest.request === null ? null : Number(rest.request),
    at: rest.at,
    on: changed_on,
  }
}

/** Kept once and never changed. */
export const acceptanceStore = collectionStore(
  acceptances,
  async (sql, lane, keys) => {
    const rows = await sql<AcceptanceRow[]>`
      select * from notice_acceptance where lane = ${lane} and acceptance = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.acceptance), acceptanceOf(row)]))
  },
  (lane, steps) =>
    insert(
      'notice_acceptance',
      steps.map(({ after: { acceptance, subject, document, version, by, on } }) => ({
        lane,
        acceptance,
        subject,
        document,
        version,
        by,
        accepted_on: on.toString(),
      })),
    ),
)

type AcceptanceRow = Pick<Acceptance, 'document' | 'version' | 'by'> & {
  acceptance: bigint
  subject: bigint
  accepted_on: Temporal.PlainDate
}

/** Documents that were shown to a person and accepted, the newest first. */
export async function acceptancesOf(
  sql: Sql | Transaction,
  lane: LaneId,
  subject: PartyId,
  limit: number,
): Promise<readonly Acceptance[]> {
  const rows = await sql<AcceptanceRow[]>`
    select * from notice_acceptance where lane = ${lane} and subject = ${subject} order by acceptance desc limit ${limit}`
  return rows.map(acceptanceOf)
}

const acceptanceOf = ({ acceptance, subject, document, version, by, accepted_on }: AcceptanceRow): Acceptance => ({
  acceptance: Number(acceptance),
  subject: Number(subject) as PartyId,
  document,
  version,
  by,
  on: accepted_on,
})
