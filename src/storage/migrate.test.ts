import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import { migrate } from './migrate.ts'

let database: TestDatabase
let directory: string
const write = (file: string, text: string) => writeFile(join(directory, file), text)

beforeEach(async () => {
  database = await testDatabase()
  // The copy has been through Pacta's own migrations; these tests bring their own.
  await database.sql`drop schema public cascade`
  await database.sql`create schema public`
  directory = await mkdtemp(join(tmpdir(), 'pacta-migrations-'))
  await write('0001-first-table.sql', 'create table first (id int); insert into first values (1);')
})
afterEach(async () => {
  await rm(directory, { recursive: true })
  await database.close()
})

test('files are applied once, in order', async () => {
  await write('0002-second-column.sql', 'alter table first add column name text')
  expect(await migrate(database.sql, directory)).toEqual(['0001-first-table.sql', '0002-second-column.sql'])
  expect(await migrate(database.sql, directory)).toEqual([])
  expect(await database.sql`select id, name from first`).toEqual([{ id: 1, name: null }])
})

test('two processes at once apply each file once', async () => {
  const both = await Promise.all([migrate(database.sql, directory), migrate(database.sql, directory)])
  expect(both.flat()).toEqual(['0001-first-table.sql'])
})

test('a file that fails leaves nothing of itself, and its line is named', async () => {
  await write('0002-broken.sql', 'create table second (id int);\nalter table nowhere add column x int;')
  await expect(migrate(database.sql, directory)).rejects.toThrow('0002-broken.sql')
  const tables = await database.sql`select relname from pg_class where relname in ('first', 'second')`
  expect(tables).toEqual([{ relname: 'first' }])
})

test('an applied file that has changed is refused', async () => {
  await migrate(database.sql, directory)
  await write('0001-first-table.sql', 'create table first (id bigint)')
  await expect(migrate(database.sql, directory)).rejects.toMatchObject({ what: 'a migration has changed' })
})

test('a database that has been through unknown files is refused', async () => {
  await migrate(database.sql, directory)
  await rm(join(directory, '0001-first-table.sql'))
  await expect(migrate(database.sql, directory)).rejects.toMatchObject({
    what: 'the database is newer than this Pacta',
  })
})

test('a file that stands before an applied one is refused', async () => {
  await rm(join(directory, '0001-first-table.sql'))
  await write('0002-second.sql', 'create table second (id int)')
  await migrate(database.sql, directory)
  await write('0001-first-table.sql', 'create table first (id int)')
  await expect(migrate(database.sql, directory)).rejects.toMatchObject({ what: 'a migration came too late' })
})
