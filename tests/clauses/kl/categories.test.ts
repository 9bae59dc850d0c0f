import { expect } from 'vitest'
import { Discloser } from '../../../src/privacy/disclosures/testing/disclosing.ts'
import { clause } from '../../clause.ts'
import { type CategoryRow, gateUnderTest, permitted, RecordingBank, refused, showCategory } from '../../gate-clauses.ts'

const rows: readonly CategoryRow[] = [
  {
    clause: 'KL-3.1.1',
    sentence: 'name, code, birth, document, citizenship, language, education, post and employer',
    kinds: [
      'name', 'personal-code', 'birth-date', 'identity-document', 'citizenship', 'language', 'education', 'position',
      'employer',
    ], // biome-ignore format: the order of the clause
    usedBy: ['teller', 'onboarding'],
    notFor: ['marketing-officer', 'advertising', 'birth-date'],
    from: ['web-application', 'onboarding', 'application'],
    notFrom: 'own-records',
  },
  {
    clause: 'KL-3.1.2',
    sentence: 'address, telephone and e-mail',
    kinds: ['address', 'phone', 'email'],
    usedBy: ['teller', 'contract'],
    notFor: ['compliance-officer', 'statistics', 'email'],
    from: ['self-service', 'contract'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.3',
    sentence: 'contracts, transactions, applications and letters',
    kinds: ['services', 'settlement', 'payment-details', 'bank-account', 'application-terms', 'correspondence'],
    usedBy: ['teller', 'contract'],
    notFor: ['marketing-officer', 'games', 'settlement'],
    from: ['own-records', 'contract'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.4',
    sentence: 'income, outgoings, property and debts',
    kinds: ['income', 'expenses', 'property', 'liabilities'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['marketing-officer', 'studies', 'income'],
    from: ['institution', 'creditworthiness', 'application'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.5',
    sentence: 'where assets come from, and who owns beneficially',
    kinds: ['source-of-funds', 'ownership', 'company-role'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['marketing-officer', 'studies', 'ownership'],
    from: ['open-sources', 'aml'],
    notFrom: 'processor',
  },
  {
    clause: 'KL-3.1.9',
    sentence: 'habits, preferences and satisfaction',
    kinds: ['behaviour', 'preference', 'satisfaction'],
    usedBy: ['marketing-officer', 'studies'],
    notFor: ['teller', 'contract', 'preference'],
    of: ['client', 'collateral-giver'],
    from: ['self-service', 'studies'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.10',
    sentence: 'the group by age, sex and tie to public tasks',
    kinds: ['segment'],
    usedBy: ['marketing-officer', 'studies'],
    notFor: ['teller', 'contract', 'segment'],
    of: ['applicant', 'representative'],
    from: ['own-records', 'studies'],
    notFrom: 'processor',
  },
  {
    clause: 'KL-3.1.12',
    sentence: 'visited sites and accounts in social networks',
    kinds: ['visited-site', 'social-account'],
    usedBy: ['marketing-officer', 'studies'],
    notFor: ['teller', 'contract', 'visited-site'],
    of: ['client', 'collateral-giver'],
    from: ['open-sources', 'studies'],
    notFrom: 'processor',
  },
]

for (const row of rows) clause(row.clause, row.sentence, () => showCategory('koduliising', row))

clause(
  'KL-3.1.6',
  'credit history and damage tell of reliability; ties to crime are for those who fight it',
  async () => {
    const id = 'KL-3.1.6'
    const ask = gateUnderTest('koduliising')
    const bank = await RecordingBank.open('koduliising')
    for (const kind of ['credit-history', 'damage'] as const)
      expect(ask('credit-officer', 'creditworthiness', [kind]), kind).toEqual(permitted(id))
    for (const kind of ['sanction', 'adverse-media'] as const) {
      expect(ask('credit-officer', 'creditworthiness', [kind]), kind).toEqual(refused('kind-not-needed', id))
      expect(ask('credit-officer', 'service-decision', [kind]), kind).toMatchObject({ code: 'kind-not-granted' })
      expect(ask('compliance-officer', 'aml', [kind]), kind).toEqual(permitted(id))
    }
    const record = (source: string) => bank.record(['credit-history'], source, { purpose: 'creditworthiness' })
    expect(await record('subject')).toMatchObject(refused('source-not-registered', id))
    expect(await record('own-records')).toMatchObject(permitted(id))
    expect(ask('marketing-officer', 'studies', ['credit-history'])).toEqual(refused('kind-not-needed', id))
  },
)

clause('KL-3.1.7', 'enquiries of authorities arise from duties of law', async () => {
  const id = 'KL-3.1.7'
  const ask = gateUnderTest('koduliising')
  const bank = await RecordingBank.open('koduliising')
  const record = (source: string, ...shown: ('law' | 'enquiry' | 'interest')[]) =>
    bank.record(['authority-enquiry', 'litigation'], source, { purpose: 'aml', shown })
  expect(ask('credit-officer', 'creditworthiness', ['authority-enquiry'])).toEqual(refused('kind-not-needed', id))
  expect(await record('open-sources')).toMatchObject(refused('source-not-registered', id))
  expect(await record('authority')).toMatchObject(refused('condition-missing', id))
  expect(await record('authority', 'interest')).toMatchObject(refused('condition-missing', id))
  expect(await record('authority', 'law', 'enquiry')).toMatchObject(permitted(id))
  expect(ask('compliance-officer', 'aml', ['authority-enquiry', 'litigation'])).toEqual(permitted(id))
})

clause('KL-3.1.8', 'legal capacity serves the decision to serve and creditworthiness, and nothing else', async () => {
  const id = 'KL-3.1.8'
  const liga = await Discloser.on('2026-01-05', 'koduliising')
  const told = await liga.disclose('group', 'service-decision', 'legal-obligation', ['legal-capacity'])
  expect(told).toMatchObject({ code: 'kind-withheld' })
  const ask = gateUnderTest('koduliising')
  for (const [role, purpose] of [
    ['teller', 'contract'],
    ['teller', 'onboarding'],
    ['compliance-officer', 'aml'],
    ['compliance-officer', 'risk'],
    ['operator', 'correction'],
    ['marketing-officer', 'studies'],
    ['data-protection-officer', 'correction'],
  ] as const)
    expect(ask(role, purpose, ['legal-capacity']), purpose).toEqual(refused('kind-not-needed', id))
  const bank = await RecordingBank.open('koduliising')
  const record = (source: string) => bank.record(['legal-capacity'], source, { purpose: 'creditworthiness' })
  expect(await record('third-person')).toMatchObject(refused('source-not-registered', id))
  expect(await record('subject')).toMatchObject(permitted(id))
  expect(ask('teller', 'service-decision', ['legal-capacity'])).toMatchObject({ code: 'kind-not-granted' })
  for (const purpose of ['service-decision', 'creditworthiness'] as const)
    expect(ask('credit-officer', purpose, ['legal-capacity']), purpose).toEqual(permitted(id))
})

clause('KL-3.1.11', 'games for consumers and campaigns', async () => {
  const id = 'KL-3.1.11'
  const ask = gateUnderTest('koduliising')
  const play = ['marketing-officer', 'games', ['campaign']] as const
  expect(ask('marketing-officer', 'studies', ['campaign'])).toEqual(refused('kind-not-needed', id))
  expect(ask(...play)).toMatchObject({ code: 'consent-missing' })
  const bank = await RecordingBank.open('koduliising')
  const record = (source: string) => bank.record(['campaign'], source, { purpose: 'games' })
  expect(await record('open-sources')).toMatchObject(refused('source-not-registered', id))
  expect(await record('subject')).toMatchObject(permitted(id))
  expect(ask(...play, { consents: ['games'] })).toEqual(permitted(id))
})
