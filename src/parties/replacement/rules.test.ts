import { expect, test } from 'vitest'
import { TestBank, testLane } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { type Deadline, deadlineKey, deadlines } from '../../kernel/deadline.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { openDuties } from '../representation/rules.ts'
import {
  authorisationIn,
  authorise,
  companyWithRepresentative,
  registerPerson,
  settledBy,
  submitPaper,
  told,
  verify,
} from '../testing/people.ts'

// Asked on Monday 5 January 2026: due a month later, reminded every week.
const duty = { due: '2026-02-05', remindOn: '2026-01-12' }

const reminder = (customer: PartyId, due: string): Deadline => ({
  due: Temporal.PlainDate.from(due),
  kind: 'authorisation-reminder',
  subject: customer,
})
const deadlineOf = (bank: TestBank, customer: PartyId, due: string) =>
  bank.record(deadlines, deadlineKey(reminder(customer, due)))

const system = { actor: { role: 'system' } } as const

clause(
  'RA-3.6',
  'the customer replaces the document when asked, and owes that in the other cases unasked',
  async () => {
    const bank = await TestBank.open()
    const { customer, authorisation, document } = await companyWithRepresentative(bank)
    const asked = await bank.do('authorisation.demand-replacement', document)
    expect(asked).toMatchObject({ outcome: 'accepted', facts: { cause: 'asked', ...duty } })
    expect(settledBy(asked)).toEqual(['RA-3.6'])
    const worn = await bank.do('authorisation.report', { ...document, what: 'document-worn' })
    expect(worn).toMatchObject({ outcome: 'accepted', facts: { cause: 'worn', ...duty } })
    expect(settledBy(worn)).toContain('RA-3.6')
    expect(authorisationIn(bank, customer, authorisation)?.duties).toMatchObject([
      { cause: 'asked' },
      { cause: 'worn' },
    ])
    expect(await bank.do('authorisation.demand-replacement', document)).toMatchObject({ code: 'duty-already-open' })
  },
)

clause('RA-3.6', 'an open duty has a due date and reminders, the last one on the due date', async () => {
  const bank = await TestBank.open()
  const { customer, authorisation, document } = await companyWithRepresentative(bank)
  await bank.do('authorisation.demand-replacement', document)
  expect(deadlineOf(bank, customer, '2026-01-12')).toBe('set')
  const remind = () => bank.do('representation.remind', { customer: String(customer) }, system)
  expect(await remind()).toMatchObject({ code: 'nothing-to-remind' })
  for (const [day, next] of [
    ['2026-01-12', '2026-01-19'],
    ['2026-01-19', '2026-01-26'],
    ['2026-01-26', '2026-02-02'],
    ['2026-02-02', '2026-02-05'],
    ['2026-02-05', null],
  ] as const) {
    await bank.cutOver(day)
    const reminded = await remind()
    expect(reminded).toMatchObject({ facts: { reminded: [{ due: '2026-02-05', remindOn: next }] } })
    expect(settledBy(reminded)).toEqual(['RA-3.6'])
    expect(deadlineOf(bank, customer, day)).toBe('cleared')
    if (next !== null) expect(deadlineOf(bank, customer, next)).toBe('set')
    expect(await remind()).toMatchObject({ code: 'nothing-to-remind' })
  }
  expect(authorisationIn(bank, customer, authorisation)?.duties).toMatchObject([{ reminders: 5 }])
})

clause(
  'RA-3.6',
  'once the due date has passed the institution declines; until then the representative still acts',
  async () => {
    const bank = await TestBank.open()
    const { customer, representative, document } = await companyWithRepresentative(bank)
    const asked = await bank.do('authorisation.demand-replacement', document)
    expect(asked.facts).toMatchObject(duty)
    await bank.cutOver('2026-02-04')
    expect(await verify(bank, customer, representative)).toMatchObject({ outcome: 'accepted' })
    await bank.cutOver('2026-02-05')
    expect(await verify(bank, customer, representative)).toMatchObject({ outcome: 'accepted' })
    await bank.cutOver('2026-02-06')
    const refused = await verify(bank, customer, representative)
    expect(refused).toMatchObject({ code: 'authorisation-replacement-overdue', facts: { due: '2026-02-05' } })
    expect(settledBy(refused)).toEqual(['RA-3.2', 'RA-3.6'])
  },
)

clause(
  'RA-3.2',
  'declining over an overdue replacement is an entitlement, which staff may waive and use again',
  async () => {
    const bank = await TestBank.open()
    const { customer, representative, document } = await companyWithRepresentative(bank)
    await bank.do('authorisation.demand-replacement', document)
    const decide = (service: string, actor = 'T-01') =>
      bank.do('authorisation.decide-service', { ...document, service }, { actor: { role: 'teller', staff: actor } })
    await bank.cutOver('2026-02-05')
    expect(await decide('served')).toMatchObject({ code: 'replacement-not-overdue' })
    await bank.cutOver('2026-02-06')
    const overdue = await verify(bank, customer, representative)
    expect(overdue).toMatchObject({ code: 'authorisation-replacement-overdue' })
    expect(settledBy(overdue)).toContain('RA-3.2')
    expect(settledBy(await decide('served'))).toContain('RA-3.2')
    expect(await verify(bank, customer, representative)).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(await decide('declined'))).toContain('RA-3.2')
    expect(await verify(bank, customer, representative)).toMatchObject({ code: 'authorisation-replacement-overdue' })
  },
)

clause('RA-3.6.1', 'another representative creates the duty', async () => {
  const bank = await TestBank.open()
  const { document } = await companyWithRepresentative(bank)
  const reported = await bank.do('authorisation.report', { ...document, what: 'representative-changed' })
  expect(reported).toMatchObject({ outcome: 'accepted', facts: { cause: 'representative', due: '2026-02-05' } })
  expect(settledBy(reported)).toEqual(['RA-3.6.1', 'RA-3.6'])
})

clause(
  'RA-3.6.1',
  'changed personal data of the representative create the duty for every customer they represent',
  async () => {
    const bank = await TestBank.open()
    const { customer, representative, authorisation } = await companyWithRepresentative(bank)
    const janis = await registerPerson(bank, 'janis')
    const other = await authorise(bank, { customer: janis, representatives: [representative] })
    const changed = await bank.do(
      'party.change',
      { party: String(representative), change: { kind: 'name', facts: ['name'] } },
      { details: [told('Līga Jaunā')] },
    )
    expect(settledBy(changed)).toContain('RA-3.6.1')
    for (const [of, document] of [
      [customer, authorisation],
      [janis, other],
    ] as const) {
      expect(authorisationIn(bank, of, document)?.duties).toMatchObject([
        { cause: 'representative', due: Temporal.PlainDate.from('2026-02-05') },
      ])
      expect(deadlineOf(bank, of, '2026-01-12')).toBe('set')
    }
  },
)

clause('RA-3.6.2', 'a changed signature creates the duty, and so does one that looks different', async () => {
  for (const what of ['signature-changed', 'signature-differs']) {
    const bank = await TestBank.open()
    const { document } = await companyWithRepresentative(bank)
    const reported = await bank.do('authorisation.report', { ...document, what })
    expect(reported).toMatchObject({ outcome: 'accepted', facts: { cause: 'signature', due: '2026-02-05' } })
    expect(settledBy(reported)).toEqual(['RA-3.6.2', 'RA-3.6'])
  }
})

clause('RA-3.6.3', 'a changed seal creates the duty, and so does one that looks different', async () => {
  for (const what of ['seal-changed', 'seal-differs']) {
    const bank = await TestBank.open()
    const { document } = await companyWithRepresentative(bank, { seal: true })
    const reported = await bank.do('authorisation.report', { ...document, what })
    expect(reported).toMatchObject({ outcome: 'accepted', facts: { cause: 'seal', due: '2026-02-05' } })
    expect(settledBy(reported)).toEqual(['RA-3.6.3', 'RA-3.6'])
  }
})

clause('RA-3.6.4', 'a worn document creates the duty, and so does another one with the specimen', async () => {
  for (const what of ['document-worn', 'specimen-worn']) {
    const bank = await TestBank.open()
    const { document } = await companyWithRepresentative(bank)
    const reported = await bank.do('authorisation.report', { ...document, what })
    expect(reported).toMatchObject({ outcome: 'accepted', facts: { cause: 'worn', due: '2026-02-05' } })
    expect(settledBy(reported)).toEqual(['RA-3.6.4', 'RA-3.6'])
  }
})

test('the accepted replacement ends the old document, its duties and reminders', async () => {
  const bank = await TestBank.open()
  const { customer, representative, authorisation, document } = await companyWithRepresentative(bank)
  await bank.do('authorisation.demand-replacement', document)
  const replaces = authorisation
  const next = await submitPaper(bank, { customer, representatives: [representative], replaces })
  expect(authorisationIn(bank, customer, authorisation)).toMatchObject({ status: 'accepted' })
  await bank.cutOver('2026-02-06')
  expect(await verify(bank, customer, representative)).toMatchObject({ code: 'authorisation-replacement-overdue' })
  const accepted = await bank.do('authorisation.accept', {
    customer: String(customer),
    authorisation: String(next),
    contentReviewed: true,
  })
  expect(settledBy(accepted)).toEqual(['RA-3.1', 'RA-3.3', 'RA-3.6'])
  const old = authorisationIn(bank, customer, authorisation)
  expect(old?.status).toBe('replaced')
  expect(openDuties(old?.duties ?? [])).toEqual([])
  expect(deadlineOf(bank, customer, '2026-01-12')).toBe('cleared')
  expect(await verify(bank, customer, representative)).toMatchObject({ outcome: 'accepted' })
})

test('a revoked document leaves no reminder behind, and one that is shared with another duty stays', async () => {
  const bank = await TestBank.open()
  const { customer, document } = await companyWithRepresentative(bank)
  const janis = await registerPerson(bank, 'janis')
  const second = await authorise(bank, { customer, representatives: [janis] })
  await bank.do('authorisation.demand-replacement', document)
  await bank.do('authorisation.demand-replacement', { ...document, authorisation: String(second) })
  await bank.do('authorisation.revoke', document)
  expect(deadlineOf(bank, customer, '2026-01-12')).toBe('set')
  await bank.do('authorisation.revoke', { ...document, authorisation: String(second) })
  expect(deadlineOf(bank, customer, '2026-01-12')).toBe('cleared')
})

test('a refusal changes nothing, and who reports is named', async () => {
  const bank = await TestBank.open()
  const { document } = await companyWithRepresentative(bank)
  const before = bank.storage.records(testLane, 'representation').get(Number(document.customer))
  const nameless = { actor: { role: 'teller' } } as const
  for (const [kind, payload, ask, code] of [
    ['authorisation.demand-replacement', document, nameless, 'staff-unnamed'],
    ['authorisation.report', { ...document, what: 'document-worn' }, nameless, 'staff-unnamed'],
    [
      'authorisation.report',
      { ...document, authorisation: '1099511628999', what: 'document-worn' },
      {},
      'authorisation-unknown',
    ],
  ] as const)
    expect(await bank.do(kind, payload, ask)).toMatchObject({ outcome: 'refused', code })
  expect(bank.storage.records(testLane, 'representation').get(Number(document.customer))).toBe(before)
})
