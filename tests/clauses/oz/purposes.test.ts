import { expect } from 'vitest'
import { Discloser } from '../../../src/privacy/disclosures/testing/disclosing.ts'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { ActorRole } from '../../../src/rulebook/register/vocabulary.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, objection, permitted, RecordingBank, refused, showUses } from '../../gate-clauses.ts'

clause(
  'OZ-2.1',
  'data of the first eight categories serve the contract; cameras and marks of consent do not',
  async () => {
    const id = 'OZ-2.1'
    showUses('ozcredit', id, [
      ['service', 'operator', ['name', 'phone', 'employer', 'income', 'settlement', 'application-terms'], 'video'],
      ['creditworthiness', 'credit-officer', ['name', 'phone', 'income', 'property', 'credit-history'], 'consent-mark'],
      ['monitoring', 'operator', ['name', 'phone', 'income', 'settlement'], 'video'],
      ['payment', 'teller', ['name', 'phone', 'payment-details'], 'consent-mark'],
      ['collection', 'credit-officer', ['name', 'phone', 'property', 'settlement'], 'video'],
      ['site-operation', 'security-officer', ['name', 'email', 'ip-address', 'device'], 'consent-mark'],
    ])
    const bank = await RecordingBank.open('ozcredit')
    for (const kind of ['video', 'consent-mark'] as const)
      expect(await bank.record([kind], 'subject')).toMatchObject(refused('kind-not-needed', id))
    expect(await bank.record(['phone'], 'subject')).toMatchObject(permitted(id))
  },
)

clause('OZ-2.1', 'each purpose names its basis: contract, law, an interest, or consent', () => {
  const id = 'OZ-2.1'
  const ask = gateUnderTest('ozcredit')
  expect(ask('operator', 'service', ['consent-mark'])).toEqual(refused('kind-not-needed', id))
  // Contract and law go on in spite of an objection.
  expect(ask('operator', 'service', ['name'], objection('service'))).toEqual(permitted(id))
  expect(ask('credit-officer', 'creditworthiness', ['income'], objection('creditworthiness'))).toEqual(permitted(id))
  // An interest alone does not.
  const reminders = { interest: 'performance-notices' }
  expect(ask('operator', 'monitoring', ['phone'], reminders)).toEqual(permitted(id))
  expect(ask('operator', 'monitoring', ['phone'], { ...reminders, ...objection('monitoring') })).toMatchObject({
    code: 'processing-stopped',
  })
  // What improves the site rests on consent alone.
  expect(ask('system', 'site-improvement', ['behaviour'])).toEqual(refused('consent-missing', id))
  expect(ask('system', 'site-improvement', ['behaviour'], { consents: ['site-improvement'] })).toEqual(permitted(id))
})

const interests: readonly (readonly [string, ActorRole, string, readonly Attribute[]])[] = [
  ['credit-risk', 'credit-officer', 'creditworthiness', ['income', 'credit-history', 'property']],
  ['keeping-applications', 'operator', 'service', ['name', 'phone', 'application-terms']],
  ['performance', 'operator', 'monitoring', ['settlement', 'income']],
  ['performance-notices', 'operator', 'monitoring', ['name', 'phone', 'settlement']],
  ['payments-and-debts', 'teller', 'payment', ['name', 'payment-details', 'settlement']],
  ['accounting', 'operator', 'payment', ['name', 'settlement']],
  ['own-property', 'credit-officer', 'collection', ['name', 'property']],
  ['collectors-and-assignment', 'credit-officer', 'collection', ['name', 'phone', 'settlement']],
  ['authorities-and-courts', 'credit-officer', 'collection', ['name', 'income', 'settlement']],
]

clause('OZ-2.1.li', 'nine interests are named, each for what it needs', () => {
  const id = 'OZ-2.1.li'
  const ask = gateUnderTest('ozcredit')
  for (const [interest, role, purpose, kinds] of interests) {
    expect(ask(role, purpose, kinds, { interest: 'sport' }), interest).toEqual(refused('interest-not-registered', id))
    expect(ask(role, purpose, kinds, { interest, ...objection(purpose) }), interest).toMatchObject({
      code: 'processing-stopped',
    })
    expect(ask(role, purpose, kinds, { interest }), interest).toEqual(permitted(id))
  }
  expect(ask('operator', 'payment', ['email'], { interest: 'accounting' })).toEqual(refused('kind-not-needed', id))
  expect(ask('operator', 'monitoring', ['income'], { interest: 'accounting' })).toEqual(
    refused('interest-not-registered', id),
  )
})

clause('OZ-2.1.li', 'another interest is refused until it is named and weighed', () => {
  const id = 'OZ-2.1.li'
  const ask = gateUnderTest('ozcredit')
  const other = ['operator', 'service', ['name', 'settlement']] as const
  expect(ask(...other, { interest: 'curiosity' })).toEqual(refused('interest-not-registered', id))
  for (const shown of [[], ['interest'], ['assessment']] as const)
    expect(ask(...other, { interest: 'other-lawful', shown })).toEqual(refused('condition-missing', id))
  expect(ask(...other, { interest: 'other-lawful', shown: ['interest', 'assessment'] })).toEqual(permitted(id))
})

clause('OZ-2.3', 'duties of the laws on money laundering, taxes and crime are met, each by its act', async () => {
  const id = 'OZ-2.3'
  const ask = gateUnderTest('ozcredit')
  const liga = await Discloser.on('2026-01-05', 'ozcredit')
  const enquiry = {
    subjects: [String(liga.subject)],
    recipient: 'authority',
    receiver: '90000000002',
    case: 'K-1',
    extent: ['name'],
  }
  expect(await liga.staff('authority-enquiry.receive', enquiry)).toMatchObject({ code: 'enquiry-unnamed' })
  const use = ['compliance-officer', 'legal-duties', ['name', 'settlement', 'income', 'consent-mark']] as const
  expect(ask('compliance-officer', 'legal-duties', ['video'], { shown: ['law'] })).toEqual(
    refused('kind-not-needed', id),
  )
  expect(ask(...use)).toEqual(refused('condition-missing', id))
  expect(ask(...use, { shown: ['law'], ...objection('legal-duties') })).toEqual(permitted(id))
})

clause('OZ-2.4', 'reports are made and documents kept, by duty or by contract', () => {
  showUses('ozcredit', 'OZ-2.4', [
    ['reports', 'compliance-officer', ['name', 'phone', 'employer', 'income', 'settlement', 'property'], 'behaviour'],
    ['reports', 'compliance-officer', ['application-terms'], 'video', objection('reports')],
  ])
  const ask = gateUnderTest('ozcredit')
  expect(ask('compliance-officer', 'reports', ['name'], { roles: ['site-visitor'] })).toEqual(
    refused('role-not-concerned', 'OZ-2.4'),
  )
  expect(ask('compliance-officer', 'reports', ['name'], { roles: ['client'] })).toEqual(permitted('OZ-2.4'))
})

clause('OZ-2.5', 'offences against property are met by duty, with cameras too, and with more only in a case', () => {
  const id = 'OZ-2.5'
  const ask = gateUnderTest('ozcredit')
  showUses('ozcredit', id, [
    [
      'property-offences',
      'security-officer',
      ['name', 'phone', 'settlement', 'property', 'ip-address', 'application-terms', 'video'],
      'income',
      objection('property-offences'),
    ],
  ])
  const more = ['security-officer', 'property-offence-case', ['income', 'employer', 'document-copy']] as const
  expect(ask(...more)).toMatchObject({ code: 'condition-missing' })
  expect(ask(...more, { shown: ['law', 'aml-case'] })).toEqual(refused('condition-missing', id))
  expect(ask(...more, { shown: ['case', 'law', 'aml-case'] })).toEqual(permitted(id))
  for (const [role, purpose] of [
    ['operator', 'service'],
    ['credit-officer', 'collection'],
    ['compliance-officer', 'reports'],
  ] as const)
    expect(ask(role, purpose, ['video']), purpose).toMatchObject({ code: 'kind-not-needed' })
  expect(ask('security-officer', 'property-offences', ['video'])).toEqual(permitted(id))
})
