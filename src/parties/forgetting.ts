/** What an erasure deletes of parties beside their facts: blind indexes of codes and names that nobody can read any more. */
import type { Forget } from '../privacy/vault/erasure.ts'
import type { Erasure } from '../privacy/vault/erasure-ledger.ts'
import { eraseBlinds, erasePlaces } from '../storage/lane/erase-blinds.ts'
import { oids, type Sql } from '../storage/sql.ts'

const codeKinds = ['personal-code', 'registration-number'] as const
const nameKinds = ['name'] as const

export const forgetCodes: Forget = {
  what: 'blind indexes of codes',
  forget: async (sql, erasure) => {
    if (!concerns(erasure)) return 0
    const { lane, holder, throughYear = 0xffff } = erasure
    // A code that is told again under a later key is still found.
    const codes = await sql<{ code: string }[]>`
      delete from party_code where lane = ${lane} and party = ${holder} and not exists (
        select from fact f
        where f.lane = ${lane} and f.subject = ${holder} and f.kind = any(${sql.array([...codeKinds], oids.text)})
          and get_byte(f.sealed, 1) * 256 + get_byte(f.sealed, 2) > ${throughYear})
      returning code`
    if (codes.length === 0) return 0
    // The commands that brought them had the same blind index.
    const gone = codes.map(({ code }) => code)
    return codes.length + (await eraseBlinds(sql, lane, gone))
  },
  left: (sql, erasures) => countLeft(sql, 'party_code', codeKinds, erasures),
}

export const forgetNames: Forget = {
  what: 'blind indexes of names',
  forget: async (sql, erasure) => {
    if (!concerns(erasure)) return 0
    const { lane, holder, throughYear = 0xffff } = erasure
    const parts = await sql`
      delete from party_name where lane = ${lane} and party = ${holder} and not exists (
        select from fact f
        where f.lane = ${lane} and f.subject = ${holder} and f.kind = any(${sql.array([...nameKinds], oids.text)})
          and get_byte(f.sealed, 1) * 256 + get_byte(f.sealed, 2) > ${throughYear})`
    if (parts.count === 0) return 0
    // The commands that brought them had the same blind indexes.
    const places = await sql<{ place: bigint }[]>`
      select place from fact where lane = ${lane} and subject = ${holder} and kind = any(${sql.array([...nameKinds], oids.text)})`
    const brought = places.map(({ place }) => place)
    return parts.count + (await erasePlaces(sql, lane, brought))
  },
  left: (sql, erasures) => countLeft(sql, 'party_name', nameKinds, erasures),
}

const concerns = ({ categories, only }: Erasure): boolean => categories.includes('identity') && only !== 'details'

/** Rows of those persons of whom no fact of these kinds is under a key that outlasts the erasure. */
async function countLeft(
  sql: Sql,
  table: 'party_code' | 'party_name',
  kinds: readonly string[],
  erasures: readonly Erasure[],
): Promise<number> {
  const concerned = erasures.filter(concerns)
  const lanes = concerned.map(({ lane }) => lane)
  const holders = concerned.map(({ holder }) => holder)
  const years = concerned.map(({ throughYear = 0xffff }) => throughYear)
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count
    from unnest(${sql.array(lanes, oids.int4)}, ${sql.array(holders, oids.int8)}, ${sql.array(years, oids.int4)})
      as gone (lane, holder, through)
    join ${sql(table)} t on t.lane = gone.lane and t.party = gone.holder
    where not exists (
      select from fact f
      where f.lane = gone.lane and f.subject = gone.holder and f.kind = any(${sql.array([...kinds], oids.text)})
        and get_byte(f.sealed, 1) * 256 + get_byte(f.sealed, 2) > gone.through)`
  return row?.count ?? 0
}
