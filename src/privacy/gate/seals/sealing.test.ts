import { afterEach, beforeEach, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../tests/database.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { Gate } from '../../gate.ts'
import { partyNumber, SmallBank, terms } from '../../testing/small-bank.ts'
import { memoryKeyStore } from '../../vault/keys.ts'
import { createHeadSigner } from '../../vault/signer.ts'
import type { PublishedSeal } from './published.ts'
import { isLogWhole, sealPassages, verifyLog } from './sealing.ts'
import { lastSeal } from './store.ts'

const liga = partyNumber(1) as PartyId
const lane = 1 as Parameters<typeof verifyLog>[1]
let database: TestDatabase
let gate: Gate
let signer: ReturnType<typeof createHeadSigner>

beforeEach(async () => {
  database = await testDatabase()
  const keys = memoryKeyStore()
  signer = createHeadSigner(keys)
  const bank = await SmallBank.open(database.sql, keys)
  gate = new Gate(database.sql, () => bank.vault)
  await bank.tell({ subject: liga, facts: { name: 'Līga Testa' } })
})
afterEach(() => database.close())

const read = (purpose = 'service') =>
  gate.readFacts({ actor: { role: 'teller', staff: 'T-01' }, purpose, kinds: ['name'], subjects: [liga] }, terms)
const seal = (now?: () => Temporal.Instant) => sealPassages(database.sql, lane, { signer, ...(now && { now }) })
const check = (published: readonly PublishedSeal[] = []) =>
  verifyLog(database.sql, lane, { publicKey: signer.publicKey, published })
/** Two seals: one over three passages, a refusal among them, and one over two. */
async function sealedTwice(): Promise<void> {
  for (const purpose of ['service', 'service', 'curiosity']) await read(purpose)
  expect(await seal()).toBe(3)
  await read()
  await read()
  expect(await seal()).toBe(2)
}

it('every passage, refused ones too, comes under one seal; nothing is sealed twice', async () => {
  await sealedTwice()
  expect(await seal()).toBe(0)
  expect(await check()).toEqual({ lane, seals: 2, passages: 5, brokenAt: undefined, unsealed: 0, waiting: 0 })
  await read()
  expect(await check()).toMatchObject({ waiting: 1, unsealed: 0 })
})

it('passages of many clients at once are all sealed, while others are logged', async () => {
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let n = 0; n < 10; n += 1) {
        await read()
        if (n % 4 === 0) await seal()
      }
    }),
  )
  await seal()
  const verdict = await check()
  expect(verdict).toMatchObject({ passages: 80, brokenAt: undefined, unsealed: 0, waiting: 0 })
})

it.each([
  [
    'a changed passage',
    1,
    "update access_log set staff = 'T-99' where id = (select min(id::text)::uuid from access_log)",
  ],
  ['a passage whose refusal was hidden', 1, 'update access_log set code = null where code is not null'],
  ['a case that was put to a passage', 1, "update access_log set shown = '{case C-1}'"],
  ['a deleted passage', 2, 'delete from access_log where id = (select max(id::text)::uuid from access_log)'],
  ['a passage whose time was moved', 1, "update access_log set at = at + interval '1 microsecond'"],
  ['a passage taken out with its place in the seal', 1, 'update access_seal set ids = ids[2:] where seal = 1'],
  ['a deleted seal', 1, 'delete from access_seal where seal = 1'],
  ['a seal with another hash', 2, 'update access_seal set hash = sha256(hash) where seal = 2'],
  [
    'a seal that was signed at another time',
    2,
    "update access_seal set sealed_at = sealed_at + interval '1 hour' where seal = 2",
  ],
])('notices %s', async (_what, brokenAt, tampering) => {
  await sealedTwice()
  await database.sql.unsafe(tampering)
  const verdict = await check()
  expect(verdict.brokenAt).toBe(brokenAt)
  expect(isLogWhole(verdict)).toBe(false)
})

it('notices a passage that was put there afterwards', async () => {
  await sealedTwice()
  await database.sql`insert into access_log (lane, id, at, role, staff, purpose, kinds, subjects, clauses)
    select lane, '00000000-0000-7000-8000-000000000001', at - interval '1 day', role, staff, purpose, kinds, subjects, clauses
    from access_log limit 1`
  const verdict = await check()
  expect(verdict).toMatchObject({ brokenAt: undefined, unsealed: 1 })
  expect(isLogWhole(verdict)).toBe(false)
})

it('notices that the end was cut off and sealed anew, by what was published', async () => {
  await sealedTwice()
  const last = await lastSeal(database.sql, lane)
  if (last === undefined) throw new Error('there is no seal')
  const published = [{ seal: 2, hash: last.hash.toString('hex'), signature: last.signature.toString('hex') }]
  expect(isLogWhole(await check(published))).toBe(true)
  await database.sql`delete from access_seal where seal = 2`
  expect(await check(published)).toMatchObject({ brokenAt: 2 })
  await database.sql`delete from access_log where id = (select max(id::text)::uuid from access_log)`
  await seal()
  expect(await check()).toMatchObject({ brokenAt: undefined })
  expect(await check(published)).toMatchObject({ brokenAt: 2 })
})
