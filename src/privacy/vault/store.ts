/** Facts in PostgreSQL. Rows hold sealed bytes only; who wants to read them passes the gate. */
import { type LaneId, laneOf, type PartyId, type Place } from '../../kernel/ids.ts'
import type { DetailCategory } from '../../storage/command.ts'
import { CopyRows } from '../../storage/copy.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import { int8s, type Sql, type Transaction } from '../../storage/sql.ts'
import type { Switches } from '../switches/rules.ts'
import { type KeptSwitches, switchesFrom } from '../switches/store.ts'
import type { Erasure } from './erasure-ledger.ts'
import { categoryOfFact, type Fact, type FactKind, facts } from './rules.ts'
import { categoryOfSealed } from './sealer.ts'

type FactRow = {
  fact: bigint
  subject: bigint
  kind: FactKind
  category: DetailCategory
  source: Fact['source']
  recorded_on: Temporal.PlainDate
  role: string | null
  valid_from: Temporal.PlainDate | null
  valid_until: Temporal.PlainDate | null
  combines: readonly bigint[] | null
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
const columns =
  'lane, fact, subject, kind, category, source, recorded_on, place, sealed, role, valid_from, valid_until, combines'

export const factStore = collectionStore(facts, loadFacts, (lane, steps) => {
  const rows = new CopyRows(steps.length * 220 + 64)
  for (const { key, after, place, sealed } of steps) {
    const category = (sealed && categoryOfSealed(sealed)) ?? categoryOfFact[after.kind]
    const { role, validFrom, validUntil, combines } = after
    rows.row(13).int4(lane).int8(key).int8(after.subject).text(after.kind).text(category)
    rows.text(after.source).date(after.recordedOn).int8(place)
    if (sealed === null) rows.null()
    else rows.bytes(sealed)
    if (role === undefined) rows.null()
    else rows.text(role)
    for (const day of [validFrom, validUntil])
      if (day === undefined) rows.null()
      else rows.date(day)
    if (combines === undefined) rows.null()
    else rows.bigints(combines.map(BigInt))
  }
  return [{ copy: `fact (${columns})`, rows }]
})

async function loadFacts(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly number[],
): Promise<ReadonlyMap<number, Fact>> {
  const rows = await sql<FactRow[]>`
    select fact, subject, kind, source, recorded_on, role, valid_from, valid_until, combines from fact
    where lane = ${lane} and fact = any(${sql.array([...keys], int8Oid)})`
  return new Map(rows.map((row) => [Number(row.fact), factOf(row)]))
}

/**
 * All facts of these kinds about these subjects, still sealed, for each subject and kind the newest last; with the switches of those persons
 * who have any: one query, so that the gate decides by what held when they were read.
 */
export async function sealedFactsWithSwitches(
  sql: Sql | Transaction,
  subjects: readonly PartyId[],
  kinds: readonly FactKind[],
): Promise<{ readonly facts: readonly SealedFact[]; readonly switches: ReadonlyMap<PartyId, Switches> }> {
  const rows = await sql<(FactRow & { wanted: bigint; switches: KeptSwitches | null })[]>`
    select w.subject as wanted, l.entity, s.switches, f.fact, f.subject, f.kind, f.category, f.source, f.recorded_on,
      f.place, f.sealed, f.role, f.valid_from, f.valid_until, f.combines
    from unnest(${sql.array(subjects.map(laneOf), int4Oid)}, ${int8s(sql, subjects)}) as w (lane, subject)
    join lane l on l.lane = w.lane
    left join switches s on s.lane = w.lane and s.subject = w.subject
    left join fact f on f.lane = w.lane and f.subject = w.subject and f.kind = any(${sql.array([...kinds], textOid)})
    order by w.subject, f.kind, f.fact`
  const switches = new Map<PartyId, Switches>()
  const facts: SealedFact[] = []
  for (const row of rows) {
    const subject = Number(row.wanted) as PartyId
    if (row.switches !== null && !switches.has(subject)) switches.set(subject, switchesFrom(subject, row.switches))
    if (row.fact !== null) facts.push(sealedFactOf(row))
  }
  return { facts, switches }
}

const sealedFactOf = (row: FactRow): SealedFact => ({
  ...factOf(row),
  category: row.category,
  place: Number(row.place) as Place,
  sealed: row.sealed,
  entity: row.entity,
})

/** How many facts are there that these erasures were to delete. */
export async function countFacts(sql: Sql, erasures: readonly Erasure[]): Promise<number> {
  const parts = erasures.flatMap(({ lane, holder, categories, throughYear = 0xffff }) =>
    categories.map((category) => ({ lane, holder, category, throughYear })),
  )
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count
    from unnest(${sql.array(
      parts.map(({ lane }) => lane),
      int4Oid,
    )}, ${sql.array(
      parts.map(({ holder }) => holder),
      int8Oid,
    )}, ${sql.array(
      parts.map(({ category }) => category),
      textOid,
    )}, ${sql.array(
      parts.map(({ throughYear }) => throughYear),
      int4Oid,
    )}) as gone (lane, holder, category, through)
    join fact f on f.lane = gone.lane and f.subject = gone.holder and f.category = gone.category
      and (f.sealed is null or get_byte(f.sealed, 1) * 256 + get_byte(f.sealed, 2) <= gone.through)`
  return row?.count ?? 0
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

function factOf(row: Omit<FactRow, 'category' | 'place' | 'sealed' | 'entity'>): Fact {
  const { role, valid_from: validFrom, valid_until: validUntil, combines } = row
  return {
    fact: Number(row.fact),
    subject: Number(row.subject) as PartyId,
    kind: row.kind,
    source: row.source,
    recordedOn: row.recorded_on,
    ...(role === null ? {} : { role }),
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
    ...(combines === null ? {} : { combines: combines.map(Number) }),
  }
}

const int4Oid = 23
const int8Oid = 20
const textOid = 25
