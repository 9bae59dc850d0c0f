import { expect, it } from 'vitest'
import { operator } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { Actor } from '../../storage/command.ts'
import { reviewed } from '../measures/testing/vetting.ts'
import { disclosureRefusals } from './asked/rules.ts'
import { codeOf, Discloser, settled, showing, showWay, type Way, withProcessor } from './testing/disclosing.ts'

const day = '2026-01-05'

it('refuses in the published order', async () => {
  const liga = await Discloser.on(day)
  const ask = async (
    recipient: string,
    purpose: string,
    basis: string,
    kinds: readonly string[],
    more: object = {},
  ): Promise<string> => codeOf(await liga.disclose(recipient, purpose, basis, kinds, more))
  const by = async (actor: Actor): Promise<string> => {
    const handed = { recipient: 'group-entities', receiver: '1', country: 'LV', purpose: 'service', kinds: ['name'] }
    const asked = { subjects: [String(liga.subject)], basis: 'contract', ...handed }
    return codeOf(await liga.staff('disclosure.make', asked, { actor }))
  }
  await liga.ask('objection.raise', { purpose: 'claims' })
  await reviewed(liga.bank, 'card-production', { result: 'failed' })
  const found = [
    await ask('nobody', 'curiosity', 'consent', ['note']),
    await ask('advisers', 'curiosity', 'consent', ['note']),
    await ask('advisers', 'payment', 'consent', ['note']),
    await ask('advisers', 'claims', 'consent', ['note', 'cookie']),
    await ask('advisers', 'claims', 'consent', ['authority-enquiry', 'cookie']),
    await ask('advisers', 'claims', 'consent', ['cookie', 'voice']),
    await ask('advisers', 'claims', 'consent', ['voice']),
    await ask('advisers', 'claims', 'consent', ['name']),
    await by({ role: 'security-officer', staff: 'S-01' }),
    await by({ role: 'system' }),
    await ask('printing', 'service', 'contract', ['name'], { country: 'US' }),
    await ask('card-production', 'service', 'contract', ['name'], { country: 'US' }),
    await ask('advisers', 'claims', 'legitimate-interest', ['name'], { country: 'US' }),
    await ask('advisers', 'claims', 'legitimate-interest', ['name']),
    await ask('consented', 'service', 'consent', ['name']),
    await ask('advisers', 'legal', 'legal-obligation', ['name']),
  ]
  await liga.ask('restriction.set', { ground: 'accuracy' })
  found.splice(13, 0, await ask('advisers', 'claims', 'legitimate-interest', ['name']))
  // No recipient of this register is bound to the own country: the lenders' tests show that one.
  expect(found).toEqual(disclosureRefusals.filter((code) => code !== 'country-not-allowed'))
})

it('refuses when one of several persons is unknown, or one of them is stopped', async () => {
  const liga = await Discloser.on(day)
  const janis = await liga.second()
  const both = (...subjects: number[]) =>
    liga.disclose('advisers', 'bookkeeping', 'legal-obligation', ['name'], {
      shown: showing('authorisation'),
      subjects: subjects.map(String),
    })
  expect(codeOf(await both(liga.subject, 1_099_511_999_999))).toBe('party-unknown')
  const made = await both(liga.subject, janis)
  expect(liga.recorded(made)?.subjects).toEqual([liga.subject, janis])
  await liga.ask('restriction.set', { ground: 'accuracy' })
  expect(codeOf(await both(janis, liga.subject))).toBe('processing-restricted')
  expect(codeOf(await both(janis))).toBe('accepted')
})

it('lets data go for a legal claim in spite of a restriction or an objection, when the case is named', async () => {
  const liga = await Discloser.on(day)
  await liga.ask('restriction.set', { ground: 'accuracy' })
  await liga.ask('objection.raise', { purpose: 'claims' })
  const toAdvisers = (...shown: string[]) =>
    liga.disclose('advisers', 'claims', 'legitimate-interest', ['name'], { shown: showing('authorisation', ...shown) })
  expect(codeOf(await toAdvisers())).toBe('processing-restricted')
  expect(codeOf(await toAdvisers('case'))).toBe('accepted')
})

clause(
  'LP-VII.restriction',
  'what law makes the bank tell an authority goes on, though nobody has looked into the restriction yet',
  async () => {
    const liga = await Discloser.on(day)
    const set = await liga.ask('restriction.set', { ground: 'accuracy' })
    expect(settled(set)).toContain('LP-VII.restriction')
    const enquiry = { recipient: 'authorities', receiver: '90000000001', act: 'CPL-190', case: 'K-1' }
    const received = await liga.receive({ ...enquiry, extent: ['name'] })
    const answered = await liga.answer(received, 'legal', ['name'])
    expect(codeOf(answered)).toBe('accepted')
    expect(settled(answered)).toContain('LP-VII.restriction')
    expect(await liga.ask('restriction.lift', { ground: 'accuracy' }, { actor: operator })).toMatchObject({
      code: 'subject-not-told',
    })
    const claimed = await liga.disclose('advisers', 'claims', 'legitimate-interest', ['name'], {
      shown: showing('authorisation', 'case'),
    })
    expect(codeOf(claimed)).toBe('accepted')
    // Nothing else goes: an agreement is no public interest.
    const shared = await liga.disclose('financial-institutions', 'payment', 'contract', ['name'], {
      shown: showing('order'),
    })
    expect(settled(shared)).toEqual(['processing-restricted', 'LP-VII.restriction'])
  },
)

clause(
  'LP-III.recipients',
  'data go only to the kinds listed, for their purposes, with their categories, and each time is recorded',
  async () => {
    const liga = await Discloser.on(day)
    const list = ['LP-III.recipients']
    expect(settled(await liga.disclose('newspaper', 'service', 'contract', ['name']))).toEqual([
      'recipient-not-registered',
      ...list,
    ])
    expect(settled(await liga.disclose('rating-agencies', 'payment', 'contract', ['services']))).toEqual([
      'purpose-not-disclosed',
      ...list,
      'LP-III.rating',
    ])
    expect(settled(await liga.disclose('rating-agencies', 'continuity', 'legitimate-interest', ['name']))).toEqual([
      'kind-not-disclosed',
      ...list,
      'LP-III.rating',
    ])
    expect(codeOf(await liga.disclose('rating-agencies', 'continuity', 'consent', ['services']))).toBe(
      'basis-not-registered',
    )
    const made = await liga.disclose('rating-agencies', 'continuity', 'legitimate-interest', ['services'], {
      shown: showing('rating'),
    })
    expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.rating' } })
    expect(liga.recorded(made)).toMatchObject({
      subjects: [liga.subject],
      recipient: 'rating-agencies',
      receiver: '40000000001',
      purpose: 'continuity',
      basis: 'legitimate-interest',
      kinds: ['services'],
      country: 'LV',
      shown: [{ kind: 'rating', reference: 'N-rating' }],
      staff: 'C-01',
    })
    // Notes of staff go to nobody.
    expect(codeOf(await liga.disclose('authorities', 'claims', 'legitimate-interest', ['note']))).toBe('kind-withheld')
    expect(codeOf(await liga.disclose('newspaper', 'service', 'contract', ['name']))).toBe('recipient-not-registered')
  },
)

const ways: readonly Way[] = [
  {
    clause: 'LP-III.shareholders',
    sentence: 'shareholders get data when their own rules demand it, or for a recorded interest',
    recipient: 'shareholders',
    purpose: 'continuity',
    basis: 'legitimate-interest',
    kinds: ['name', 'risk-class'],
    enough: [['own-regulation'], ['interest']],
    short: [[], ['agreement']],
    beyond: ['property'],
    foreign: 'claims',
  },
  {
    clause: 'LP-III.group',
    sentence: 'companies of the group get what administration, services and duties need',
    recipient: 'group-entities',
    purpose: 'service',
    basis: 'contract',
    kinds: ['name', 'services'],
    enough: [['service'], ['law'], ['interest']],
    short: [[], ['rating']],
    beyond: ['voice'],
    foreign: 'claims',
  },
  {
    clause: 'LP-III.institutions',
    sentence: 'credit and financial institutions get data on order, by the law against money laundering, or as agreed',
    recipient: 'financial-institutions',
    purpose: 'payment',
    basis: 'contract',
    kinds: ['name', 'payment-details'],
    enough: [['order'], ['aml-case'], ['agreement']],
    short: [[], ['interest']],
    beyond: ['location'],
    foreign: 'claims',
  },
  {
    clause: 'LP-III.psp',
    sentence: 'other payment providers get data when they ask, by law or with consent',
    recipient: 'payment-providers',
    purpose: 'payment',
    basis: 'legal-obligation',
    kinds: ['payment-details'],
    enough: [['request', 'law']],
    short: [[], ['request'], ['law'], ['request', 'consent']],
    beyond: ['address'],
    foreign: 'service',
  },
  {
    clause: 'LP-III.cobrand',
    sentence: 'partners get data for the joint product and its marketing',
    recipient: 'cobrand-partners',
    purpose: 'service',
    basis: 'contract',
    kinds: ['name', 'email'],
    enough: [['joint-product']],
    short: [[], ['service']],
    beyond: ['income'],
    foreign: 'payment',
  },
  {
    clause: 'LP-III.advisers',
    sentence: 'auditors and advisers get data when they are authorised',
    recipient: 'advisers',
    purpose: 'legal',
    basis: 'legal-obligation',
    kinds: ['name', 'litigation'],
    enough: [['authorisation']],
    short: [[], ['agreement']],
    beyond: ['voice'],
    foreign: 'payment',
  },
  {
    clause: 'LP-III.service-parties',
    sentence: 'those with a part in the service or transaction get data',
    recipient: 'service-parties',
    purpose: 'payment',
    basis: 'contract',
    kinds: ['name', 'payment-details'],
    enough: [['service'], ['order']],
    short: [[], ['law']],
    beyond: ['ip-address'],
    foreign: 'claims',
  },
  {
    clause: 'LP-III.financing',
    sentence: 'funders and their advisers get data for the financing',
    recipient: 'funders',
    purpose: 'continuity',
    basis: 'legitimate-interest',
    kinds: ['services', 'risk-class'],
    enough: [['financing']],
    short: [[], ['rating']],
    beyond: ['name'],
    foreign: 'service',
  },
  {
    clause: 'LP-III.rating',
    sentence: 'rating agencies get data only so that a rating is obtained',
    recipient: 'rating-agencies',
    purpose: 'continuity',
    basis: 'legitimate-interest',
    kinds: ['services'],
    enough: [['rating']],
    short: [[], ['financing']],
    beyond: ['property'],
    foreign: 'service',
  },
  {
    clause: 'LP-III.registers',
    sentence: 'keepers of registers get data by law, for their public function, or by agreement',
    recipient: 'registers',
    purpose: 'legal',
    basis: 'legal-obligation',
    kinds: ['name', 'property'],
    enough: [['law'], ['public-function'], ['agreement']],
    short: [[], ['interest']],
    beyond: ['voice'],
    foreign: 'claims',
  },
  {
    clause: 'LP-III.collection',
    sentence: 'collectors are told of debts when they are overdue',
    recipient: 'collectors',
    purpose: 'claims',
    basis: 'legitimate-interest',
    kinds: ['name', 'address', 'settlement'],
    enough: [['overdue']],
    short: [[], ['agreement']],
    beyond: ['income'],
    foreign: 'service',
  },
  {
    clause: 'LP-III.collection',
    sentence: 'credit bureaus are told of overdue debts, and what law says',
    recipient: 'credit-bureaus',
    purpose: 'creditworthiness',
    basis: 'legal-obligation',
    kinds: ['name', 'settlement'],
    enough: [['overdue'], ['law']],
    short: [[], ['agreement']],
    beyond: ['employer'],
    foreign: 'service',
  },
  {
    clause: 'LP-III.rights',
    sentence: 'third parties get what enforcing a right needs, after a breach or in a case',
    recipient: 'enforcement-parties',
    purpose: 'claims',
    basis: 'legitimate-interest',
    kinds: ['name', 'litigation'],
    enough: [['breach'], ['case', 'interest']],
    short: [[], ['case'], ['interest']],
    beyond: ['income'],
    foreign: 'service',
  },
  {
    clause: 'LP-III.law-or-agreement',
    sentence: 'whoever law or agreement names gets data, and the rule or term is named',
    recipient: 'named-by-law-or-agreement',
    purpose: 'legal',
    basis: 'legal-obligation',
    kinds: ['name', 'income'],
    enough: [['law'], ['agreement']],
    short: [[], ['service']],
    beyond: ['voice'],
    foreign: 'claims',
  },
]

for (const way of ways)
  clause(way.clause, way.sentence, () => showWay(way, { day, list: 'LP-III.recipients', condition: 'LP-I.2.special' }))

const assigned = {
  obligations: ['L-17/3'],
  recipient: 'assignees',
  purpose: 'claims',
  kinds: ['name', 'settlement'],
}

clause('LP-III.collection', 'an assignee gets an overdue claim that is assigned, with its data', async () => {
  const liga = await Discloser.on(day)
  const assign = (shown: readonly string[]) => liga.assign({ ...assigned, shown: showing(...shown) })
  const early = await assign([])
  expect(settled(early)).toEqual(['condition-missing', 'LP-I.2.special', 'LP-III.collection'])
  const made = await assign(['overdue'])
  expect(made).toMatchObject({
    outcome: 'accepted',
    facts: { creditor: '40000000009', occasion: 'LP-III.collection' },
  })
})

clause('LP-III.consent', 'data go to whom the person consented to, within the consent, and end with it', async () => {
  const liga = await Discloser.on(day)
  const ask = (purpose: string) => liga.disclose('consented', purpose, 'consent', ['name', 'email'])
  // That somebody says so is no consent.
  const said = await liga.disclose('consented', 'service', 'consent', ['name'], { shown: showing('consent') })
  expect(codeOf(said)).toBe('consent-missing')
  await liga.consent('service', 'LP', { recipients: ['consented'] })
  expect(await ask('service')).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.consent' } })
  expect(codeOf(await ask('creditworthiness'))).toBe('consent-missing')
  const other = await liga.disclose('consented', 'service', 'consent', ['settlement', 'voice'])
  expect(codeOf(other)).toBe('kind-not-disclosed')
  await liga.ask('consent.withdraw', { purpose: 'service' })
  const after = await ask('service')
  expect(codeOf(after)).toBe('consent-missing')
  expect(settled(after)).toContain('LP-III.consent')
})

clause('LP-III.authorities', 'public bodies get data for their function, when the enquiry names it', async () => {
  const liga = await Discloser.on(day)
  const receive = (more: object) =>
    liga.receive({
      recipient: 'authorities',
      receiver: '90000000001',
      act: 'LTD-15(1)',
      case: 'K-2026/14',
      extent: ['name', 'payment-details'],
      ...more,
    })
  expect(settled(await receive({ extent: [] }))).toEqual(['enquiry-unnamed', 'LP-III.authorities'])
  const received = await receive({})
  const answer = (...kinds: string[]) => liga.answer(received, 'aml', kinds)
  expect(settled(await answer('name', 'income'))).toEqual(['extent-exceeded', 'LP-III.authorities'])
  const made = await answer('name')
  expect(made).toMatchObject({ outcome: 'accepted', facts: { act: 'LTD-15(1)', case: 'K-2026/14' } })
  expect(liga.recorded(made)).toMatchObject({
    recipient: 'authorities',
    kinds: ['name'],
    shown: [
      { kind: 'law', reference: 'LTD-15(1)' },
      { kind: 'case', reference: 'K-2026/14' },
      { kind: 'enquiry' },
      { kind: 'public-function' },
    ],
  })
  expect(codeOf(await answer('name'))).toBe('enquiry-settled')
  const aimless = await liga.disclose('authorities', 'aml', 'legal-obligation', ['name'])
  expect(settled(aimless)).toEqual(['condition-missing', 'LP-I.2.special', 'LP-III.authorities'])
})

clause('LP-III.processors', 'a processor gets data only while assessed guarantees and terms stand', async () => {
  const produce = async (on: string, change: object = {}) => {
    const liga = await Discloser.on(on, 'luminor', withProcessor('card-production', change))
    return liga.disclose('card-production', 'service', 'contract', ['name'])
  }
  expect(codeOf(await produce('2027-11-01'))).toBe('accepted')
  const last = await produce('2027-11-02')
  expect(last).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.processors' } })
  const after = await produce('2027-11-03')
  expect(after).toMatchObject({ code: 'processor-not-bound', facts: { missing: 'guarantees' } })
  expect(settled(after)).toEqual(['processor-not-bound', 'LP-III.processors'])
  for (const [missing, change] of [
    ['agreement', { agreement: undefined }],
    ['agreement', { agreement: '2026-01-06' }],
    ['guarantees', { guarantees: undefined }],
    ['confidentiality', { confidentiality: undefined }],
    ['not-engaged', { since: '2026-01-06' }],
    ['not-engaged', { until: '2026-01-04' }],
  ] as const)
    expect(await produce(day, change)).toMatchObject({ code: 'processor-not-bound', facts: { missing } })
  expect(codeOf(await produce(day, { agreement: day, since: day, until: day }))).toBe('accepted')
  const liga = await Discloser.on(day)
  expect(codeOf(await liga.disclose('card-production', 'service', 'contract', ['name', 'income']))).toBe(
    'kind-not-disclosed',
  )
  expect(settled(await produce('2027-11-03'))).toEqual(['processor-not-bound', 'LP-III.processors'])
})

clause(
  'LP-III.transfers',
  'data leave the EEA, by access or subprocessor too, only with ground and safeguard on record',
  async () => {
    const liga = await Discloser.on('2026-10-01')
    const pay = (country: string, shown: readonly string[], accessFrom: readonly string[] = []) =>
      liga.disclose('financial-institutions', 'payment', 'contract', ['name', 'payment-details'], {
        country,
        shown: showing(...shown),
        accessFrom,
      })
    expect(codeOf(await pay('NO', ['order']))).toBe('accepted')
    const adequate = await pay('GB', ['order'])
    expect(adequate.outcome).toBe('accepted')
    expect(settled(adequate)).toContain('LP-III.transfers')
    // A transfer that the person asked for.
    expect(codeOf(await pay('UA', ['order']))).toBe('accepted')
    expect(settled(await pay('UA', ['agreement']))).toEqual(['condition-missing', 'LP-III.transfers'])
    const nowhere = ['transfer-not-recorded', 'LP-III.transfers', 'LP-III.institutions']
    expect(settled(await pay('BR', ['order']))).toEqual(nowhere)
    expect(settled(await pay('LV', ['order'], ['IN']))).toEqual(nowhere)
    // A processor inside, whose subprocessor is outside; and one that is outside itself.
    const host = await liga.disclose('hosting', 'service', 'contract', ['name'], { accessFrom: ['US'] })
    expect(settled(host)).toEqual(['transfer-not-recorded', 'LP-III.transfers', 'LP-III.processors'])
    await liga.consent('remote-identification', 'LP', { explicit: true })
    const check = (shown: readonly string[]) =>
      liga.disclose('identity-checks', 'remote-identification', 'consent', ['name', 'biometric'], {
        shown: showing(...shown),
      })
    expect(codeOf(await check(['application']))).toBe('accepted')
    expect(settled(await check([]))).toEqual(['condition-missing', 'LP-III.transfers'])
    const adviser = await liga.disclose('advisers', 'legal', 'legal-obligation', ['name'], {
      country: 'GB',
      shown: showing('authorisation'),
    })
    expect(settled(adviser)).toEqual(['transfer-not-recorded', 'LP-III.transfers', 'LP-III.advisers'])
  },
)

clause('CCD-17(2)', 'a claim is assigned only when the consumer is told', async () => {
  const liga = await Discloser.on(day)
  const assign = (more: object = {}) => liga.assign({ ...assigned, shown: showing('overdue'), ...more })
  expect(settled(await assign({ notice: undefined }))).toEqual(['debtor-not-told', 'CCD-17(2)', 'LP-III.collection'])
  expect(await assign()).toMatchObject({ outcome: 'accepted', facts: { told: 'D-88' } })
})

clause('GDPR-14(1)', 'what a database was asked and returned is for the person to see', async () => {
  const liga = await Discloser.on(day)
  const asked = await liga.about('database-enquiry.make', {
    recipient: 'registers',
    receiver: '90000000003',
    purpose: 'creditworthiness',
    basis: 'legal-obligation',
    kinds: ['name', 'personal-code'],
    asks: ['income'],
    country: 'LV',
    shown: showing('agreement'),
  })
  expect(codeOf(asked)).toBe('accepted')
  expect(settled(asked)).toContain('GDPR-14(1)')
  const enquiry = String(asked.facts['enquiry'])
  const returned = await liga.staff('database-enquiry.return', { enquiry, facts: [] })
  expect(settled(returned)).toEqual(['accepted', 'GDPR-14(1)'])
})
