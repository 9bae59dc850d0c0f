import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'

/** Tables that do not grow with customers, and why. */
const small: Readonly<Record<string, string>> = {
  migration: 'a row for each migration',
  pack: 'a row for each version of a pack',
  citation_set: 'bounded by the documents',
  lane: 'its key is the lane',
  api_token: 'a row for each program that may call',
  drill: 'a few rows a year',
}

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('the primary key of every table that grows begins with the lane: the distribution key', async () => {
  const tables = await database.sql<{ table: string; first: string | null }[]>`
    select c.relname as table, a.attname as first
    from pg_class c
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    order by c.relname`
  expect(tables.length).toBeGreaterThan(10)
  const wrong = tables.filter(({ table, first }) => first !== 'lane' && small[table] === undefined)
  expect(wrong).toEqual([])
})
