/** Facts in PostgreSQL. Rows hold sealed bytes only; who wants to read them passes the gate. */
import { type LaneId, laneOf, type PartyId, type Place } from '../../kernel/ids.ts'
import type { DetailCategory } from '../../storage/command.ts'
import { CopyRows } from '../../storage/copy.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import { categoryOfFact, type Fact, type FactKind, facts } from './rules.ts'
import { categoryOfSealed } from './sealer.ts'

type FactRow = {
  fact: bigint
  subject: bigint
  kind: FactKind
  category: DetailCategory
  source: Fact['source']
  recorded_on: Temporal.PlainDate
  place: bigint
  sealed: Buffer | null
  entity: string
}

/** A fact with its sealed bytes, and the entity whose vault opens them. */
export type SealedFact = Fact & {
  readonly category: DetailCategory
  readonly place: Place
  readonly sealed: Buffer | null
  readonly entity: string
}

/** Facts are recorded once and not changed: what is told later is another fact. */
export const factStore = collectionStore(facts, loadFacts, (lane, steps) => {
  const rows = new CopyRows(steps.length * 200 + 64)
  for (const { key, after, place, sealed } of steps) {
    const category = (sealed && categoryOfSealed(sealed)) ?? categoryOfFact[after.kind]
    rows.row(9).int4(lane).int8(key).int8(after.subject).text(after.kind).text(category)
    rows.text(after.source).date(after.recordedOn).int8(place)
    if (sealed === null) rows.null()
    else rows.bytes(sealed)
  }
  return [{ copy: 'fact (lane, fact, subject, kind, category, source, recorded_on, place, sealed)', rows }]
})

async function loadFacts(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly number[],
): Promise<ReadonlyMap<number, Fact>> {
  const rows = await sql<FactRow[]>`
    select fact, subject, kind, source, recorded_on from fact
    where lane = ${lane} and fact = any(${sql.array([...keys], int8Oid)})`
  return new Map(rows.map((row) => [Number(row.fact), factOf(row)]))
}

/** All facts of these kinds about these subjects, still sealed; for each subject and kind the newest last. */
export async function factsOf(
  sql: Sql | Transaction,
  subjects: readonly PartyId[],
  kinds: readonly FactKind[],
): Promise<readonly SealedFact[]> {
  const rows = await sql<FactRow[]>`
    select f.fact, f.subject, f.kind, f.category, f.source, f.recorded_on, f.place, f.sealed, l.entity
    from unnest(${sql.array(subjects.map(laneOf), int4Oid)}, ${sql.array([...subjects], int8Oid)}) as wanted (lane, subject)
    join fact f on f.lane = wanted.lane and f.subject = wanted.subject
    join lane l on l.lane = f.lane
    where f.kind = any(${sql.array([...kinds], textOid)})
    order by f.subject, f.kind, f.fact`
  return rows.map((row) => ({
    ...factOf(row),
    category: row.category,
    place: Number(row.place) as Place,
    sealed: row.sealed,
    entity: row.entity,
  }))
}

/**
 * Deletes the facts of a subject in these categories whose keys expire in `throughYear` or before.
 * @returns how many
 */
export async function deleteFacts(
  sql: Transaction,
  lane: LaneId,
  subject: number,
  categories: readonly DetailCategory[],
  throughYear: number,
): Promise<number> {
  // Bytes 1 and 2 of the sealed form are the year: see sealer.ts.
  const deleted = await sql`
    delete from fact
    where lane = ${lane} and subject = ${subject} and category = any(${sql.array([...categories], textOid)})
      and (sealed is null or get_byte(sealed, 1) * 256 + get_byte(sealed, 2) <= ${throughYear})`
  return deleted.count
}

function factOf(row: Pick<FactRow, 'fact' | 'subject' | 'kind' | 'source' | 'recorded_on'>): Fact {
  return {
    fact: Number(row.fact),
    subject: Number(row.subject) as PartyId,
    kind: row.kind,
    source: row.source,
    recordedOn: row.recorded_on,
  }
}

const int4Oid = 23
const int8Oid = 20
const textOid = 25
