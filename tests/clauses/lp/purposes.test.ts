import { expect } from 'vitest'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import { clause } from '../../clause.ts'
import {
  gateUnderTest,
  objection,
  permitted,
  pseudonymsUnderTest,
  publishedMeasures,
  RecordingBank,
  refused,
  showUses,
} from '../../gate-clauses.ts'
import { showTestsAndChecks } from './measures.ts'

clause('LP-II.services', 'an agreement carries the use, so an objection does not end it', () => {
  const ask = gateUnderTest('luminor')
  expect(ask('operator', 'service', ['segment'])).toEqual(refused('kind-not-needed', 'LP-II.services'))
  expect(ask('operator', 'service', ['name'], objection('service'))).toEqual(permitted('LP-II.services'))
})

clause(
  'LP-II.services',
  'what services take: steps before, agreements, credit, access, orders and records',
  async () => {
    const id = 'LP-II.services'
    showUses('luminor', id, [
      // Steps before an agreement, and the agreement itself.
      [
        'service',
        'operator',
        ['name', 'identity-document', 'application-terms', 'application-decision', 'income'],
        'segment',
      ],
      // To judge who borrows, and to watch it while the loan runs.
      [
        'creditworthiness',
        'credit-officer',
        ['income', 'liabilities', 'credit-history', 'employer', 'property'],
        'segment',
      ],
      ['creditworthiness', 'credit-officer', ['settlement', 'risk-class', 'payment-details'], 'cookie'],
      // Access.
      ['service', 'operator', ['device', 'activity-log'], 'risk-class'],
      // Orders, and the records of all this.
      ['payment', 'operator', ['name', 'payment-details', 'location'], 'income'],
      ['operations', 'system', ['name', 'services', 'payment-details'], 'income'],
    ])
    const ask = gateUnderTest('luminor')
    // Who judges is not who serves, and a service has no use for what credit needs to know of a family.
    expect(ask('operator', 'creditworthiness', ['income']).code).toBe('purpose-not-granted')
    expect(ask('credit-officer', 'service', ['name']).code).toBe('purpose-not-granted')
    expect(ask('operator', 'service', ['risk-class'])).toEqual(refused('kind-not-needed', id))
    const bank = await RecordingBank.open('luminor')
    const record = (kind: Attribute, source: string, purpose: string) => bank.record([kind], source, { purpose })
    for (const [kind, source, purpose] of [
      ['application-terms', 'subject', 'service'],
      ['credit-history', 'credit-bureau', 'creditworthiness'],
      ['payment-details', 'counterpart', 'payment'],
      ['services', 'subject', 'operations'],
    ] as const)
      expect(await record(kind, source, purpose), `${kind} for ${purpose}`).toMatchObject(permitted(id))
    for (const [kind, source, purpose] of [
      ['credit-history', 'credit-bureau', 'payment'],
      ['risk-class', 'group', 'service'],
      ['income', 'subject', 'operations'],
    ] as const)
      expect(await record(kind, source, purpose), `${kind} for ${purpose}`).toMatchObject(
        refused('kind-not-needed', id),
      )
    // What the agreement needs goes on in spite of an objection; what rests on an interest alone does not.
    for (const [role, purpose] of [
      ['operator', 'payment'],
      ['system', 'operations'],
      ['credit-officer', 'creditworthiness'],
    ] as const)
      expect(ask(role, purpose, ['services'], objection(purpose)), purpose).toEqual(permitted(id))
    const checking = { ...objection('service'), interest: 'accuracy' }
    expect(ask('operator', 'service', ['address'], checking).code).toBe('processing-stopped')
    expect(ask('operator', 'service', ['address'], objection('service'))).toEqual(permitted(id))
  },
)

clause(
  'LP-II.improve',
  'surveys, studies and statistics work on pseudonyms, but where somebody is invited by name',
  () => {
    const id = 'LP-II.improve'
    const ask = gateUnderTest('luminor')
    const use = ['marketing-officer', 'improvement'] as const
    const under = pseudonymsUnderTest('luminor')
    expect(ask(...use, ['income'])).toEqual(refused('kind-not-needed', id))
    expect(under(...use, ['services', 'activity-log', 'satisfaction'])).toBe('improvement')
    expect(under(...use, ['payment-details'], { interest: 'market-research' })).toBe('improvement')
    expect(under(...use, ['segment'], { consents: ['improvement'] })).toBe('improvement')
    expect(under(...use, ['name', 'email'])).toBeUndefined()
    expect(under('operator', 'service', ['services'])).toBeUndefined()
    expect(ask(...use, ['services'], objection('improvement'))).toMatchObject({ code: 'processing-stopped' })
    expect(ask(...use, ['services', 'satisfaction'])).toEqual(permitted(id))
  },
)

clause('LP-II.advertising', 'data serve advertising and social networks, on an interest or on consent', () => {
  const id = 'LP-II.advertising'
  const ask = gateUnderTest('luminor')
  const use = ['marketing-officer', 'advertising'] as const
  const consents = ['advertising']
  showUses('luminor', id, [
    ['advertising', 'marketing-officer', ['name', 'email', 'satisfaction', 'preference'], 'income'],
  ])
  expect(ask(...use, ['segment'])).toEqual(refused('consent-missing', id))
  expect(ask(...use, ['segment'], { consents })).toEqual(permitted(id))
  expect(ask(...use, ['name'], { roles: ['counterpart'] })).toEqual(refused('role-not-concerned', id))
  expect(ask(...use, ['name'], objection('advertising')).code).toBe('processing-stopped')
  expect(ask(...use, ['name'], { roles: ['visitor'] })).toEqual(permitted(id))
})

clause('LP-II.third-parties', 'who acts for another is verified, and the proof is kept', async () => {
  const id = 'LP-II.third-parties'
  showUses('luminor', id, [
    ['representation', 'teller', ['name', 'identity-document', 'representation', 'company-role'], 'income'],
  ])
  const ask = gateUnderTest('luminor')
  const use = ['teller', 'representation', ['representation']] as const
  expect(ask(...use, { roles: ['visitor'] })).toEqual(refused('role-not-concerned', id))
  const bank = await RecordingBank.open('luminor')
  const proof = await bank.record(['representation'], 'subject', { purpose: 'representation', role: 'representative' })
  expect(proof).toMatchObject(permitted(id))
  expect(ask(...use, { roles: ['counterpart'] })).toEqual(permitted(id))
})

clause('LP-II.risk', 'risk is managed with what tells of loans, transactions and fraud', () => {
  const id = 'LP-II.risk'
  const ask = gateUnderTest('luminor')
  showUses('luminor', id, [
    ['risk', 'compliance-officer', ['services', 'payment-details', 'income', 'risk-class', 'device'], 'email'],
  ])
  const use = ['compliance-officer', 'risk', ['risk-class']] as const
  expect(ask(...use, { roles: ['visitor'] })).toEqual(refused('role-not-concerned', id))
  expect(ask(...use, objection('risk'))).toEqual(permitted(id))
})

clause(
  'LP-II.legal',
  'law demands to know customers, to report, to keep books, to put right, and to be examined',
  () => {
    const id = 'LP-II.legal'
    showUses('luminor', id, [
      ['aml', 'compliance-officer', ['name', 'identity-document', 'source-of-funds', 'ownership', 'sanction'], 'note'],
      ['reporting', 'compliance-officer', ['name', 'payment-details', 'ownership'], 'employer'],
      ['legal', 'compliance-officer', ['name', 'services', 'correspondence', 'voice'], 'device'],
      ['bookkeeping', 'operator', ['name', 'payment-details'], 'email'],
      ['correction', 'operator', ['name', 'email', 'payment-details'], 'income'],
      ['audit', 'auditor', ['services'], 'name'],
    ])
    const ask = gateUnderTest('luminor')
    for (const purpose of ['aml', 'reporting', 'legal'])
      expect(ask('compliance-officer', purpose, ['name'], objection(purpose)), purpose).toEqual(permitted(id))
  },
)

clause('LP-II.security', 'cameras, the watch over transactions and IT integrity serve security', async () => {
  await showTestsAndChecks()
  const id = 'LP-II.security'
  showUses('luminor', id, [
    ['security', 'security-officer', ['video', 'payment-details', 'ip-address', 'activity-log'], 'income'],
  ])
  const ask = gateUnderTest('luminor')
  expect(publishedMeasures('luminor')).toContain(`${id} measure-tested-measures`)
  expect(ask('security-officer', 'security', ['video'], objection('security'))).toEqual(permitted(id))
})

clause(
  'LP-II.security',
  'the past is checked only of a representative of a supplier who needs premises or systems',
  async () => {
    await showTestsAndChecks()
    const id = 'LP-II.security'
    const ask = gateUnderTest('luminor')
    const use = ['security-officer', 'background-checks', ['employer', 'sanction']] as const
    expect(ask(...use, { roles: ['counterpart'] })).toEqual(refused('condition-missing', id))
    expect(ask(...use, { roles: ['customer'], shown: ['background-check'] })).toEqual(refused('role-not-concerned', id))
    expect(ask('security-officer', 'background-checks', ['video'])).toEqual(refused('kind-not-needed', id))
    expect(ask(...use, { roles: ['counterpart'], shown: ['background-check'] })).toEqual(permitted(id))
  },
)

clause('LP-II.claims', 'claims, collection and the archive of contract papers rest on an interest alone', () => {
  const id = 'LP-II.claims'
  const ask = gateUnderTest('luminor')
  showUses('luminor', id, [
    ['claims', 'compliance-officer', ['name', 'services', 'correspondence', 'application-terms'], 'segment'],
  ])
  const use = ['compliance-officer', 'claims', ['correspondence']] as const
  expect(ask(...use, objection('claims')).code).toBe('processing-stopped')
  expect(ask(...use, { interest: 'archive' })).toEqual(permitted(id, 'LI-0'))
  expect(ask(...use, { ...objection('claims'), shown: ['case'] })).toEqual(permitted(id))
})

clause('LP-II.continuity', 'funding, rating and the demands of shareholders take what they need of borrowers', () => {
  const id = 'LP-II.continuity'
  const ask = gateUnderTest('luminor')
  showUses('luminor', id, [
    ['continuity', 'compliance-officer', ['services', 'income', 'property', 'risk-class'], 'email'],
  ])
  const use = ['compliance-officer', 'continuity'] as const
  expect(ask(...use, ['services'], { roles: ['visitor'] })).toEqual(refused('role-not-concerned', id))
  expect(ask(...use, ['name'])).toEqual(refused('condition-missing', 'LI-0'))
  expect(ask(...use, ['name'], { shown: ['own-regulation'] })).toEqual(permitted(id))
})

clause('LP-II.transfer', 'the sale of a business takes only what negotiating it needs, on an interest', () => {
  const id = 'LP-II.transfer'
  const ask = gateUnderTest('luminor')
  const use = ['compliance-officer', 'business-transfer'] as const
  showUses('luminor', id, [
    ['business-transfer', 'compliance-officer', ['services', 'payment-details', 'risk-class'], 'note'],
  ])
  expect(ask(...use, ['identity-document'])).toEqual(refused('kind-not-needed', id))
  expect(ask(...use, ['services'], objection('business-transfer')).code).toBe('processing-stopped')
  expect(ask(...use, ['services'], { roles: ['customer'] })).toEqual(permitted(id))
})
