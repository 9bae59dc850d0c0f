/** Parties in PostgreSQL. */
import type { LaneId, PartyId } from '../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../storage/lane/collection-store.ts'
import { upsert } from '../storage/lane/writes.ts'
import { oids, type Sql } from '../storage/sql.ts'
import { type Party, type PartyKind, parties, partyByCode } from './rules.ts'

export const partyStore = collectionStore(
  parties,
  (sql, lane, keys) => partyRows(sql as Sql, lane, keys),
  (lane, steps) =>
    upsert(
      'party',
      ['lane', 'party'],
      lastOfEach(steps).map(({ after: { party, kind, consumer, residence } }) => ({
        lane,
        party,
        kind,
        consumer,
        residence,
      })),
    ),
)

export const partyCodeStore = collectionStore(
  partyByCode,
  async (sql, lane, keys) => {
    const rows = await sql<{ code: string; party: bigint }[]>`
      select code, party from party_code where lane = ${lane} and code = any(${sql.array([...keys], oids.text)})`
    return new Map(rows.map(({ code, party }) => [code, Number(party) as PartyId]))
  },
  (lane, steps) =>
    upsert(
      'party_code',
      ['lane', 'code'],
      lastOfEach(steps).map(({ key, after }) => ({ lane, code: key, party: after })),
    ),
)

type PartyRow = { party: bigint; kind: PartyKind; consumer: boolean; residence: string }

/** Parties by id; who is unknown is absent. */
export async function partyRows(sql: Sql, lane: LaneId, ids: readonly PartyId[]): Promise<ReadonlyMap<PartyId, Party>> {
  const rows = await sql<PartyRow[]>`
    select party, kind, consumer, residence from party
    where lane = ${lane} and party = any(${sql.array(ids.map(String), oids.int8)})`
  return new Map(rows.map((row) => [Number(row.party) as PartyId, partyOf(row)]))
}

/** Up to `count` parties after an id, in the order of ids: a page of a list. */
export async function partyPage(sql: Sql, lane: LaneId, after: number, count: number): Promise<readonly Party[]> {
  const rows = await sql<PartyRow[]>`
    select party, kind, consumer, residence from party where lane = ${lane} and party > ${after}
    order by party limit ${count}`
  return rows.map(partyOf)
}

const partyOf = ({ party, kind, consumer, residence }: PartyRow): Party => ({
  party: Number(party) as PartyId,
  kind,
  consumer,
  residence,
})

/** Who has a code, by its blind index. */
export async function partyWithCode(sql: Sql, lane: LaneId, code: string): Promise<PartyId | undefined> {
  const [row] = await sql<{ party: bigint }[]>`select party from party_code where lane = ${lane} and code = ${code}`
  return row && (Number(row.party) as PartyId)
}
