import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { InFlight, KeyReused, Unavailable } from './errors.ts'
import { PostgresLaneStorage } from './postgres.ts'
import type { WriterOptions } from './submission.ts'
import {
  ask,
  changePurse,
  createPurses,
  firstHead,
  lane,
  makePurse,
  mostMinor,
  purseId,
  purseStore,
  takePurses,
} from './testing/purses.ts'
import type { LaneWriter } from './writer.ts'

let database: TestDatabase
let storage: PostgresLaneStorage
beforeAll(async () => {
  database = await testDatabase({ max: 4 })
  await createPurses(database.sql)
})
afterAll(() => database.close())
beforeEach(async () => {
  const { sql } = database
  await sql`truncate purse, batch, decision`
  await sql`update lane set batch = 0, epoch = 0, next_number = 1, at = ${firstHead().at}, hash = ${firstHead().hash}`
  storage = new PostgresLaneStorage(sql, [purseStore])
})
afterEach(() => storage.close())

const take = (options: Partial<WriterOptions> = {}): Promise<LaneWriter> => takePurses(storage, options)
const outcomes = (promises: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  Promise.all(
    promises.map((one) =>
      one.then(
        () => 'resolved',
        (error: Error) => error.name,
      ),
    ),
  )
async function minors(): Promise<readonly number[]> {
  const rows = await database.sql<{ minor: bigint }[]>`select minor from purse order by purse`
  return rows.map(({ minor }) => Number(minor))
}
async function decisions(): Promise<number> {
  const [row] = await database.sql<{ count: number }[]>`select count(*)::int as count from decision`
  return row?.count ?? 0
}
const crowd = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1)

describe('poison', () => {
  it.each([
    ['that a check refuses', makePurse(mostMinor + 1)],
    ['with a character that the database does not take', { ...makePurse(5), client: 'a\0b' }],
    ['that cannot be put into its column', makePurse(2 ** 70)],
    ['that throws while it is decided', ask('purse.faulty', { purse: purseId(1) })],
    ['whose look-up the database refuses', ask('purse.change', { purse: 1.5, by: 1 })],
  ])('a command %s fails alone; its 499 neighbours do not', async (_what, bad) => {
    const writer = await take()
    await writer.submit(makePurse(1000))
    const done = await outcomes(crowd(500).map((i) => writer.submit(i === 250 ? bad : changePurse(purseId(1), 1))))
    expect(done[249]).toBe('Poisonous')
    expect(done.filter((one) => one === 'resolved')).toHaveLength(499)
    expect(await minors()).toEqual([1499])
    expect(await decisions()).toBe(500)
  })
})

describe('keys', () => {
  it('of many at once with one key one is carried out; the others are told, and later given its answer', async () => {
    const writer = await take()
    const done = await outcomes(crowd(100).map(() => writer.submit(makePurse(10, 'a'))))
    expect([
      done.filter((one) => one === 'resolved').length,
      done.filter((one) => one === InFlight.name).length,
    ]).toEqual([1, 99])
    const again = [await writer.submit(makePurse(10, 'a')), await (await take()).submit(makePurse(10, 'a'))]
    expect(again.map(({ repeated }) => repeated)).toEqual([true, true])
    expect(again[0]?.decision).toEqual(again[1]?.decision)
    expect([await minors(), await decisions()]).toEqual([[10], 1])
  })

  it('the same key with another body is told apart, by the next writer too', async () => {
    await (await take()).submit(makePurse(10, 'a'))
    await expect((await take()).submit(makePurse(11, 'a'))).rejects.toThrow(KeyReused)
    expect(await decisions()).toBe(1)
  })
})

describe('the connection', () => {
  const killed = (): Promise<unknown> =>
    database.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pacta lane'
      and datname = current_database()`

  it('ended while the writer rests: the next command is carried out', async () => {
    const writer = await take()
    await writer.submit(makePurse(1))
    await killed()
    expect((await writer.submit(makePurse(2))).repeated).toBe(false)
    expect(await minors()).toEqual([1, 2])
  })

  it('ended while a batch waits for the fence: the head tells, and the command is done once', async () => {
    const writer = await take()
    await writer.submit(makePurse(1))
    let made: Promise<unknown> | undefined
    await database.sql.begin(async (sql) => {
      await sql`select from lane where lane = ${lane} for update`
      made = writer.submit(makePurse(2))
      for (let waiting = 0; waiting === 0; ) {
        const [row] = await database.sql<{ count: number }[]>`
          select count(*)::int as count from pg_stat_activity
          where application_name = 'pacta lane' and wait_event_type = 'Lock' and datname = current_database()`
        waiting = row?.count ?? 0
      }
      await killed()
    })
    await made
    expect(await minors()).toEqual([1, 2])
    expect(await decisions()).toBe(2)
  })
})

describe('a database that does not answer', () => {
  it('for so long that the connection counts as lost: the batch is done once, when it answers again', async () => {
    await storage.close()
    storage = new PostgresLaneStorage(database.sql, [purseStore], 150)
    const writer = await take()
    await writer.submit(makePurse(1))
    const backends = async () =>
      (
        await database.sql<{ pid: number }[]>`select pid from pg_stat_activity where application_name = 'pacta lane'
        and datname = current_database()`
      ).map(({ pid }) => pid)
    const [before] = await backends()
    let made: Promise<unknown> | undefined
    await database.sql.begin(async (sql) => {
      await sql`select from lane where lane = ${lane} for update`
      made = writer.submit(makePurse(2))
      // Another connection, although nobody has ended the first.
      while ((await backends()).every((pid) => pid === before));
    })
    await made
    expect(await minors()).toEqual([1, 2])
    expect(await decisions()).toBe(2)
  })

  it('while a command is looked up: the command may be sent again, the writer goes on', async () => {
    await storage.close()
    storage = new PostgresLaneStorage(database.sql, [purseStore], 150)
    const writer = await take()
    await writer.submit(makePurse(1))
    const next = await take()
    await database.sql.begin(async (sql) => {
      await sql`lock table purse in access exclusive mode`
      await expect(next.submit(changePurse(purseId(1), 1, 'a'))).rejects.toThrow(Unavailable)
    })
    expect((await next.submit(changePurse(purseId(1), 1, 'a'))).repeated).toBe(false)
  })
})

it('a batch is durable and its texts are what they say, whatever the database is set to', async () => {
  const { sql } = database
  const [row] = await sql<{ name: string }[]>`select current_database() as name`
  const settings = ['synchronous_commit', 'standard_conforming_strings']
  for (const setting of settings) {
    await sql.unsafe(`alter database ${row?.name} set ${setting} = off`)
    await sql.unsafe(`alter table purse add column ${setting} text default current_setting('${setting}')`)
  }
  await (await take()).submit(makePurse(1))
  const [kept] = await sql.unsafe(`select ${settings.join(', ')} from purse`)
  for (const setting of settings) {
    await sql.unsafe(`alter database ${row?.name} reset ${setting}`)
    await sql.unsafe(`alter table purse drop column ${setting}`)
  }
  expect(Object.values(kept ?? {})).toEqual(['on', 'on'])
})

describe('the fence', () => {
  it('a writer whose lane was taken stores nothing', async () => {
    const first = await take()
    await first.submit(makePurse(10))
    const second = await take()
    await second.submit(changePurse(purseId(1), -10))
    expect(await outcomes([first.submit(changePurse(purseId(1), -10)), first.submit(makePurse(5))])).toEqual([
      'LaneLost',
      'LaneLost',
    ])
    expect([await minors(), await decisions()]).toEqual([[0], 2])
  })
})
