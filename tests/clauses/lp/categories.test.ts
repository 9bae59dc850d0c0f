import { expect } from 'vitest'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { ActorRole, EvidenceKind } from '../../../src/rulebook/register/schema.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, permitted, RecordingBank, refused } from '../../gate-clauses.ts'

type Use = readonly [role: ActorRole, purpose: string]

/** A category as the policy describes it: what it holds, who may use it for what, and where it comes from. */
type Row = {
  readonly clause: string
  readonly sentence: string
  readonly kinds: readonly Attribute[]
  readonly usedBy: Use
  /** A purpose that does not list it, and some datum of it. */
  readonly notFor: readonly [...Use, Attribute]
  readonly from: readonly [source: string, purpose: string, ...shown: EvidenceKind[]]
  readonly notFrom: string
}

const rows: readonly Row[] = [
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

for (const { clause: id, sentence, kinds, usedBy, notFor, from, notFrom } of rows)
  clause(id, sentence, async () => {
    const ask = gateUnderTest('luminor')
    for (const kind of kinds) expect(ask(...usedBy, [kind]), kind).toEqual(permitted(id))
    const [role, purpose, kind] = notFor
    expect(ask(role, purpose, [kind])).toEqual(refused('kind-not-needed', id, 'LP-I.6'))
    const bank = await RecordingBank.open('luminor')
    const [source, purposeOf, ...shown] = from
    expect(await bank.record(kinds, source, { purpose: purposeOf, shown })).toEqual({
      ...permitted(id, 'LP-I.3'),
      facts: expect.objectContaining({ facts: expect.any(Array) }),
    })
    expect(await bank.record(kinds, notFrom, { purpose: purposeOf })).toMatchObject(
      refused('source-not-registered', id),
    )
  })

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
] as const satisfies readonly Use[]

clause('LP-I.2.digital-id', 'who signs in is known by a device; a password is never readable by anybody', async () => {
  const ask = gateUnderTest('luminor')
  for (const [role, purpose] of readers)
    expect(ask(role, purpose, ['credential']).code, role).toMatch(/^kind-not-(granted|needed)$/)
  const bank = await RecordingBank.open('luminor')
  expect(await bank.record(['device'], 'other-person')).toMatchObject(
    refused('source-not-registered', 'LP-I.2.digital-id'),
  )
  expect(await bank.record(['device', 'credential'], 'subject')).toMatchObject(permitted('LP-I.2.digital-id'))
  expect(ask('security-officer', 'security', ['device'])).toEqual(permitted('LP-I.2.digital-id'))
})
