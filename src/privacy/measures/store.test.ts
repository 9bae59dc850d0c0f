import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestBank, teller, testLane } from '../../../tests/bank.ts'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { registerPerson } from '../../parties/testing/people.ts'
import { AppendConnection } from '../../storage/lane/append-connection.ts'
import { undertakingStore } from '../confidentiality/store.ts'
import { lastReviews } from './providers/store.ts'
import { measuresReport } from './report.ts'
import { lastTests } from './store.ts'
import { measureStores } from './stores.ts'
import { reviewed, securityOfficer } from './testing/vetting.ts'
import { trainedIn, trainedStaff } from './training/store.ts'

const stores = [...measureStores, undertakingStore]
const day = (text: string) => Temporal.PlainDate.from(text)
let database: TestDatabase
let bank: TestBank

beforeAll(async () => {
  database = await testDatabase()
  bank = await TestBank.open()
  await livedThrough()
  // What the memory's journal holds goes batch by batch to PostgreSQL, as the writer would send it.
  const connection = new AppendConnection(database.url, 10_000)
  for (const batch of bank.storage.journal(testLane)) {
    const writes = [...batch.steps].flatMap(
      ([{ name }, steps]) => stores.find(({ collection }) => collection === name)?.save(testLane, steps) ?? [],
    )
    if (writes.length > 0) await connection.run(writes)
  }
  await connection.close()
  await database.sql`
    insert into lane (lane, entity, business_date, pack, at, hash)
    values (${testLane}, 'lv', '2026-01-05', 'test', '2026-01-05T09:00:00Z', ${Buffer.alloc(32)}) on conflict do nothing`
})
afterAll(() => database.close())

async function livedThrough(): Promise<void> {
  const act = (kind: string, payload: object) => bank.do(kind, payload, { actor: securityOfficer })
  const test = (measure: string, on: string, result: string) =>
    act('measure.test', { measure, on, result, evidence: `MT-${on}` })
  await test('premises', '2026-01-02', 'fails')
  await act('measure.renew', { measure: 'premises', on: '2026-01-03', evidence: 'MR-1' })
  await test('premises', '2026-01-05', 'works')
  await test('backups', '2025-07-05', 'works')
  await test('least-access', '2025-12-30', 'fails')
  const lesson = { topic: 'data-protection', taughtBy: 'S-02', evidence: 'TR-1' }
  await act('training.record', { ...lesson, staff: ['T-01', 'T-02'], on: '2024-12-20' })
  await act('training.record', { ...lesson, staff: ['T-01'], on: '2025-11-03' })
  await bank.do('confidentiality.undertake', { agreed: true }, { actor: teller })
  await bank.do('confidentiality.undertake', { agreed: true }, { actor: { role: 'teller', staff: 'T-02' } })
  for (const result of ['passed', 'failed'] as const) await reviewed(bank, 'sms', { result, on: '2026-01-02' })
  await reviewed(bank, 'e-mail', { on: '2025-01-04' })
  await reviewed(bank, 'hosting', { on: '2025-01-05' })
  const signed = { recipient: 'advisers', document: 'RU-1', signed: '2026-01-02' }
  await act('recipient.undertake', { ...signed, receiver: '40000000001' })
  await act('recipient.undertake', { ...signed, receiver: 'HRB 12 345', until: '2026-12-31' })
  await act('recipient.undertake', { ...signed, receiver: '40000000001', document: 'RU-2', until: '2027-01-01' })
  const subject = String(await registerPerson(bank, 'liga'))
  await act('background-check.record', {
    ...{ subject, role: 'counterpart', supplier: '40000000001', access: ['systems', 'premises'], file: 'BC-1' },
  })
}

it('every record comes back as it was', async () => {
  for (const store of measureStores) {
    const kept = bank.storage.records(testLane, store.collection)
    expect(kept.size, store.collection).toBeGreaterThan(0)
    const loaded = await store.load(database.sql, testLane, [...kept.keys(), strangerTo(kept)])
    expect(new Map([...loaded].sort()), store.collection).toEqual(new Map([...kept].sort()))
  }
})

/** A key of the same type, under which nothing is kept. */
const strangerTo = (kept: ReadonlyMap<number | string, unknown>): number | string =>
  typeof [...kept.keys()][0] === 'number' ? 1 : 'nobody else'

it('the last test, renewal and review up to a day are found, and when staff was last taught', async () => {
  const { sql } = database
  const tests = async (on: string) =>
    (await lastTests(sql, testLane, day(on))).map(({ measure, act, result }) => `${measure} ${result ?? act}`)
  expect(await tests('2026-01-04')).toEqual([
    'backups works',
    'least-access fails',
    'premises renewal',
    'premises fails',
  ])
  expect(await tests('2026-01-05')).toEqual([
    'backups works',
    'least-access fails',
    'premises renewal',
    'premises works',
  ])
  expect(await tests('2025-01-01')).toEqual([])
  const found = await lastReviews(sql, testLane, day('2026-01-05'))
  expect(found.map(({ provider, kind, result }) => `${provider} ${kind} ${result}`)).toEqual([
    'e-mail vetting passed',
    'hosting vetting passed',
    'sms monitoring failed',
  ])
  expect(await lastReviews(sql, testLane, day('2025-01-04'))).toHaveLength(1)
  const taught = [
    ['T-01', '2025-11-03'],
    ['T-02', '2024-12-20'],
  ] as const
  expect(await trainedStaff(sql, testLane, day('2026-01-05'))).toEqual(
    taught.map(([staff, on]) => ({ staff, trained: new Map([['data-protection', day(on)]]) })),
  )
  const rows = await trainedIn(sql, ['T-02', 'T-09'])
  expect(rows).toEqual([
    { lane: testLane, staff: 'T-02', topic: 'data-protection', last: day('2024-12-20'), day: day('2026-01-05') },
  ])
})

it('the report names what is overdue, what failed and who is not trained, the most urgent first', async () => {
  const report = await measuresReport(database.sql, testLane, bank.rulebook, day('2026-01-05'))
  const of = (name: string) => report.measures.find(({ measure }) => measure === name)
  expect(of('premises')).toEqual({
    ...{ measure: 'premises', clause: 'LP-I.7', renewedOn: day('2026-01-03'), due: day('2027-01-05') },
    ...{ tested: { on: day('2026-01-05'), result: 'works', evidence: 'MT-2026-01-05' }, standing: 'in-order' },
  })
  // Half a year, by a term of its own: the day itself is still in time.
  expect(of('backups')).toMatchObject({ due: day('2026-01-05'), standing: 'in-order' })
  expect(of('least-access')).toMatchObject({ due: day('2025-12-30'), standing: 'failed' })
  expect(of('encryption-at-rest')).toMatchObject({ tested: null, due: day('2019-05-25'), standing: 'overdue' })
  const dues = report.measures.map(({ due }) => due.toString())
  expect(dues).toEqual(dues.toSorted())
  const processors = report.processors.map(({ processor, standing }) => `${processor} ${standing}`)
  expect(processors).toContain('sms failed')
  expect(processors).toContain('card-production unvetted')
  expect(processors.slice(-2)).toEqual(['e-mail overdue', 'hosting in-order'])
  expect(report.staff).toEqual([
    { staff: 'T-01', missing: ['information-security'], until: null },
    { staff: 'T-02', missing: ['data-protection', 'information-security'], until: null },
  ])
})
