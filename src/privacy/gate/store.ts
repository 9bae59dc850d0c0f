/** The log of the gate in PostgreSQL. */

import type { Citation } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { switchesOf } from '../switches/store.ts'
import type { GateRequest, GateState } from './rules.ts'
import type { GateRefusal } from './verdicts/rules.ts'

/** What the door must know of the actor and the subjects before it decides. */
export async function gateStateOf(
  sql: Sql | Transaction,
  { actor: { staff }, subjects }: Pick<GateRequest, 'actor' | 'subjects'>,
): Promise<GateState> {
  const lanes = [...new Set(subjects.map(laneOf))]
  const [entities, undertaken, switches] = await Promise.all([
    sql<
      { lane: number; entity: string }[]
    >`select lane, entity from lane where lane = any(${sql.array(lanes, oids.int4)})`,
    staff === undefined
      ? []
      : sql`select from undertaking where staff = ${staff} and lane = any(${sql.array(lanes, oids.int4)})`,
    switchesOf(sql, subjects),
  ])
  const entityOfLane = new Map(entities.map(({ lane, entity }) => [lane, entity]))
  return {
    entityOf: (subject) => entityOfLane.get(laneOf(subject)) ?? '',
    undertaken: undertaken.length === lanes.length,
    switches,
  }
}

/** One passage, as it is logged: `code` null when it was permitted. */
export type Passage = Pick<GateRequest, 'actor' | 'purpose' | 'kinds' | 'subjects'> & {
  readonly code: GateRefusal | null
  readonly settled: readonly Citation[]
}

/**
 * Logs passages, each in the lane of each of its subjects, in one statement. Throws when one has no subject: nothing would be logged of it.
 */
export async function logPassages(sql: Sql | Transaction, passages: readonly Passage[]): Promise<void> {
  const rows = passages.flatMap(({ actor, purpose, kinds, subjects, code, settled }) => {
    if (subjects.length === 0) throw new Error('a passage through the gate names whom the data are about')
    const clauses = settled.map(({ document, version, clause }) => `${document} ${version} ${clause}`)
    const { role, party = null, staff = null } = actor
    return [...Map.groupBy(subjects, laneOf)].map(([lane, ofLane]) => ({
      lane,
      role,
      party,
      staff,
      purpose,
      kinds: textList(kinds),
      subjects: `{${ofLane.join()}}`,
      code,
      clauses: textList(clauses),
    }))
  })
  rows.sort((one, other) => one.lane - other.lane)
  const column = (of: (row: (typeof rows)[number]) => string | number | null, oid: number) =>
    sql.array(rows.map(of) as string[], oid)
  // Lists of lists differ in length, which an array of arrays may not: each travels as text.
  await sql`
    insert into access_log (lane, role, party, staff, purpose, kinds, subjects, code, clauses)
    select lane, role, party, staff, purpose, kinds::text[], subjects::bigint[], code, clauses::text[]
    from unnest(
      ${column(({ lane }) => lane, oids.int4)}, ${column(({ role }) => role, oids.text)},
      ${column(({ party }) => party, oids.int8)}, ${column(({ staff }) => staff, oids.text)},
      ${column(({ purpose }) => purpose, oids.text)}, ${column(({ kinds }) => kinds, oids.text)},
      ${column(({ subjects }) => subjects, oids.text)}, ${column(({ code }) => code, oids.text)},
      ${column(({ clauses }) => clauses, oids.text)}
    ) as passage (lane, role, party, staff, purpose, kinds, subjects, code, clauses)`
}

/** A list of words as PostgreSQL writes an array of text. */
const textList = (words: readonly string[]): string =>
  `{${words.map((word) => `"${word.replace(/[\\"]/g, '\\$&')}"`).join()}}`

/** A passage as the person whom it concerned is told of it: staff stand by their role alone. */
export type PassageAbout = {
  readonly at: Temporal.Instant
  readonly role: string
  readonly purpose: string
  readonly kinds: readonly string[]
  readonly code: string | null
  readonly clauses: readonly string[]
}

/** The newest passages about a person, newest first. */
export async function passagesAbout(sql: Sql, subject: PartyId, limit: number): Promise<readonly PassageAbout[]> {
  return sql<PassageAbout[]>`
    select at, role, purpose, kinds, code, clauses from access_log
    where lane = ${laneOf(subject)} and subjects @> ${sql.array([subject], oids.int8)}
    order by id desc limit ${limit}`
}
