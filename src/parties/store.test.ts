import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestBank, testLane } from '../../tests/bank.ts'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import type { Key } from '../kernel/state.ts'
import { AppendConnection } from '../storage/lane/append-connection.ts'
import type { CollectionStore } from '../storage/lane/collection-store.ts'
import { deadlineStore, deadlinesDue } from '../storage/lane/deadline-store.ts'
import { specimenRows, specimenStore } from './authorisations/store.ts'
import { openDutyRows, representationRows, representationStore, representedByStore } from './representation/store.ts'
import { agreementSignatureStore, comparisonStore } from './signatures/store.ts'
import { partyCodeStore, partyPage, partyRows, partyStore, partyWithCode } from './store.ts'
import {
  authorise,
  companyWithRepresentative,
  idIn,
  people,
  registerPerson,
  submitPaper,
  told,
} from './testing/people.ts'
import { witnessDemandStore } from './witnesses/store.ts'

const stores: readonly CollectionStore[] = [
  partyStore,
  partyCodeStore,
  representationStore,
  representedByStore,
  specimenStore,
  comparisonStore,
  agreementSignatureStore,
  witnessDemandStore,
  deadlineStore,
]

let database: TestDatabase
let bank: TestBank
let known: Awaited<ReturnType<typeof companyWithRepresentative>>

beforeAll(async () => {
  database = await testDatabase()
  bank = await TestBank.open()
  known = await livedThrough(bank)
  // What the memory's journal holds goes batch by batch to PostgreSQL, as the writer would send it.
  const connection = new AppendConnection(database.url, 10_000)
  for (const batch of bank.storage.journal(testLane)) {
    const writes = [...batch.steps].flatMap(
      ([{ name }, steps]) => stores.find(({ collection }) => collection === name)?.save(testLane, steps) ?? [],
    )
    if (writes.length > 0) await connection.run(writes)
  }
  await connection.close()
})
afterAll(() => database.close())

/** A bank in which everything that the tables can hold has happened. */
async function livedThrough(bank: TestBank) {
  const company = await companyWithRepresentative(bank, { seal: true })
  const { customer, representative, authorisation, document } = company
  const janis = await registerPerson(bank, 'janis')
  const limits = {
    services: ['payments', 'information'],
    perTransaction: { minor: '100000', currency: 'EUR' },
    from: '2026-01-01',
    until: '2026-12-31',
    signatures: 2,
  }
  await authorise(bank, { customer, representatives: [representative, janis], limits })
  await authorise(bank, { customer: janis, representatives: [representative] })
  await bank.do('authorisation.demand-replacement', document)
  const next = await submitPaper(bank, { customer, representatives: [janis], replaces: authorisation })
  const demanded = await bank.do('signature.require-witness', {
    customer: String(customer),
    document: { kind: 'authorisation', id: String(next) },
    before: 'notary',
    reason: 'abroad',
  })
  await bank.do('signature.confirm-witness', { demand: String(idIn(demanded, 'demand')), before: 'notary' })
  await bank.do('signature.require-witness', {
    customer: String(customer),
    document: { kind: 'authorisation', id: String(next) },
    before: 'staff',
  })
  const specimen = {
    kind: 'authorisation',
    authorisation: String(authorisation),
    representative: String(representative),
  }
  for (const [compared, seal] of [
    [specimen, 'matches'],
    [{ kind: 'agreement' }, 'none'],
  ])
    await bank.do('signature.compare', {
      customer: String(customer),
      document: { kind: 'authorisation', id: String(next) },
      specimen: compared,
      signature: 'differs',
      seal,
    })
  await bank.do('agreement.demand-new-signature', { customer: String(customer) })
  await bank.do('representation.record-limit', {
    customer: String(customer),
    representative: String(representative),
    kinds: ['time', 'place'],
  })
  await bank.do('representation.record-conflict', { customer: String(customer), standing: true })
  await bank.do('party.change', { party: String(janis), change: { kind: 'residence', residence: 'EE' } })
  await bank.do(
    'party.change',
    { party: String(janis), change: { kind: 'identity', facts: ['personal-code'] } },
    { details: [told(people.anna.code)], blinds: { code: 'a new code' } },
  )
  await bank.cutOver('2026-01-12')
  await bank.do('representation.remind', { customer: String(customer) }, { actor: { role: 'system' } })
  await bank.cutOver('2026-02-06')
  await bank.do('authorisation.decide-service', { ...document, service: 'served' })
  await bank.do('authorisation.reject', { ...document, authorisation: String(next), reason: 'signature' })
  return company
}

test.each(stores.map((store) => [store.collection, store] as const))(
  '%s is loaded as it was kept',
  async (name, store) => {
    const kept = new Map([...bank.storage.records(testLane, name)].filter(([, record]) => record !== 'cleared'))
    expect(kept.size).toBeGreaterThan(0)
    const keys: readonly Key[] = [...bank.storage.records(testLane, name).keys()]
    expect(await store.load(database.sql, testLane, keys)).toEqual(kept)
    expect(await store.load(database.sql, testLane, [])).toEqual(new Map())
  },
)

test('parties are read by id, by code and page by page', async () => {
  const { customer, representative } = known
  const found = await partyRows(database.sql, testLane, [customer, representative])
  expect(found.get(customer)).toMatchObject({ kind: 'legal' })
  expect(await partyWithCode(database.sql, testLane, `blind of ${people.liga.code}`)).toBe(representative)
  expect(await partyWithCode(database.sql, testLane, 'nobody')).toBeUndefined()
  const first = await partyPage(database.sql, testLane, 0, 2)
  const rest = await partyPage(database.sql, testLane, first[1]?.party ?? 0, 2)
  expect([...first, ...rest].map(({ party }) => party)).toEqual(
    [...bank.storage.records(testLane, 'party').keys()].sort((a, b) => Number(a) - Number(b)),
  )
})

test('open duties come by their due date, with customer and document', async () => {
  const duties = await openDutyRows(database.sql, testLane, 10)
  expect(duties.length).toBeGreaterThan(1)
  expect(duties.map(({ due }) => due)).toEqual(duties.map(({ due }) => due).sort(Temporal.PlainDate.compare))
  expect(duties).toContainEqual(
    expect.objectContaining({ customer: known.customer, authorisation: known.authorisation, cause: 'asked' }),
  )
  const representation = (await representationRows(database.sql, testLane, [known.customer])).get(known.customer)
  expect(representation).toMatchObject({ conflictSince: Temporal.PlainDate.from('2026-01-05') })
})

test('specimens stand with their document, sealed', async () => {
  const rows = await specimenRows(database.sql, testLane, known.authorisation)
  expect(rows.map(({ kind, sealed }) => [kind, sealed?.toString()])).toEqual([
    ['signature', 'picture of the signature'],
    ['seal', 'picture of the seal'],
  ])
})

test('what is due on a day is read in order, the cleared left out', async () => {
  const due = await deadlinesDue(database.sql, testLane, Temporal.PlainDate.from('2026-01-19'), 10)
  expect(due).toContainEqual({
    due: Temporal.PlainDate.from('2026-01-19'),
    kind: 'authorisation-reminder',
    subject: known.customer,
  })
  expect(due.filter(({ due }) => due.equals('2026-01-12'))).not.toContainEqual(
    expect.objectContaining({ subject: known.customer }),
  )
})
