/** What an erasure deletes of parties beside their facts: blind indexes of codes and names that nobody can read any more. */
import type { Forget } from '../privacy/vault/erasure.ts'
import { eraseBlinds } from '../storage/lane/erase-blinds.ts'

export const forgetCodes: Forget = async (sql, { lane, holder, categories, throughYear = 0xffff, only }) => {
  if (!categories.includes('identity') || only === 'details') return
  // A code that is told again under a later key is still found.
  const codes = await sql<{ code: string }[]>`
    delete from party_code where lane = ${lane} and party = ${holder} and not exists (
      select from fact f
      where f.lane = ${lane} and f.subject = ${holder} and f.kind in ('personal-code', 'registration-number')
        and get_byte(f.sealed, 1) * 256 + get_byte(f.sealed, 2) > ${throughYear})
    returning code`
  // The commands that brought them had the same blind index.
  if (codes.length > 0) {
    const gone = codes.map(({ code }) => code)
    await eraseBlinds(sql, lane, gone)
  }
}

export const forgetNames: Forget = async (sql, { lane, holder, categories, throughYear = 0xffff, only }) => {
  if (!categories.includes('identity') || only === 'details') return
  const gone = sql`
    lane = ${lane} and party = ${holder} and not exists (
      select from fact f
      where f.lane = ${lane} and f.subject = ${holder} and f.kind = 'name'
        and get_byte(f.sealed, 1) * 256 + get_byte(f.sealed, 2) > ${throughYear})`
  const parts = await sql`delete from party_name where ${gone}`
  // The commands that brought them had the same blind indexes.
  if (parts.count > 0)
    await sql`
      delete from decision_blinds where lane = ${lane} and place in (
        select place from fact where lane = ${lane} and subject = ${holder} and kind = 'name')`
}
