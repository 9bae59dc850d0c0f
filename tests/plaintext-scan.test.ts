import { afterAll, beforeAll, expect, it } from 'vitest'
import { partyNumber, SmallBank } from '../src/privacy/testing/small-bank.ts'
import { memoryKeyStore } from '../src/privacy/vault/keys.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { scanForPlaintext } from './plaintext-scan.ts'

const words = ['Ozoliņa', 'liga@example.com', '161175-19997', 'rent for May']
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  const bank = await SmallBank.open(database.sql, memoryKeyStore())
  await bank.tell({
    subject: partyNumber(1),
    facts: { name: 'Līga Ozoliņa', email: 'liga@example.com', 'personal-code': '161175-19997' },
    payment: 'rent for May',
  })
})
afterAll(() => database.close())

it('no personal datum that came through a lane stands in clear in any table', async () => {
  expect(await database.sql`select from fact`).toHaveLength(3)
  expect(await scanForPlaintext(database.sql, words)).toEqual([])
})

it.each([
  ['text', `'Mrs OZOLIŅA called'`],
  ['text[]', `array['x', 'Ozoliņa']`],
  ['json', `'{"name": "Ozoli\\u0146a"}'`],
  ['jsonb', `'{"name": "Līga Ozoliņa"}'`],
  ['bytea', `convert_to('Līga Ozoliņa', 'UTF8')`],
  ['text', `encode(convert_to('Ozoliņa', 'UTF8'), 'hex')`],
  ['text', `encode(convert_to('Ozoliņa', 'UTF8'), 'base64')`],
  ['text', `encode(convert_to('L Ozoliņa', 'UTF8'), 'base64')`],
  ['text', `encode(convert_to('Li Ozoliņa', 'UTF8'), 'base64')`],
])('finds a word planted as %s: %s', async (type, value) => {
  await database.sql.unsafe(`create table planted (harmless text default 'x', told ${type} default ${value})`)
  await database.sql`insert into planted default values`
  const found = await scanForPlaintext(database.sql, words)
  await database.sql`drop table planted`
  expect(found).toEqual([{ table: 'planted', column: 'told', word: 'Ozoliņa' }])
})

it('finds a number planted as a number', async () => {
  await database.sql`create table planted as select 37126123456 as phone`
  const found = await scanForPlaintext(database.sql, ['37126123456'])
  await database.sql`drop table planted`
  expect(found).toEqual([{ table: 'planted', column: 'phone', word: '37126123456' }])
})
