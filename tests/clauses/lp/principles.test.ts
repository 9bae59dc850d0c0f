import { expect } from 'vitest'
import { registerPrivacy } from '../../../src/api/pages/privacy.ts'
import { pagesOf } from '../../../src/api/pages/testing/pages.ts'
import { settledBy, told } from '../../../src/parties/testing/people.ts'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { ActorRole } from '../../../src/rulebook/register/vocabulary.ts'
import { Rulebook } from '../../../src/rulebook/terms.ts'
import { clause, packUnderTest } from '../../clause.ts'
import {
  agreement,
  application,
  erasureUnderTest,
  gateUnderTest,
  objection,
  permitted,
  publishedMeasures,
  RecordingBank,
  refused,
} from '../../gate-clauses.ts'
import { showProvidersAndStaff } from './measures.ts'

clause('LP-D.customer', 'somebody is protected before an agreement, while it runs, and after it', async () => {
  const id = 'LP-D.customer'
  const bank = await RecordingBank.open('luminor')
  expect(await bank.record(['address'], 'subject', { role: 'customer' })).toMatchObject(permitted(id))
  const erase = erasureUnderTest('luminor')
  expect(erase('address', '2020-06-01', { affairs: application('2020-02-01') }).code).toBe('datum-kept')
  expect(erase('address', '2020-06-01', { affairs: agreement() }).code).toBe('datum-kept')
  expect(erase('address', '2026-01-05', { affairs: agreement('2020-02-29') }).code).toBe('datum-kept')
  const own = gateUnderTest('luminor')
  expect(own('customer', 'service', ['address'], { roles: ['customer'] })).toEqual(permitted(id))
})

clause('LP-I.1', 'the policy covers everybody whose data arrived, each in a role of their own', async () => {
  const bank = await RecordingBank.open('luminor')
  const ask = gateUnderTest('luminor')
  expect(await bank.record(['address'], 'subject', { role: 'stranger' })).toMatchObject(refused('role-not-concerned'))
  expect(ask('operator', 'service', ['address'], { roles: ['stranger'] })).toEqual(refused('role-not-concerned'))
  for (const role of ['visitor', 'connected', 'representative', 'owner', 'counterpart', 'other']) {
    expect(await bank.record(['address'], 'subject', { role }), role).toMatchObject(permitted('LP-I.1'))
    expect(ask('operator', 'service', ['address'], { roles: [role] }), role).toEqual(permitted('LP-I.1'))
  }
})

clause(
  'LP-I.4',
  'each category says whether it must be given and what follows; a refused consent has another way',
  async () => {
    const { bank, subject } = await RecordingBank.open('luminor')
    const decline = (facts: readonly string[], purpose: string) =>
      bank.do('fact.decline', { subject: String(subject), facts, purpose })
    expect(await decline(['phone', 'birth-date', 'voice'], 'service')).toMatchObject({
      outcome: 'accepted',
      facts: {
        declined: [
          { category: 'contact', required: 'contract' },
          { category: 'identification', required: 'law' },
          { category: 'recordings', required: 'voluntary' },
        ],
      },
    })
    expect(await decline(['health'], 'service')).toMatchObject({ outcome: 'refused', code: 'kind-not-needed' })
    expect(await decline(['biometric'], 'remote-identification')).toMatchObject({
      outcome: 'accepted',
      facts: {
        declined: [{ category: 'biometric', required: 'voluntary', alternatives: ['service-unit', 'internet-bank'] }],
      },
    })
    const { categories } = new Rulebook(packUnderTest('luminor')).terms(Temporal.PlainDate.from('2026-01-05')).register
    for (const { refusal } of categories.values()) expect(refusal.en).toMatch(/\.$/)
  },
)

clause('LP-I.5', 'cookies wait for consent; before it the pages set none but what they need', async () => {
  const pages = pagesOf(packUnderTest('luminor'), [registerPrivacy])
  for (const url of ['/privacy', '/privacy/notice?language=en']) {
    const answer = await pages.inject({ url, headers: { accept: 'text/html' } })
    expect([answer.statusCode, answer.cookies, answer.headers['set-cookie']]).toEqual([200, [], undefined])
    expect(answer.body).not.toMatch(/<script|document\.cookie/)
  }
  const bank = await RecordingBank.open('luminor')
  const site = { purpose: 'improvement' } as const
  expect(await bank.record(['cookie'], 'browser', site)).toMatchObject(refused('condition-missing', 'LP-I.5'))
  const said = await bank.record(['cookie'], 'browser', { ...site, shown: ['consent'] })
  expect(said).toMatchObject(refused('condition-missing', 'LP-I.5'))
  await bank.consent('improvement')
  const agreed = await bank.record(['cookie'], 'browser', site)
  expect(agreed).toMatchObject(permitted('LP-I.5'))
})

clause('LP-I.6', 'nothing is processed without a purpose that rests on one of the bases', async () => {
  const id = 'LP-I.6'
  const ask = gateUnderTest('luminor')
  expect(ask('operator', 'curiosity', ['name'])).toEqual(refused('purpose-not-registered', id))
  expect(ask('operator', 'payment', ['note'])).toEqual(refused('kind-not-needed', id))
  const bank = await RecordingBank.open('luminor')
  expect(await bank.record(['name'], 'subject', { purpose: 'curiosity' })).toMatchObject(
    refused('purpose-not-registered', id),
  )
  // Agreement, consent, legal obligation, legitimate interest: each carries something alone.
  expect(ask('operator', 'payment', ['name']).code).toBe('permitted')
  expect(ask('marketing-officer', 'advertising', ['event-photo']).code).toBe('consent-missing')
  expect(ask('marketing-officer', 'advertising', ['event-photo'], { consents: ['advertising'] }).code).toBe('permitted')
  expect(ask('compliance-officer', 'reporting', ['name']).code).toBe('permitted')
  const stop = { purpose: 'claims', ground: 'objection', since: Temporal.PlainDate.from('2026-01-02') } as const
  expect(ask('compliance-officer', 'claims', ['name']).code).toBe('permitted')
  expect(ask('compliance-officer', 'claims', ['name'], { stops: [stop] }).code).toBe('processing-stopped')
  const { register } = new Rulebook(packUnderTest('luminor')).terms(Temporal.PlainDate.from('2026-01-05'))
  for (const { bases } of register.purposes.values()) expect(bases.length).toBeGreaterThan(0)
  showRareBases()
  expect(ask('operator', 'spying', ['name'])).toEqual(refused('purpose-not-registered', id))
})

/** A vital interest and the public interest carry something now and then: each time something must be shown, and nothing else does instead. */
function showRareBases(): void {
  const id = 'LP-I.6'
  const ask = gateUnderTest('luminor')
  type Use = readonly [ActorRole, string, readonly Attribute[]]
  const saving: Use = ['security-officer', 'emergencies', ['name', 'phone', 'location']]
  const helping: Use = ['compliance-officer', 'public-tasks', ['name', 'payment-details']]
  for (const [use, kind] of [
    [saving, 'finding'],
    [helping, 'public-function'],
  ] as const) {
    const [, purpose] = use
    for (const shown of [[], ['law'], ['consent'], ['interest']] as const)
      expect(ask(...use, { shown }).code, purpose).toBe('condition-missing')
    expect(ask(...use, { shown: [kind] }), purpose).toEqual(permitted(id))
  }
  expect(ask('security-officer', 'emergencies', ['income'], { shown: ['finding'] }).code).toBe('kind-not-needed')
  expect(ask('teller', 'emergencies', ['name'], { shown: ['finding'] }).code).toBe('purpose-not-granted')
  // Whoever objects can do so to a public task, and not to the saving of a life (Article 21(1)).
  expect(ask(...helping, { ...objection('public-tasks'), shown: ['public-function'] }).code).toBe('processing-stopped')
  expect(ask(...saving, { ...objection('emergencies'), shown: ['finding'] })).toEqual(permitted(id))
}

clause('LP-I.7', 'each role reads the least that its work needs, once it undertook confidentiality', async () => {
  await showProvidersAndStaff()
  const id = 'LP-I.7'
  const ask = gateUnderTest('luminor')
  expect(ask('teller', 'service', ['name'], { undertaken: false })).toEqual(
    refused('confidentiality-not-undertaken', id),
  )
  expect(ask('teller', 'aml', ['name'])).toEqual(refused('purpose-not-granted', id))
  expect(ask('teller', 'service', ['note'])).toEqual(refused('kind-not-granted', id))
  expect(ask('customer', 'service', ['note'])).toEqual(refused('kind-not-granted', id))
  expect(ask('representative', 'service', ['address'])).toEqual(refused('kind-not-granted', id))
  expect(ask('marketing-officer', 'advertising', ['cookie'], { consents: ['advertising'] })).toEqual(
    refused('kind-not-granted', id),
  )
  expect(ask('auditor', 'service', ['name'])).toEqual(refused('purpose-not-granted', id))
  for (const [role, purpose] of [
    ['customer', 'service'],
    ['representative', 'payment'],
    ['teller', 'service'],
    ['operator', 'correction'],
    ['credit-officer', 'creditworthiness'],
    ['compliance-officer', 'aml'],
    ['data-protection-officer', 'rights'],
    ['auditor', 'audit'],
    ['system', 'operations'],
  ] as const)
    expect(ask(role, purpose, ['services']).code, role).toBe('permitted')
})

clause('LP-I.7', 'staff record what their work lets them read, and nothing else', async () => {
  await showProvidersAndStaff()
  const bank = await RecordingBank.open('luminor')
  const record = (role: ActorRole, kind: Attribute, source: string, purpose: string) =>
    bank.record([kind], source, { purpose, actor: { role, staff: 'S-07' } })
  for (const [role, kind, source, purpose, code] of [
    ['teller', 'sanction', 'register', 'aml', 'purpose-not-granted'],
    ['teller', 'note', 'staff', 'service', 'kind-not-granted'],
    ['credit-officer', 'address', 'subject', 'service', 'purpose-not-granted'],
    ['compliance-officer', 'income', 'subject', 'creditworthiness', 'purpose-not-granted'],
    ['marketing-officer', 'income', 'subject', 'creditworthiness', 'purpose-not-granted'],
    ['security-officer', 'note', 'staff', 'service', 'purpose-not-granted'],
  ] as const)
    expect(await record(role, kind, source, purpose), `${role} ${kind}`).toMatchObject(refused(code, 'LP-I.7'))
  for (const [role, kind, source, purpose] of [
    ['teller', 'address', 'subject', 'service'],
    ['operator', 'note', 'staff', 'service'],
    ['credit-officer', 'income', 'subject', 'creditworthiness'],
    ['compliance-officer', 'sanction', 'register', 'aml'],
    ['security-officer', 'video', 'camera', 'security'],
  ] as const)
    expect((await record(role, kind, source, purpose)).code, `${role} ${kind}`).toBe('permitted')
  // What a role may not record, it does not register anybody with either.
  const person = { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code', 'email'] }
  const details = [told('Anna Izdoma'), told('220890-03918'), told('anna@example.com', 'contact')]
  const blinds = { code: 'blind of Anna' }
  const asked = (role: ActorRole) =>
    bank.bank.do('party.register', person, { details, blinds, actor: { role, staff: 'S-07' } })
  const refusedRegistration = await asked('credit-officer')
  expect(refusedRegistration).toMatchObject({ outcome: 'refused', code: 'purpose-not-granted' })
  expect(settledBy(refusedRegistration)).toContain('LP-I.7')
  expect(await asked('teller')).toMatchObject({ outcome: 'accepted' })
})

clause(
  'LP-I.7',
  'the measures that protect data are published: connections, premises, encryption, providers, training',
  async () => {
    await showProvidersAndStaff()
    const ask = gateUnderTest('luminor')
    expect(ask('teller', 'service', ['name'], { undertaken: false }).code).toBe('confidentiality-not-undertaken')
    expect(ask('teller', 'service', ['note'])).toEqual(refused('kind-not-granted', 'LP-I.7'))
    expect(publishedMeasures('luminor')).toEqual(
      expect.arrayContaining([
        'LP-I.7 measure-least-access',
        'LP-I.7 measure-secured-connections',
        'LP-I.7 measure-premises',
        'LP-I.7 measure-encryption-at-rest',
        'LP-I.7 measure-backups',
        'LP-I.7 measure-provider-checks',
        'LP-I.7 measure-staff-training',
      ]),
    )
  },
)
