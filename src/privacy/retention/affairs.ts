/** What every answer about retention is computed from: the data held about persons, and their affairs as the features say them. */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import type { Sql } from '../../storage/sql.ts'
import { untouched } from '../switches/rules.ts'
import { switchesOf } from '../switches/store.ts'
import type { HeldDetails } from './details/rules.ts'
import { type Affairs, type AffairsByPerson, noAffairs, type PersonAffairs, type RetentionState } from './rules.ts'
import { type HeldFact, heldFacts, holdsOf } from './store.ts'

/** How a feature says of its affairs with persons; such functions stand in the feature's stores. */
export type AffairsSource = (sql: Sql, lane: LaneId, subjects: readonly PartyId[]) => Promise<AffairsByPerson>

/** How a feature says which details of its records it keeps of persons. */
export type DetailsSource = (sql: Sql, lane: LaneId, subjects: readonly PartyId[]) => Promise<readonly HeldDetails[]>

/** Where persons of one entity are asked about. */
export type RetentionAsking = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly calendar: BusinessCalendar
  readonly sources: readonly AffairsSource[]
}

/** A person as retention sees them. */
export type HeldPerson = {
  readonly person: PartyId
  readonly held: readonly HeldFact[]
  readonly state: RetentionState
}

/** What is held about these persons, and what decides how long, in their order. */
export async function heldPersons(
  { sql, lane, calendar, sources }: RetentionAsking,
  persons: readonly PartyId[],
): Promise<readonly HeldPerson[]> {
  const [facts, told, switches] = await Promise.all([
    heldFacts(sql, lane, persons),
    Promise.all([holds, ...sources].map((source) => source(sql, lane, persons))),
    switchesOf(sql, persons),
  ])
  const byPerson = Map.groupBy(facts, ({ subject }) => subject)
  return persons.map((person) => ({
    person,
    held: byPerson.get(person) ?? [],
    state: {
      affairs: joined(told.flatMap((one) => one.get(person) ?? [])),
      switches: switches.get(person) ?? untouched(person),
      calendar,
    },
  }))
}

/** Legal holds, which privacy itself keeps. */
const holds: AffairsSource = async (sql, lane, subjects) =>
  new Map([...(await holdsOf(sql, lane, subjects))].map(([subject, cases]) => [subject, { holds: cases }]))

const joined = (parts: readonly PersonAffairs[]): Affairs =>
  parts.reduce<Affairs>(
    (all, one) => ({
      agreements: [...all.agreements, ...(one.agreements ?? [])],
      applications: [...all.applications, ...(one.applications ?? [])],
      claims: [...all.claims, ...(one.claims ?? [])],
      holds: [...all.holds, ...(one.holds ?? [])],
      lastTransaction: later(all.lastTransaction, one.lastTransaction),
    }),
    noAffairs,
  )

const later = (
  one: Temporal.PlainDate | undefined,
  other: Temporal.PlainDate | undefined,
): Temporal.PlainDate | undefined =>
  one === undefined || (other !== undefined && Temporal.PlainDate.compare(other, one) > 0) ? other : one
