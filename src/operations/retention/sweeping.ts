/** Runs of the sweep for one entity of an institution, and how it stands with them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { calendarOf } from '../../kernel/calendar.ts'
import { lastSweep, openedOn, type SweepRun, tryLockSweeps, unlockSweeps } from '../../privacy/retention/store.ts'
import { type SweepBank, sweep } from '../../privacy/retention/sweep.ts'
import type { Entity } from '../../rulebook/pack.ts'
import { forgets } from '../forgets.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { affairsSources, detailsSources } from './sources.ts'

export type Sweeping = {
  /** Told after each thousand persons. */
  readonly watch?: (run: SweepRun) => void
  /** Ends it before the next thousand; the run goes on another time. */
  readonly stopping?: AbortSignal
  /** How long to wait for another to end: one that was killed a moment ago counts until the database notices. Not at all unless told. */
  readonly patienceMs?: number
}

type Bank = Pick<Institution, 'sql' | 'laneOf' | 'vaultOf' | 'rulebookOf'>

/**
 * Erases what nothing keeps of an entity's persons on a day; goes on where a run before ended.
 *
 * @returns the run; undefined when another process sweeps this entity now
 * @throws NotErased when something that was to go is there still
 */
export async function sweepEntity(
  institution: Bank,
  entity: Entity,
  day: Temporal.PlainDate,
  { watch, stopping, patienceMs = 0 }: Sweeping = {},
): Promise<SweepRun | undefined> {
  const guard = await institution.sql.reserve()
  const lane = institution.laneOf(entity)
  try {
    const deadline = performance.now() + patienceMs
    while (!(await tryLockSweeps(guard, lane))) {
      if (performance.now() >= deadline) return undefined
      await sleep(100)
    }
    try {
      return await sweep(sweepBank(institution, entity, day), day, watch, stopping)
    } finally {
      await unlockSweeps(guard, lane)
    }
  } finally {
    guard.release()
  }
}

/** What a sweep of an entity goes by on a day. */
export function sweepBank(institution: Bank, entity: Entity, day: Temporal.PlainDate): SweepBank {
  const lane = institution.laneOf(entity)
  return {
    sql: institution.sql,
    lane,
    vault: institution.vaultOf(entity.id),
    calendar: calendarOf(entity.calendar),
    terms: institution.rulebookOf(lane).terms(day),
    sources: affairsSources,
    details: detailsSources,
    forget: forgets,
    now: () => Temporal.Now.instant(),
  }
}

/** How an entity stands with the sweep: it is due until one has ended on the business date. */
export type SweepStanding = {
  readonly entity: string
  readonly businessDate: Temporal.PlainDate
  /** The day up to which everything was swept; undefined when no sweep ever ended. */
  readonly swept: Temporal.PlainDate | undefined
  readonly endedAt: Temporal.Instant | undefined
  readonly due: boolean
  /** Days since then, or since the entity began: those on which something may have stayed that nothing kept. */
  readonly daysBehind: number
}

/** Of every entity whose lane is held, in their order. */
export function sweepStandings(
  { sql }: Pick<Institution, 'sql'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head'>,
): Promise<readonly SweepStanding[]> {
  return Promise.all(
    lanes.lanes.map(async ({ lane, entity }) => {
      const { businessDate } = lanes.head(lane)
      const last = await lastSweep(sql, lane)
      const since = last?.day ?? (await openedOn(sql, lane))
      const daysBehind = since.until(businessDate).days
      return {
        entity: entity.id,
        businessDate,
        swept: last?.day,
        endedAt: last?.ended ?? undefined,
        due: last === undefined || daysBehind > 0,
        daysBehind,
      }
    }),
  )
}

/** Of the entity that is furthest behind. */
export async function sweepDaysBehind(
  institution: Pick<Institution, 'sql'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head'>,
): Promise<number> {
  const standings = await sweepStandings(institution, lanes)
  return Math.max(0, ...standings.map(({ daysBehind }) => daysBehind))
}
