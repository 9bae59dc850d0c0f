import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import { type Packed, packed, unpacked } from './packed-rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('rows come as texts, null as an empty one, and JSON as it was written', async () => {
  const { sql } = database
  const rows = await sql<Packed[]>`
    select ${packed(sql, ['n', 'day', 'word', 'document', 'yes'])}
    from (values
      (${(2n ** 53n).toString()}::int8, '2026-02-28'::date, 'one', '{"a": [1, "b c"]}'::json, true),
      (-1, null, null, null, false)
    ) as t (n, day, word, document, yes)`
  expect(unpacked(rows).toSorted()).toEqual([
    ['-1', '', '', '', 'f'],
    ['9007199254740992', '2026-02-28', 'one', '{"a": [1, "b c"]}', 't'],
  ])
})

it('no rows are none', async () => {
  const { sql } = database
  expect(unpacked(await sql<Packed[]>`select ${packed(sql, ['n', 'n'])} from generate_series(1, 0) as n`)).toEqual([])
})

it('one row of one column is that', async () => {
  const { sql } = database
  expect(unpacked(await sql<Packed[]>`select ${packed(sql, ['n'])} from (values (7)) as t (n)`)).toEqual([['7']])
})
