import { expect } from 'vitest'
import { clause } from '../../clause.ts'
import {
  type CategoryRow,
  explicitly,
  gateUnderTest,
  permitted,
  RecordingBank,
  refused,
  showCategory,
} from '../../gate-clauses.ts'

const rows: readonly CategoryRow[] = [
  {
    clause: 'OZ-1.1',
    sentence: 'name, code and document identify a client',
    kinds: ['name', 'personal-code', 'identity-document'],
    usedBy: ['teller', 'service'],
    notFor: ['marketing-officer', 'marketing', 'name'],
    of: ['third-person', 'site-visitor'],
    from: ['subject', 'service'],
    notFrom: 'credit-bureau',
  },
  {
    clause: 'OZ-1.2',
    sentence: 'address, telephone and e-mail reach a client',
    kinds: ['address', 'phone', 'email'],
    usedBy: ['teller', 'service'],
    notFor: ['security-officer', 'property-offence-case', 'email'],
    of: ['client', 'place-visitor'],
    from: ['subject', 'service'],
    notFrom: 'credit-bureau',
  },
  {
    clause: 'OZ-1.3',
    sentence: 'the employer and the post held there',
    kinds: ['employer', 'position'],
    usedBy: ['teller', 'service'],
    notFor: ['teller', 'payment', 'employer'],
    of: ['client', 'third-person'],
    from: ['application', 'service', 'application'],
    notFrom: 'payer',
  },
  {
    clause: 'OZ-1.4',
    sentence: 'income, pensions, outgoings, accounts, debts and credit history tell of solvency',
    kinds: ['income', 'social-insurance', 'expenses', 'bank-account', 'liabilities', 'credit-history'],
    usedBy: ['credit-officer', 'creditworthiness'],
    notFor: ['teller', 'payment', 'income'],
    of: ['client', 'third-person'],
    from: ['credit-bureau', 'creditworthiness', 'law', 'application'],
    notFrom: 'site',
  },
  {
    clause: 'OZ-1.5',
    sentence: 'obligations, schedules, debts and payments are settled',
    kinds: ['services', 'settlement', 'payment-details'],
    usedBy: ['teller', 'payment'],
    notFor: ['marketing-officer', 'marketing', 'settlement'],
    of: ['third-person', 'site-visitor'],
    from: ['payer', 'payment'],
    notFrom: 'credit-bureau',
  },
  {
    clause: 'OZ-1.6',
    sentence: 'property',
    kinds: ['property'],
    usedBy: ['credit-officer', 'collection'],
    notFor: ['teller', 'payment', 'property'],
    of: ['client', 'third-person'],
    from: ['public-register', 'collection', 'law'],
    notFrom: 'payer',
  },
  {
    clause: 'OZ-1.7',
    sentence: 'addresses in the network, places, behaviour, what is public, and cookies',
    kinds: ['ip-address', 'location', 'behaviour', 'published', 'cookie'],
    usedBy: ['security-officer', 'site-operation'],
    notFor: ['credit-officer', 'creditworthiness', 'behaviour'],
    of: ['site-visitor', 'third-person'],
    from: ['site', 'site-operation'],
    notFrom: 'subject',
  },
  {
    clause: 'OZ-1.8',
    sentence: 'an application with its terms, comments and what was decided',
    kinds: ['application-terms', 'application-comment', 'application-decision'],
    usedBy: ['teller', 'service'],
    notFor: ['teller', 'payment', 'application-terms'],
    of: ['client', 'third-person'],
    from: ['application', 'service', 'application'],
    notFrom: 'payer',
  },
  {
    clause: 'OZ-1.9',
    sentence: 'cameras at places of service',
    kinds: ['video'],
    usedBy: ['security-officer', 'property-offences'],
    notFor: ['operator', 'service', 'video'],
    of: ['place-visitor', 'third-person'],
    from: ['cameras', 'property-offences'],
    notFrom: 'subject',
  },
]

for (const row of rows) clause(row.clause, row.sentence, () => showCategory('ozcredit', row))

clause('OZ-1.1', 'a document is copied only in the cases that the law against money laundering names', async () => {
  const id = 'OZ-1.1'
  const ask = gateUnderTest('ozcredit')
  const copy = ['teller', 'identification', ['document-copy']] as const
  for (const shown of [[], ['law'], ['aml-case'], ['application']] as const)
    expect(ask(...copy, { shown })).toEqual(refused('condition-missing', id))
  expect(ask('teller', 'service', ['document-copy'])).toEqual(refused('kind-not-granted', 'OZ-2.1'))
  const bank = await RecordingBank.open('ozcredit')
  const keep = (shown: readonly ('aml-case' | 'law')[]) =>
    bank.record(['document-copy'], 'subject', { purpose: 'identification', shown })
  expect(await keep([])).toMatchObject(refused('condition-missing', id))
  expect(await keep(['aml-case', 'law'])).toMatchObject(permitted(id))
  expect(ask(...copy, { shown: ['aml-case', 'law'] })).toEqual(permitted(id))
})

clause('OZ-1.4.1', 'the mark of disability is fenced, and used on a condition of its own', async () => {
  const id = 'OZ-1.4.1'
  const ask = gateUnderTest('ozcredit')
  const mark = ['credit-officer', 'creditworthiness', ['disability']] as const
  expect(ask('teller', 'service', ['disability'])).toEqual(refused('kind-not-needed', id))
  expect(ask('credit-officer', 'collection', ['disability'])).toEqual(refused('kind-not-needed', id))
  for (const shown of [[], ['law'], ['application']] as const)
    expect(ask(...mark, { shown })).toEqual(refused('condition-missing', id))
  expect(ask(...mark, { consents: ['creditworthiness'] })).toEqual(refused('condition-missing', id))
  const bank = await RecordingBank.open('ozcredit')
  const record = () =>
    bank.record(['disability'], 'register', {
      purpose: 'creditworthiness',
      shown: ['law', 'application', 'explicit-consent'],
    })
  expect(await record()).toMatchObject(refused('condition-missing', id))
  await bank.consent('creditworthiness', { explicit: true })
  expect(await record()).toMatchObject(permitted(id))
  expect(ask(...mark, { consents: [explicitly('creditworthiness')] })).toEqual(permitted(id))
})

clause('OZ-1.9', 'a recording stands with the day of the visit', async () => {
  const bank = await RecordingBank.open('ozcredit')
  const visit = { validFrom: '2026-01-05', validUntil: '2026-01-05' } as const
  const asked = { purpose: 'property-offences', role: 'place-visitor' } as const
  expect(await bank.record(['video'], 'subject', { ...asked, ...visit })).toMatchObject(
    refused('source-not-registered', 'OZ-1.9'),
  )
  const recorded = await bank.record(['video'], 'cameras', { ...asked, ...visit })
  expect(recorded).toMatchObject(permitted('OZ-1.9'))
  expect(bank.fact(recorded)).toMatchObject({
    recordedOn: Temporal.PlainDate.from('2026-01-05'),
    validFrom: Temporal.PlainDate.from('2026-01-05'),
  })
})

clause('OZ-1.10', 'marks of consent to commercial messages', async () => {
  const id = 'OZ-1.10'
  const ask = gateUnderTest('ozcredit')
  const use = ['marketing-officer', 'marketing', ['consent-mark']] as const
  expect(ask('teller', 'service', ['consent-mark'])).toEqual(refused('kind-not-needed', id))
  expect(ask(...use, { consents: ['marketing'], roles: ['third-person'] })).toEqual(refused('role-not-concerned', id))
  const bank = await RecordingBank.open('ozcredit')
  const record = (source: string) => bank.record(['consent-mark'], source, { purpose: 'marketing' })
  expect(await record('site')).toMatchObject(refused('source-not-registered', id))
  for (const source of ['consent-account', 'consent-paper']) expect(await record(source)).toMatchObject(permitted(id))
  expect(ask(...use, { consents: ['marketing'] })).toEqual(permitted(id))
})

clause('OZ-0.scope', 'clients, visitors of the site and of places, and third persons are protected', async () => {
  const id = 'OZ-0.scope'
  const ask = gateUnderTest('ozcredit')
  expect(ask('teller', 'service', ['name'], { roles: ['stranger'] })).toMatchObject({ code: 'role-not-concerned' })
  const bank = await RecordingBank.open('ozcredit')
  const third = (...shown: ('service' | 'third-party-supplied')[]) =>
    bank.record(['name'], 'third-person', { role: 'third-person', shown })
  expect(await third('service')).toMatchObject(refused('condition-missing', id))
  expect(await third('service', 'third-party-supplied')).toMatchObject(permitted(id))
  for (const [role, purpose, kind, concerned] of [
    ['teller', 'service', 'name', 'client'],
    ['security-officer', 'site-operation', 'ip-address', 'site-visitor'],
    ['security-officer', 'property-offences', 'video', 'place-visitor'],
    ['teller', 'payment', 'payment-details', 'third-person'],
  ] as const)
    expect(ask(role, purpose, [kind], { roles: [concerned] }), concerned).toEqual(permitted(id))
})
