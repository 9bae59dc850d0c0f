/**
 * The sweep: erases what no ground keeps any more. Person by person; the keys go first, then the rows, so that it may end anywhere and be
 * run again. It reads no datum, except to seal anew what must outlast others under the same key.
 */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import { OperatorError } from '../../kernel/operator-error.ts'
import { type DataClass, dataClasses } from '../../rulebook/register/attributes.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { boundTo } from '../../storage/lane/identity.ts'
import { eraseHolders, type Forget, namesOf } from '../vault/erasure.ts'
import type { Erasure } from '../vault/erasure-ledger.ts'
import { retentionYears } from '../vault/retention-years.ts'
import { facts } from '../vault/rules.ts'
import { type ClosedVault, holderKeys } from '../vault/sealer.ts'
import { type DetailsSource, type HeldPerson, heldPersons, type RetentionAsking } from './affairs.ts'
import { detailsAreOver, type HeldDetails, hasDetails } from './details/rules.ts'
import { categoryOf, groundsOn, lastOf } from './rules.ts'
import {
  type HeldFact,
  heldCount,
  noteSweep,
  openSweep,
  personsAfter,
  reseal,
  type SweepRun,
  sealedFacts,
} from './store.ts'

export type SweepBank = RetentionAsking & {
  readonly vault: ClosedVault
  readonly terms: Terms
  /** What features keep of a person in details of their records. */
  readonly details: readonly DetailsSource[]
  /** Deletes what features keep of a person beside facts: blind indexes above all. */
  readonly forget: readonly Forget[]
  readonly now: () => Temporal.Instant
}

const personsAtOnce = 1000

/**
 * Erases everything of the lane that no ground keeps on `day`; goes on where a run before ended.
 *
 * @param watch told after each thousand persons
 * @param stopping ends it before the next thousand: the run is then not ended, and goes on with the next one
 * @throws NotErased when something that was to go is there still: it is tried again by the next run
 * @throws OperatorError where no document in force says which data are kept: that is no word that nothing is
 */
export async function sweep(
  bank: SweepBank,
  day: Temporal.PlainDate,
  watch: (run: SweepRun) => void = () => {},
  stopping?: AbortSignal,
): Promise<SweepRun> {
  const { sql, lane } = bank
  if (!saysWhatIsKept(bank.terms))
    throw new OperatorError(
      'nothing can be swept',
      `no document that binds ${bank.vault.entity} on ${day} says which personal data are kept`,
      'Give the pack a document with a register of personal data that is in force on that day.',
    )
  let run = await openSweep(sql, lane, day)
  for (;;) {
    if (stopping?.aborted === true) return run
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
      others: run.others + done.others,
      backupExpires: newer(run.backupExpires, done.backupExpires),
    }
    await noteSweep(sql, lane, run, false)
    watch(run)
  }
}

/** Whether there is a register at all to go by: without one every datum would seem to be kept by nothing. */
export const saysWhatIsKept = ({ register }: Terms): boolean => register.retention.size > 0

/** What was done, as key store and database counted it. */
type Swept = Pick<SweepRun, 'facts' | 'keys' | 'others' | 'backupExpires'>

/** Erases what is due of these persons. */
export async function sweepPersons(
  bank: SweepBank,
  persons: readonly PartyId[],
  day: Temporal.PlainDate,
): Promise<Swept> {
  for (;;) {
    const held = await heldPersons(bank, persons)
    const facts = held.flatMap((one) => planFor(one, day, bank).map((part) => ({ person: one.person, ...part })))
    const parts = [...facts, ...(await dueDetails(bank, held, day))]
    if (parts.length === 0) return { facts: 0, keys: 0, others: 0, backupExpires: null }
    await sealAnew(bank, parts)
    // What was told meanwhile may be under a key that is to go: then it is decided about with the rest.
    const concerned = new Set(parts.map(({ person }) => person))
    const planned = held.reduce((sum, one) => sum + (concerned.has(one.person) ? one.held.length : 0), 0)
    if ((await heldCount(bank.sql, bank.lane, [...concerned])) === planned) return erase(bank, parts)
  }
}

/** What is to be done about one class of a person's facts, or of the details of their records. */
type Part = {
  readonly class: DataClass
  readonly only: 'facts' | 'details'
  /** Facts that stay, although keys of their years go: the year until which each is sealed anew. */
  readonly staying: readonly (readonly [HeldFact, number])[]
  /** Keys of this year and before go. */
  readonly throughYear: number
}

/** Which facts of one person are due, class by class. */
function planFor({ held, state }: HeldPerson, day: Temporal.PlainDate, { terms }: SweepBank): readonly Part[] {
  const verdicts = held.map((fact) => {
    const category = categoryOf(fact.kind, terms)
    const kept = category && { category, recordedOn: fact.recordedOn }
    return { fact, kept, goes: kept === undefined || groundsOn(kept, state, day, terms).length === 0 }
  })
  const parts = dataClasses.flatMap((one): (Part & { readonly whole: boolean })[] => {
    const ofClass = verdicts.filter(({ fact }) => fact.class === one)
    const due = ofClass.filter(({ goes }) => goes).map(({ fact }) => fact)
    if (due.length === 0) return []
    // No further than what is due: what is told from now on is under keys of later years, mostly.
    const throughYear = Math.max(0, ...due.flatMap(({ year }) => year ?? []))
    const stays = ofClass.filter(({ goes }) => !goes)
    const staying = stays.flatMap(({ fact, kept }): (readonly [HeldFact, number])[] => {
      if (fact.year === undefined || fact.year > throughYear || kept === undefined) return []
      return [[fact, Math.max(throughYear + 1, lastOf(groundsOn(kept, state, day, terms))?.year ?? 0)]]
    })
    return [{ class: one, only: 'facts', staying, throughYear, whole: stays.length === 0 }]
  })
  // Classes that go whole go by one erasure.
  const furthest = Math.max(0, ...parts.filter(({ whole }) => whole).map(({ throughYear }) => throughYear))
  return parts.map(({ whole, ...part }) => (whole ? { ...part, throughYear: furthest } : part))
}

/** What is to go of details, as far as the years of the keys tell. */
type Candidate = HeldPerson & { readonly class: DataClass; readonly years: readonly number[] }

/**
 * Which details are due: by the year, the oldest first, up to the first year of which something is kept. Tables are asked only about
 * persons of whom something may be due; of nobody else, and that is nearly everybody.
 */
async function dueDetails(
  bank: SweepBank,
  held: readonly HeldPerson[],
  day: Temporal.PlainDate,
): Promise<readonly (Part & { readonly person: PartyId })[]> {
  const { sql, lane, terms } = bank
  const candidates = held.flatMap((one) => candidatesOf(one, day, bank))
  if (candidates.length === 0) return []
  const persons = [...new Set(candidates.map(({ person }) => person))]
  const told = (await Promise.all(bank.details.map((source) => source(sql, lane, persons)))).flat()
  const byKey = Map.groupBy(told, (one) => `${one.subject} ${one.class} ${one.year}`)
  return candidates.flatMap(({ person, class: one, years, state }) => {
    const kept = years.findIndex((year) => {
      const details = byKey.get(`${person} ${one} ${year}`) ?? []
      const newest = newestOf(details) ?? sealedIn(one, year)
      return details.some(({ waiting }) => waiting) || !detailsAreOver(one, newest, state, day, terms)
    })
    const throughYear = (kept === -1 ? years : years.slice(0, kept)).at(-1)
    return throughYear === undefined ? [] : [{ person, class: one, only: 'details', staying: [], throughYear }]
  })
}

function candidatesOf(
  one: HeldPerson,
  day: Temporal.PlainDate,
  { lane, terms, vault: { keys, entity } }: SweepBank,
): readonly Candidate[] {
  // Where the oldest that there could be are kept, as with whoever has an agreement, no key is looked for.
  const over = dataClasses.filter((of) => hasDetails(of) && detailsAreOver(of, longAgo, one.state, day, terms))
  if (over.length === 0) return []
  const names = namesOf(keys, { lane, entity, holder: one.person, categories: over, only: 'details' })
  return over.flatMap((of): Candidate[] => {
    const prefix = `${holderKeys(entity, one.person)}/${of}/`
    const years = names.filter((name) => name.startsWith(prefix)).map((name) => Number(name.slice(prefix.length)))
    return years.length === 0 ? [] : [{ ...one, class: of, years: years.toSorted((a, b) => a - b) }]
  })
}

const longAgo = new Temporal.PlainDate(1900, 1, 1)

/** The last day on which anything can have been sealed under a key of this year. */
const sealedIn = (one: DataClass, year: number): Temporal.PlainDate =>
  new Temporal.PlainDate(year - retentionYears[one], 12, 31)

function newestOf(details: readonly HeldDetails[]): Temporal.PlainDate | undefined {
  const days = details.flatMap(({ last }) => last ?? [])
  return days.length < details.length ? undefined : days.sort(Temporal.PlainDate.compare).at(-1)
}

async function erase(
  { sql, lane, vault, forget, now }: SweepBank,
  parts: readonly (Part & { readonly person: PartyId })[],
): Promise<Swept> {
  const erased = await eraseHolders(sql, vault.keys, erasuresOf(parts, lane, vault.entity), now(), forget)
  return {
    facts: erased.reduce((sum, { facts }) => sum + facts, 0),
    keys: erased.reduce((sum, { keys }) => sum + keys, 0),
    others: erased.reduce((sum, { others }) => sum + others, 0),
    backupExpires: erased.reduce<Temporal.Instant | null>((last, one) => newer(last, one.backupExpires ?? null), null),
  }
}

/**
 * Seals under another key what stays although its key goes. Nothing is destroyed before that is read back.
 * @throws when a datum that stays is not sealed anew
 */
async function sealAnew(
  { sql, lane, vault }: SweepBank,
  parts: readonly (Part & { readonly person: PartyId })[],
): Promise<void> {
  const staying = parts.flatMap(({ person, class: one, staying }) =>
    staying.map(([{ fact, place }, year]) => ({ person, one, fact, place, year })),
  )
  if (staying.length === 0) return
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
  const now = await sealedFacts(
    sql,
    lane,
    anew.map(({ fact }) => fact),
  )
  const lost = anew.filter((one) => now.get(one.fact)?.equals(one.sealed) !== true)
  if (lost.length > 0) throw new Error(`${lost.length} facts that stay were not sealed anew: nothing was erased`)
}

const newer = (one: Temporal.Instant | null, other: Temporal.Instant | null): Temporal.Instant | null =>
  one === null || (other !== null && Temporal.Instant.compare(other, one) > 0) ? other : one

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
