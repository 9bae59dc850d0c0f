/** Minors and who acts for them, in PostgreSQL: a row for each minor, and under it one for each parent or guardian. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type Guardian, type GuardianAuthority, type Guardianship, guardianships, type Stage } from './rules.ts'

type WardRow = { ward: bigint; stage: Stage; stage_since: Temporal.PlainDate }
type GuardianRow = {
  ward: bigint
  guardian: bigint
  authority: GuardianAuthority
  evidence: string
  since: Temporal.PlainDate
  until: Temporal.PlainDate | null
  ended_on: Temporal.PlainDate | null
  recorded_by: string
}

export const guardianshipStore = collectionStore(
  guardianships,
  async (sql, lane, keys) => {
    const ids = sql.array([...keys], oids.int8)
    const [wards, guardians] = await Promise.all([
      sql<WardRow[]>`select ward, stage, stage_since from guardianship where lane = ${lane} and ward = any(${ids})`,
      sql<GuardianRow[]>`
        select ward, guardian, authority, evidence, since, until, ended_on, recorded_by from guardian
        where lane = ${lane} and ward = any(${ids}) order by ward, guardian`,
    ])
    const guardiansOf = Map.groupBy(guardians, ({ ward }) => ward)
    return new Map(
      wards.map(({ ward, stage, stage_since }): [PartyId, Guardianship] => [
        partyId(ward),
        {
          ward: partyId(ward),
          stage,
          stageSince: stage_since,
          guardians: (guardiansOf.get(ward) ?? []).map(guardianOf),
        },
      ]),
    )
  },
  (lane, steps) => {
    const last = lastOfEach(steps).map(({ after }) => after)
    return [
      ...upsert(
        'guardianship',
        ['lane', 'ward'],
        last.map(({ ward, stage, stageSince }) => ({ lane, ward, stage, stage_since: stageSince.toString() })),
      ),
      ...upsert(
        'guardian',
        ['lane', 'ward', 'guardian'],
        last.flatMap(({ ward, guardians }) =>
          guardians.map((one) => ({
            lane,
            ward,
            guardian: one.guardian,
            authority: one.authority,
            evidence: one.evidence,
            since: one.since.toString(),
            until: one.until?.toString() ?? null,
            ended_on: one.endedOn?.toString() ?? null,
            recorded_by: one.recordedBy,
          })),
        ),
      ),
    ]
  },
)

const guardianOf = (row: GuardianRow): Guardian => ({
  guardian: partyId(row.guardian),
  authority: row.authority,
  evidence: row.evidence,
  since: row.since,
  until: row.until,
  endedOn: row.ended_on,
  recordedBy: row.recorded_by,
})

const partyId = (id: bigint): PartyId => Number(id) as PartyId

/** Those who were not of age when they were last looked at, after an id, in the order of ids. */
export async function growingWards(
  sql: Sql,
  lane: LaneId,
  after: number,
  count: number,
): Promise<readonly { readonly ward: PartyId; readonly stage: Stage }[]> {
  const rows = await sql<WardRow[]>`
    select ward, stage, stage_since from guardianship
    where lane = ${lane} and stage <> 'adult' and ward > ${after} order by ward limit ${count}`
  return rows.map(({ ward, stage }) => ({ ward: partyId(ward), stage }))
}

/** Consents that a parent or guardian gave for somebody who consents alone by now, and has not yet said anything about them. */
export async function consentsToAskAnew(
  sql: Sql,
  lane: LaneId,
  count: number,
): Promise<
  readonly {
    readonly ward: PartyId
    readonly stage: Stage
    readonly since: Temporal.PlainDate
    readonly purposes: readonly string[]
  }[]
> {
  const rows = await sql<(WardRow & { purposes: string[] })[]>`
    select g.ward, g.stage, g.stage_since, array(
      select one ->> 'purpose' from jsonb_array_elements(s.switches -> 'consents') as one
      where one ? 'byGuardian' order by 1) as purposes
    from guardianship g join switches s on s.lane = g.lane and s.subject = g.ward
    where g.lane = ${lane} and g.stage in ('youth', 'adult')
      and jsonb_path_exists(s.switches, '$.consents[*].byGuardian')
    order by g.stage_since, g.ward limit ${count}`
  return rows.map(({ ward, stage, stage_since, purposes }) => ({
    ward: partyId(ward),
    stage,
    since: stage_since,
    purposes,
  }))
}

/** Minors whose birth date nobody could read: they count as children until somebody tells it. */
export async function wardsOfUnknownAge(
  sql: Sql,
  lane: LaneId,
  count: number,
): Promise<readonly { readonly ward: PartyId; readonly since: Temporal.PlainDate }[]> {
  const rows = await sql<WardRow[]>`
    select ward, stage, stage_since from guardianship
    where lane = ${lane} and stage = 'unknown' order by stage_since, ward limit ${count}`
  return rows.map(({ ward, stage_since }) => ({ ward: partyId(ward), since: stage_since }))
}

/** Of whom these parties are, or were, parents or guardians. */
export async function wardsOf(
  sql: Sql,
  lane: LaneId,
  guardians: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, readonly PartyId[]>> {
  const rows = await sql<{ guardian: bigint; ward: bigint }[]>`
    select guardian, ward from guardian
    where lane = ${lane} and guardian = any(${sql.array([...guardians], oids.int8)}) order by guardian, ward`
  const wards = Map.groupBy(rows, ({ guardian }) => Number(guardian) as PartyId)
  return new Map([...wards].map(([one, of]) => [one, of.map(({ ward }) => Number(ward) as PartyId)]))
}
