/** The log of the gate in PostgreSQL. */

import type { Citation } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { trainedInAll } from '../measures/training/rules.ts'
import { trainedIn } from '../measures/training/store.ts'
import { heldBefore } from '../new-purposes/store.ts'
import { holdsOf } from '../retention/store.ts'
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
  { actor: { staff }, subjects, shown }: Pick<GateRequest, 'actor' | 'subjects' | 'shown'>,
  asksTraining: boolean,
  since?: Temporal.PlainDate,
): Promise<GateState> {
  const lanes = [...new Set(subjects.map(laneOf))]
  const [entities, undertaken, trained, switches, held, cases] = await Promise.all([
    entitiesOfLanes(sql),
    staff === undefined ? [] : undertakenBy(sql, [staff]),
    staff === undefined || !asksTraining ? [] : trainedIn(sql, [staff]),
    switchesOf(sql, subjects),
    since === undefined ? undefined : heldBefore(sql, subjects, since),
    showsCase({ shown }) ? casesOf(sql, subjects) : undefined,
  ])
  return {
    entityOf: (subject) => entities.get(laneOf(subject)) ?? '',
    undertaken: lanes.every((lane) => undertaken.some((one) => one.lane === lane)),
    training: trainedInAll(trained, staff, lanes),
    ...(held === undefined ? {} : { held: (subject: PartyId) => held.get(subject) ?? [] }),
    switches,
    ...(cases === undefined ? {} : { cases }),
  }
}

/** Whether it must be known for which cases data of the subjects are held. */
export const showsCase = ({ shown = [] }: Pick<GateRequest, 'shown'>): boolean =>
  shown.some(({ kind }) => kind === 'case')

/** The cases for which data of these persons are held, in whichever lanes. */
export async function casesOf(
  sql: Sql | Transaction,
  subjects: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, readonly string[]>> {
  const lanes = [...Map.groupBy(subjects, laneOf)]
  const found = await Promise.all(lanes.map(([lane, ofLane]) => holdsOf(sql, lane, ofLane)))
  return new Map(found.flatMap((one) => [...one]))
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
  const rows = passages.flatMap(({ actor: { role, party, staff }, purpose, kinds, subjects, shown, code, settled }) => {
    if (subjects.length === 0) throw new Error('a passage through the gate names whom the data are about')
    const clauses = settled.map(({ document, version, clause }) => `${document} ${version} ${clause}`)
    const papers = shown && shown.length > 0 ? shown.map(({ kind, reference }) => `${kind} ${reference}`) : null
    return [...Map.groupBy(subjects, laneOf)].map(([lane, ofLane]) => {
      return { lane, role, party, staff, purpose, kinds, subjects: ofLane, code, clauses, shown: papers }
    })
  })
  rows.sort((one, other) => one.lane - other.lane)
  await sql`
    insert into access_log (lane, role, party, staff, purpose, kinds, subjects, code, clauses, shown)
    select lane, role, party, staff, purpose, kinds, subjects, code, clauses, shown
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as passage (lane integer, role text, party bigint,
      staff text, purpose text, kinds text[], subjects bigint[], code text, clauses text[], shown text[])`
}

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
