import { expect, it } from 'vitest'
import { clause } from '../../../tests/clause.ts'
import { deadlineKey, deadlines } from '../../kernel/deadline.ts'
import { assignments, creditorKey, creditors } from './assignments/rules.ts'
import { debtReports } from './debts/rules.ts'
import { regularDeadline, standingKey, standings } from './standing/rules.ts'
import { codeOf, Discloser, settled, showing, showWay, type Way } from './testing/disclosing.ts'

const day = '2026-01-05'
const open = (on = day) => Discloser.on(on, 'ozcredit')
const under = { day, pack: 'ozcredit', list: 'OZ-3.0', condition: 'OZ-1.4.1' }

clause('OZ-3.0', 'nothing goes to anybody but in the seven cases, and which of them applied is recorded', async () => {
  const liga = await open()
  const stranger = await liga.disclose('newspaper', 'service', 'consent', ['name'])
  expect(settled(stranger)).toEqual(['recipient-not-registered', 'OZ-3.0'])
  const occasion = await liga.disclose('bookkeeper', 'payment', 'legal-obligation', ['name'])
  expect(settled(occasion)).toEqual(['purpose-not-disclosed', 'OZ-3.0', 'OZ-3.1'])
  const made = await liga.disclose('bookkeeper', 'reports', 'legal-obligation', ['name', 'settlement'], {
    shown: showing('law'),
  })
  expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'OZ-3.1' } })
  expect(liga.recorded(made)).toMatchObject({ allowedBy: { document: 'OZ', clause: '3.1' }, subjects: [liga.subject] })
  expect(codeOf(await liga.disclose('newspaper', 'service', 'consent', ['name']))).toBe('recipient-not-registered')
})

const ways: readonly Way[] = [
  {
    clause: 'OZ-3.1',
    sentence: 'who performs an act of the agreement gets the data that it takes',
    recipient: 'contract-performer',
    purpose: 'service',
    basis: 'contract',
    kinds: ['name', 'payment-details'],
    enough: [['agreement']],
    short: [[], ['law']],
    beyond: ['income'],
    foreign: 'collection',
  },
  {
    clause: 'OZ-3.1',
    sentence: 'who keeps the books gets what accounting needs',
    recipient: 'bookkeeper',
    purpose: 'reports',
    basis: 'legal-obligation',
    kinds: ['name', 'settlement'],
    enough: [['law']],
    short: [[], ['agreement']],
    beyond: ['phone'],
    foreign: 'service',
  },
  {
    clause: 'OZ-3.2',
    sentence: 'bureaux in Latvia get name, code, obligations and performance by law, and nothing else',
    recipient: 'credit-bureau',
    purpose: 'creditworthiness',
    basis: 'legal-obligation',
    kinds: ['name', 'personal-code', 'services', 'settlement'],
    enough: [['law', 'agreement']],
    short: [[], ['law'], ['agreement'], ['consent']],
    beyond: ['identity-document', 'payment-details'],
    foreign: 'collection',
    abroad: 'EE',
    more: { receiver: '40103673493' },
  },
  {
    clause: 'OZ-3.3',
    sentence: 'a collector in Latvia gets data on the debtor and the debt',
    recipient: 'collector',
    purpose: 'collection',
    basis: 'legitimate-interest',
    kinds: ['name', 'phone', 'settlement'],
    enough: [['overdue', 'agreement']],
    short: [[], ['overdue'], ['agreement']],
    beyond: ['employer'],
    foreign: 'service',
    abroad: 'LT',
  },
  {
    clause: 'OZ-3.6',
    sentence: 'courts and others get the data of the matter in a case that law provides for, and it is named',
    recipient: 'court',
    purpose: 'collection',
    basis: 'legitimate-interest',
    kinds: ['name', 'settlement', 'income'],
    enough: [['law', 'case', 'interest']],
    short: [[], ['law', 'interest'], ['case', 'interest'], ['law', 'case']],
    foreign: 'service',
  },
]

for (const way of ways) clause(way.clause, way.sentence, () => showWay(way, under))

it('reports to a bureau whether or not the borrower agrees: an objection does not stop what law obliges to', async () => {
  const liga = await open()
  const objected = await liga.ask('objection.raise', { purpose: 'creditworthiness' })
  expect(objected.outcome).toBe('accepted')
  const report = { shown: showing('law', 'agreement'), receiver: '40103673493' }
  const asked = ['credit-bureau', 'creditworthiness', 'legal-obligation', ['name', 'settlement'], report] as const
  expect(codeOf(await liga.disclose(...asked))).toBe('accepted')
})

clause('OZ-3.7', 'anybody else gets data on consent alone, and no longer than it stands', async () => {
  const liga = await open()
  const ask = () => liga.disclose('consented', 'service', 'consent', ['name', 'email'])
  expect(codeOf(await ask())).toBe('consent-missing')
  await liga.consent('service', 'OZ', { recipients: ['consented'] })
  expect(await ask()).toMatchObject({ outcome: 'accepted', facts: { occasion: 'OZ-3.7' } })
  await liga.ask('consent.withdraw', { purpose: 'service' })
  const after = settled(await ask())
  expect(after[0]).toBe('consent-missing')
  expect(after).toContain('OZ-3.7')
})

const enquiry = {
  recipient: 'authority',
  receiver: '90000000002',
  act: 'CRPR-190',
  case: 'K-11/26',
  extent: ['name', 'settlement'],
}

clause('OZ-2.3', 'what is handed over by a legal duty names the act, the case and the extent', async () => {
  const liga = await open()
  const receive = (more: object) => liga.receive({ ...enquiry, ...more })
  for (const missing of ['act', 'case'] as const) {
    const unnamed = await receive({ [missing]: undefined })
    expect(unnamed).toMatchObject({ code: 'enquiry-unnamed', facts: { missing: [missing] } })
    expect(settled(unnamed)).toEqual(['enquiry-unnamed', 'OZ-2.3', 'OZ-3.5'])
  }
  expect(await receive({ extent: [] })).toMatchObject({ code: 'enquiry-unnamed', facts: { missing: ['extent'] } })
  const received = await receive({})
  expect(settled(received)).toEqual(['accepted', 'OZ-2.3', 'OZ-3.5'])
  const made = await liga.answer(received, 'legal-duties', ['name'])
  expect(made).toMatchObject({ outcome: 'accepted', facts: { act: 'CRPR-190', case: 'K-11/26', kinds: ['name'] } })
})

clause('OZ-3.5', 'an authority gets no more than it asked for, and once', async () => {
  const liga = await open()
  const received = await liga.receive(enquiry)
  const answer = (...kinds: string[]) => liga.answer(received, 'legal-duties', kinds)
  expect(settled(await answer('name', 'income'))).toEqual(['extent-exceeded', 'OZ-3.5'])
  const made = await answer('name', 'settlement')
  expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'OZ-3.5' } })
  expect(settled(await answer('name'))).toEqual(['enquiry-settled', 'OZ-3.5'])
})

clause('OZ-3.5', 'investigators get recordings of cameras in a case that they name', async () => {
  const liga = await open()
  const received = await liga.receive({ ...enquiry, recipient: 'law-enforcement', extent: ['video'] })
  const made = await liga.answer(received, 'property-offences', ['video'])
  expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'OZ-3.5', case: 'K-11/26' } })
  const foreign = await liga.receive({ ...enquiry, extent: ['consent-mark'] })
  expect(settled(await liga.answer(foreign, 'legal-duties', ['consent-mark']))).toEqual([
    'kind-not-disclosed',
    'OZ-3.0',
    'OZ-3.5',
  ])
})

clause('OZ-3.5', 'by hand, authorities get data by a law of the purpose alone, and at home', async () => {
  const liga = await open()
  const report = (law: string, country = 'LV', kinds: readonly string[] = ['name', 'settlement']) =>
    liga.disclose('authority', 'legal-duties', 'legal-obligation', kinds, {
      country,
      shown: [{ kind: 'law', reference: law }, ...showing('case', 'enquiry')],
    })
  expect(await report('TAXL-15')).toMatchObject({ outcome: 'accepted', facts: { occasion: 'OZ-3.5' } })
  expect(settled(await report('N-law'))).toEqual(['condition-missing', 'OZ-1.4.1', 'OZ-3.5'])
  expect(settled(await report('TAXL-15', 'EE'))).toEqual(['country-not-allowed', 'OZ-3.0', 'OZ-3.5'])
  const investigators = await liga.disclose('law-enforcement', 'property-offences', 'legal-obligation', ['video'], {
    shown: showing('law', 'case'),
  })
  expect(settled(investigators)).toEqual(['condition-missing', 'OZ-1.4.1', 'OZ-3.5'])
  const asked = await liga.answer(await liga.receive(enquiry), 'legal-duties', ['name'])
  expect(asked).toMatchObject({ outcome: 'accepted', facts: { occasion: 'OZ-3.5' } })
})

clause(
  'OZ-3.2',
  'reports to the bureau are regular: each sets the day of the next, until nothing is owed',
  async () => {
    const liga = await open()
    const report = (more: object = {}) =>
      liga.disclose('credit-bureau', 'creditworthiness', 'legal-obligation', ['name', 'services', 'settlement'], {
        receiver: '40103673493',
        shown: showing('law', 'agreement'),
        ...more,
      })
    const due = () => liga.bank.record(standings, standingKey(liga.subject, 'credit-bureau'))?.due?.toString() ?? null
    const isSet = (on: string) =>
      liga.bank.record(
        deadlines,
        deadlineKey({ due: Temporal.PlainDate.from(on), kind: regularDeadline, subject: liga.subject }),
      )
    expect((await report()).facts).toMatchObject({ againBy: '2026-02-05', occasion: 'OZ-3.2' })
    expect([due(), isSet('2026-02-05')]).toEqual(['2026-02-05', 'set'])
    expect((await report()).facts).toMatchObject({ againBy: '2026-02-05' })
    expect(isSet('2026-02-05')).toBe('set')
    await liga.bank.cutOver('2026-02-03')
    expect((await report()).facts).toMatchObject({ againBy: '2026-03-03' })
    expect([due(), isSet('2026-02-05'), isSet('2026-03-03')]).toEqual(['2026-03-03', 'cleared', 'set'])
    expect((await report({ last: true })).facts).toMatchObject({ againBy: null })
    expect([due(), isSet('2026-03-03')]).toEqual([null, 'cleared'])
    // Another bureau than the one that the rules name gets nothing.
    expect(settled(await report({ receiver: '99999999999' }))).toEqual(['recipient-not-registered', 'OZ-3.0', 'OZ-3.2'])
  },
)

clause('OZ-3.3', 'what was listed nowhere by hand: neither announcement nor lateness is taken on a word', async () => {
  const liga = await open()
  const list = (recipient: string, dueOn?: string) =>
    liga.disclose(recipient, 'collection', 'legitimate-interest', ['name', 'settlement'], {
      shown: [
        { kind: 'overdue', reference: 'L-17/3', ...(dueOn === undefined ? {} : { dueOn }) },
        ...showing('announcement', 'law', 'agreement'),
      ],
    })
  const refused = ['condition-missing', 'OZ-1.4.1', 'OZ-3.3']
  expect(settled(await list('debt-history', '2020-01-01'))).toEqual(refused)
  expect(settled(await list('collector'))).toEqual(refused)
  expect(settled(await list('collector', '2026-01-05'))).toEqual(refused)
  const made = await list('collector', '2026-01-04')
  expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'OZ-3.3' } })
  expect(liga.recorded(made)?.shown).toContainEqual({ kind: 'overdue', reference: 'L-17/3', dueOn: '2026-01-04' })
  expect(liga.recorded(made)?.shown.map(({ kind }) => kind)).not.toContain('announcement')
})

clause('OZ-3.4', 'a claim goes to a new creditor by its assignment alone', async () => {
  const liga = await open()
  const said = await liga.disclose('assignee', 'collection', 'legitimate-interest', ['name', 'settlement'], {
    shown: showing('assignment', 'agreement'),
  })
  expect(settled(said)).toEqual(['condition-missing', 'OZ-1.4.1', 'OZ-3.4'])
  const made = await liga.assign({
    ...{ obligations: ['L-17/3'], recipient: 'assignee', purpose: 'collection', kinds: ['name', 'settlement'] },
  })
  expect(settled(made)).toContain('OZ-3.4')
  expect(codeOf(made)).toBe('accepted')
})

clause('GDPR-23(1)', 'a secret enquiry is told to nobody whom it concerns, nor is why it was refused', async () => {
  const liga = await open()
  const receive = (secrecy?: string) => liga.receive({ ...enquiry, secrecy })
  const received = await receive('AMLL-54')
  expect(received.cited.settled.map(({ clause: id }) => id)).toContain('23(1)')
  expect(received.cited.disclosed).toEqual([])
  const answer = (...kinds: string[]) => liga.answer(received, 'legal-duties', kinds)
  for (const [kinds, code] of [
    [['income'], 'extent-exceeded'],
    [['name'], 'accepted'],
    [['name'], 'enquiry-settled'],
  ] as const) {
    const decision = await answer(...kinds)
    expect(codeOf(decision)).toBe(code)
    expect(decision.cited.disclosed).toEqual([])
  }
  expect((await receive()).cited.disclosed).not.toEqual([])
})

it('an enquiry that law does not carry is sent back, once', async () => {
  const liga = await open()
  const received = await liga.receive(enquiry)
  const decline = (id: unknown) => liga.staff('authority-enquiry.decline', { enquiry: String(id) })
  expect(codeOf(await decline('1099511999999'))).toBe('enquiry-unknown')
  expect(codeOf(await decline(received.facts['enquiry']))).toBe('accepted')
  expect(codeOf(await decline(received.facts['enquiry']))).toBe('enquiry-settled')
  const other = await liga.receive({ ...enquiry, recipient: 'bookkeeper' })
  expect(codeOf(other)).toBe('recipient-not-authority')
})

const listing = {
  receiver: '40000000005',
  purpose: 'collection',
  kinds: ['name', 'personal-code', 'settlement'],
  country: 'LV',
  law: 'EDRL-debt-history',
  amount: { minor: '12500', currency: 'EUR' },
}

clause('OZ-3.3', 'a debt is listed only on the conditions of the law, and the entry is recorded', async () => {
  // Due on 1 November: 60 days late on 31 December.
  const liga = await open('2025-12-01')
  const announce = (recipient: string) =>
    liga.announce({ obligation: 'L-17/3', dueOn: '2025-11-01', recipient, notice: 'D-12' })
  expect(settled(await announce('collector'))).toEqual(['recipient-no-debt-register', 'OZ-3.0', 'OZ-3.3'])
  const announced = await announce('debt-history')
  expect(announced).toMatchObject({ outcome: 'accepted', facts: { reportableFrom: '2026-01-01' } })
  const report = () => liga.report(announced, listing)
  for (const [on, daysLate] of [
    ['2025-12-30', 59],
    ['2025-12-31', 60],
  ] as const) {
    await liga.bank.cutOver(on)
    expect(await report()).toMatchObject({ code: 'debt-not-overdue', facts: { daysLate, moreThanDays: 60 } })
  }
  await liga.bank.cutOver('2026-01-01')
  const made = await report()
  expect(made).toMatchObject({ outcome: 'accepted', facts: { daysLate: 61, occasion: 'OZ-3.3' } })
  expect(liga.bank.record(debtReports, Number(announced.facts['report']))).toMatchObject({
    state: 'reported',
    receiver: '40000000005',
    kinds: ['name', 'personal-code', 'settlement'],
  })
  const beyond = await liga.disclose('debt-history', 'collection', 'legitimate-interest', ['payment-details'])
  expect(settled(beyond)).toEqual(['kind-not-disclosed', 'OZ-3.0', 'OZ-3.3'])
})

clause('EDRL-debt-history', 'a debtor has time to object, and nothing is listed when they do', async () => {
  const liga = await open('2026-01-05')
  const announce = (obligation: string, dueOn: string) =>
    liga.announce({ obligation, dueOn, recipient: 'debt-history', notice: 'D-13' })
  const kept = await announce('L-1', '2025-06-01')
  const contested = await announce('L-2', '2025-06-01')
  const janis = await liga.second()
  const contest = (party: number) =>
    liga.bank.do(
      'debt-report.contest',
      { report: contested.facts['report'] },
      { actor: { role: 'customer', party: party as typeof janis } },
    )
  expect(codeOf(await contest(janis))).toBe('debt-report-unknown')
  expect(codeOf(await contest(liga.subject))).toBe('accepted')
  const report = (of: typeof kept) => liga.report(of, listing)
  await liga.bank.cutOver('2026-01-26')
  expect(await report(kept)).toMatchObject({ code: 'debtor-not-told', facts: { reportableFrom: '2026-01-27' } })
  await liga.bank.cutOver('2026-01-27')
  expect(codeOf(await report(kept))).toBe('accepted')
  expect(codeOf(await report(kept))).toBe('debt-report-settled')
  expect(codeOf(await report(contested))).toBe('debt-report-settled')
  const from = async (obligation: string, dueOn: string) => (await announce(obligation, dueOn)).facts['reportableFrom']
  // After the time to object; or 61 days after the day on which it was due, where that is later.
  expect(await from('L-4', '2025-12-01')).toBe('2026-02-18')
  expect(await from('L-5', '2026-01-10')).toBe('2026-03-12')
  expect(settled(await liga.settle(kept, 'marked'))).toEqual(['accepted', 'EDRL-debt-history'])
  expect(codeOf(await announce('L-3', '2026-01-27'))).toBe('debt-not-due')
})

clause(
  'OZ-3.4',
  'a claim is assigned in the country: the debtor is told, the creditor changes, the data go along',
  async () => {
    const liga = await open()
    const assign = (more: object = {}) =>
      liga.assign({
        obligations: ['L-17/3', 'L-17/4'],
        recipient: 'assignee',
        purpose: 'collection',
        kinds: ['name', 'phone', 'settlement', 'application-terms'],
        ...more,
      })
    expect(settled(await assign({ notice: undefined }))).toEqual(['debtor-not-told', 'OZ-3.4'])
    expect(settled(await assign({ country: 'EE' }))).toEqual(['country-not-allowed', 'OZ-3.0', 'OZ-3.4'])
    expect(settled(await assign({ kinds: ['income'] }))).toEqual(['kind-not-disclosed', 'OZ-3.0', 'OZ-3.4'])
    expect(codeOf(await assign({ recipient: 'collector' }))).toBe('recipient-no-assignee')
    const made = await assign()
    expect(made).toMatchObject({
      outcome: 'accepted',
      facts: { creditor: '40000000009', told: 'D-88', occasion: 'OZ-3.4' },
    })
    expect(liga.bank.record(creditors, creditorKey(liga.subject, 'L-17/4'))).toMatchObject({ creditor: '40000000009' })
    const assignment = liga.bank.record(assignments, Number(made.facts['assignment']))
    expect(assignment).toMatchObject({ notice: 'D-88', disclosure: Number(made.facts['disclosure']) })
    expect(liga.recorded(made)?.kinds).toEqual(['name', 'phone', 'settlement', 'application-terms'])
    const again = await assign({ obligations: ['L-17/4', 'L-18'] })
    expect(again).toMatchObject({ code: 'claim-assigned', facts: { obligations: ['L-17/4'] } })
    expect(settled(again)).toEqual(['claim-assigned', 'OZ-3.4'])
  },
)

clause('OZ-2.6', 'another purpose needs a basis in the register, and takes the categories that fit it', async () => {
  const liga = await open()
  const operator = { role: 'operator', staff: 'O-01' } as const
  const about = (purpose: string, kinds: readonly ('name' | 'settlement' | 'behaviour')[]) => {
    const { code, cited } = liga.gate(operator, purpose, kinds)
    return [code, ...cited.settled.map((one) => `${one.document}-${one.clause}`)]
  }
  expect(about('correction', ['name'])).toEqual(['permitted', 'OZ-2.6', 'OZ-1.1'])
  expect(about('correction', ['behaviour'])).toContain('kind-not-needed')
  expect(about('curiosity', ['name'])).toEqual(['purpose-not-registered', 'OZ-2.6'])
  const disclosed = await liga.disclose('bookkeeper', 'curiosity', 'legal-obligation', ['name'])
  expect(settled(disclosed)).toEqual(['purpose-not-registered', 'OZ-2.6'])
})

clause('GDPR-44', 'where the documents name no transfer, nothing leaves the EEA', async () => {
  const liga = await open()
  const sue = (country: string) =>
    liga.disclose('court', 'collection', 'legitimate-interest', ['name'], {
      country,
      shown: showing('law', 'case', 'interest'),
    })
  expect(codeOf(await sue('EE'))).toBe('accepted')
  expect(settled(await sue('GB'))).toEqual(['transfer-not-recorded', 'GDPR-44', 'OZ-3.6'])
})
