import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { registerPerson } from '../../parties/testing/people.ts'
import { consume } from './outbox.ts'

const lane = 1 as LaneId
let bank: DatabaseBank
beforeAll(async () => {
  bank = await DatabaseBank.open()
  for (const person of ['liga', 'janis', 'anna'] as const) await registerPerson(bank as never, person)
})
afterAll(() => bank.close())

const read = async (consumer: string, limit: number): Promise<string[]> => {
  const kinds: string[] = []
  await consume(bank.institution.sql, lane, consumer, limit, async (decisions) => {
    kinds.push(...decisions.map(({ kind }) => kind))
  })
  return kinds
}

it('a consumer reads every decision once, in order, from where it stopped', async () => {
  const journal = await bank.institution.sql<{ kind: string }[]>`select kind from decision order by lane, place`
  const seen = [...(await read('seals', 2)), ...(await read('seals', 100)), ...(await read('seals', 100))]
  expect(seen).toEqual(journal.map(({ kind }) => kind))
})

it('what it could not do comes again; another consumer has a cursor of its own', async () => {
  const failing = consume(bank.institution.sql, lane, 'notices', 1, () => Promise.reject(new Error('no post today')))
  await expect(failing).rejects.toThrow('no post today')
  expect(await read('notices', 1)).toEqual(['party.register'])
})

it('two processes under one name take turns and get nothing twice', async () => {
  const turns = await Promise.all([read('projection', 2), read('projection', 2)])
  expect(turns.flat()).toHaveLength(3)
})
