import { expect } from 'vitest'
import { undertakings } from '../../../src/privacy/confidentiality/rules.ts'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { EvidenceKind } from '../../../src/rulebook/register/vocabulary.ts'
import { teller } from '../../bank.ts'
import { clause } from '../../clause.ts'
import {
  agreement,
  erasureUnderTest,
  gateUnderTest,
  permitted,
  publishedMeasures,
  RecordingBank,
  refused,
  termsUnderTest,
} from '../../gate-clauses.ts'
import { problemsOfChanged } from './changed-pack.ts'

clause(
  'KL-1.client',
  'a client uses or used services, gave collateral, or came to use one, also by another',
  async () => {
    const id = 'KL-1.client'
    const ask = gateUnderTest('koduliising')
    const bank = await RecordingBank.open('koduliising')
    const came = { purpose: 'service-decision', role: 'applicant' } as const
    expect(await bank.record(['name'], 'subject', { ...came, role: 'stranger' })).toMatchObject(
      refused('role-not-concerned'),
    )
    expect(ask('teller', 'contract', ['name'], { roles: ['stranger'] })).toMatchObject(refused('role-not-concerned'))
    expect(await bank.record(['name'], 'subject', came)).toMatchObject(permitted(id))
    expect(await bank.record(['name'], 'processor', { ...came, shown: ['application'] })).toMatchObject(permitted(id))
    const supplied = { ...came, shown: ['third-party-supplied', 'law'] } as const
    expect(await bank.record(['name'], 'third-person', supplied)).toMatchObject(permitted(id))
    const erase = erasureUnderTest('koduliising')
    expect(erase('name', '2021-01-05', { affairs: agreement('2020-02-29') }).code).toBe('datum-kept')
    for (const role of ['client', 'collateral-giver', 'applicant'])
      expect(ask('teller', 'contract', ['name', 'services'], { roles: [role] }), role).toEqual(permitted(id))
  },
)

clause('KL-2.5', 'staff undertake confidentiality before they read anything, and without end', async () => {
  const id = 'KL-2.5'
  const ask = gateUnderTest('koduliising')
  const roles = ['teller', 'credit-officer', 'operator'] as const
  for (const role of roles)
    expect(
      ask(role, role === 'credit-officer' ? 'creditworthiness' : 'contract', ['name'], { undertaken: false }),
    ).toEqual(refused('confidentiality-not-undertaken', id))
  expect(ask('compliance-officer', 'aml', ['name'], { undertaken: false })).toEqual(
    refused('confidentiality-not-undertaken', id),
  )
  const { bank } = await RecordingBank.open('koduliising')
  const undertake = async () => {
    const { outcome, code, cited } = await bank.do('confidentiality.undertake', { agreed: true }, { actor: teller })
    return [code ?? outcome, cited.settled.map((one) => `${one.document}-${one.clause}`)]
  }
  expect(await undertake()).toEqual(['accepted', [id]])
  const signed = Temporal.PlainDate.from('2026-01-05')
  expect(bank.record(undertakings, 'T-01')).toEqual({ staff: 'T-01', signed, wording: 'KL 2018-05-25 2.5' })
  await bank.cutOver('2036-01-07')
  expect(await undertake()).toEqual(['confidentiality-undertaken', [id]])
  expect(ask('teller', 'contract', ['name'], { undertaken: true }).code).toBe('permitted')
  expect(publishedMeasures('koduliising')).toContain(`${id} measure-undertaking`)
})

clause('KL-2.7', 'no form and no query takes what its purpose does not list', async () => {
  const id = 'KL-2.7'
  const ask = gateUnderTest('koduliising')
  const bank = await RecordingBank.open('koduliising')
  const asked = { purpose: 'onboarding', shown: ['application'] } as const
  for (const [kinds, named] of [
    [['name', 'credit-history'], ['credit-history']],
    [['preference'], ['preference']],
    [
      ['name', 'segment', 'legal-capacity'],
      ['segment', 'legal-capacity'],
    ],
  ] as const)
    expect(await bank.record(kinds, 'subject', asked)).toEqual({
      ...refused('kind-not-needed', id),
      facts: { purpose: 'onboarding', kinds: named },
    })
  expect((await bank.record(['name', 'income'], 'subject', asked)).code).toBe('permitted')
  const declined = { subject: String(bank.subject), facts: ['preference'], purpose: 'onboarding' }
  expect(await bank.bank.do('fact.decline', declined)).toMatchObject({ code: 'kind-not-needed' })
  expect(ask('teller', 'onboarding', ['name', 'income']).code).toBe('permitted')
  for (const [role, purpose, kinds] of [
    ['teller', 'onboarding', ['name', 'settlement', 'damage']],
    ['marketing-officer', 'advertising', ['email', 'income']],
    ['credit-officer', 'creditworthiness', ['income', 'preference']],
  ] as const)
    expect(ask(role, purpose, kinds), purpose).toEqual(refused('kind-not-needed', id))
})

/** What is wrong with the pack when a purpose of it says nothing of its basis. */
const problemsWithoutBasis = (purpose: string): readonly string[] =>
  problemsOfChanged(new RegExp(`(- id: ${purpose}\\n(?: {10}.*\\n)*?) {10}bases:.*\\n(?: {12}.*\\n)*`), '$1')

clause('KL-4.1.0', 'each purpose names its legal basis, or the pack does not load', () => {
  const id = 'KL-4.1.0'
  const ask = gateUnderTest('koduliising')
  const { purposes } = termsUnderTest('koduliising').register
  for (const [purpose, basis] of [
    ['legal-duties', 'legal-obligation'],
    ['service-decision', 'contract'],
    ['onboarding', 'contract'],
    ['contract', 'contract'],
    ['creditworthiness', 'legal-obligation'],
    ['aml', 'legal-obligation'],
    ['risk', 'legitimate-interest'],
    ['statistics', 'legitimate-interest'],
    ['development', 'legitimate-interest'],
    ['correction', 'legal-obligation'],
    ['advertising', 'legitimate-interest'],
    ['games', 'consent'],
    ['studies', 'legitimate-interest'],
  ])
    expect(purposes.get(purpose ?? '')?.bases[0], purpose).toMatchObject({ basis })
  for (const purpose of ['games', 'risk'])
    expect(problemsWithoutBasis(purpose), purpose).toEqual(['"bases" is missing in an item of purposes'])
  expect(ask('teller', 'curiosity', ['name'])).toEqual(refused('purpose-not-registered', id))
})

/** Where clients' data come from: something that comes from there, what for, and what is shown. */
const sources: readonly (readonly [string, Attribute, string, ...EvidenceKind[]])[] = [
  ['subject', 'name', 'onboarding'],
  ['self-service', 'address', 'contract'],
  ['open-sources', 'ownership', 'aml'],
  ['processor', 'income', 'service-decision', 'application'],
  ['third-person', 'name', 'onboarding', 'third-party-supplied', 'law'],
  ['third-person', 'phone', 'contract', 'third-party-supplied', 'agreement'],
]

clause(
  'KL-4.3',
  'data come from the client, open sources, processors with a wish for service, lawful others',
  async () => {
    const id = 'KL-4.3'
    const bank = await RecordingBank.open('koduliising')
    expect(await bank.record(['name'], 'hearsay')).toMatchObject(refused('source-not-registered', id))
    expect(await bank.record(['ownership'], 'processor', { purpose: 'aml', shown: ['application'] })).toMatchObject(
      refused('source-not-registered', id),
    )
    expect(await bank.record(['income'], 'processor', { purpose: 'service-decision' })).toMatchObject(
      refused('condition-missing', id),
    )
    for (const shown of [[], ['third-party-supplied'], ['law'], ['consent']] as const)
      expect(await bank.record(['name'], 'third-person', { purpose: 'onboarding', shown }), shown.join()).toMatchObject(
        refused('condition-missing', id),
      )
    const separate = { purpose: 'separate-consent', shown: ['third-party-supplied'] } as const
    await bank.consent('separate-consent')
    expect(await bank.record(['name'], 'third-person', separate)).toMatchObject(permitted(id))
    for (const [source, kind, purpose, ...shown] of sources) {
      const recorded = await bank.record([kind], source, { purpose, shown })
      expect(recorded, source).toMatchObject(permitted(id))
      expect(bank.fact(recorded), source).toMatchObject({ kind, source })
    }
  },
)
