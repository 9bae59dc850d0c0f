import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../tests/database.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { Gate } from '../../gate.ts'
import { lane, partyNumber, SmallBank, terms, termsOfTrained } from '../../testing/small-bank.ts'
import { memoryKeyStore } from '../../vault/keys.ts'

const liga = partyNumber(1) as PartyId
const actor = { role: 'teller', staff: 'T-01' } as const
let database: TestDatabase
let gate: Gate

beforeAll(async () => {
  database = await testDatabase()
  const bank = await SmallBank.open(database.sql, memoryKeyStore())
  gate = new Gate(database.sql, () => bank.vault)
  await bank.tell({ subject: liga, facts: { name: 'Līga Testa' } })
})
afterAll(() => database.close())

/** What both doors say to a teller: that to facts, and that to what is read elsewhere. */
async function atBothDoors(under = termsOfTrained): Promise<readonly string[]> {
  const request = { actor, purpose: 'service', kinds: ['name'], subjects: [liga] } as const
  const [read, passed] = [await gate.readFacts(request, under), await gate.pass(request, under)]
  return [read, passed].map((one) => (one.outcome === 'refused' ? one.code : 'permitted'))
}

const train = (topic: string, on: string) => database.sql`
  insert into training (lane, training, member, topic, trained_on, taught_by, evidence)
  select ${lane}, coalesce(max(training), 0) + 1, 'T-01', ${topic}, ${on}, 'S-02', 'TR-1' from training`

it('both doors turn away who is not trained, from the day after the last one on which training counts', async () => {
  const untrained = ['training-missing', 'training-missing']
  const trained = ['permitted', 'permitted']
  expect(await atBothDoors()).toEqual(untrained)
  expect(await atBothDoors(terms)).toEqual(trained)
  await train('first-aid', '2026-01-02')
  await train('data-protection', '2025-01-05')
  // A lesson of a day to come is none.
  await train('data-protection', '2026-01-09')
  expect(await atBothDoors()).toEqual(trained)
  await database.sql`update lane set business_date = '2026-01-06' where lane = ${lane}`
  expect(await atBothDoors()).toEqual(untrained)
  expect(await atBothDoors(terms)).toEqual(trained)
  await database.sql`update lane set business_date = '2026-01-09' where lane = ${lane}`
  expect(await atBothDoors()).toEqual(trained)
  const logged = await database.sql`select distinct code from access_log where code is not null`
  expect(logged).toEqual([{ code: 'training-missing' }])
})
