/** What nobody's word opens, and sentences of the policy on recipients that need more than one condition. */
import { Check } from 'typebox/value'
import { expect } from 'vitest'
import { clause } from '../../../../tests/clause.ts'
import { registerPart } from '../../../rulebook/register/schema.ts'
import { assignments, creditorKey, creditors } from '../assignments/rules.ts'
import { writtenRecord } from '../telling.ts'
import { codeOf, Discloser, settled, showing, withProcessor } from '../testing/disclosing.ts'

const day = '2026-01-05'
const paid = (liga: Discloser, country: string) =>
  liga.disclose('financial-institutions', 'payment', 'contract', ['name', 'payment-details'], {
    ...{ country, shown: showing('order') },
  })

clause('LP-III.psp', 'without a law, payment providers get data on consent that names them', async () => {
  const liga = await Discloser.on(day)
  const ask = (shown: readonly string[]) =>
    liga.disclose('payment-providers', 'payment', 'consent', ['payment-details'], { shown: showing(...shown) })
  expect(codeOf(await ask(['request', 'consent']))).toBe('consent-missing')
  await liga.consent('payment', 'LP', { recipients: ['cobrand-partners'] })
  expect(codeOf(await ask(['request']))).toBe('consent-missing')
  await liga.consent('payment', 'LP', { recipients: ['payment-providers'] })
  expect(await ask(['request'])).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.psp' } })
  expect(settled(await ask([]))).toEqual(['condition-missing', 'LP-I.2.special', 'LP-III.psp'])
})

clause('LP-III.rights', 'what law forbids goes to no third person, whatever right is at stake', async () => {
  const liga = await Discloser.on(day)
  const enforce = (...kinds: string[]) =>
    liga.disclose('enforcement-parties', 'claims', 'legitimate-interest', kinds, { shown: showing('breach') })
  expect(settled(await enforce('name', 'authority-enquiry'))).toEqual(['law-forbids', 'AMLD-39(1)', 'LP-III.rights'])
  expect(await enforce('name', 'litigation')).toMatchObject({
    outcome: 'accepted',
    facts: { occasion: 'LP-III.rights', kinds: ['name', 'litigation'] },
  })
})

clause('AMLD-39(1)', 'that an authority enquires is told to public bodies and to nobody else', async () => {
  const liga = await Discloser.on(day)
  const toAdvisers = await liga.disclose('advisers', 'legal', 'legal-obligation', ['authority-enquiry'], {
    shown: showing('authorisation'),
  })
  expect(settled(toAdvisers)).toEqual(['law-forbids', 'AMLD-39(1)', 'LP-III.advisers'])
  const enquiry = { recipient: 'authorities', receiver: '90000000001', act: 'LTD-15(1)', case: 'K-1' }
  const received = await liga.receive({ ...enquiry, extent: ['authority-enquiry'] })
  expect(codeOf(await liga.answer(received, 'aml', ['authority-enquiry']))).toBe('accepted')
})

clause('LP-III.financing', 'advisers of funders get data for the financing, when they are authorised', async () => {
  const liga = await Discloser.on(day)
  const advise = (kinds: readonly string[], ...shown: string[]) =>
    liga.disclose('funders-advisers', 'continuity', 'legitimate-interest', kinds, { shown: showing(...shown) })
  const made = await advise(['services', 'risk-class'], 'financing', 'authorisation')
  expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.financing' } })
  for (const short of [['financing'], ['authorisation'], []])
    expect(settled(await advise(['services'], ...short))).toEqual([
      'condition-missing',
      'LP-I.2.special',
      'LP-III.financing',
    ])
  expect(codeOf(await advise(['name'], 'financing', 'authorisation'))).toBe('kind-not-disclosed')
})

clause('LP-III.collection', 'a pledged claim goes to the pledgee with its data, and keeps its creditor', async () => {
  const liga = await Discloser.on(day)
  const pledge = (shown: readonly string[], notice?: string) =>
    liga.assign({
      ...{ obligations: ['L-20'], recipient: 'pledgees', purpose: 'continuity', kinds: ['name', 'settlement'] },
      notice,
      shown: showing(...shown),
    })
  const early = await pledge([])
  expect(settled(early)).toEqual(['condition-missing', 'LP-I.2.special', 'LP-III.collection'])
  const made = await pledge(['financing'])
  expect(made).toMatchObject({
    outcome: 'accepted',
    facts: { occasion: 'LP-III.collection', pledgee: '40000000009', told: null },
  })
  expect(liga.bank.record(creditors, creditorKey(liga.subject, 'L-20'))).toBeUndefined()
  const assignment = Number(made.facts['assignment'])
  expect(liga.bank.record(assignments, assignment)).toMatchObject({ pledged: true, notice: null })
  // By hand, whoever says that something is assigned says nothing.
  const said = await liga.disclose('pledgees', 'continuity', 'legitimate-interest', ['name', 'settlement'], {
    shown: showing('assignment', 'financing'),
  })
  expect(settled(said)).toEqual(['condition-missing', 'LP-I.2.special', 'LP-III.collection'])
})

clause('LP-III.collection', 'a debt counts as overdue from the day after it was due, by the day itself', async () => {
  const liga = await Discloser.on(day)
  const collect = (dueOn?: string) =>
    liga.disclose('collectors', 'claims', 'legitimate-interest', ['name', 'settlement'], {
      shown: [{ kind: 'overdue', reference: 'L-17', ...(dueOn === undefined ? {} : { dueOn }) }],
    })
  for (const early of [undefined, '2026-01-06', '2026-01-05'])
    expect(settled(await collect(early))).toEqual(['condition-missing', 'LP-I.2.special', 'LP-III.collection'])
  const made = await collect('2026-01-04')
  expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.collection' } })
})

clause(
  'LP-III.authorities',
  'nobody says for a public body that it asked: it did, or a law of the purpose',
  async () => {
    const liga = await Discloser.on(day)
    const report = (purpose: string, ...shown: object[]) =>
      liga.disclose('authorities', purpose, 'legal-obligation', ['name'], {
        shown: [...showing('public-function', 'case', 'enquiry'), ...shown],
      })
    const refused = ['condition-missing', 'LP-I.2.special', 'LP-III.authorities']
    expect(settled(await report('bookkeeping'))).toEqual(refused)
    expect(settled(await report('bookkeeping', { kind: 'law', reference: 'Directive 2011/16/EU' }))).toEqual(refused)
    const made = await report('reporting', { kind: 'law', reference: 'Directive 2011/16/EU' })
    expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.authorities' } })
    expect(liga.recorded(made)?.shown.map(({ kind }) => kind)).toEqual(['public-function', 'case', 'law'])
    const asks = { recipient: 'authorities', receiver: '90000000001', act: 'LTD-15(1)', case: 'K-1', extent: ['name'] }
    expect(settled(await liga.receive({ ...asks, act: undefined }))).toEqual(['enquiry-unnamed', 'LP-III.authorities'])
    const answered = await liga.answer(await liga.receive(asks), 'bookkeeping', ['name'])
    expect(answered).toMatchObject({ outcome: 'accepted', facts: { occasion: 'LP-III.authorities' } })
    expect(settled(answered)[1]).toBe('LP-III.authorities')
  },
)

clause('LP-III.transfers', 'data are kept inside, unless somebody says where else', async () => {
  const liga = await Discloser.on(day)
  const toAdvisers = (more: object = {}) =>
    liga.disclose('advisers', 'legal', 'legal-obligation', ['name'], {
      ...{ shown: showing('authorisation'), country: undefined },
      ...more,
    })
  expect(liga.recorded(await toAdvisers())?.country).toBe('LV')
  const produced = await liga.disclose('card-production', 'service', 'contract', ['name'], { country: undefined })
  expect(liga.recorded(produced)?.country).toBe('EE')
  const outside = await toAdvisers({ country: 'US' })
  expect(settled(outside)).toEqual(['transfer-not-recorded', 'LP-III.transfers', 'LP-III.advisers'])
  expect(codeOf(await paid(liga, 'GB'))).toBe('accepted')
})

clause('LP-III.transfers', 'who works for a processor outside counts, as the register names them', async () => {
  const host = async (country: string) => {
    // A payment to where the register knows a transfer goes on, whoever works for whom.
    const change = withProcessor('card-production', { subprocessors: [{ name: 'Example Ltd', country }] })
    const liga = await Discloser.on(day, 'luminor', change)
    expect(codeOf(await paid(liga, 'GB'))).toBe('accepted')
    return liga.disclose('card-production', 'service', 'contract', ['name'])
  }
  expect(codeOf(await host('NO'))).toBe('accepted')
  expect(settled(await host('IN'))).toEqual(['transfer-not-recorded', 'LP-III.transfers', 'LP-III.processors'])
})

clause('LP-III.transfers', 'its ground and safeguard are on record, and told to whoever asks', async () => {
  const liga = await Discloser.on(day)
  const terms = liga.bank.rulebook.terms(Temporal.PlainDate.from(day))
  const told = async (country: string) => {
    const made = liga.recorded(await paid(liga, country))
    return made && writtenRecord(made, terms, 'en').transfers
  }
  expect(await told('GB')).toMatchObject([
    { country: 'GB', ground: 'service', safeguard: 'adequacy', clause: { document: 'LP', clause: 'III.transfers' } },
  ])
  expect(await told('UA')).toMatchObject([{ country: 'UA', ground: 'request', safeguard: 'derogation' }])
  expect(await told('NO')).toEqual([])
  expect(settled(await paid(liga, 'BR'))).toEqual(['transfer-not-recorded', 'LP-III.transfers', 'LP-III.institutions'])
  // None can stand in the register without both.
  const item = {
    ...{ id: 'somewhere', name: { en: 'Somewhere' }, dpv: ['dpv:Transfer'], countries: ['US'] },
    ...{ recipients: ['financial-institutions'], ground: 'service', safeguard: 'adequacy' },
  }
  expect(Check(registerPart, { transfers: [item] })).toBe(true)
  for (const part of ['ground', 'safeguard'] as const)
    expect(Check(registerPart, { transfers: [{ ...item, [part]: undefined }] })).toBe(false)
})
