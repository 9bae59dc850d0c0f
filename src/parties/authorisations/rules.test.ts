import { expect, test } from 'vitest'
import { TestBank, teller, testLane } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { representedBy } from '../representation/rules.ts'
import {
  authorisationIn,
  authorise,
  companyWithRepresentative,
  idIn,
  paper,
  registerCompany,
  registerPerson,
  settledBy,
  submitPaper,
  verify,
} from '../testing/people.ts'
import { specimens } from './rules.ts'

clause('RA-3.1', 'nobody acts for a legal person without an authorisation document', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const company = await registerCompany(bank)
  const refused = await verify(bank, company, liga)
  expect(refused).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
  expect(settledBy(refused)).toContain('RA-3.1')
  expect(await verify(bank, company, company)).toMatchObject({ code: 'no-authorisation' })
  await authorise(bank, { customer: company, representatives: [liga] })
  expect(await verify(bank, company, liga)).toMatchObject({ outcome: 'accepted' })
})

clause(
  'RA-3.1',
  'a person who wants to act through somebody else needs a document; for themselves they need none',
  async () => {
    const bank = await TestBank.open()
    const [liga, janis] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
    expect(await verify(bank, liga, liga)).toMatchObject({ outcome: 'accepted' })
    const refused = await verify(bank, liga, janis)
    expect(refused).toMatchObject({ code: 'no-authorisation' })
    expect(settledBy(refused)).toContain('RA-3.1')
  },
)

clause(
  'RA-3.1',
  'a document gives no power before a named member of staff accepted its content; who and when is kept',
  async () => {
    const bank = await TestBank.open()
    const liga = await registerPerson(bank, 'liga')
    const company = await registerCompany(bank)
    const authorisation = await submitPaper(bank, { customer: company, representatives: [liga] })
    const document = { customer: String(company), authorisation: String(authorisation) }
    expect(await verify(bank, company, liga)).toMatchObject({ code: 'authorisation-not-accepted' })
    const review = { ...document, contentReviewed: true }
    expect(await bank.do('authorisation.accept', review, { actor: { role: 'teller' } })).toMatchObject({
      code: 'staff-unnamed',
    })
    const accepted = await bank.do('authorisation.accept', review)
    expect(accepted).toMatchObject({ outcome: 'accepted', internal: { reviewedBy: 'T-01' } })
    expect(settledBy(accepted)).toContain('RA-3.1')
    expect(authorisationIn(bank, company, authorisation)).toMatchObject({
      status: 'accepted',
      reviewedBy: 'T-01',
      reviewedOn: Temporal.PlainDate.from('2026-01-05'),
    })
    expect(await verify(bank, company, liga)).toMatchObject({ outcome: 'accepted' })
  },
)

clause('RA-3.1', 'a document in another form than the institution has set is not taken in', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const company = await registerCompany(bank)
  const { payload, ask } = paper({ customer: company, representatives: [liga] })
  const refused = await bank.do('authorisation.submit', { ...payload, form: 'other' }, ask)
  expect(refused).toMatchObject({ outcome: 'refused', code: 'form-not-accepted' })
  expect(settledBy(refused)).toEqual(['RA-3.1'])
})

clause('RA-3.1', 'a document whose content staff rejected gives no power', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const company = await registerCompany(bank)
  const authorisation = await submitPaper(bank, { customer: company, representatives: [liga] })
  const document = { customer: String(company), authorisation: String(authorisation) }
  const rejected = await bank.do('authorisation.reject', { ...document, reason: 'content' })
  expect(rejected).toMatchObject({ outcome: 'accepted', facts: { status: 'rejected', reason: 'content' } })
  expect(settledBy(rejected)).toEqual(['RA-3.1'])
  expect(await verify(bank, company, liga)).toMatchObject({ code: 'no-authorisation' })
  expect(await bank.do('authorisation.accept', { ...document, contentReviewed: true })).toMatchObject({
    code: 'authorisation-already-reviewed',
  })
})

clause('RA-3.2', 'who has no authorisation document is declined, and the refusal cites the entitlement', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const company = await registerCompany(bank)
  const refused = await verify(bank, company, liga)
  expect(refused).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
  expect(settledBy(refused)).toEqual(['RA-3.1', 'RA-3.2'])
})

clause('RA-3.2', 'after revocation the representative is declined, and the customer through them', async () => {
  const bank = await TestBank.open()
  const { customer, representative, document } = await companyWithRepresentative(bank)
  expect(await bank.do('authorisation.revoke', document)).toMatchObject({ outcome: 'accepted' })
  const refused = await verify(bank, customer, representative)
  expect(refused).toMatchObject({ code: 'no-authorisation' })
  expect(settledBy(refused)).toContain('RA-3.2')
})

clause('RA-3.3', 'a document without limits gives full representation', async () => {
  const bank = await TestBank.open()
  const { customer, representative } = await companyWithRepresentative(bank)
  for (const service of ['payments', 'cash', 'accounts', 'information']) {
    const amount = { minor: '99999999999999', currency: 'JPY' }
    const accepted = await verify(bank, customer, representative, { service, amount })
    expect(accepted).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(accepted)).toEqual(['RA-3.3'])
  }
})

clause('RA-3.3', 'a limit of services is enforced', async () => {
  const bank = await TestBank.open()
  const { customer, representative } = await companyWithRepresentative(bank, { limits: { services: ['information'] } })
  expect(await verify(bank, customer, representative, { service: 'information' })).toMatchObject({
    outcome: 'accepted',
  })
  const refused = await verify(bank, customer, representative, { service: 'cash' })
  expect(refused).toMatchObject({ code: 'service-not-covered', facts: { service: 'cash' } })
  expect(settledBy(refused)).toEqual(['RA-3.3'])
})

clause('RA-3.3', 'a limit of the amount is enforced to the cent, and in its own currency', async () => {
  const bank = await TestBank.open()
  const limits = { perTransaction: { minor: '100000', currency: 'EUR' } }
  const { customer, representative } = await companyWithRepresentative(bank, { limits })
  const pay = (minor: string, currency = 'EUR') =>
    verify(bank, customer, representative, { service: 'payments', amount: { minor, currency } })
  expect(await pay('100000')).toMatchObject({ outcome: 'accepted' })
  const refused = await pay('100001')
  expect(refused).toMatchObject({ code: 'amount-over-limit', facts: { limit: { minor: '100000', currency: 'EUR' } } })
  expect(settledBy(refused)).toEqual(['RA-3.3'])
  expect(await pay('1', 'USD')).toMatchObject({ code: 'amount-not-comparable' })
})

clause('RA-3.3', 'joint signature is enforced', async () => {
  const bank = await TestBank.open()
  const [liga, janis, anna] = [
    await registerPerson(bank, 'liga'),
    await registerPerson(bank, 'janis'),
    await registerPerson(bank, 'anna'),
  ]
  const company = await registerCompany(bank)
  await authorise(bank, { customer: company, representatives: [liga, janis], limits: { signatures: 2 } })
  const sign = (coSigners: readonly PartyId[]) =>
    verify(bank, company, liga, { service: 'payments', coSigners: coSigners.map(String) })
  expect(await sign([janis])).toMatchObject({ outcome: 'accepted' })
  for (const coSigners of [[], [liga], [anna]]) {
    const refused = await sign(coSigners)
    expect(refused).toMatchObject({ code: 'signatures-missing', facts: { signed: 1, needed: 2 } })
    expect(settledBy(refused)).toEqual(['RA-3.3'])
  }
})

clause(
  'RA-3.3',
  'dates are enforced: the first and the last day are covered, the days around them are not',
  async () => {
    const bank = await TestBank.open({ on: '2026-01-31' })
    const limits = { from: '2026-02-01', until: '2026-02-03' }
    const { customer, representative } = await companyWithRepresentative(bank, { limits })
    const refused = await verify(bank, customer, representative)
    expect(refused).toMatchObject({ code: 'authorisation-outside-dates' })
    expect(settledBy(refused)).toEqual(['RA-3.3'])
    for (const [day, code] of [
      ['2026-02-01', null],
      ['2026-02-03', null],
      ['2026-02-04', 'authorisation-outside-dates'],
    ] as const) {
      await bank.cutOver(day)
      expect(await verify(bank, customer, representative)).toMatchObject({ code })
    }
  },
)

test('a document keeps its specimens under the key of whose they are', async () => {
  const bank = await TestBank.open()
  const { customer, representative, authorisation } = await companyWithRepresentative(bank, { seal: true })
  const kept = [...bank.storage.records(testLane, 'specimen').values()]
  expect(kept).toMatchObject([
    { customer, authorisation, kind: 'signature', of: representative },
    { customer, authorisation, kind: 'seal', of: customer },
  ])
  const steps = bank.storage.journal(testLane).flatMap((batch) => batch.steps.get(specimens) ?? [])
  expect(steps.map(({ sealed }) => sealed?.toString())).toEqual(['picture of the signature', 'picture of the seal'])
  expect(bank.record(representedBy, representative)).toEqual([customer])
})

test('a natural customer hands in and revokes a document; nobody else does it for them, and no legal person for itself', async () => {
  const bank = await TestBank.open()
  const [liga, janis] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
  const company = await registerCompany(bank)
  const hand = (customer: PartyId, by: PartyId) => {
    const { payload, ask } = paper({ customer, representatives: [janis] })
    return bank.do('authorisation.submit', payload, { ...ask, actor: { role: 'customer', party: by } })
  }
  expect(await hand(liga, janis)).toMatchObject({ code: 'not-the-customer' })
  expect(await hand(company, company)).toMatchObject({ code: 'not-the-customer' })
  const document = { customer: String(liga), authorisation: String(idIn(await hand(liga, liga), 'authorisation')) }
  await bank.do('authorisation.accept', { ...document, contentReviewed: true })
  const revoke = (party: PartyId) => bank.do('authorisation.revoke', document, { actor: { role: 'customer', party } })
  expect(await revoke(janis)).toMatchObject({ code: 'not-the-customer' })
  expect(await revoke(liga)).toMatchObject({ outcome: 'accepted' })
  expect(await revoke(liga)).toMatchObject({ code: 'authorisation-unknown' })
})

test.each([
  ['an unknown customer', { customer: '1099511628999' }, 'party-unknown'],
  ['an unknown representative', { representatives: ['1099511628999'] }, 'representative-unsuitable'],
  ['no specimen of the representative', { specimens: [{ kind: 'seal' }] }, 'specimen-missing'],
  ['more signatures than representatives', { limits: { signatures: 2 } }, 'limits-contradictory'],
  ['an end before its beginning', { limits: { from: '2026-02-02', until: '2026-02-01' } }, 'limits-contradictory'],
  ['a document to replace that is none', { replaces: '1099511628999' }, 'authorisation-unknown'],
])('a document with %s is refused', async (_what, change, code) => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const { payload, ask } = paper({ customer: await registerCompany(bank), representatives: [liga] })
  expect(await bank.do('authorisation.submit', { ...payload, ...change }, ask)).toMatchObject({ code })
  expect(bank.storage.records(testLane, 'representation').size).toBe(0)
})

test('a representative is a natural person other than the customer', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const company = await registerCompany(bank)
  for (const [customer, representative] of [
    [liga, liga],
    [liga, company],
  ] as const) {
    const { payload, ask } = paper({ customer, representatives: [representative] })
    expect(await bank.do('authorisation.submit', payload, { ...ask, actor: teller })).toMatchObject({
      code: 'representative-unsuitable',
    })
  }
})
