/** Whether a database keeps what happened in a bank as a bank in memory does, to which the same happened. */
import { expect } from 'vitest'
import { type TestBank, testLane } from '../../../tests/bank.ts'
import type { AnyCollection, Key } from '../../kernel/state.ts'
import type { DatabaseBank } from './database-bank.ts'

/** As text, with the properties of each object in their order; moments left out, since each bank has its own clock. */
const text = (value: unknown): string =>
  JSON.stringify(value, (name, one: unknown) => {
    if (name === 'at') return 'a moment'
    if (typeof one === 'bigint') return `${one}`
    if (one === null || typeof one !== 'object' || Array.isArray(one)) return one
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
  })

/** Fails unless there are records of the collection, and the database has each of them as the twin has it. */
export async function expectKeptAlike(bank: DatabaseBank, twin: TestBank, collection: AnyCollection): Promise<void> {
  const records = [...twin.storage.records(testLane, collection.name)] as [Key, unknown][]
  expect(records.length).toBeGreaterThan(0)
  for (const [key, record] of records) expect(text(await bank.stored(collection, key))).toBe(text(record))
}
