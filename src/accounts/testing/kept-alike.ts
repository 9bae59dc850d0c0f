/** Whether a database keeps what happened in a bank as a bank in memory does, to which the same happened. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestBank, testLane } from '../../../tests/bank.ts'
import type { AnyCollection, Key } from '../../kernel/state.ts'
import { DatabaseBank } from './database-bank.ts'

/** As text, with the properties of each object in their order; moments left out, since each bank has its own clock. */
const text = (value: unknown): string =>
  JSON.stringify(value, (name, one: unknown) => {
    if (name === 'at') return 'a moment'
    if (typeof one === 'bigint') return `${one}`
    if (one === null || typeof one !== 'object' || Array.isArray(one)) return one
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
  })

/** A bank on a database, what happened in it, and a bank in memory to which the same happened. */
export type Lived<T> = { readonly bank: DatabaseBank; readonly made: T; readonly twin: TestBank }

/**
 * Tests that the database keeps every record of the collections as a bank in memory does. Gives the bank on the database, from the first
 * test on, for tests of what reads it.
 *
 * @param live what happens in both before all tests: something of everything that is kept
 */
export function testsKeptAlike<T>(live: (bank: TestBank) => Promise<T>, kept: readonly AnyCollection[]): Lived<T> {
  let lived: Lived<T> | undefined
  beforeAll(async () => {
    const bank = await DatabaseBank.open()
    const made = await live(bank.asTestBank)
    const twin = await TestBank.open()
    await live(twin)
    lived = { bank, made, twin }
  })
  afterAll(() => lived?.bank.close())
  const after = (): Lived<T> => {
    if (lived === undefined) throw new Error('nothing was lived through yet')
    return lived
  }
  test.each(kept.map((collection) => [collection.name, collection] as const))(
    'the database keeps every %s as it was',
    (_name, collection) => expectKeptAlike(after(), collection),
  )
  return {
    get bank() {
      return after().bank
    },
    get made() {
      return after().made
    },
    get twin() {
      return after().twin
    },
  }
}

/** Fails unless there are records of the collection, and the database has each of them as the twin has it. */
async function expectKeptAlike({ bank, twin }: Lived<unknown>, collection: AnyCollection): Promise<void> {
  const records = [...twin.storage.records(testLane, collection.name)] as [Key, unknown][]
  expect(records.length).toBeGreaterThan(0)
  for (const [key, record] of records) expect(text(await bank.stored(collection, key))).toBe(text(record))
}
