import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { parties, partyByCode } from '../rules.ts'
import { agreementSignatures } from '../signatures/rules.ts'
import {
  authorisationIn,
  authorise,
  companyWithRepresentative,
  people,
  registerCompany,
  registerPerson,
  settledBy,
  told,
} from '../testing/people.ts'

const rename = (bank: TestBank, party: PartyId, name: string, ask: object = {}) =>
  bank.do(
    'party.change',
    { party: String(party), change: { kind: 'name', facts: ['name'] } },
    { details: [told(name)], ...ask },
  )

clause('RA-3.6.5', 'a new name of the customer creates the duty for each document in use', async () => {
  const bank = await TestBank.open()
  const { customer, representative, authorisation } = await companyWithRepresentative(bank)
  const second = await authorise(bank, { customer, representatives: [representative] })
  const changed = await rename(bank, customer, 'SIA Melnais Paraugs')
  expect(settledBy(changed)).toContain('RA-3.6.5')
  for (const document of [authorisation, second])
    expect(authorisationIn(bank, customer, document)?.duties).toMatchObject([
      { cause: 'customer', due: Temporal.PlainDate.from('2026-02-05') },
    ])
})

clause('RA-3.6.5', 'a reorganisation creates the duty', async () => {
  const bank = await TestBank.open()
  const { customer, authorisation } = await companyWithRepresentative(bank)
  const changed = await bank.do('party.change', { party: String(customer), change: { kind: 'reorganisation' } })
  expect(changed).toMatchObject({
    outcome: 'accepted',
    facts: { duties: [{ customer: String(customer), cause: 'customer', due: '2026-02-05' }] },
  })
  expect(settledBy(changed)).toContain('RA-3.6.5')
  expect(authorisationIn(bank, customer, authorisation)?.duties).toMatchObject([{ cause: 'customer' }])
})

clause('RA-3.7.2', 'a changed name or surname is recorded as a case for a new agreement', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const changed = await rename(bank, liga, 'Līga Jaunā')
  expect(settledBy(changed)).toContain('RA-3.7.2')
  const demanded = await bank.do('agreement.demand-new-signature', { customer: String(liga) })
  expect(demanded).toMatchObject({ outcome: 'accepted', facts: { cases: ['identity'] } })
  expect(settledBy(demanded)).toContain('RA-3.7.2')
})

clause('RA-3.7.2', 'a changed personal code is recorded as such a case too', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const changed = await bank.do(
    'party.change',
    { party: String(liga), change: { kind: 'identity', facts: ['personal-code'] } },
    { details: [told('328673-00679')], blinds: { code: 'blind of 328673-00679' } },
  )
  expect(settledBy(changed)).toContain('RA-3.7.2')
  expect(bank.record(agreementSignatures, liga)).toMatchObject({
    identitySince: Temporal.PlainDate.from('2026-01-05'),
  })
  // The former code still leads to the same person: nobody else may come with it.
  expect(bank.record(partyByCode, 'blind of 328673-00679')).toBe(liga)
  expect(bank.record(partyByCode, `blind of ${people.liga.code}`)).toBe(liga)
})

test('a person tells of a new residence or contact; who they are, staff see from a document', async () => {
  const bank = await TestBank.open()
  const [liga, janis] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
  const as = (party: PartyId) => ({ actor: { role: 'customer', party } }) as const
  const move = { party: String(liga), change: { kind: 'residence', residence: 'EE' } }
  expect(await bank.do('party.change', move, as(janis))).toMatchObject({ code: 'no-authorisation' })
  expect(await bank.do('party.change', move, as(liga))).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(parties, liga)).toMatchObject({ residence: 'EE', consumer: true })
  expect(await bank.do('party.change', move, as(liga))).toMatchObject({ code: 'change-unsuitable' })
  expect(await rename(bank, liga, 'Līga Jaunā', as(liga))).toMatchObject({ code: 'staff-needed' })
  const contact = { party: String(liga), change: { kind: 'contacts', facts: ['email'] } }
  expect(
    await bank.do('party.change', contact, { ...as(liga), details: [told('liga@example.com', 'contact')] }),
  ).toMatchObject({
    outcome: 'accepted',
    facts: { duties: [] },
  })
  expect(bank.record(agreementSignatures, liga)).toBeUndefined()
})

test('a representative changes contacts with the service for accounts, and not with that for information', async () => {
  const change = { kind: 'contacts', facts: ['email'] }
  for (const [service, expected] of [
    ['information', { code: 'service-not-covered' }],
    ['accounts', { outcome: 'accepted' }],
  ] as const) {
    const bank = await TestBank.open()
    const { customer, representative } = await companyWithRepresentative(bank, { limits: { services: [service] } })
    const details = [told('info@example.com', 'contact')]
    const ask = { actor: { role: 'representative', party: representative }, details } as const
    expect(await bank.do('party.change', { party: String(customer), change }, ask)).toMatchObject(expected)
  }
})

test.each([
  ['residence', { kind: 'residence', residence: 'LT' }],
  ['consumer status', { kind: 'consumer', consumer: false }],
])('the %s of a customer is told by themselves or by staff, whatever a document allows', async (_what, change) => {
  const bank = await TestBank.open()
  const [liga, janis] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
  await authorise(bank, { customer: liga, representatives: [janis] })
  const asked = { party: String(liga), change }
  for (const role of ['representative', 'customer'] as const)
    expect(await bank.do('party.change', asked, { actor: { role, party: janis } })).toMatchObject({
      code: 'not-the-customer',
    })
  expect(bank.record(parties, liga)).toMatchObject({ residence: 'LV', consumer: true })
  const self = { actor: { role: 'customer', party: liga } } as const
  expect(await bank.preview('party.change', asked, self)).toMatchObject({ outcome: 'accepted' })
  expect(await bank.do('party.change', asked)).toMatchObject({ outcome: 'accepted' })
})

test.each([
  ['a code of somebody else', { kind: 'identity', facts: ['personal-code'] }, people.janis.code, 'code-taken'],
  ['a code without its blind index', { kind: 'identity', facts: ['personal-code'] }, undefined, 'details-incomplete'],
  ['contacts called an identity', { kind: 'identity', facts: ['email'] }, undefined, 'details-incomplete'],
  ['a reorganisation of a person', { kind: 'reorganisation' }, undefined, 'change-unsuitable'],
  ['the status they have', { kind: 'consumer', consumer: true }, undefined, 'change-unsuitable'],
])('%s is refused', async (_what, change, code, expected) => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  await registerPerson(bank, 'janis')
  const details = 'facts' in change ? [told('x')] : []
  const blinds = code === undefined ? {} : { blinds: { code: `blind of ${code}` } }
  expect(await bank.do('party.change', { party: String(liga), change }, { details, ...blinds })).toMatchObject({
    code: expected,
  })
})

test('a person stops being a consumer, a company never is one', async () => {
  const bank = await TestBank.open()
  const [liga, company] = [await registerPerson(bank, 'liga'), await registerCompany(bank)]
  const change = (party: PartyId, consumer: boolean) =>
    bank.do('party.change', { party: String(party), change: { kind: 'consumer', consumer } })
  expect(await change(liga, false)).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(parties, liga)).toMatchObject({ consumer: false })
  expect(await change(company, true)).toMatchObject({ code: 'change-unsuitable' })
})
