import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraseHolder } from '../privacy/vault/erasure.ts'
import { forgets } from './forgets.ts'
import { BusyBank } from './testing/busy-bank.ts'

let bank: BusyBank
let holder: number
beforeAll(async () => {
  bank = await BusyBank.open()
  holder = Number((await bank.live()).liga)
}, 60_000)
afterAll(() => bank.close())

const erase = () => {
  const erasure = { lane: bank.lane, entity: 'lv', holder, categories: ['identity'] } as const
  const at = Temporal.Instant.from('2026-02-01T09:00:00Z')
  return eraseHolder(bank.institution.sql, bank.institution.keys, erasure, at, forgets)
}

describe('what people are found by', () => {
  it.each([
    ['party_code', 'blind indexes of codes are still there'],
    ['party_name', 'blind indexes of names are still there'],
    ['decision_blinds', 'blind indexes of commands were deleted, and are there still'],
  ])('in %s is read back: a delete that does nothing is an error', async (table, told) => {
    const { sql } = bank.institution
    const code = `blind of ${table}`
    await sql`insert into party_code (lane, code, party) values (${bank.lane}, ${code}, ${holder})`
    await sql`insert into party_name (lane, part, party) values (${bank.lane}, ${code}, ${holder})`
    await sql`
      insert into decision_blinds (lane, place, salt, blinds)
      select ${bank.lane}, max(place) + 1, '\\x00'::bytea, ${sql.json({ code })} from decision_blinds`
    await sql`create function keep_rows() returns trigger language plpgsql as 'begin return null; end'`
    await sql.unsafe(`create trigger keep_rows before delete on ${table} for each row execute function keep_rows()`)
    try {
      await expect(erase()).rejects.toThrow(told)
      expect(bank.institution.keys.erasures.head().unfinished).not.toEqual([])
    } finally {
      await sql`drop function keep_rows cascade`
    }
    expect(await erase()).toMatchObject({ outcome: 'erased', facts: expect.any(Number) })
    expect(bank.institution.keys.erasures.head().unfinished).toEqual([])
    expect(await sql`select from party_code where party = ${holder}`).toHaveLength(0)
    expect(await sql`select from party_name where party = ${holder}`).toHaveLength(0)
    expect(await sql`select from decision_blinds where blinds ->> 'code' = ${code}`).toHaveLength(0)
    expect(await erase()).toMatchObject({ outcome: 'nothing-held', keys: 0, facts: 0, others: 0 })
  })
})
