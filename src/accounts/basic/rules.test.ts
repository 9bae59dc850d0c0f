import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { companyWithRepresentative, idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import { accountIn } from '../testing/accounts.ts'
import { basicApplications, isLate } from './rules.ts'

const apply = (bank: TestBank, customer: PartyId, other: object = {}) =>
  bank.do('basic-account.apply', { customer: String(customer), currency: 'EUR', channel: 'location', ...other })
const decide = (bank: TestBank, customer: PartyId, decision: object) =>
  bank.do('basic-account.decide', { customer: String(customer), ...decision })
const refusal = (ground: string, other: object = {}) => ({ decision: 'refuse', ground, ...other })

async function applied(other: object = {}) {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  await apply(bank, liga, other)
  return { bank, liga }
}

clause('RA-4.6', 'an eligible consumer gets a basic account', async () => {
  const { bank, liga } = await applied()
  const opened = await decide(bank, liga, { decision: 'open' })
  expect(settledBy(opened)).toEqual(expect.arrayContaining(['RA-4.6', 'PAD-16(2)']))
  expect(accountIn(bank, idIn<AccountId>(opened, 'account'))).toMatchObject({ product: 'basic', holder: liga })
  expect(bank.record(basicApplications, liga)).toMatchObject({ status: 'opened', decidedBy: 'T-01' })
})

clause('RA-4.6', 'eligibility, services, time and fee cap are those of the law', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const application = await apply(bank, liga)
  expect(settledBy(application)).toEqual(expect.arrayContaining(['RA-4.6', 'PAD-16(2)']))
  expect(application).toMatchObject({
    outcome: 'accepted',
    facts: {
      // The tenth business day after Monday the 5th.
      decideBy: '2026-01-19',
      services: ['open-operate-close', 'pay-in', 'cash-withdrawal', 'direct-debit', 'card-payment', 'credit-transfer'],
      feeCap: { minor: '150', currency: 'EUR' },
    },
  })
})

clause('RA-4.6', 'who is no consumer, or not resident where the law asks for it, is not eligible', async () => {
  const bank = await TestBank.open()
  const { customer: company, representative: liga } = await companyWithRepresentative(bank)
  const asked = await apply(bank, company, { orderedBy: String(liga) })
  expect(asked).toMatchObject({ outcome: 'refused', code: 'not-a-consumer' })
  expect(settledBy(asked)).toContain('RA-4.6')
  const elsewhere = await apply(bank, liga, { standing: 'traveller' })
  expect(elsewhere).toMatchObject({ outcome: 'refused', code: 'not-resident' })
  expect(await apply(bank, liga, { standing: 'asylum-seeker' })).toMatchObject({ outcome: 'accepted' })
})

clause('RA-4.7', 'a basic account is refused only on a statutory ground', async () => {
  const { bank, liga } = await applied()
  const other = await decide(bank, liga, refusal('poor-credit'))
  expect(other).toMatchObject({
    outcome: 'refused',
    code: 'ground-not-statutory',
    facts: { grounds: ['money-laundering', 'has-payment-account'] },
  })
  expect(settledBy(other)).toEqual(['RA-4.7'])
  expect(await decide(bank, liga, refusal('has-payment-account'))).toMatchObject({ outcome: 'accepted' })
})

clause('RA-4.7', 'it is refused in writing, in time, free of charge, with the routes of complaint', async () => {
  const { bank, liga } = await applied()
  await bank.cutOver('2026-01-19')
  const refused = await decide(bank, liga, refusal('has-payment-account'))
  expect(refused).toMatchObject({
    outcome: 'accepted',
    facts: {
      form: 'written',
      free: true,
      complaintRoutes: ['complaint-procedure', 'competent-authority', 'alternative-dispute-resolution'],
    },
  })
  expect(settledBy(refused)).toContain('RA-4.7')
})

clause('RA-4.7', 'after the time of the law it cannot be refused any more, but still opened', async () => {
  const { bank, liga } = await applied()
  await bank.cutOver('2026-01-20')
  const late = await decide(bank, liga, refusal('has-payment-account'))
  expect(late).toMatchObject({ outcome: 'refused', code: 'decision-late', facts: { decideBy: '2026-01-19' } })
  expect(settledBy(late)).toEqual(['RA-4.7'])
  expect(await decide(bank, liga, { decision: 'open' })).toMatchObject({ outcome: 'accepted' })
})

clause('RA-4.7', 'the answer names the ground', async () => {
  const { bank, liga } = await applied()
  const refused = await decide(bank, liga, refusal('has-payment-account'))
  expect(refused).toMatchObject({ outcome: 'accepted', facts: { ground: 'has-payment-account' } })
  expect(refused.cited.disclosed.map(({ document }) => document)).toEqual(['RA', 'PAD'])
})

clause('RA-4.7', 'a ground of money laundering is not disclosed', async () => {
  const { bank, liga } = await applied()
  const refused = await decide(bank, liga, refusal('money-laundering'))
  expect(refused.facts).not.toHaveProperty('ground')
  expect(refused).toMatchObject({ outcome: 'accepted', internal: { ground: 'money-laundering' } })
  expect(refused.cited.disclosed).toEqual([{ document: 'RA', version: '2018-11-01', clause: '4.7' }])
  expect(settledBy(refused)).toContain('PAD-16(2)')
})

clause('RA-4.7', 'nor is any ground where security or public order forbid it, and only there', async () => {
  const { bank, liga } = await applied()
  const convenience = await decide(bank, liga, refusal('has-payment-account', { withhold: 'convenience' }))
  expect(convenience).toMatchObject({ outcome: 'refused', code: 'withholding-not-statutory' })
  const refused = await decide(bank, liga, refusal('has-payment-account', { withhold: 'national-security' }))
  expect(refused.facts).not.toHaveProperty('ground')
  expect(refused.outcome).toBe('accepted')
  expect(refused.internal).toEqual({ ground: 'has-payment-account', withhold: 'national-security' })
  expect(refused.cited.disclosed.map(({ document }) => document)).toEqual(['RA'])
})

test('who declared to leave the other account is not refused for having it', async () => {
  const { bank, liga } = await applied({ leavesOther: true })
  expect(await decide(bank, liga, refusal('has-payment-account'))).toMatchObject({ code: 'ground-declared-away' })
})

test('one application waits at a time, and each is decided once', async () => {
  const { bank, liga } = await applied()
  expect(await apply(bank, liga)).toMatchObject({ outcome: 'refused', code: 'application-waits' })
  await decide(bank, liga, { decision: 'open' })
  expect(await decide(bank, liga, { decision: 'open' })).toMatchObject({ code: 'application-decided' })
  expect(await decide(bank, liga, refusal('money-laundering'))).toMatchObject({ code: 'application-decided' })
  expect(await apply(bank, liga)).toMatchObject({ outcome: 'accepted' })
})

test('an application is late from the day after its time', async () => {
  const { bank, liga } = await applied()
  const application = bank.record(basicApplications, liga)
  if (application === undefined) throw new Error('there is no application')
  expect(isLate(application, Temporal.PlainDate.from('2026-01-19'))).toBe(false)
  expect(isLate(application, Temporal.PlainDate.from('2026-01-20'))).toBe(true)
})

test('an application in a currency that is not offered is not taken, and none is decided that was not made', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  expect(await apply(bank, liga, { currency: 'JPY' })).toMatchObject({ code: 'currency-not-offered' })
  expect(await decide(bank, liga, { decision: 'open' })).toMatchObject({ code: 'application-unknown' })
})
