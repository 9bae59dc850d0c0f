import { expect } from 'vitest'
import { recordFacts } from '../../../src/parties/facts/commands.ts'
import { factsWire } from '../../../src/parties/facts/wire.ts'
import { Discloser } from '../../../src/privacy/disclosures/testing/disclosing.ts'
import { type Edge, listedWords } from '../../../src/privacy/edge.ts'
import { clause, packUnderTest } from '../../clause.ts'
import {
  type CategoryRow,
  gateUnderTest,
  permitted,
  type Recorded,
  RecordingBank,
  refused,
  showCategory,
} from '../../gate-clauses.ts'

const rows: readonly CategoryRow[] = [
  {
    clause: 'KL-3.1.1',
    sentence: 'name, codes, citizenship and language tell who a client is; education, post and employer what they do',
    kinds: [
      'name',
      'personal-code',
      'birth-date',
      'identity-document',
      'citizenship',
      'language',
      'education',
      'position',
      'employer',
    ],
    usedBy: ['teller', 'onboarding'],
    notFor: ['marketing-officer', 'advertising', 'name'],
    from: ['processor', 'onboarding', 'application'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.2',
    sentence: 'address, telephone and e-mail reach a client',
    kinds: ['address', 'phone', 'email'],
    usedBy: ['teller', 'contract'],
    notFor: ['compliance-officer', 'statistics', 'email'],
    from: ['self-service', 'contract'],
    notFrom: 'institution',
  },
  {
    clause: 'KL-3.1.3',
    sentence: 'transactions, agreements, applications, and what was paid and broken',
    kinds: [
      'services',
      'settlement',
      'payment-details',
      'bank-account',
      'application-terms',
      'application-comment',
      'application-decision',
      'correspondence',
    ],
    usedBy: ['teller', 'contract'],
    notFor: ['marketing-officer', 'partner-advertising', 'services'],
    of: ['client', 'representative'],
    from: ['own-records', 'contract'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.4',
    sentence: 'income, outgoings, property and obligations tell of means',
    kinds: ['income', 'expenses', 'property', 'liabilities'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['marketing-officer', 'studies', 'income'],
    of: ['applicant', 'representative'],
    from: ['register-keeper', 'creditworthiness', 'application'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.5',
    sentence: 'where assets come from, and who benefits in fact',
    kinds: ['source-of-funds', 'company-role', 'ownership'],
    usedBy: ['compliance-officer', 'aml'],
    notFor: ['marketing-officer', 'studies', 'ownership'],
    of: ['client', 'representative'],
    from: ['open-sources', 'aml'],
    notFrom: 'processor',
  },
  {
    clause: 'KL-3.1.6',
    sentence: 'credit history, damage that was done, and ties to crime tell how reliable somebody is',
    kinds: ['credit-history', 'damage', 'sanction', 'adverse-media'],
    usedBy: ['compliance-officer', 'aml'],
    notFor: ['marketing-officer', 'studies', 'credit-history'],
    of: ['client', 'representative'],
    from: ['institution', 'aml', 'agreement'],
    notFrom: 'subject',
  },
  {
    clause: 'KL-3.1.7',
    sentence: 'what authorities and courts ask, received by a duty of law',
    kinds: ['authority-enquiry', 'litigation'],
    usedBy: ['compliance-officer', 'aml'],
    notFor: ['credit-officer', 'creditworthiness', 'litigation'],
    of: ['client', 'representative'],
    from: ['authority', 'aml', 'law', 'case'],
    notFrom: 'subject',
  },
  {
    clause: 'KL-3.1.9',
    sentence: 'habits, preferences and satisfaction',
    kinds: ['preference', 'satisfaction', 'behaviour'],
    usedBy: ['marketing-officer', 'studies'],
    notFor: ['credit-officer', 'creditworthiness', 'behaviour'],
    of: ['applicant', 'collateral-giver'],
    from: ['own-records', 'studies'],
    notFrom: 'register',
  },
  {
    clause: 'KL-3.1.10',
    sentence: 'the segment: age group, sex, a tie to public tasks',
    kinds: ['segment'],
    usedBy: ['marketing-officer', 'studies'],
    notFor: ['marketing-officer', 'advertising', 'segment'],
    of: ['client', 'collateral-giver'],
    from: ['subject', 'studies'],
    notFrom: 'open-sources',
  },
  {
    clause: 'KL-3.1.12',
    sentence: 'sites that a client visits, and accounts in social networks',
    kinds: ['visited-site', 'social-account'],
    usedBy: ['marketing-officer', 'studies'],
    notFor: ['credit-officer', 'creditworthiness', 'social-account'],
    of: ['client', 'collateral-giver'],
    from: ['open-sources', 'studies'],
    notFrom: 'register',
  },
]

for (const row of rows) clause(row.clause, row.sentence, () => showCategory('koduliising', row))

clause('KL-3.1.1', 'residence is known by the address, and goes where these data go', async () => {
  const id = 'KL-3.1.1'
  const ask = gateUnderTest('koduliising')
  const residence = ['name', 'citizenship', 'address'] as const
  expect(ask('marketing-officer', 'advertising', residence)).toEqual(refused('kind-not-needed', id))
  const bank = await RecordingBank.open('koduliising')
  expect(await bank.record(residence, 'subject', { purpose: 'onboarding' })).toMatchObject(permitted(id, 'KL-3.1.2'))
  expect(ask('teller', 'onboarding', residence)).toEqual(permitted(id, 'KL-3.1.2'))
})

clause('KL-3.1.6', 'ties to crime are shown neither to the person nor to whoever lends', () => {
  const id = 'KL-3.1.6'
  const ask = gateUnderTest('koduliising')
  for (const kind of ['sanction', 'adverse-media'] as const) {
    for (const role of ['customer', 'teller', 'credit-officer'] as const)
      expect(ask(role, 'service-decision', [kind]).code, role).toBe('kind-not-granted')
    expect(ask('credit-officer', 'creditworthiness', [kind])).toEqual(refused('kind-not-needed', id))
    expect(ask('compliance-officer', 'aml', [kind])).toEqual(permitted(id))
  }
})

clause('KL-3.1.7', 'the authority, and the law by which it asks, are named', async () => {
  const id = 'KL-3.1.7'
  const bank = await RecordingBank.open('koduliising')
  const enquiry = await bank.enquired('authority')
  const asked = { purpose: 'aml', numbers: { enquiry } }
  const record = (...shown: NonNullable<Recorded['shown']>) =>
    bank.record(['authority-enquiry', 'litigation'], 'authority', { ...asked, shown })
  // That an authority asked, its enquiry shows, which names it.
  const said = await bank.record(['litigation'], 'authority', { purpose: 'aml', shown: ['law', 'enquiry'] })
  expect(said).toMatchObject(refused('condition-missing', id))
  for (const shown of [[], ['law'], ['enquiry'], ['case']] as const)
    expect(await record(...shown), shown.join()).toMatchObject(refused('condition-missing', id))
  for (const ground of ['enquiry', 'case'] as const) expect(await record('law', ground)).toMatchObject(permitted(id))
})

clause(
  'KL-3.1.8',
  'of legal capacity is known only whether it is full, for a decision and for credit alone',
  async () => {
    const id = 'KL-3.1.8'
    const ask = gateUnderTest('koduliising')
    const liga = await Discloser.on('2026-01-05', 'koduliising')
    // Neither companies of the group nor registers nor other lenders, nor anybody else.
    for (const [recipient, purpose] of [
      ['group', 'service-decision'],
      ['register-keeper', 'creditworthiness'],
      ['exchange', 'creditworthiness'],
      ['enquiring-institution', 'creditworthiness'],
      ['default-register', 'creditworthiness'],
      ['authority', 'legal-duties'],
    ] as const) {
      const { code, cited } = await liga.disclose(recipient, purpose, 'legal-obligation', ['legal-capacity'])
      expect([code, cited.settled.map((one) => one.clause)], recipient).toEqual([
        'kind-withheld',
        expect.arrayContaining(['3.1.8']),
      ])
    }
    const capacity = ['legal-capacity'] as const
    for (const [role, purpose] of [
      ['teller', 'onboarding'],
      ['teller', 'contract'],
      ['compliance-officer', 'aml'],
      ['compliance-officer', 'risk'],
      ['compliance-officer', 'legal-duties'],
      ['marketing-officer', 'studies'],
      ['operator', 'correction'],
      ['data-protection-officer', 'rights'],
    ] as const)
      expect(ask(role, purpose, capacity, { shown: ['law', 'request'] }), purpose).toEqual(
        refused('kind-not-needed', id),
      )
    expect(ask('teller', 'service-decision', capacity).code).toBe('kind-not-granted')
    const bank = await RecordingBank.open('koduliising')
    showWordsOfCapacity()
    const record = (source: string, purpose: string) =>
      bank.record(capacity, source, { purpose, shown: ['application'] })
    expect(await record('processor', 'creditworthiness')).toMatchObject(refused('source-not-registered', id))
    expect(await record('subject', 'onboarding')).toMatchObject(refused('kind-not-needed', id))
    expect(await record('register', 'creditworthiness')).toMatchObject(permitted(id))
    expect(ask('credit-officer', 'creditworthiness', capacity, { roles: ['applicant'] })).toEqual(permitted(id))
    expect(ask('credit-officer', 'service-decision', capacity)).toEqual(permitted(id))
  },
)

/** What is sent says whether it is full or limited, and nothing more. */
function showWordsOfCapacity(): void {
  const edge = { listed: listedWords(packUnderTest('koduliising')) } as Edge
  const send = (value: string) =>
    factsWire(recordFacts).part({ party: '1', facts: [{ kind: 'legal-capacity', value }] }, edge).details
  for (const more of ['limited: spends too much', 'guardian', 'Full'])
    expect(() => send(more), more).toThrow('must be one of full, limited')
  for (const one of ['full', ' limited '])
    expect(send(one)).toEqual([{ category: 'special', plain: Buffer.from(one.trim()) }])
}

clause('KL-3.1.11', 'prizes and points of games and campaigns', async () => {
  const id = 'KL-3.1.11'
  const ask = gateUnderTest('koduliising')
  const use = ['marketing-officer', 'games', ['campaign']] as const
  expect(ask('marketing-officer', 'studies', ['campaign'])).toEqual(refused('kind-not-needed', id))
  expect(ask(...use).code).toBe('consent-missing')
  const bank = await RecordingBank.open('koduliising')
  const record = (source: string) => bank.record(['campaign'], source, { purpose: 'games' })
  expect(await record('open-sources')).toMatchObject(refused('source-not-registered', id))
  for (const source of ['subject', 'own-records']) expect(await record(source)).toMatchObject(permitted(id))
  expect(ask(...use, { consents: ['games'] })).toEqual(permitted(id))
})
