/** Runs of the sweep, and the answer why something is kept, for one entity of an institution. */
import { calendarOf } from '../../kernel/calendar.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { affairsOf } from '../../privacy/retention/affairs.ts'
import { categoryOf, type Ground, groundsOf, holdsOn, lastOf, noAffairs } from '../../privacy/retention/rules.ts'
import { type HeldFact, heldFacts, type SweepRun } from '../../privacy/retention/store.ts'
import { sweep } from '../../privacy/retention/sweep.ts'
import { untouched } from '../../privacy/switches/rules.ts'
import { switchesOf } from '../../privacy/switches/store.ts'
import type { Entity } from '../../rulebook/pack.ts'
import { forgets } from '../forgets.ts'
import type { Institution } from '../institution.ts'
import { affairsSources } from './sources.ts'

/** Erases what nothing keeps of an entity's persons on a day. */
export function sweepEntity(
  institution: Institution,
  entity: Entity,
  day: Temporal.PlainDate,
  watch?: (run: SweepRun) => void,
): Promise<SweepRun> {
  const bank = {
    sql: institution.sql,
    lane: institution.laneOf(entity),
    vault: institution.vaultOf(entity.id),
    calendar: calendarOf(entity.calendar),
    terms: institution.rulebook.terms(day),
    sources: affairsSources,
    forget: forgets,
    now: () => Temporal.Now.instant(),
  }
  return sweep(bank, day, watch)
}

/** One datum with its grounds: those that hold, and those that ended. */
export type Why = {
  readonly fact: number
  readonly kind: string
  readonly category: string | undefined
  readonly recordedOn: Temporal.PlainDate
  readonly grounds: readonly (Ground & { readonly holds: boolean })[]
  /** The day after which it goes; undefined while a ground is open. */
  readonly until: Temporal.PlainDate | undefined
}

/** Why each datum about a person is kept, and until when; without what it tells. */
export async function whyKept(
  institution: Pick<Institution, 'sql' | 'rulebook'>,
  entity: Entity,
  person: PartyId,
  on: Temporal.PlainDate,
): Promise<readonly Why[]> {
  const { sql, rulebook } = institution
  const lane = laneOf(person)
  const terms = rulebook.terms(on)
  const [facts, affairs, switches] = await Promise.all([
    heldFacts(sql, lane, [person]),
    affairsOf(sql, lane, [person], affairsSources),
    switchesOf(sql, [person]),
  ])
  const state = {
    affairs: affairs.get(person) ?? noAffairs,
    switches: switches.get(person) ?? untouched(person),
    calendar: calendarOf(entity.calendar),
  }
  return facts.map(({ fact, kind, recordedOn }: HeldFact): Why => {
    const category = categoryOf(kind, terms)
    const grounds = category === undefined ? [] : groundsOf({ category, recordedOn }, state, terms)
    const standing = grounds.filter((ground) => holdsOn(ground, on))
    return {
      fact,
      kind,
      category: category?.id,
      recordedOn,
      grounds: grounds.map((ground) => ({ ...ground, holds: holdsOn(ground, on) })),
      until: standing.length === 0 ? on : lastOf(standing),
    }
  })
}
