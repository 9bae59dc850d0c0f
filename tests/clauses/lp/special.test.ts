import { expect } from 'vitest'
import { recordFacts } from '../../../src/parties/facts/commands.ts'
import { factsWire } from '../../../src/parties/facts/wire.ts'
import { settledBy } from '../../../src/parties/testing/people.ts'
import { paymentDetail } from '../../../src/payments/details.ts'
import { type Edge, fencedTopics } from '../../../src/privacy/edge.ts'
import { kindsOfDetail, opensFenced } from '../../../src/privacy/gate/rules.ts'
import { partsOf } from '../../../src/privacy/screening/parts.ts'
import { fencedKinds } from '../../../src/privacy/screening/rules.ts'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { ActorRole } from '../../../src/rulebook/register/vocabulary.ts'
import type { Detail } from '../../../src/storage/command.ts'
import { operator } from '../../bank.ts'
import { clause, packUnderTest } from '../../clause.ts'
import { erasureUnderTest, explicitly, gateUnderTest, permitted, RecordingBank, refused } from '../../gate-clauses.ts'

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
    const shown = ['explicit-consent'] as const
    const recorded = (purpose: string) => bank.record(face, 'subject', { purpose, shown, actor: bank.self })
    expect(await recorded('rights')).toMatchObject(refused('condition-missing', special))
    expect((await recorded('remote-identification')).code).toBe('condition-missing')
    await bank.consent('remote-identification', { explicit: true })
    expect(await recorded('rights')).toMatchObject(refused('condition-missing', special))
    expect(await recorded('remote-identification')).toMatchObject(permitted(special))
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
  // Whether the person consented expressly, nobody's word shows.
  for (const shown of [['explicit-consent'], ['consent']] as const)
    expect(ask(...use, { shown })).toEqual(refused('condition-missing', special))
  expect(ask(...use, { consents: ['aml'] })).toEqual(refused('condition-missing', special))
  expect(ask(...use, { consents: [explicitly('aml')] })).toEqual(permitted(special))
  for (const kind of ['law', 'aml-case'] as const)
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
  const record = () => bank.record(cookies, 'browser', { purpose: 'improvement', shown: ['consent'] })
  expect(await record()).toMatchObject(refused('condition-missing'))
  await bank.consent('improvement')
  expect(await record()).toMatchObject(permitted(id))
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
    const needs = [['service'], ['application'], ['agreement']]
    expect(await record('minor', 'subject', [])).toMatchObject({ ...refused('minor-not-served', id), facts: { needs } })
    expect(await record('minor', 'subject', ['law'])).toMatchObject(refused('minor-not-served', id))
    expect(await record('parent', 'parent', [])).toMatchObject(refused('minor-not-served', id))
    const byOther = await record('other', 'other-person', ['service'])
    expect(byOther).toMatchObject({ ...refused('minor-not-served', id), facts: { by: ['minor', 'parent'] } })
    expect(byOther.facts).not.toHaveProperty('needs')
    expect(await bank.record(['address'], 'parent')).toMatchObject(refused('condition-missing', id))
    expect(await record('minor', 'subject', ['service'])).toMatchObject(permitted(id))
    expect(await record('parent', 'parent', ['service'])).toMatchObject(permitted(id))
  },
)

const unasked = 'LP-I.2.sensitive-default'
const told = {
  party: '1',
  purpose: 'service',
  source: 'staff',
  facts: [
    { kind: 'note', value: 'Asks for a pause: she was diagnosed with cancer.' },
    { kind: 'note', value: 'Asks for a pause until June.' },
    { kind: 'address', value: 'Baznīcas iela 4, Rīga' },
  ],
}

clause(unasked, 'free text that tells such things unasked is fenced where it comes in', async () => {
  const { bank, subject } = await RecordingBank.open('luminor')
  const edge = { fences: fencedTopics(packUnderTest('luminor'), { id: 'lv' }) } as Edge
  const { details = [] } = factsWire(recordFacts).part(told, edge)
  expect(details.map(({ category }) => category)).toEqual(['special', 'staff-note', 'contact'])
  const record = (notes: readonly Detail[]) =>
    bank.do(
      'fact.record',
      { party: String(subject), facts: notes.map(() => 'note'), purpose: 'service', source: 'staff' },
      { details: notes, actor: operator },
    )
  const fenced = await record(details.slice(0, 2))
  expect(fenced).toMatchObject({ outcome: 'accepted', facts: { fenced: [expect.any(String)] } })
  expect(fenced.facts['fenced']).toEqual((fenced.facts['facts'] as string[]).slice(0, 1))
  expect(settledBy(fenced)).toContain(unasked)
  // Who reads it needs what such data need.
  const ask = gateUnderTest('luminor')
  expect(kindsOfDetail.special).toEqual(['health', 'ethnicity', 'religion'])
  expect(ask('operator', 'service', fencedKinds)).toEqual(refused('kind-not-needed', unasked))
  expect(ask('compliance-officer', 'legal', fencedKinds)).toEqual(refused('condition-missing', unasked))
  expect(ask('compliance-officer', 'legal', fencedKinds, { shown: ['law'] })).toEqual(permitted(unasked))
})

clause(unasked, 'health, origin and belief are not processed unless law requires or they came unasked', async () => {
  const { bank, subject } = await RecordingBank.open('luminor')
  const { details = [] } = factsWire(recordFacts).part(told, {
    fences: fencedTopics(packUnderTest('luminor'), { id: 'lv' }),
  } as Edge)
  const noted = { party: String(subject), facts: ['note'], purpose: 'service', source: 'staff' }
  const kept = await bank.do('fact.record', noted, { details: details.slice(0, 1), actor: operator })
  expect(settledBy(kept)).toContain(unasked)
  const erase = erasureUnderTest('luminor')
  expect(erase('health', '2024-02-29', { recordedOn: '2023-11-30' })).toEqual(refused('datum-kept', unasked))
  expect(erase('health', '2024-03-01', { recordedOn: '2023-11-30' })).toEqual(permitted(unasked))
  const ask = gateUnderTest('luminor')
  for (const kind of ['health', 'ethnicity', 'religion', 'disability'] as const) {
    expect(ask('operator', 'service', [kind]), kind).toEqual(refused('kind-not-needed', unasked))
    expect(ask('marketing-officer', 'direct-marketing', [kind]), kind).toEqual(refused('kind-not-needed', unasked))
    expect(ask('compliance-officer', 'legal', [kind]), kind).toEqual(refused('condition-missing', unasked))
    for (const shown of ['law', 'subject-supplied', 'third-party-supplied'] as const)
      expect(ask('compliance-officer', 'legal', [kind], { shown: [shown] }), kind).toEqual(permitted(unasked))
  }
})

clause(unasked, 'a payment whose text tells such things shows staff the rest of it alone', () => {
  const ask = gateUnderTest('luminor')
  const kinds = ['payment-details', ...fencedKinds] as const
  expect(ask('operator', 'service', ['payment-details'])).toEqual(permitted())
  const edge = { fences: fencedTopics(packUnderTest('luminor'), { id: 'lv' }) }
  const { category, plain } = paymentDetail({ name: 'Anna Izdoma', remittance: 'Ziedojums ķīmijterapijai' }, edge)
  const parts = partsOf(plain)
  expect(parts && [category, JSON.parse(String(parts.open)), JSON.parse(String(parts.whole))]).toEqual([
    'payment-details',
    { name: 'Anna Izdoma', fenced: true },
    { name: 'Anna Izdoma', remittance: 'Ziedojums ķīmijterapijai' },
  ])
  expect(partsOf(paymentDetail({ remittance: 'Īre par maiju' }, edge).plain)).toBeUndefined()
  expect(ask('operator', 'service', kinds)).toEqual(refused('kind-not-needed', unasked))
  expect(ask('compliance-officer', 'claims', kinds, { shown: ['law'] })).toEqual(permitted(unasked))
  const opens = (role: ActorRole, purpose: string, kinds: readonly Attribute[]) =>
    opensFenced({ actor: { role }, purpose, kinds }, 'special')
  expect(opens('operator', 'service', ['payment-details'])).toBe(false)
  expect(opens('system', 'improvement', ['payment-details'])).toBe(false)
  expect(opens('compliance-officer', 'claims', kinds)).toBe(true)
  // Whose words they are, to whom they were written, and what carries them.
  for (const role of ['customer', 'representative', 'system'] as const) expect(opens(role, 'service', [])).toBe(true)
})
