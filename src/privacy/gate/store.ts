/** The log of the gate in PostgreSQL. */

import type { Citation } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import type { GateRefusal, GateRequest } from './rules.ts'

/** One passage, as it is logged: `code` null when it was permitted. */
export type Passage = Pick<GateRequest, 'actor' | 'purpose' | 'kinds' | 'subjects'> & {
  readonly code: GateRefusal | null
  readonly settled: readonly Citation[]
}

/** Logs a passage in the lane of each of its subjects. Throws when there is no subject: nothing would be logged. */
export async function logPassage(sql: Transaction, passage: Passage): Promise<void> {
  const { actor, purpose, kinds, subjects, code, settled } = passage
  if (subjects.length === 0) throw new Error('a passage through the gate names whom the data are about')
  const clauses = settled.map(({ document, version, clause }) => `${document} ${version} ${clause}`)
  for (const [lane, ofLane] of [...Map.groupBy(subjects, laneOf)].sort(([a], [b]) => a - b))
    await sql`
      insert into access_log (lane, role, party, staff, purpose, kinds, subjects, code, clauses)
      values (${lane}, ${actor.role}, ${actor.party ?? null}, ${actor.staff ?? null}, ${purpose},
        ${sql.array([...kinds], oids.text)}, ${sql.array(ofLane, oids.int8)}, ${code}, ${sql.array(clauses, oids.text)})`
}

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
