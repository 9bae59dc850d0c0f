import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('numbers, dates and instants travel both ways in their own types', async () => {
  const amount = 9_007_199_254_740_993n
  const date = Temporal.PlainDate.from('2024-02-29')
  const instant = Temporal.Instant.from('2024-02-29T23:59:59.123456Z')
  const [row] =
    await database.sql`select ${amount}::int8 as amount, ${date}::date as date, ${instant}::timestamptz as instant`
  expect(row?.['amount']).toBe(amount)
  expect(String(row?.['date'])).toBe('2024-02-29')
  expect(String(row?.['instant'])).toBe('2024-02-29T23:59:59.123456Z')
})

test('arrays come in the types of their elements', async () => {
  const ids = [1n, 2n]
  const [row] = await database.sql`select ${ids.map(String)}::int8[] as ids, array['2024-03-01'::date] as dates`
  expect(row?.['ids']).toEqual(ids)
  expect(String(row?.['dates'][0])).toBe('2024-03-01')
})

test('numeric stays text, so that no digit is lost', async () => {
  const [row] = await database.sql`select 0.1000000000000000000001::numeric as rate`
  expect(row?.['rate']).toBe('0.1000000000000000000001')
})

test('the session is in UTC and shows as pacta', async () => {
  const [row] =
    await database.sql`select current_setting('TimeZone') as zone, current_setting('application_name') as name`
  expect(row).toEqual({ zone: 'UTC', name: 'pacta' })
})
