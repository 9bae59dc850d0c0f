/** How features say of their affairs with persons what decides about retention: a port each, joined here. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import type { Sql } from '../../storage/sql.ts'
import { type Affairs, noAffairs } from './rules.ts'
import { holdsOf } from './store.ts'

/** What one feature knows of these persons; who has no affair with it is left out. */
export type AffairsSource = (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
) => Promise<ReadonlyMap<PartyId, Partial<Affairs>>>

/** Legal holds, which privacy itself keeps. */
const holds: AffairsSource = async (sql, lane, subjects) =>
  new Map([...(await holdsOf(sql, lane, subjects))].map(([subject, cases]) => [subject, { holds: cases }]))

/** The affairs of these persons, as all sources say together. */
export async function affairsOf(
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
  sources: readonly AffairsSource[],
): Promise<ReadonlyMap<PartyId, Affairs>> {
  const told = await Promise.all([holds, ...sources].map((source) => source(sql, lane, subjects)))
  return new Map(subjects.map((subject) => [subject, joined(told.flatMap((one) => one.get(subject) ?? []))]))
}

const joined = (parts: readonly Partial<Affairs>[]): Affairs =>
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
