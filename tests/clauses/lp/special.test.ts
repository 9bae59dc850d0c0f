import { expect } from 'vitest'
import { clause } from '../../clause.ts'
import { explicitly, gateUnderTest, permitted, RecordingBank, refused } from '../../gate-clauses.ts'

const special = 'LP-I.2.special'

clause(
  special,
  'a face or a fingerprint is used with express consent, and for nothing but identification',
  async () => {
    const ask = gateUnderTest('luminor')
    const face = ['biometric'] as const
    const identify = ['system', 'remote-identification', face] as const
    expect(ask(...identify)).toEqual(refused('condition-missing', 'LP-I.2.biometric-consent'))
    expect(ask(...identify, { consents: ['remote-identification'] })).toEqual(
      refused('condition-missing', 'LP-I.2.biometric-consent'),
    )
    expect(ask('compliance-officer', 'aml', face)).toEqual(refused('kind-not-needed', special))
    const bank = await RecordingBank.open('luminor')
    const recorded = (shown: readonly 'explicit-consent'[]) =>
      bank.record(face, 'subject', { purpose: 'rights', shown })
    expect(await recorded([])).toMatchObject(refused('condition-missing', special))
    expect(await recorded(['explicit-consent'])).toMatchObject(permitted(special))
    expect(ask(...identify, { consents: [explicitly('remote-identification')] })).toEqual(permitted(special))
  },
)

clause(special, 'convictions are used only where the person or another supplied them, and law allows it', () => {
  const ask = gateUnderTest('luminor')
  const use = ['compliance-officer', 'aml', ['conviction']] as const
  for (const shown of [[], ['law'], ['subject-supplied'], ['third-party-supplied']] as const)
    expect(ask(...use, { shown })).toEqual(refused('condition-missing', special))
  expect(ask('credit-officer', 'creditworthiness', ['conviction'])).toEqual(refused('kind-not-needed', special))
  expect(ask(...use, { shown: ['third-party-supplied', 'law'] })).toEqual(permitted(special))
  expect(ask(...use, { shown: ['subject-supplied', 'law'] })).toEqual(permitted(special))
})

clause(special, 'party membership is used only to know the customer, on a condition of its own', () => {
  const ask = gateUnderTest('luminor')
  const use = ['compliance-officer', 'aml', ['party-membership']] as const
  expect(ask(...use)).toEqual(refused('condition-missing', special))
  expect(ask('compliance-officer', 'risk', ['party-membership'])).toEqual(refused('kind-not-needed', special))
  expect(ask('compliance-officer', 'legal', ['party-membership'])).toEqual(refused('kind-not-needed', special))
  for (const kind of ['law', 'aml-case', 'explicit-consent'] as const)
    expect(ask(...use, { shown: [kind] }), kind).toEqual(permitted(special))
})

clause(special, 'legal capacity needs no such condition, but only those see it who must', () => {
  const ask = gateUnderTest('luminor')
  const capacity = ['legal-capacity'] as const
  expect(ask('teller', 'service', capacity)).toEqual(refused('kind-not-granted', 'LP-I.7'))
  expect(ask('customer', 'service', capacity)).toEqual(refused('kind-not-granted', 'LP-I.7'))
  expect(ask('credit-officer', 'creditworthiness', capacity)).toEqual(refused('kind-not-needed', special))
  expect(ask('compliance-officer', 'aml', capacity)).toEqual(refused('kind-not-needed', special))
  const both = ['legal-capacity', 'conviction'] as const
  expect(ask('compliance-officer', 'claims', both)).toEqual(refused('condition-missing', special))
  expect(ask('compliance-officer', 'claims', capacity)).toEqual(permitted(special))
  expect(ask('operator', 'service', capacity)).toEqual(permitted(special))
})

clause('LP-I.2.cookies', 'cookies that tell who somebody is are used with consent alone', async () => {
  const id = 'LP-I.2.cookies'
  const ask = gateUnderTest('luminor')
  const cookies = ['cookie', 'visited-site', 'behaviour'] as const
  expect(ask('system', 'improvement', cookies)).toEqual(refused('condition-missing', id))
  expect(ask('system', 'operations', cookies)).toEqual(refused('kind-not-needed', id))
  expect(ask('system', 'improvement', cookies, { consents: ['advertising'] })).toEqual(refused('condition-missing', id))
  const bank = await RecordingBank.open('luminor')
  const record = (shown: readonly 'consent'[]) => bank.record(cookies, 'browser', { purpose: 'improvement', shown })
  expect(await record([])).toMatchObject(refused('condition-missing'))
  expect(await record(['consent'])).toMatchObject(permitted(id))
  expect(ask('system', 'improvement', cookies, { consents: ['improvement'] })).toEqual(permitted(id))
})

clause(
  'LP-I.2.minors',
  'data of minors come from a minor who uses a service, or from a parent for a service',
  async () => {
    const id = 'LP-I.2.minors'
    const bank = await RecordingBank.open('luminor')
    const record = (minor: 'minor' | 'parent' | 'other', source: string, shown: readonly ('service' | 'law')[]) =>
      bank.record(['address'], source, { minor, role: 'child', shown })
    expect(await record('minor', 'subject', [])).toMatchObject(refused('minor-not-served', id))
    expect(await record('minor', 'subject', ['law'])).toMatchObject(refused('minor-not-served', id))
    expect(await record('parent', 'parent', [])).toMatchObject(refused('minor-not-served', id))
    expect(await record('other', 'other-person', ['service'])).toMatchObject(refused('minor-not-served', id))
    expect(await bank.record(['address'], 'parent')).toMatchObject(refused('condition-missing', id))
    expect(await record('minor', 'subject', ['service'])).toMatchObject(permitted(id))
    expect(await record('parent', 'parent', ['service'])).toMatchObject(permitted(id))
  },
)
