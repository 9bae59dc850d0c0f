/**
 * The sweep: erases what no ground keeps any more. Person by person; the keys go first, then the rows, so that it may end anywhere and be
 * run again. It reads no datum, except to seal anew what must outlast others under the same key.
 */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { type LaneId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { type Attribute, type DataClass, dataClasses } from '../../rulebook/register/attributes.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { boundTo } from '../../storage/lane/identity.ts'
import type { Sql } from '../../storage/sql.ts'
import { kindsOfDetail } from '../gate/rules.ts'
import { untouched } from '../switches/rules.ts'
import { switchesOf } from '../switches/store.ts'
import { eraseHolders, type Forget, namesOf } from '../vault/erasure.ts'
import type { Erasure } from '../vault/erasure-ledger.ts'
import { facts } from '../vault/rules.ts'
import type { ClosedVault } from '../vault/sealer.ts'
import { type AffairsSource, affairsOf } from './affairs.ts'
import { categoryOf, groundsOn, lastOf, noAffairs, type RetentionState } from './rules.ts'
import {
  type HeldFact,
  heldFacts,
  noteSweep,
  openSweep,
  personsAfter,
  reseal,
  type SweepRun,
  sealedFacts,
} from './store.ts'

export type SweepBank = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly vault: ClosedVault
  readonly calendar: BusinessCalendar
  readonly terms: Terms
  readonly sources: readonly AffairsSource[]
  /** Deletes what features keep of a person beside facts: blind indexes above all. */
  readonly forget: readonly Forget[]
  readonly now: () => Temporal.Instant
}

const personsAtOnce = 1000

/**
 * Erases everything of the lane that no ground keeps on `day`; goes on where a run before ended.
 *
 * @param watch told after each thousand persons
 */
export async function sweep(
  bank: SweepBank,
  day: Temporal.PlainDate,
  watch: (run: SweepRun) => void = () => {},
): Promise<SweepRun> {
  const { sql, lane } = bank
  let run = await openSweep(sql, lane, day)
  for (;;) {
    const persons = await personsAfter(sql, lane, run.reached, personsAtOnce)
    const last = persons.at(-1)
    if (last === undefined) {
      await noteSweep(sql, lane, run, true)
      return { ...run, ended: bank.now() }
    }
    const done = await sweepPersons(bank, persons, day)
    run = {
      ...run,
      reached: last,
      subjects: run.subjects + persons.length,
      facts: run.facts + done.facts,
      keys: run.keys + done.keys,
    }
    await noteSweep(sql, lane, run, false)
    watch(run)
  }
}

type Swept = { readonly facts: number; readonly keys: number }

/** Erases what is due of these persons. */
export async function sweepPersons(
  bank: SweepBank,
  persons: readonly PartyId[],
  day: Temporal.PlainDate,
): Promise<Swept> {
  const { sql, lane, calendar, sources } = bank
  const [found, affairs, switches] = await Promise.all([
    heldFacts(sql, lane, persons),
    affairsOf(sql, lane, persons, sources),
    switchesOf(sql, persons),
  ])
  const byPerson = Map.groupBy(found, ({ subject }) => subject)
  const parts = persons.flatMap((person) => {
    const state = {
      affairs: affairs.get(person) ?? noAffairs,
      switches: switches.get(person) ?? untouched(person),
      calendar,
    }
    return planFor(person, byPerson.get(person) ?? [], state, day, bank).map((part) => ({ person, ...part }))
  })
  const keys = await carryOut(bank, parts)
  return { facts: parts.reduce((sum, { due }) => sum + due.length, 0), keys }
}

/** What is to be done about one class of a person's facts, or of the details of their records. */
type Part = {
  readonly class: DataClass
  readonly only: 'facts' | 'details'
  readonly due: readonly HeldFact[]
  /** Facts that stay, although keys of their years go: the year until which each is sealed anew. */
  readonly staying: readonly (readonly [HeldFact, number])[]
  /** Keys of this year and before go. */
  readonly throughYear: number
}

/** What is due of one person, class by class. */
function planFor(
  person: PartyId,
  held: readonly HeldFact[],
  state: RetentionState,
  day: Temporal.PlainDate,
  { terms, vault: { keys, entity } }: SweepBank,
): readonly Part[] {
  const verdicts = held.map((fact) => {
    const category = categoryOf(fact.kind, terms)
    const kept = category && { category, recordedOn: fact.recordedOn }
    return { fact, kept, goes: kept === undefined || groundsOn(kept, state, day, terms).length === 0 }
  })
  const newest = newestDay(held, state)
  return dataClasses.flatMap((one): Part[] => {
    const whole = { class: one, due: [], staying: [], throughYear: 0xffff }
    const kinds = kindsOfDetail[one]
    const erasure = { lane: laneOf(person), entity, holder: person, categories: [one], only: 'details' } as const
    const details: Part[] =
      kinds !== undefined && isOver(kinds, newest, state, day, terms) && namesOf(keys, erasure).length > 0
        ? [{ ...whole, only: 'details' }]
        : []
    const ofClass = verdicts.filter(({ fact }) => fact.class === one)
    const due = ofClass.filter(({ goes }) => goes).map(({ fact }) => fact)
    if (due.length === 0) return details
    const stays = ofClass.filter(({ goes }) => !goes)
    if (stays.length === 0) return [...details, { ...whole, only: 'facts', due }]
    const throughYear = Math.max(0, ...due.flatMap(({ year }) => year ?? []))
    const staying = stays.flatMap(({ fact, kept }): (readonly [HeldFact, number])[] => {
      if (fact.year === undefined || fact.year > throughYear || kept === undefined) return []
      return [[fact, Math.max(throughYear + 1, lastOf(groundsOn(kept, state, day, terms))?.year ?? 0)]]
    })
    return [...details, { class: one, only: 'facts', due, staying, throughYear }]
  })
}

/** The newest day on which something of the person was recorded: that of details, of which only their records know more. */
function newestDay(held: readonly HeldFact[], { affairs }: RetentionState): Temporal.PlainDate | undefined {
  let newest = affairs.lastTransaction
  const consider = (day: Temporal.PlainDate | undefined): void => {
    if (day !== undefined && day !== newest && (newest === undefined || Temporal.PlainDate.compare(day, newest) > 0))
      newest = day
  }
  for (const { recordedOn } of held) consider(recordedOn)
  for (const { ended } of affairs.agreements) consider(ended)
  return newest
}

/** Whether nothing keeps the details that records hold of these kinds any more. */
function isOver(
  kinds: readonly Attribute[],
  recordedOn: Temporal.PlainDate | undefined,
  state: RetentionState,
  day: Temporal.PlainDate,
  terms: Terms,
): boolean {
  return kinds.every((kind) => {
    const category = categoryOf(kind, terms)
    return (
      category === undefined || groundsOn({ category, recordedOn: recordedOn ?? day }, state, day, terms).length === 0
    )
  })
}

/** @returns how many keys were destroyed */
async function carryOut(
  { sql, lane, vault, forget, now }: SweepBank,
  parts: readonly (Part & { readonly person: PartyId })[],
): Promise<number> {
  if (parts.length === 0) return 0
  const staying = parts.flatMap(({ person, class: one, staying }) =>
    staying.map(([{ fact, place }, year]) => ({ person, one, fact, place, year })),
  )
  if (staying.length > 0) {
    const sealed = await sealedFacts(
      sql,
      lane,
      staying.map(({ fact }) => fact),
    )
    const anew = staying.flatMap(({ person, one, fact, place, year }) => {
      const bytes = sealed.get(fact)
      const resealed = bytes && vault.reseal(person, one, year, boundTo(facts.name, fact, place), bytes)
      return resealed === undefined ? [] : [{ fact, sealed: resealed }]
    })
    vault.flush()
    await reseal(sql, lane, anew)
  }
  const erasures = erasuresOf(parts, lane, vault.entity)
  const erased = await eraseHolders(sql, vault.keys, erasures, now(), forget)
  return erased.reduce((sum, { keys }) => sum + keys, 0)
}

/** One erasure for all classes of a person that go as far. */
function erasuresOf(
  parts: readonly (Part & { readonly person: PartyId })[],
  lane: LaneId,
  entity: string,
): readonly Erasure[] {
  const alike = Map.groupBy(parts, ({ person, only, throughYear }) => `${person} ${only} ${throughYear}`)
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { person: holder, throughYear, only } = first
    return { lane, entity, holder, categories: same.map((part) => part.class), throughYear, only }
  })
}
