import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import type { LaneId, PartyId } from '../../../src/kernel/ids.ts'
import { isLogWhole, sealPassages, verifyLog } from '../../../src/privacy/gate/seals/sealing.ts'
import { type FactRequest, Gate } from '../../../src/privacy/gate.ts'
import { partyNumber, SmallBank } from '../../../src/privacy/testing/small-bank.ts'
import { KeyLost } from '../../../src/privacy/vault/key-store.ts'
import { memoryKeyStore } from '../../../src/privacy/vault/keys.ts'
import { retentionYears } from '../../../src/privacy/vault/retention-years.ts'
import { createSealer, Tampered } from '../../../src/privacy/vault/sealer.ts'
import { createHeadSigner } from '../../../src/privacy/vault/signer.ts'
import { clause } from '../../clause.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'
import { publishedMeasures, termsUnderTest } from '../../gate-clauses.ts'

vi.mock('../../../src/privacy/gate/rules.ts', async (original) => {
  const module = await original<typeof import('../../../src/privacy/gate/rules.ts')>()
  const { watchDecision } = await import('../../clause.ts')
  return { ...module, passGate: watchDecision(module.passGate) }
})

const [liga, janis] = [1, 2].map(partyNumber) as [PartyId, PartyId]
const lane = 1 as LaneId
const name = 'Līga Testa'
const keys = memoryKeyStore()
const signer = createHeadSigner(keys)
let database: TestDatabase
let bank: SmallBank
let gate: Gate

beforeAll(async () => {
  database = await testDatabase()
  bank = await SmallBank.open(database.sql, keys)
  gate = new Gate(database.sql, () => bank.vault)
  await bank.tell({
    subject: liga,
    facts: { name, email: 'liga@example.com', income: '2100' },
    payment: 'sofa, third instalment',
  })
  await bank.tell({ subject: janis, facts: { name: 'Jānis Paraugs', income: '1800' } })
})
afterAll(() => database.close())

type Asked = Partial<Omit<FactRequest, 'kinds'>>

/** Reads a name through the gate, by default as a teller for the contract. */
async function read(role: FactRequest['actor']['role'], purpose: string, asked: Asked = {}) {
  const actor = role === 'customer' ? { role, party: liga } : { role, staff: 'T-01' }
  const request = { actor, purpose, kinds: ['name'], subjects: [liga], ...asked } as const
  const came = await gate.readFacts(request, termsUnderTest('koduliising'))
  const clauses = came.cited.settled.map((one) => `${one.document}-${one.clause}`)
  if (came.outcome === 'refused') return { code: came.code, clauses, read: [] }
  return {
    code: 'permitted',
    clauses,
    read: came.values.map(({ plain }) => plain && Buffer.from(plain).toString()),
  }
}

const log = () =>
  database.sql<
    { role: string; staff: string | null; purpose: string; kinds: string[]; subjects: bigint[]; code: string | null }[]
  >`select role, staff, purpose, kinds, subjects, code from access_log order by id`

clause('KL-2.4', 'measures protect data: each role reads what its work needs, and no more', async () => {
  const id = 'KL-2.4'
  for (const measure of ['access-control', 'access-log'])
    expect(publishedMeasures('koduliising')).toContain(`${id} measure-${measure}`)
  for (const [role, purpose] of [
    ['customer', 'contract'],
    ['teller', 'contract'],
    ['operator', 'correction'],
    ['credit-officer', 'creditworthiness'],
    ['compliance-officer', 'aml'],
    ['security-officer', 'development'],
    ['data-protection-officer', 'correction'],
  ] as const)
    expect(await read(role, purpose), role).toMatchObject({ code: 'permitted', read: [name] })
  expect(await read('teller', 'contract', { actor: { role: 'customer', party: janis } })).toMatchObject({
    code: 'subject-not-concerned',
    read: [],
  })
  for (const [role, purpose] of [
    ['teller', 'aml'],
    ['marketing-officer', 'contract'],
    ['auditor', 'risk'],
    ['credit-officer', 'correction'],
  ] as const)
    expect(await read(role, purpose), role).toEqual({
      code: 'purpose-not-granted',
      clauses: expect.arrayContaining([id]),
      read: [],
    })
})

clause('KL-2.4', 'whoever reads, and whoever is refused, stands in a log that shows a change', async () => {
  const before = (await log()).length
  expect(await read('teller', 'contract')).toMatchObject({ code: 'permitted' })
  const refused = await read('teller', 'aml')
  const passage = { role: 'teller', staff: 'T-01', kinds: ['name'], subjects: [BigInt(liga)] }
  expect((await log()).slice(before)).toEqual([
    { ...passage, purpose: 'contract', code: null },
    { ...passage, purpose: 'aml', code: 'purpose-not-granted' },
  ])
  await sealPassages(database.sql, lane, { signer })
  const check = () => verifyLog(database.sql, lane, { publicKey: signer.publicKey, published: [] })
  expect(isLogWhole(await check())).toBe(true)
  const changed = (purpose: string) =>
    database.sql`
      update access_log set purpose = ${purpose} where id = (select id from access_log order by id limit 1) returning purpose`
  const [first] = await log()
  await changed('curiosity')
  expect(isLogWhole(await check())).toBe(false)
  await changed(first?.purpose ?? '')
  expect(isLogWhole(await check())).toBe(true)
  expect(refused).toMatchObject({ code: 'purpose-not-granted', clauses: expect.arrayContaining(['KL-2.4']) })
})

/** Whoever measures risk or makes figures is not told about whom. */
async function showPseudonyms(): Promise<void> {
  const terms = termsUnderTest('koduliising')
  const actor = { role: 'compliance-officer', staff: 'O-01' } as const
  const asked = { actor, subjects: [liga, janis], kinds: ['income'] } as const
  const seen = new Set<string>()
  for (const purpose of ['risk', 'statistics']) {
    await expect(gate.readFacts({ ...asked, purpose }, terms)).rejects.toThrow('under pseudonyms')
    const figures = await gate.readUnderPseudonyms({ ...asked, purpose }, terms)
    if (figures.outcome === 'refused') expect.fail(figures.code)
    expect(figures.cited.settled).toContainEqual(expect.objectContaining({ document: 'KL', clause: '7.1.1' }))
    const values = figures.values.map(({ pseudonym, plain }) => [pseudonym, plain && Buffer.from(plain).toString()])
    expect(values.map(([, income]) => income)).toEqual(['2100', '1800'])
    for (const [pseudonym] of values) seen.add(String(pseudonym))
    for (const party of [liga, janis]) expect(JSON.stringify(figures)).not.toContain(String(party))
  }
  // Two people, each by another name for each purpose.
  expect(seen.size).toBe(4)
}

clause('KL-7.1.1', 'what needs nobody by name works on pseudonyms, another one for each purpose', async () => {
  await showPseudonyms()
  expect(publishedMeasures('koduliising')).toContain('KL-7.1.1 measure-pseudonymisation')
})

clause('KL-7.1.1', 'the books know a person by a number alone, and everything else is encrypted', async () => {
  for (const told of [name, 'liga@example.com', 'sofa, third instalment'])
    expect(await tablesThatTell(told), told).toEqual([])
  expect(await tablesThatTell('T-01')).toContain('undertaking')
  const holders = await database.sql`select holder from account where holder = ${liga}`
  expect(holders).toEqual([{ holder: BigInt(liga) }])
  expect(await read('teller', 'contract')).toMatchObject({ read: [name] })
  const stranger = new Gate(database.sql, () => createSealer(memoryKeyStore(), 'lv', retentionYears))
  const asked = { actor: { role: 'teller', staff: 'T-01' }, purpose: 'contract', kinds: ['name'] } as const
  await expect(stranger.readFacts({ ...asked, subjects: [liga] }, termsUnderTest('koduliising'))).rejects.toThrow(
    KeyLost,
  )
  await showPseudonyms()
  const measures = publishedMeasures('koduliising')
  for (const measure of ['pseudonymisation', 'encryption']) expect(measures).toContain(`KL-7.1.1 measure-${measure}`)
})

/** Tables in which a text stands in clear, as text or as bytes. */
async function tablesThatTell(told: string): Promise<readonly string[]> {
  const { sql } = database
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`
  const bytes = Buffer.from(told).toString('hex')
  const telling: string[] = []
  for (const { name: table } of tables) {
    const [found] = await sql`
      select from ${sql(table)} as one where strpos(one::text, ${told}) > 0 or strpos(one::text, ${bytes}) > 0 limit 1`
    if (found !== undefined) telling.push(table)
  }
  expect(tables.length).toBeGreaterThan(10)
  return telling
}

clause('KL-7.1.2', 'data stay confidential, whole and at hand, also after something went wrong', async () => {
  const { sql } = database
  expect(await read('marketing-officer', 'contract')).toMatchObject({ code: 'purpose-not-granted', read: [] })
  // Whole: what somebody changed in the tables is not taken for what was recorded.
  const flip = () =>
    sql`update fact set sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 1)`
  await flip()
  await expect(read('teller', 'contract')).rejects.toThrow(Tampered)
  await flip()
  // A passage that cannot be logged opens nothing; the next one does.
  await sql`alter table access_log add constraint full_disk check (purpose <> 'contract') not valid`
  await expect(read('teller', 'contract')).rejects.toThrow('full_disk')
  await sql`alter table access_log drop constraint full_disk`
  expect(await read('teller', 'contract')).toMatchObject({ code: 'permitted', read: [name] })
  // At hand: a writer that takes over goes on from what was committed.
  bank = await SmallBank.open(sql, keys)
  await bank.tell({ subject: janis, facts: { name: 'Jānis Otrais' }, key: randomUUID() })
  const both = expect.arrayContaining(['Jānis Paraugs', 'Jānis Otrais'])
  expect(await read('teller', 'contract', { subjects: [janis] })).toMatchObject({ read: both })
  expect(publishedMeasures('koduliising')).toContain('KL-7.1.2 measure-resilience')
})
