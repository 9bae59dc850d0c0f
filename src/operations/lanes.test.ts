import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import { loadPack } from '../rulebook/load.ts'
import type { Pack } from '../rulebook/pack.ts'
import { migrate } from '../storage/migrate.ts'
import { ensureLanes, lanesAt, openedOn, recordPack } from './lanes.ts'

const pack = loadPack(join(import.meta.dirname, '../../packs/luminor'))
const day = Temporal.PlainDate.from('2026-01-05')

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await migrate(database.sql)
  await recordPack(database.sql, pack)
})
afterAll(() => database.close())

const withEntities = (...ids: readonly string[]): Pack => ({
  ...pack,
  entities: ids.flatMap((id) => pack.entities.find((one) => one.id === id) ?? []),
})
const numbered = async (of: Pack, on = day) => Object.fromEntries(await ensureLanes(database.sql, of, on))

it('an entity that joins gets the next lane, and the others keep theirs, in whatever order they stand', async () => {
  expect(await numbered(withEntities('lv'))).toEqual({ lv: 1 })
  const later = day.add({ days: 9 })
  expect(await numbered(withEntities('ee', 'lv'), later)).toEqual({ lv: 1, ee: 2 })
  expect(await numbered(pack, later)).toEqual({ lv: 1, ee: 2, lt: 3 })
  expect(await numbered(pack)).toEqual({ lv: 1, ee: 2, lt: 3 })
  expect((await lanesAt(database.sql)).map(({ entity, businessDate }) => [entity, String(businessDate)])).toEqual([
    ['lv', '2026-01-05'],
    ['ee', '2026-01-14'],
    ['lt', '2026-01-14'],
  ])
  const [lv] = await lanesAt(database.sql)
  expect(lv && String(await openedOn(database.sql, lv.lane))).toBe('2026-01-05')
  await expect(openedOn(database.sql, 9 as never)).rejects.toThrow('there is no lane 9')
})

it('processes that start at once number them once', async () => {
  const other = await testDatabase()
  await migrate(other.sql)
  await recordPack(other.sql, pack)
  const made = await Promise.all([1, 2, 3].map(() => ensureLanes(other.sql, pack, day)))
  for (const one of made) expect(Object.fromEntries(one)).toEqual({ lv: 1, ee: 2, lt: 3 })
  await other.close()
})
