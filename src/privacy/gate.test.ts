import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import { passagesAbout } from './gate/store.ts'
import { Gate } from './gate.ts'
import { partyNumber, SmallBank, terms } from './testing/small-bank.ts'
import { memoryKeyStore } from './vault/keys.ts'
import { factKeyName, Tampered } from './vault/sealer.ts'

const [liga, janis] = [1, 2].map(partyNumber) as [PartyId, PartyId]
const teller = { role: 'teller', staff: 'T-01' } as const
const keys = memoryKeyStore()
let database: TestDatabase
let bank: SmallBank
let gate: Gate
let account: AccountId

beforeAll(async () => {
  database = await testDatabase()
  bank = await SmallBank.open(database.sql, keys)
  gate = new Gate(database.sql, () => bank.vault)
  await bank.tell({
    subject: liga,
    facts: { name: 'Līga Ozoliņa', email: 'liga@example.com' },
    payment: 'rent for May',
  })
  await bank.tell({ subject: liga, facts: { name: 'Līga Kalniņa' }, payment: 'watches her brother', as: 'staff-note' })
  await bank.tell({ subject: janis, facts: { name: 'Jānis Bērziņš' } })
  const [row] = await database.sql<
    { account: bigint }[]
  >`select account from account where holder = ${liga} order by account`
  account = Number(row?.account) as AccountId
})
afterAll(() => database.close())

const log = () =>
  database.sql`select role, party, staff, purpose, kinds, subjects, code, clauses from access_log order by id desc`
const text = (plain: Uint8Array | undefined) => (plain === undefined ? undefined : Buffer.from(plain).toString())

describe('facts', () => {
  it('are read for a purpose, all of a kind with the newest last, and leave one row', async () => {
    const before = (await log()).length
    const read = await gate.readFacts(
      { actor: teller, purpose: 'service', kinds: ['name'], subjects: [janis, liga] },
      terms,
    )
    if (read.outcome === 'refused') throw new Error(read.code)
    expect(read.values.map(({ subject, kind, plain }) => [subject, kind, text(plain)])).toEqual([
      [liga, 'name', 'Līga Ozoliņa'],
      [liga, 'name', 'Līga Kalniņa'],
      [janis, 'name', 'Jānis Bērziņš'],
    ])
    const rows = await log()
    expect(rows.length).toBe(before + 1)
    expect(rows[0]).toEqual({
      role: 'teller',
      party: null,
      staff: 'T-01',
      purpose: 'service',
      kinds: ['name'],
      subjects: [BigInt(janis), BigInt(liga)],
      code: null,
      clauses: ['RA 2018-11-01 16.1'],
    })
  })

  it('are not read when the gate refuses, and that is logged', async () => {
    const actor = { role: 'customer', party: janis } as const
    const read = await gate.readFacts({ actor, purpose: 'service', kinds: ['name'], subjects: [liga] }, terms)
    expect(read).toMatchObject({
      outcome: 'refused',
      code: 'subject-not-concerned',
      cited: { settled: [{ document: 'RA', version: '2018-11-01', clause: '16.1' }] },
    })
    expect((await log())[0]).toMatchObject({ role: 'customer', party: BigInt(janis), code: 'subject-not-concerned' })
  })

  it('are not read when the passage cannot be logged', async () => {
    await database.sql`alter table access_log add constraint full_disk check (purpose <> 'payment')`
    const request = { actor: teller, purpose: 'payment', kinds: ['name'], subjects: [liga] } as const
    await expect(gate.readFacts(request, terms)).rejects.toThrow('full_disk')
    await database.sql`alter table access_log drop constraint full_disk`
    await expect(gate.readFacts({ ...request, subjects: [] }, terms)).rejects.toThrow('whom the data are about')
  })

  it('that were erased are still told of, without what they said', async () => {
    keys.destroy([factKeyName('lv', liga, 'contact', 2027)], Temporal.Instant.from('2026-01-05T10:00:00Z'))
    const read = await gate.readFacts({ actor: teller, purpose: 'service', kinds: ['email'], subjects: [liga] }, terms)
    expect(read).toMatchObject({ outcome: 'permitted', values: [{ kind: 'email', plain: undefined }] })
  })
})

describe('details of account events', () => {
  const page = () => ({ events: Array.from({ length: 100 }, (_, n) => ({ account, seq: n + 1 })) })
  const customer = { role: 'customer', party: liga } as const

  it('are read a page at a time, with one row of the log', async () => {
    const before = (await log()).length
    const request = { actor: customer, purpose: 'service', categories: ['payment-details'], ...page() } as const
    const read = await gate.readDetails(request, terms)
    if (read.outcome === 'refused') throw new Error(read.code)
    expect(read.values.map(({ plain, ...one }) => ({ ...one, plain: text(plain) }))).toEqual([
      { account, seq: 2, category: 'payment-details', plain: 'rent for May' },
    ])
    const rows = await log()
    expect(rows.length).toBe(before + 1)
    expect(rows[0]).toMatchObject({ kinds: ['payment-details'], subjects: [BigInt(liga)], code: null })
  })

  it('are refused to a stranger', async () => {
    const actor = { role: 'customer', party: janis } as const
    const request = { actor, purpose: 'service', categories: ['payment-details'], ...page() } as const
    expect(await gate.readDetails(request, terms)).toMatchObject({ outcome: 'refused', code: 'subject-not-concerned' })
  })

  it('of a category that the reader may not read stay out of the page, and are refused when asked for', async () => {
    const rows = await database.sql<
      { account: bigint }[]
    >`select account from account where holder = ${liga} order by account desc`
    const noted = [{ account: Number(rows[0]?.account) as AccountId, seq: 2 }]
    const request = { purpose: 'service', events: noted } as const
    expect(
      await gate.readDetails({ ...request, actor: customer, categories: ['payment-details'] }, terms),
    ).toMatchObject({
      values: [],
    })
    expect(await gate.readDetails({ ...request, actor: customer, categories: ['staff-note'] }, terms)).toMatchObject({
      code: 'kind-not-granted',
    })
    const operator = { role: 'operator', staff: 'O-01' } as const
    const read = await gate.readDetails({ ...request, actor: operator, categories: ['staff-note'] }, terms)
    expect(read.outcome === 'permitted' && text(read.values[0]?.plain)).toBe('watches her brother')
  })
})

it('a person is told who read about them by role, never by name', async () => {
  await gate.readFacts({ actor: teller, purpose: 'service', kinds: ['name'], subjects: [liga] }, terms)
  const [newest] = await passagesAbout(database.sql, liga, 1, { purposes: [], kinds: [] })
  expect(newest).toEqual({
    id: expect.any(String),
    at: expect.any(Temporal.Instant),
    role: 'teller',
    purpose: 'service',
    kinds: ['name'],
    code: null,
    clauses: ['RA 2018-11-01 16.1'],
  })
})

describe('sealed bytes open only where they were sealed:', () => {
  it('not at another entry of the same account', async () => {
    await bank.tell({ subject: liga, facts: {}, payment: 'rent for June', into: account })
    const request = { actor: teller, purpose: 'service', categories: ['payment-details'] } as const
    const events = [2, 3].map((seq) => ({ account, seq }))
    const read = await gate.readDetails({ ...request, events }, terms)
    expect(read.outcome === 'permitted' && read.values.map(({ plain }) => text(plain))).toEqual([
      'rent for May',
      'rent for June',
    ])
    await database.sql`
      update account_event e set details = other.details from account_event other
      where e.account = ${account} and other.account = ${account} and (e.seq, other.seq) in ((2, 3), (3, 2))`
    for (const event of events)
      await expect(gate.readDetails({ ...request, events: [event] }, terms)).rejects.toThrow(Tampered)
  })

  it('not at a fact that is told to come from another decision', async () => {
    const facts = await database.sql<{ fact: bigint }[]>`
      select fact from fact where subject = ${liga} and kind = 'name' order by fact`
    const [first, second] = facts.map(({ fact }) => String(fact)) as [string, string]
    await database.sql`update fact set place = (select place from fact where fact = ${second}) where fact = ${first}`
    const request = { actor: teller, purpose: 'service', kinds: ['name'], subjects: [liga] } as const
    await expect(gate.readFacts(request, terms)).rejects.toThrow(Tampered)
  })
})
