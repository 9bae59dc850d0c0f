import { expect, test } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import {
  authorisationIn,
  companyWithRepresentative,
  idIn,
  registerCompany,
  registerPerson,
  settledBy,
  submitPaper,
} from '../testing/people.ts'
import { agreementSignatures, comparisons } from './rules.ts'

const byOperator = { actor: operator }

async function companyOf(bank: TestBank, seal = false) {
  const known = await companyWithRepresentative(bank, { seal })
  const specimen = {
    kind: 'authorisation',
    authorisation: String(known.authorisation),
    representative: String(known.representative),
  }
  const compare = (signature: string, imprint: string, document: object = { kind: 'order' }) =>
    bank.do('signature.compare', { customer: String(known.customer), document, specimen, signature, seal: imprint })
  return { ...known, compare }
}

const withAgreement = (bank: TestBank, customer: number, signature: string) =>
  bank.do('signature.compare', {
    customer: String(customer),
    document: { kind: 'order' },
    specimen: { kind: 'agreement' },
    signature,
    seal: 'none',
  })

clause('RA-3.5', 'the institution does not answer for a forged document that was seen to match', async () => {
  const bank = await TestBank.open()
  const { customer, authorisation, compare } = await companyOf(bank, true)
  const comparison = idIn(await compare('matches', 'matches'), 'comparison')
  const relied = await bank.do(
    'signature.rely',
    { customer: String(customer), comparison: String(comparison) },
    byOperator,
  )
  expect(relied).toMatchObject({
    outcome: 'accepted',
    facts: { liable: false, riskCarriedBy: 'customer', specimen: String(authorisation), comparedOn: '2026-01-05' },
    internal: { comparedBy: 'T-01' },
  })
  expect(settledBy(relied)).toEqual(['RA-3.5'])
})

clause(
  'RA-3.5',
  'only a comparison recorded as matching, with who, when and which specimen, excludes liability',
  async () => {
    const bank = await TestBank.open()
    const { customer, representative, authorisation, compare } = await companyOf(bank)
    const rely = (comparison: string) =>
      bank.do('signature.rely', { customer: String(customer), comparison }, byOperator)
    const unknown = await rely('1099511628999')
    expect(unknown).toMatchObject({ outcome: 'refused', code: 'comparison-unknown' })
    expect(settledBy(unknown)).toEqual(['RA-3.5'])
    const comparison = idIn(await compare('differs', 'none'), 'comparison')
    expect(bank.record(comparisons, comparison)).toMatchObject({
      by: 'T-01',
      on: Temporal.PlainDate.from('2026-01-05'),
      specimen: { kind: 'authorisation', authorisation, representative },
    })
    expect(await rely(String(comparison))).toMatchObject({ outcome: 'refused', code: 'comparison-differs' })
  },
)

clause('RA-3.5', 'a mismatch is not accepted and creates the duty to replace the document', async () => {
  const bank = await TestBank.open()
  const { customer, authorisation, compare } = await companyOf(bank, true)
  const seen = await compare('differs', 'differs')
  expect(seen).toMatchObject({
    outcome: 'accepted',
    facts: { documentAccepted: false, duties: [{ cause: 'signature' }, { cause: 'seal' }] },
  })
  expect(settledBy(seen)).toEqual(['RA-3.5', 'RA-3.6.2', 'RA-3.6', 'RA-3.6.3'])
  expect(authorisationIn(bank, customer, authorisation)?.duties).toMatchObject([
    { cause: 'signature' },
    { cause: 'seal' },
  ])
})

clause('RA-3.5', 'an authorisation document that does not match the earlier specimen is not accepted', async () => {
  const bank = await TestBank.open()
  const { customer, representative, authorisation, compare } = await companyOf(bank)
  const next = await submitPaper(bank, { customer, representatives: [representative], replaces: authorisation })
  const document = { kind: 'authorisation', id: String(next) }
  const accept = () =>
    bank.do('authorisation.accept', { customer: String(customer), authorisation: String(next), contentReviewed: true })
  await compare('differs', 'none', document)
  const refused = await accept()
  expect(refused).toMatchObject({ outcome: 'refused', code: 'signature-differs' })
  expect(settledBy(refused)).toEqual(['RA-3.5'])
  await compare('matches', 'none', document)
  expect(await accept()).toMatchObject({ outcome: 'accepted' })
})

clause('RA-3.5', 'the seal is compared where the authorisation document has one, and only there', async () => {
  for (const [seal, imprint] of [
    [true, 'none'],
    [false, 'matches'],
  ] as const) {
    const bank = await TestBank.open()
    const { compare } = await companyOf(bank, seal)
    const refused = await compare('matches', imprint)
    expect(refused).toMatchObject({ outcome: 'refused', code: 'seal-not-compared' })
    expect(settledBy(refused)).toEqual(['RA-3.5'])
  }
})

clause('RA-3.6.2', 'a signature seen to differ from the one held creates the duty', async () => {
  const bank = await TestBank.open()
  const { compare } = await companyOf(bank)
  const seen = await compare('differs', 'none')
  expect(seen).toMatchObject({ outcome: 'accepted', facts: { duties: [{ cause: 'signature', due: '2026-02-05' }] } })
  expect(settledBy(seen)).toContain('RA-3.6.2')
  expect(await compare('differs', 'none')).toMatchObject({
    outcome: 'accepted',
    facts: { documentAccepted: false, duties: [] },
  })
})

clause('RA-3.6.3', 'a seal seen to differ from the one held creates the duty', async () => {
  const bank = await TestBank.open()
  const { compare } = await companyOf(bank, true)
  const seen = await compare('matches', 'differs')
  expect(seen).toMatchObject({ outcome: 'accepted', facts: { duties: [{ cause: 'seal', due: '2026-02-05' }] } })
  expect(settledBy(seen)).toContain('RA-3.6.3')
})

clause('RA-3.7', 'staff may demand a new agreement in a recorded case, and in no other', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const demand = (ask: object = {}) => bank.do('agreement.demand-new-signature', { customer: String(liga) }, ask)
  const refused = await demand()
  expect(refused).toMatchObject({ outcome: 'refused', code: 'case-not-recorded' })
  expect(settledBy(refused)).toEqual(['RA-3.7'])
  await withAgreement(bank, liga, 'matches')
  expect(await demand()).toMatchObject({ code: 'case-not-recorded' })
  await withAgreement(bank, liga, 'differs')
  expect(await demand({ actor: { role: 'teller' } })).toMatchObject({ code: 'staff-unnamed' })
  const demanded = await demand()
  expect(demanded).toMatchObject({ outcome: 'accepted', internal: { demandedBy: 'T-01' } })
  expect(settledBy(demanded)).toContain('RA-3.7')
  const signed = () => bank.do('agreement.confirm-new-signature', { customer: String(liga) })
  expect(await signed()).toMatchObject({ outcome: 'accepted' })
  expect(await demand()).toMatchObject({ code: 'case-not-recorded' })
  expect(await signed()).toMatchObject({ code: 'signature-not-demanded' })
})

clause('RA-3.7.1', 'a signature unlike the one on the agreement is a case for a new one', async () => {
  const bank = await TestBank.open()
  const company = await registerCompany(bank)
  const seen = await withAgreement(bank, company, 'differs')
  expect(seen).toMatchObject({ facts: { documentAccepted: false, agreementCase: 'signature', duties: [] } })
  expect(settledBy(seen)).toEqual(['RA-3.5', 'RA-3.7.1'])
  expect(bank.record(agreementSignatures, company)).toMatchObject({
    signatureSince: Temporal.PlainDate.from('2026-01-05'),
  })
  const demanded = await bank.do('agreement.demand-new-signature', { customer: String(company) })
  expect(demanded).toMatchObject({ outcome: 'accepted', facts: { cases: ['signature'] } })
  expect(settledBy(demanded)).toEqual(['RA-3.7', 'RA-3.7.1'])
})

test('a comparison names its specimen, which the document held must have', async () => {
  const bank = await TestBank.open()
  const { customer, compare } = await companyOf(bank)
  const janis = await registerPerson(bank, 'janis')
  const foreign = await bank.do('signature.compare', {
    customer: String(customer),
    document: { kind: 'order' },
    specimen: { kind: 'authorisation', authorisation: '1099511628999', representative: String(janis) },
    signature: 'matches',
    seal: 'none',
  })
  expect(foreign).toMatchObject({ code: 'specimen-unknown' })
  const comparison = idIn(await compare('matches', 'none'), 'comparison')
  const rely = { customer: String(janis), comparison: String(comparison) }
  expect(await bank.do('signature.rely', rely, byOperator)).toMatchObject({ code: 'comparison-unknown' })
})
