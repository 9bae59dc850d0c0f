/** The log of the gate in PostgreSQL. */

import type { Citation } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { trainedInAll } from '../measures/training/rules.ts'
import { trainedIn } from '../measures/training/store.ts'
import { heldBefore } from '../new-purposes/store.ts'
import { switchesOf } from '../switches/store.ts'
import type { GateRequest, GateState } from './rules.ts'
import type { GateRefusal } from './verdicts/rules.ts'

/**
 * What the door must know of the actor and the subjects before it decides.
 *
 * @param asksTraining whether nobody of staff reads untrained
 * @param since the first day of the purpose, where it came with a later version of the register
 */
export async function gateStateOf(
  sql: Sql | Transaction,
  { actor: { staff }, subjects }: Pick<GateRequest, 'actor' | 'subjects'>,
  asksTraining: boolean,
  since?: Temporal.PlainDate,
): Promise<GateState> {
  const lanes = [...new Set(subjects.map(laneOf))]
  const [entities, undertaken, trained, switches, held] = await Promise.all([
    entitiesOfLanes(sql),
    staff === undefined ? [] : undertakenBy(sql, [staff]),
    staff === undefined || !asksTraining ? [] : trainedIn(sql, [staff]),
    switchesOf(sql, subjects),
    since === undefined ? undefined : heldBefore(sql, subjects, since),
  ])
  return {
    entityOf: (subject) => entities.get(laneOf(subject)) ?? '',
    undertaken: lanes.every((lane) => undertaken.some((one) => one.lane === lane)),
    training: trainedInAll(trained, staff, lanes),
    ...(held === undefined ? {} : { held: (subject: PartyId) => held.get(subject) ?? [] }),
    switches,
  }
}

/** The entity of each lane. */
export async function entitiesOfLanes(sql: Sql | Transaction): Promise<ReadonlyMap<number, string>> {
  const rows = await sql<{ lane: number; entity: string }[]>`select lane, entity from lane`
  return new Map(rows.map(({ lane, entity }) => [lane, entity]))
}

/** In which lanes these members of staff have undertaken confidentiality. */
export async function undertakenBy(
  sql: Sql | Transaction,
  staff: readonly string[],
): Promise<readonly { readonly lane: number; readonly staff: string }[]> {
  return sql<{ lane: number; staff: string }[]>`
    select lane, staff from undertaking where staff = any(${sql.array([...staff], oids.text)})`
}

/** One passage, as it is logged: `code` null when it was permitted. */
export type Passage = Pick<GateRequest, 'actor' | 'purpose' | 'kinds' | 'subjects' | 'shown'> & {
  readonly code: GateRefusal | null
  readonly settled: readonly Citation[]
}

/**
 * Logs passages, each in the lane of each of its subjects, in one statement. Throws when one has no subject: nothing would be logged of it.
 */
export async function logPassages(sql: Sql | Transaction, passages: readonly Passage[]): Promise<void> {
  const rows = passages.flatMap(({ actor, purpose, kinds, subjects, shown = [], code, settled }) => {
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
      shown: shown.length === 0 ? null : textList(shown.map(({ kind, reference }) => `${kind} ${reference}`)),
    }))
  })
  rows.sort((one, other) => one.lane - other.lane)
  const column = (of: (row: (typeof rows)[number]) => string | number | null, oid: number) =>
    sql.array(rows.map(of) as string[], oid)
  // Lists of lists differ in length, which an array of arrays may not: each travels as text.
  await sql`
    insert into access_log (lane, role, party, staff, purpose, kinds, subjects, code, clauses, shown)
    select lane, role, party, staff, purpose, kinds::text[], subjects::bigint[], code, clauses::text[], shown::text[]
    from unnest(
      ${column(({ lane }) => lane, oids.int4)}, ${column(({ role }) => role, oids.text)},
      ${column(({ party }) => party, oids.int8)}, ${column(({ staff }) => staff, oids.text)},
      ${column(({ purpose }) => purpose, oids.text)}, ${column(({ kinds }) => kinds, oids.text)},
      ${column(({ subjects }) => subjects, oids.text)}, ${column(({ code }) => code, oids.text)},
      ${column(({ clauses }) => clauses, oids.text)}, ${column(({ shown }) => shown, oids.text)}
    ) as passage (lane, role, party, staff, purpose, kinds, subjects, code, clauses, shown)`
}

/** A list of words as PostgreSQL writes an array of text. */
const textList = (words: readonly string[]): string =>
  `{${words.map((word) => `"${word.replace(/[\\"]/g, '\\$&')}"`).join()}}`

/** A passage as the person whom it concerned is told of it: staff stand by their role alone. */
export type PassageAbout = {
  readonly id: string
  readonly at: Temporal.Instant
  readonly role: string
  readonly purpose: string
  readonly kinds: readonly string[]
  readonly code: string | null
  readonly clauses: readonly string[]
}

/**
 * The newest passages about a person, newest first.
 * @param hidden those for these purposes, or of any of these kinds, are left out: to tell of them would warn somebody
 * @param before the id from which a page before went on
 */
export async function passagesAbout(
  sql: Sql,
  subject: PartyId,
  limit: number,
  hidden: { readonly purposes: readonly string[]; readonly kinds: readonly string[] },
  before?: string,
): Promise<readonly PassageAbout[]> {
  return sql<PassageAbout[]>`
    select id, at, role, purpose, kinds, code, clauses from access_log
    where lane = ${laneOf(subject)} and subjects @> ${sql.array([subject], oids.int8)}
      and purpose <> all(${sql.array([...hidden.purposes], oids.text)})
      and not kinds && ${sql.array([...hidden.kinds], oids.text)}
      and ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit}`
}
