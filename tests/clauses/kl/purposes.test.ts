import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { loadPack } from '../../../src/rulebook/load.ts'
import { clause } from '../../clause.ts'
import {
  gateUnderTest,
  objection,
  type PurposeUse,
  permitted,
  RecordingBank,
  refused,
  showUses,
} from '../../gate-clauses.ts'

type Row = { readonly clause: string; readonly sentence: string; readonly uses: readonly PurposeUse[] }

const duty = { shown: ['law'] } as const

const rows: readonly Row[] = [
  {
    clause: 'KL-4.1.1',
    sentence: 'duties of law are met, also against an objection',
    uses: [
      ['legal-duties', 'compliance-officer', ['name', 'settlement', 'income', 'litigation'], 'segment', duty],
      ['legal-duties', 'compliance-officer', ['name'], 'preference', { ...duty, ...objection('legal-duties') }],
    ],
  },
  {
    clause: 'KL-4.1.2',
    sentence: 'it is decided whether and how to serve, also of who is no client yet',
    uses: [
      ['service-decision', 'credit-officer', ['name', 'income', 'credit-history', 'legal-capacity'], 'segment'],
      ['service-decision', 'teller', ['name', 'phone'], 'preference', { roles: ['applicant'] }],
      ['service-decision', 'teller', ['name', 'phone'], 'preference', { roles: ['non-client'] }],
    ],
  },
  {
    clause: 'KL-4.1.3',
    sentence: 'a relationship begins, and a person is identified',
    uses: [
      ['onboarding', 'teller', ['name', 'identity-document', 'address'], 'litigation'],
      ['onboarding', 'teller', ['personal-code'], 'segment', objection('onboarding')],
    ],
  },
  {
    clause: 'KL-4.1.4',
    sentence: 'the contract is performed and enforced, and rights are protected',
    uses: [
      ['contract', 'teller', ['name', 'phone', 'settlement', 'income'], 'segment', objection('contract')],
      ['contract', 'operator', ['name', 'settlement', 'income'], 'preference', { interest: 'enforcement' }],
    ],
  },
  {
    clause: 'KL-4.1.5',
    sentence: 'creditworthiness and reliability are assessed, and credit history is exchanged',
    uses: [
      ['creditworthiness', 'credit-officer', ['income', 'credit-history', 'legal-capacity'], 'correspondence'],
      ['creditworthiness', 'credit-officer', ['settlement', 'credit-history'], 'income', exchange()],
    ],
  },
  {
    clause: 'KL-4.1.6',
    sentence: 'money laundering and terrorism are fought',
    uses: [
      ['aml', 'compliance-officer', ['name', 'source-of-funds', 'ownership', 'sanction'], 'segment'],
      ['aml', 'compliance-officer', ['adverse-media'], 'preference', objection('aml')],
    ],
  },
  {
    clause: 'KL-4.1.7',
    sentence: 'risk is reduced: portfolios, audits, stress tests, damage',
    uses: [['risk', 'compliance-officer', ['settlement', 'income', 'credit-history', 'damage'], 'representation']],
  },
  {
    clause: 'KL-4.1.8',
    sentence: 'statistics and reports are made',
    uses: [['statistics', 'compliance-officer', ['settlement', 'income', 'credit-history', 'segment'], 'name']],
  },
  {
    clause: 'KL-4.1.9',
    sentence: 'services, prices and systems are developed and maintained',
    uses: [['development', 'security-officer', ['name', 'settlement', 'income', 'consent-mark'], 'segment']],
  },
  {
    clause: 'KL-4.1.10',
    sentence: 'data are checked and corrected',
    uses: [
      ['correction', 'operator', ['name', 'phone', 'settlement'], 'segment'],
      ['correction', 'data-protection-officer', ['income', 'credit-history'], 'preference', objection('correction')],
    ],
  },
]

function exchange() {
  return { interest: 'credit-history-exchange' } as const
}

for (const { clause: id, sentence, uses } of rows) clause(id, sentence, () => showUses('koduliising', id, uses))

for (const [id, purpose, role] of [
  ['KL-4.1.7', 'risk', 'compliance-officer'],
  ['KL-4.1.9', 'development', 'security-officer'],
] as const)
  clause(id, 'it rests on an interest, and ends where an objection is upheld', () => {
    const ask = gateUnderTest('koduliising')
    expect(ask(role, purpose, ['settlement'])).toEqual(permitted(id))
    expect(ask(role, purpose, ['segment'])).toEqual(refused('kind-not-needed', id))
    expect(ask(role, purpose, ['settlement'], objection(purpose))).toMatchObject({ code: 'processing-stopped' })
    expect(ask(role, purpose, ['settlement'], { roles: ['client'] })).toEqual(permitted(id))
  })

const folder = join(import.meta.dirname, '../../../packs')

/** The problem of the pack once its text is changed; undefined when it loads. */
function problemOf(change: (text: string) => string): string | undefined {
  const copy = mkdtempSync(join(tmpdir(), 'pacta-pack-'))
  try {
    for (const part of ['koduliising', 'law']) cpSync(join(folder, part), join(copy, part), { recursive: true })
    const file = join(copy, 'koduliising/documents/personal-data-procedure/2018-05-25.yaml')
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    loadPack(join(copy, 'koduliising'))
    return undefined
  } catch (error) {
    return String(error)
  } finally {
    rmSync(copy, { recursive: true })
  }
}

clause('KL-4.1.0', 'each purpose names its basis, or the pack does not load', () => {
  const id = 'KL-4.1.0'
  const ask = gateUnderTest('koduliising')
  expect(problemOf((text) => text)).toBeUndefined()
  const withoutBasis = (text: string) =>
    text.replace(/bases:\n +- \{basis: legal-obligation, law: RAHAPTS-20\}/, 'bases: []')
  expect(problemOf(withoutBasis)).toContain('bases')
  expect(ask('compliance-officer', 'aml', ['name']).code).toBe('permitted')
  expect(ask('teller', 'curiosity', ['name'])).toEqual(refused('purpose-not-registered', id))
})

clause('KL-4.2', 'another purpose, or somebody who is no client, takes a consent of its own', () => {
  const id = 'KL-4.2'
  const ask = gateUnderTest('koduliising')
  const other = ['teller', 'separate-consent', ['name', 'phone', 'income']] as const
  const stranger = { roles: ['non-client'] }
  expect(ask('teller', 'separate-consent', ['ownership'])).toEqual(refused('kind-not-needed', id))
  expect(ask(...other, stranger)).toEqual(refused('condition-missing', id))
  expect(ask(...other, { ...stranger, shown: ['consent'] })).toEqual(refused('consent-missing', id))
  expect(ask(...other, { ...stranger, consents: ['games'] })).toEqual(refused('condition-missing', id))
  expect(ask('marketing-officer', 'games', ['campaign'])).toEqual(refused('consent-missing', id))
  // Taken back, it carries nothing more.
  expect(ask(...other, { ...stranger, consents: [] })).toEqual(refused('condition-missing', id))
  expect(ask(...other, { ...stranger, consents: ['separate-consent'] })).toEqual(permitted(id))
})

clause('KL-4.2', 'an application on the page comes without identification, in some categories alone', async () => {
  const id = 'KL-4.2'
  const bank = await RecordingBank.open('koduliising')
  const ask = gateUnderTest('koduliising')
  expect(ask('marketing-officer', 'games', ['campaign'])).toEqual(refused('consent-missing', id))
  const apply = (kinds: readonly ('name' | 'income' | 'ownership')[], ...shown: 'application'[]) =>
    bank.record(kinds, 'web-application', { purpose: 'service-decision', role: 'non-client', shown })
  expect(await apply(['ownership'], 'application')).toMatchObject({ code: 'source-not-registered' })
  expect(await apply(['name', 'income'])).toMatchObject(refused('condition-missing', id))
  expect(await apply(['name', 'income'], 'application')).toMatchObject(permitted(id))
})

clause(
  'KL-4.3',
  'data come from the client, open sources, processors and third parties that may pass them on',
  async () => {
    const id = 'KL-4.3'
    const bank = await RecordingBank.open('koduliising')
    const from = (source: string, ...shown: ('application' | 'third-party-supplied' | 'law')[]) =>
      bank.record(['name'], source, { purpose: 'service-decision', shown })
    expect(await from('hearsay')).toMatchObject(refused('source-not-registered', id))
    expect(await from('own-records')).toMatchObject(refused('source-not-registered', id))
    expect(await from('processor')).toMatchObject(refused('condition-missing', id))
    expect(await from('third-person', 'law')).toMatchObject(refused('condition-missing', id))
    expect(await from('subject')).toMatchObject(permitted(id))
    expect(await from('processor', 'application')).toMatchObject(permitted(id))
    expect(await from('third-person', 'third-party-supplied', 'law')).toMatchObject(permitted(id))
    const open = await bank.record(['ownership'], 'open-sources', { purpose: 'aml' })
    expect(open).toMatchObject(permitted(id))
    expect(bank.fact(open)).toMatchObject({ source: 'open-sources' })
  },
)
