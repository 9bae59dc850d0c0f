import { expect } from 'vitest'
import { recordFacts } from '../../../src/parties/facts/commands.ts'
import { factsWire } from '../../../src/parties/facts/wire.ts'
import type { Edge } from '../../../src/privacy/edge.ts'
import { clause } from '../../clause.ts'
import { type CategoryRow, gateUnderTest, permitted, RecordingBank, refused, showCategory } from '../../gate-clauses.ts'

const rows: readonly CategoryRow[] = [
  {
    clause: 'LP-I.2.identification',
    sentence: 'name, number, birth date, document, photograph and specimen of the signature identify a person',
    kinds: ['name', 'personal-code', 'birth-date', 'identity-document', 'photo', 'signature'],
    usedBy: ['operator', 'service'],
    notFor: ['marketing-officer', 'direct-marketing', 'personal-code'],
    from: ['subject', 'service'],
    notFrom: 'camera',
  },
  {
    clause: 'LP-I.2.contact',
    sentence: 'addresses, the preferred language and social contacts reach a person',
    kinds: ['email', 'phone', 'address', 'language', 'social-contact'],
    usedBy: ['operator', 'service'],
    notFor: ['compliance-officer', 'risk', 'email'],
    from: ['subject', 'service'],
    notFrom: 'credit-bureau',
  },
  {
    clause: 'LP-I.2.services',
    sentence: 'services, obligations, applications, logs of use and notes tell what a person does with the bank',
    kinds: ['services', 'settlement', 'application-terms', 'application-decision', 'activity-log', 'note'],
    usedBy: ['operator', 'service'],
    notFor: ['compliance-officer', 'aml', 'note'],
    from: ['subject', 'service'],
    notFrom: 'media',
  },
  {
    clause: 'LP-I.2.financial',
    sentence: 'income, liabilities, source of funds, transactions and credit history tell of money',
    kinds: ['income', 'liabilities', 'source-of-funds', 'payment-details', 'credit-history'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['marketing-officer', 'direct-marketing', 'income'],
    from: ['financial-institution', 'creditworthiness'],
    notFrom: 'media',
  },
  {
    clause: 'LP-I.2.employment',
    sentence: 'employer, post and education',
    kinds: ['employer', 'position', 'education'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['operator', 'service', 'employer'],
    from: ['register', 'creditworthiness'],
    notFrom: 'credit-bureau',
  },
  {
    clause: 'LP-I.2.family',
    sentence: 'marital status and dependants',
    kinds: ['marital-status', 'dependants'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['operator', 'payment', 'dependants'],
    from: ['subject', 'creditworthiness'],
    notFrom: 'credit-bureau',
  },
  {
    clause: 'LP-I.2.location',
    sentence: 'the place of a transaction or login, and the address in the network',
    kinds: ['location', 'ip-address'],
    usedBy: ['security-officer', 'security'],
    notFor: ['credit-officer', 'creditworthiness', 'location'],
    from: ['financial-institution', 'payment'],
    notFrom: 'register',
  },
  {
    clause: 'LP-I.2.property',
    sentence: 'assets and property',
    kinds: ['property'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['operator', 'payment', 'property'],
    from: ['register', 'service'],
    notFrom: 'credit-bureau',
  },
]

for (const row of rows) clause(row.clause, row.sentence, () => showCategory('luminor', row))

const readers = [
  ['customer', 'service'],
  ['representative', 'service'],
  ['teller', 'service'],
  ['operator', 'service'],
  ['credit-officer', 'creditworthiness'],
  ['compliance-officer', 'aml'],
  ['security-officer', 'security'],
  ['data-protection-officer', 'rights'],
  ['marketing-officer', 'advertising'],
  ['system', 'operations'],
] as const

clause('LP-I.2.digital-id', 'who signs in is known by a device; a password is never readable by anybody', async () => {
  const ask = gateUnderTest('luminor')
  for (const [role, purpose] of readers)
    expect(ask(role, purpose, ['credential']).code, role).toMatch(/^kind-not-(granted|needed)$/)
  const bank = await RecordingBank.open('luminor')
  expect(await bank.record(['device'], 'other-person')).toMatchObject(
    refused('source-not-registered', 'LP-I.2.digital-id'),
  )
  const tell = (value: string) => () =>
    factsWire(recordFacts).part({ facts: [{ kind: 'credential', value }] }, {} as Edge)
  expect(tell('correct horse battery staple')).toThrow('must be a verifier')
  expect(tell('$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0$3q2+7w8Zp0c')).not.toThrow()
  expect((await bank.record(['credential'], 'subject')).code).toBe('kind-not-granted')
  expect(await bank.record(['device', 'credential'], 'subject', { actor: bank.self })).toMatchObject(
    permitted('LP-I.2.digital-id'),
  )
  expect(ask('security-officer', 'security', ['device'])).toEqual(permitted('LP-I.2.digital-id'))
})
