import { expect } from 'vitest'
import { clause } from '../../clause.ts'
import { gateUnderTest, objection, permitted, RecordingBank, refused, showUses } from '../../gate-clauses.ts'

clause('KL-4.1.1', 'duties of law are met, each use with the act that demands it', () => {
  const id = 'KL-4.1.1'
  const ask = gateUnderTest('koduliising')
  const shown = ['law'] as const
  const use = ['compliance-officer', 'legal-duties', ['name']] as const
  const needed = ['name', 'email', 'services', 'income', 'ownership', 'sanction', 'litigation'] as const
  expect(ask(...use)).toEqual(refused('condition-missing', id))
  expect(ask(...use, { shown: ['case'] })).toEqual(refused('condition-missing', id))
  expect(ask('teller', 'legal-duties', ['name'], { shown })).toEqual(refused('purpose-not-granted', id))
  showUses('koduliising', id, [['legal-duties', 'compliance-officer', needed, 'segment', { shown }]])
  expect(ask(...use, { ...objection('legal-duties'), shown })).toEqual(permitted(id))
})

clause('KL-4.1.2', 'it is decided whether and how to serve, before there is an agreement too', () => {
  const id = 'KL-4.1.2'
  const ask = gateUnderTest('koduliising')
  showUses('koduliising', id, [
    ['service-decision', 'teller', ['name', 'email', 'application-terms', 'income'], 'segment'],
    ['service-decision', 'credit-officer', ['liabilities', 'ownership', 'credit-history', 'legal-capacity'], 'segment'],
  ])
  const use = ['credit-officer', 'service-decision', ['name', 'income']] as const
  expect(ask(...use, { roles: ['stranger'] })).toEqual(refused('role-not-concerned', id))
  expect(ask(...use, { ...objection('service-decision'), roles: ['applicant'] })).toEqual(permitted(id))
  for (const role of ['applicant', 'non-client', 'client'])
    expect(ask(...use, { roles: [role] }), role).toEqual(permitted(id))
})

clause('KL-4.1.3', 'a relationship begins, and the person is identified', () => {
  const id = 'KL-4.1.3'
  const ask = gateUnderTest('koduliising')
  const needed = ['name', 'personal-code', 'identity-document', 'address', 'representation'] as const
  showUses('koduliising', id, [['onboarding', 'teller', needed, 'credit-history']])
  const use = ['teller', 'onboarding', ['name', 'identity-document']] as const
  expect(ask(...use, { roles: ['non-client'] })).toEqual(refused('role-not-concerned', id))
  expect(ask('marketing-officer', 'onboarding', ['name'])).toEqual(refused('purpose-not-granted', id))
  expect(ask(...use, { ...objection('onboarding'), roles: ['applicant'] })).toEqual(permitted(id))
})

clause('KL-4.1.4', 'the contract is performed and enforced, and rights are protected', () => {
  const id = 'KL-4.1.4'
  const ask = gateUnderTest('koduliising')
  const needed = ['name', 'address', 'settlement', 'payment-details', 'income'] as const
  showUses('koduliising', id, [
    ['contract', 'teller', needed, 'segment'],
    ['service', 'teller', needed, 'segment'],
    ['payment', 'operator', needed, 'segment'],
  ])
  const use = ['operator', 'contract', ['name', 'settlement']] as const
  const enforcing = { interest: 'enforcement', roles: ['collateral-giver'] } as const
  expect(ask(...use, { roles: ['non-client'] })).toEqual(refused('role-not-concerned', id))
  expect(ask('operator', 'contract', ['consent-mark'], enforcing)).toEqual(refused('kind-not-needed', id))
  expect(ask(...use, { ...objection('contract'), ...enforcing }).code).toBe('processing-stopped')
  const claim = { ...objection('contract'), ...enforcing, shown: ['case'] } as const
  expect(ask(...use, claim).code).toBe('processing-stopped')
  expect(ask(...use, { ...claim, cases: ['A-1'] })).toEqual(permitted(id))
  expect(ask(...use, objection('contract'))).toEqual(permitted(id))
})

clause('KL-4.1.5', 'who can pay and be relied on is assessed, and credit history exchanged', () => {
  const id = 'KL-4.1.5'
  const ask = gateUnderTest('koduliising')
  const needed = ['name', 'income', 'liabilities', 'services', 'credit-history', 'damage', 'legal-capacity'] as const
  showUses('koduliising', id, [['creditworthiness', 'credit-officer', needed, 'preference']])
  const use = ['credit-officer', 'creditworthiness'] as const
  const exchange = { interest: 'credit-history-exchange' } as const
  const history = ['name', 'services', 'credit-history'] as const
  expect(ask(...use, ['name'], { roles: ['representative'] })).toEqual(refused('role-not-concerned', id))
  expect(ask(...use, ['income'], exchange)).toEqual(refused('kind-not-needed', id))
  expect(ask(...use, history, { ...exchange, ...objection('creditworthiness') }).code).toBe('processing-stopped')
  expect(ask(...use, history, exchange)).toEqual(permitted(id))
  // The law on responsible lending demands the assessment itself.
  expect(ask(...use, ['income'], objection('creditworthiness'))).toEqual(permitted(id))
})

clause('KL-4.1.6', 'laundering and terrorism are fought, as treaties and law demand', () => {
  const id = 'KL-4.1.6'
  const ask = gateUnderTest('koduliising')
  const needed = ['name', 'payment-details', 'source-of-funds', 'ownership', 'adverse-media', 'litigation'] as const
  showUses('koduliising', id, [['aml', 'compliance-officer', needed, 'segment']])
  expect(ask('credit-officer', 'aml', ['name'])).toEqual(refused('purpose-not-granted', id))
  expect(ask('compliance-officer', 'aml', ['name'], objection('aml'))).toEqual(permitted(id))
})

clause('KL-4.1.7', 'risks and damage are reduced: the portfolio, audits, stress tests', () => {
  const id = 'KL-4.1.7'
  const ask = gateUnderTest('koduliising')
  const needed = ['services', 'income', 'liabilities', 'credit-history', 'damage', 'sanction'] as const
  showUses('koduliising', id, [
    ['risk', 'compliance-officer', needed, 'segment'],
    ['audit', 'compliance-officer', needed, 'segment'],
  ])
  const use = ['compliance-officer', 'risk', ['services', 'damage']] as const
  expect(ask(...use, { roles: ['non-client'] }).code).toBe('role-not-concerned')
  expect(ask(...use, objection('risk')).code).toBe('processing-stopped')
  expect(ask(...use, { interest: 'risk-reduction' })).toEqual(permitted(id))
  expect(ask(...use, { ...objection('risk'), shown: ['case'] })).toEqual(permitted(id))
})

clause('KL-4.1.8', 'figures, reports and the management of risk need nobody by name', () => {
  const id = 'KL-4.1.8'
  const ask = gateUnderTest('koduliising')
  const use = ['compliance-officer', 'statistics'] as const
  const needed = ['services', 'income', 'credit-history', 'segment'] as const
  showUses('koduliising', id, [['statistics', 'compliance-officer', needed, 'name']])
  expect(ask(...use, ['email'])).toEqual(refused('kind-not-needed', id))
  expect(ask(...use, ['income'], objection('statistics')).code).toBe('processing-stopped')
  expect(ask(...use, ['services'], { roles: ['non-client'], interest: 'figures' }).code).toBe('role-not-concerned')
  // Reports that law demands go on.
  expect(ask(...use, ['services'], objection('statistics'))).toEqual(permitted(id))
})

clause('KL-4.1.9', 'services and prices are developed, and systems kept', () => {
  const id = 'KL-4.1.9'
  const ask = gateUnderTest('koduliising')
  const needed = ['services', 'income', 'payment-details', 'consent-mark'] as const
  showUses('koduliising', id, [
    ['development', 'security-officer', [...needed, 'credit-history'], 'segment'],
    ['operations', 'system', needed, 'segment'],
  ])
  const use = ['security-officer', 'development', ['services']] as const
  expect(ask('teller', 'development', ['services'])).toEqual(refused('purpose-not-granted', id))
  expect(ask(...use, objection('development')).code).toBe('processing-stopped')
  expect(ask(...use, { interest: 'working-systems', roles: ['non-client'] }).code).toBe('role-not-concerned')
  expect(ask(...use, { interest: 'working-systems' })).toEqual(permitted(id))
})

clause('KL-4.1.10', 'data are checked, corrected and completed', async () => {
  const id = 'KL-4.1.10'
  const ask = gateUnderTest('koduliising')
  showUses('koduliising', id, [
    ['correction', 'operator', ['name', 'address', 'services', 'income', 'consent-mark'], 'segment'],
    ['correction', 'data-protection-officer', ['name', 'ownership', 'credit-history', 'litigation'], 'campaign'],
  ])
  const bank = await RecordingBank.open('koduliising')
  const record = (kind: 'address' | 'segment', source: string) =>
    bank.record([kind], source, { purpose: 'correction', shown: ['law'] })
  expect(await record('segment', 'subject')).toMatchObject(refused('kind-not-needed', id))
  expect(await record('address', 'register')).toMatchObject(permitted(id))
  expect(ask('operator', 'correction', ['name'], objection('correction'))).toEqual(permitted(id))
})
