import { expect } from 'vitest'
import { clause } from '../../../tests/clause.ts'
import { showAsked } from '../../../tests/clauses/kl/asked.ts'
import { told } from '../../parties/testing/people.ts'
import { assignments } from './assignments/rules.ts'
import { databaseEnquiries } from './databases/rules.ts'
import { debtReports } from './debts/rules.ts'
import { passedOnRequests } from './passed-on/rules.ts'
import { writtenRecord } from './telling.ts'
import { codeOf, Discloser, settled, showing, showWay, type Way, withProcessor } from './testing/disclosing.ts'

const day = '2018-10-01'
const open = (on = day) => Discloser.on(on, 'koduliising')
const under = { day, pack: 'koduliising', list: 'KL-2.3', condition: 'GDPR-9(1)' }

const ways: readonly Way[] = [
  {
    clause: 'KL-5.1.1',
    sentence: 'companies of the group get data for the purposes and to the extent of the procedure',
    recipient: 'group',
    purpose: 'contract',
    basis: 'contract',
    kinds: ['name', 'settlement', 'income'],
    enough: [['own-regulation']],
    short: [[], ['agreement']],
    beyond: ['representation'],
    foreign: 'advertising',
  },
  {
    clause: 'KL-5.1.2',
    sentence: 'persons tied to service or agreement get data under confidentiality',
    recipient: 'service-partner',
    purpose: 'contract',
    basis: 'contract',
    kinds: ['name', 'address', 'settlement'],
    // What it undertook stands on record, or it does not: see below.
    enough: [['agreement', 'public-function']],
    short: [[], ['agreement'], ['agreement', 'confidentiality']],
    beyond: ['litigation'],
    foreign: 'creditworthiness',
  },
  {
    clause: 'KL-5.1.3',
    sentence: 'keepers of registers get data by law or agreement, so that credit history can be assessed',
    recipient: 'register-keeper',
    purpose: 'creditworthiness',
    basis: 'legal-obligation',
    kinds: ['name', 'personal-code', 'settlement', 'credit-history'],
    enough: [
      ['law', 'agreement'],
      ['own-regulation', 'agreement'],
    ],
    short: [[], ['law'], ['agreement']],
    beyond: ['birth-date'],
    foreign: 'contract',
  },
  {
    clause: 'KL-5.1.7',
    sentence: 'third parties get data to collect a debt after a breach',
    recipient: 'debt-collection',
    purpose: 'contract',
    basis: 'contract',
    kinds: ['name', 'phone', 'settlement'],
    enough: [['breach']],
    short: [[], ['agreement']],
    beyond: ['income'],
    foreign: 'creditworthiness',
  },
  {
    clause: 'KL-5.3',
    sentence: 'banks and payment services get the extent that performance needs',
    recipient: 'payment-service',
    purpose: 'contract',
    basis: 'contract',
    kinds: ['name', 'bank-account', 'payment-details'],
    enough: [['agreement']],
    short: [[], ['order']],
    beyond: ['birth-date', 'services'],
    foreign: 'creditworthiness',
  },
]

for (const way of ways) clause(way.clause, way.sentence, () => showWay(way, under))

clause('KL-5.1.2', 'who undertook confidentiality gets data while that binds', async () => {
  const partner = async (on: string, undertaken: boolean) => {
    const liga = await open(on)
    if (undertaken) await liga.undertaken('service-partner', { signed: '2018-09-28', until: '2018-12-31' })
    return liga.disclose('service-partner', 'contract', 'contract', ['name'], { shown: showing('agreement') })
  }
  for (const [on, code] of [
    ['2018-09-28', 'accepted'],
    ['2018-12-31', 'accepted'],
    ['2019-01-01', 'condition-missing'],
  ] as const)
    expect(codeOf(await partner(on, true)), on).toBe(code)
  const unbound = await partner(day, false)
  expect(settled(unbound)).toEqual(['condition-missing', 'GDPR-9(1)', 'KL-5.1.2', 'KL-2.6'])
  expect(await partner(day, true)).toMatchObject({ outcome: 'accepted', facts: { occasion: 'KL-5.1.2' } })
})

clause(
  'KL-4.4',
  'credit history is exchanged under confidentiality, outside the EEA only under the rules',
  async () => {
    const liga = await open()
    const exchange = (country: string, ...shown: string[]) =>
      liga.disclose('exchange', 'creditworthiness', 'legitimate-interest', ['name', 'credit-history'], {
        country,
        shown: showing(...shown),
      })
    // That somebody says so is no undertaking.
    const unbound = ['condition-missing', 'GDPR-9(1)', 'KL-4.4', 'KL-2.6']
    expect(settled(await exchange('FI', 'application', 'confidentiality'))).toEqual(unbound)
    expect((await liga.undertaken('exchange')).outcome).toBe('accepted')
    expect(await exchange('EE', 'application')).toMatchObject({ outcome: 'accepted', facts: { occasion: 'KL-4.4' } })
    expect(codeOf(await exchange('FI', 'agreement'))).toBe('accepted')
    expect(codeOf(await exchange('FI'))).toBe('condition-missing')
    expect(codeOf(await exchange('CH', 'application'))).toBe('accepted')
    expect(settled(await exchange('US', 'application'))).toEqual(['transfer-not-recorded', 'KL-4.4'])
  },
)

clause(
  'KL-5.1.4',
  'institutions at home and abroad get data on a recorded enquiry, for a service or an assessment',
  async () => {
    const liga = await open()
    const receive = (more: object = {}) =>
      liga.receive({
        ...{ recipient: 'enquiring-institution', receiver: '1234567-8', act: 'L-2018/4', case: 'P-77' },
        ...{ extent: ['name', 'settlement', 'address'] },
        ...more,
      })
    const answer = async (shown: readonly string[], more: { purpose?: string; kinds?: readonly string[] } = {}) =>
      liga.answer(await receive(), more.purpose ?? 'contract', more.kinds ?? ['name', 'settlement'], {
        ...{ basis: 'contract', country: 'FI', shown: showing(...shown) },
      })
    expect(settled(await receive({ extent: [] }))).toEqual(['enquiry-unnamed', 'KL-5.2', 'KL-5.1.4'])
    for (const why of ['service', 'assessment']) {
      const made = await answer([why])
      expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'KL-5.1.4' } })
      const shown = liga.recorded(made)?.shown.map(({ kind }) => kind)
      expect(shown).toEqual([why, 'case', 'enquiry'])
    }
    expect(settled(await answer([]))).toEqual(['condition-missing', 'GDPR-9(1)', 'KL-5.1.4'])
    expect(codeOf(await answer(['agreement']))).toBe('condition-missing')
    expect(settled(await answer(['service'], { kinds: ['address'] }))).toEqual([
      'kind-not-disclosed',
      'KL-2.3',
      'KL-5.1.4',
    ])
    expect(codeOf(await answer(['service'], { purpose: 'advertising' }))).toBe('purpose-not-disclosed')
    // That somebody says so is no enquiry.
    const said = await liga.disclose('enquiring-institution', 'contract', 'contract', ['name'], {
      country: 'FI',
      shown: showing('enquiry', 'service'),
    })
    expect(settled(said)).toEqual(['condition-missing', 'GDPR-9(1)', 'KL-5.1.4'])
  },
)

clause('KL-5.1.5', 'those to whom activity was outsourced get data while their undertakings stand', async () => {
  const assessed = withProcessor('data-centre', { guarantees: [{ assessed: '2018-05-02', until: '2019-05-01' }] })
  const outsource = async (on: string, more: object = { processor: 'data-centre' }) => {
    const liga = await Discloser.on(on, 'koduliising', assessed)
    return liga.disclose('outsourcing', 'contract', 'contract', ['name', 'settlement'], {
      shown: showing('law', 'confidentiality', 'safeguard'),
      ...more,
    })
  }
  // That somebody says so is no guarantee.
  expect(codeOf(await outsource(day, {}))).toBe('condition-missing')
  expect(codeOf(await outsource('2019-05-01'))).toBe('accepted')
  const lapsed = await outsource('2019-05-02')
  expect(lapsed).toMatchObject({ code: 'processor-not-bound', facts: { missing: 'guarantees' } })
  expect(settled(lapsed)).toEqual(['processor-not-bound', 'KL-2.6', 'KL-5.1.5', 'KL-1.processors'])
  expect(codeOf(await outsource(day, { processor: 'data-centre', shown: [] }))).toBe('condition-missing')
  expect(await outsource(day)).toMatchObject({ outcome: 'accepted', facts: { occasion: 'KL-5.1.5' } })
})

clause('KL-2.6', 'processors get data under a contract that binds them to confidentiality', async () => {
  const send = async (change: object, on = day) => {
    const liga = await Discloser.on(on, 'koduliising', withProcessor('mailing-house', change))
    const sent = await liga.disclose('mailing-house', 'client-messages', 'contract', ['address'])
    return { ...sent, liga }
  }
  const bound = await send({})
  expect(settled(bound)).toEqual(['accepted', 'KL-2.3', 'KL-1.processors', 'KL-6.4', 'KL-3.1.2', 'KL-2.6'])
  for (const missing of ['agreement', 'confidentiality', 'guarantees'] as const) {
    const unbound = await send({ [missing]: undefined })
    expect(unbound).toMatchObject({ code: 'processor-not-bound', facts: { missing } })
    expect(settled(unbound)).toEqual(['processor-not-bound', 'KL-2.6', 'KL-1.processors'])
  }
  const assessed = { guarantees: [{ assessed: '2018-08-27', until: '2019-08-26' }] }
  expect(codeOf(await send(assessed, '2019-08-26'))).toBe('accepted')
  expect(codeOf(await send(assessed, '2019-08-27'))).toBe('processor-not-bound')
  // Assessed anew in time, it goes on.
  expect(codeOf(await send({}, '2019-08-27'))).toBe('accepted')
  const { register } = bound.liga.bank.rulebook.terms(Temporal.PlainDate.from(day))
  expect([...register.measures.keys()]).toContain('processing-contracts')
  // Other recipients undertake it, too, where the register says so.
  const partner = await bound.liga.disclose('service-partner', 'contract', 'contract', ['name'], {
    shown: showing('agreement'),
  })
  expect(settled(partner)).toEqual(['condition-missing', 'GDPR-9(1)', 'KL-5.1.2', 'KL-2.6'])
  expect(settled(await bound.liga.undertaken('service-partner'))).toEqual(['accepted', 'KL-2.6', 'KL-5.1.2'])
  const told = await bound.liga.disclose('service-partner', 'contract', 'contract', ['name'], {
    shown: showing('agreement'),
  })
  expect(bound.liga.recorded(told)?.shown).toEqual([
    { kind: 'agreement', reference: 'N-agreement' },
    { kind: 'confidentiality', reference: 'RU-1' },
  ])
  // A request that came to a processor keeps the day on which it came.
  const { liga } = bound
  const pass = (processor: string, receivedOn: string) =>
    liga.about('request.pass-on', { processor, kind: 'erasure', file: 'P-7', receivedOn })
  expect(settled(await pass('nobody', '2018-09-28'))).toEqual(['processor-unknown', 'KL-2.6'])
  expect(settled(await pass('shop', '2018-10-02'))).toEqual(['receipt-ahead', 'KL-2.6', 'KL-1.processors'])
  expect((await pass('shop', day)).facts).toMatchObject({ answerBy: '2018-11-01' })
  const passed = await pass('shop', '2018-08-31')
  expect(passed).toMatchObject({ outcome: 'accepted', facts: { receivedOn: '2018-08-31', answerBy: '2018-09-30' } })
  const request = String(passed.facts['request'])
  const kept = () => liga.bank.record(passedOnRequests, Number(request))
  expect(kept()).toMatchObject({ passedOn: Temporal.PlainDate.from(day), answeredOn: null })
  const answer = (more: object = {}) => liga.staff('request.settle-passed-on', { request, ...more })
  expect(codeOf(await answer())).toBe('evidence-missing')
  expect(await answer({ evidence: 'L-7' })).toMatchObject({ outcome: 'accepted', facts: { late: true } })
  expect(codeOf(await answer({ evidence: 'L-7' }))).toBe('request-answered')
})

clause('KL-3.1.8', 'whether legal capacity is limited is passed to nobody', async () => {
  const liga = await open()
  for (const [recipient, purpose] of [
    ['group', 'service-decision'],
    ['register-keeper', 'creditworthiness'],
    ['exchange', 'creditworthiness'],
    ['authority', 'aml'],
    ['data-centre', 'contract'],
    ['outsourcing', 'service-decision'],
  ] as const) {
    const told = await liga.disclose(recipient, purpose, 'legal-obligation', ['name', 'legal-capacity'])
    expect(settled(told)).toEqual(['kind-withheld', 'KL-3.1.8'])
  }
})

clause('KL-5.1.6', 'a new creditor gets the data of the claim that is assigned', async () => {
  const liga = await open()
  const assign = (more: object = {}) =>
    liga.assign({
      obligations: ['J-2018/5'],
      recipient: 'new-creditor',
      assignee: '10000009',
      notice: 'D-3',
      purpose: 'contract',
      kinds: ['name', 'address', 'settlement'],
      ...more,
    })
  expect(settled(await assign({ notice: undefined }))).toEqual(['debtor-not-told', 'KL-5.1.6'])
  expect(settled(await assign({ kinds: ['litigation'] }))).toEqual(['kind-not-disclosed', 'KL-2.3', 'KL-5.1.6'])
  const made = await assign()
  expect(made).toMatchObject({ outcome: 'accepted', facts: { creditor: '10000009', occasion: 'KL-5.1.6' } })
  expect(liga.bank.record(assignments, Number(made.facts['assignment']))).toMatchObject({ notice: 'D-3' })
  expect(settled(await assign())).toEqual(['claim-assigned', 'KL-5.1.6'])
})

clause('KL-5.2', 'authorities get what legal acts demand, in the extent that they asked for', async () => {
  const liga = await open()
  const receive = (more: object = {}) =>
    liga.receive({
      recipient: 'authority',
      receiver: '70000001',
      act: 'TMS-64',
      case: '15/2018',
      extent: ['name', 'settlement'],
      ...more,
    })
  expect(settled(await receive({ act: undefined }))).toEqual(['enquiry-unnamed', 'KL-5.2'])
  const received = await receive()
  const answer = (...kinds: string[]) => liga.answer(received, 'legal-duties', kinds)
  expect(settled(await answer('income'))).toEqual(['extent-exceeded', 'KL-5.2'])
  expect(await answer('name', 'settlement')).toMatchObject({
    outcome: 'accepted',
    facts: { occasion: 'KL-5.2', act: 'TMS-64', case: '15/2018' },
  })
  // By hand: a case is nobody's word either, unless a law of the purpose is shown with it.
  const unasked = (purpose: string, law: string) =>
    liga.disclose('authority', purpose, 'legal-obligation', ['name'], {
      shown: [{ kind: 'law', reference: law }, ...showing('case', 'enquiry', 'public-function')],
    })
  expect(settled(await unasked('legal-duties', 'N-law'))).toEqual(['condition-missing', 'GDPR-9(1)', 'KL-5.2'])
  expect(await unasked('legal-duties', 'RPS-12')).toMatchObject({ outcome: 'accepted', facts: { occasion: 'KL-5.2' } })
})

const reporting = {
  receiver: '10256137',
  purpose: 'creditworthiness',
  kinds: ['name', 'personal-code', 'settlement'],
  country: 'EE',
  law: 'IKS-11-6',
  amount: { minor: '8000', currency: 'EUR' },
}

clause('KL-5.4.1', 'a debt is reported only when it is late by more than 45 days, each from its due date', async () => {
  // Due on 1 October: late by 45 days on 15 November, by 46 on the 16th.
  const liga = await open('2018-10-20')
  const announce = (obligation: string, dueOn: string) =>
    liga.announce({ obligation, dueOn, recipient: 'default-register', notice: `D-${obligation}` })
  const first = await announce('J-1', '2018-10-01')
  const second = await announce('J-2', '2018-10-15')
  expect([first, second]).toMatchObject([
    { outcome: 'accepted', facts: { reportableFrom: '2018-11-16' } },
    { outcome: 'accepted', facts: { reportableFrom: '2018-11-30' } },
  ])
  const report = (of: typeof first, more: object = {}) => liga.report(of, { ...reporting, ...more })
  await liga.bank.cutOver('2018-11-14')
  expect(await report(first)).toMatchObject({ code: 'debt-not-overdue', facts: { daysLate: 44 } })
  await liga.bank.cutOver('2018-11-15')
  const last = await report(first)
  expect(last).toMatchObject({ code: 'debt-not-overdue', facts: { daysLate: 45, moreThanDays: 45 } })
  expect(settled(last)).toEqual(['debt-not-overdue', 'KL-5.4.1'])
  await liga.bank.cutOver('2018-11-16')
  expect(settled(await report(first, { kinds: ['name', 'birth-date'] }))).toEqual([
    'kind-not-disclosed',
    'KL-2.3',
    'KL-5.4.1',
  ])
  expect(codeOf(await report(first, { country: 'FI' }))).toBe('country-not-allowed')
  expect(await report(first)).toMatchObject({ outcome: 'accepted', facts: { daysLate: 46, obligation: 'J-1' } })
  expect(await report(second)).toMatchObject({ code: 'debt-not-overdue', facts: { daysLate: 32 } })
  // Once paid, it is withdrawn or marked.
  expect(await liga.settle(first, 'withdrawn')).toMatchObject({ outcome: 'accepted', facts: { state: 'withdrawn' } })
  expect(await liga.settle(second, 'marked')).toMatchObject({ outcome: 'accepted', facts: { state: 'dropped' } })
  expect(settled(await liga.settle(first, 'marked'))).toEqual(['debt-report-settled', 'KL-5.4.1'])
  expect(liga.bank.record(debtReports, Number(first.facts['report']))).toMatchObject({ state: 'withdrawn' })
})

clause('KL-5.4.1', 'the client is told beforehand, and sees what was reported', async () => {
  const liga = await open('2019-02-01')
  const announce = (obligation: string, dueOn: string) =>
    liga.announce({ obligation, dueOn, recipient: 'default-register', notice: `D-${obligation}` })
  const announced = await announce('J-9', '2018-10-01')
  expect((await announce('J-10', '2019-01-31')).facts).toMatchObject({ reportableFrom: '2019-03-18' })
  const report = () => liga.report(announced, reporting)
  const early = await report()
  expect(early).toMatchObject({ code: 'debtor-not-told', facts: { reportableFrom: '2019-02-02' } })
  expect(settled(early)).toEqual(['debtor-not-told', 'KL-5.4.1'])
  const unannounced = await liga.disclose('default-register', 'creditworthiness', 'legitimate-interest', ['name'], {
    shown: showing('overdue', 'law'),
  })
  expect(settled(unannounced)).toEqual(['condition-missing', 'GDPR-9(1)', 'KL-5.4.1'])
  await liga.bank.cutOver('2019-02-02')
  const made = await report()
  expect(codeOf(made)).toBe('accepted')
  expect(liga.bank.record(debtReports, Number(announced.facts['report']))).toMatchObject({
    subject: liga.subject,
    state: 'reported',
    receiver: '10256137',
    kinds: ['name', 'personal-code', 'settlement'],
    amount: { minor: 8000n, currency: 'EUR' },
  })
  const marked = await liga.settle(announced, 'marked')
  expect(marked).toMatchObject({ outcome: 'accepted', facts: { state: 'marked', receiver: '10256137' } })
})

clause('KL-5.4.1', 'each obligation has one report at a time, and announcing it again moves no due date', async () => {
  const liga = await open('2018-10-20')
  const announce = (dueOn: string, obligation = 'J-7') =>
    liga.announce({ obligation, dueOn, recipient: 'default-register', notice: 'D-7' })
  const first = await announce('2018-10-01')
  const standing = { obligation: 'J-7', report: first.facts['report'] }
  const again = await announce('2018-08-01')
  expect(again).toMatchObject({ code: 'debt-report-open', facts: { ...standing, state: 'announced' } })
  expect(settled(again)).toEqual(['debt-report-open', 'KL-5.4.1'])
  expect(codeOf(await announce('2018-10-01', 'J-8'))).toBe('accepted')
  const janis = await liga.second()
  const others = { subject: String(janis), obligation: 'J-7', dueOn: '2018-10-01', notice: 'D-7' }
  expect(codeOf(await liga.staff('debt-report.announce', { ...others, recipient: 'default-register' }))).toBe(
    'accepted',
  )
  // What the client objected to is announced anew; the earlier report changes nothing of that when it is dropped.
  expect(codeOf(await liga.staff('debt-report.contest', { report: first.facts['report'] }))).toBe('accepted')
  const anew = await announce('2018-10-01')
  expect(anew).toMatchObject({ outcome: 'accepted', facts: { reportableFrom: '2018-11-16' } })
  expect(await liga.settle(first, 'withdrawn')).toMatchObject({ outcome: 'accepted', facts: { state: 'dropped' } })
  expect(codeOf(await announce('2018-10-01'))).toBe('debt-report-open')
  await liga.bank.cutOver('2018-11-16')
  expect(codeOf(await liga.report(anew, reporting))).toBe('accepted')
  expect(await announce('2018-10-01')).toMatchObject({ code: 'debt-report-open', facts: { state: 'reported' } })
  expect(codeOf(await liga.settle(anew, 'marked'))).toBe('accepted')
  expect(codeOf(await announce('2018-11-01'))).toBe('accepted')
})

const populationRegister = {
  recipient: 'public-database',
  receiver: '70000310',
  purpose: 'creditworthiness',
  basis: 'legal-obligation',
  kinds: ['name', 'personal-code'],
  asks: ['address', 'income'],
  country: 'EE',
  shown: showing('application'),
}

clause('KL-5.4.2', 'public databases are asked to check and complete data, with what finds the person', async () => {
  const liga = await open()
  const ask = (more: object = {}) => liga.about('database-enquiry.make', { ...populationRegister, ...more })
  const made = await ask()
  expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: 'KL-5.4.2' } })
  expect(liga.bank.record(databaseEnquiries, Number(made.facts['enquiry']))).toMatchObject({
    subject: liga.subject,
    sent: ['name', 'personal-code'],
    asked: ['address', 'income'],
    returned: null,
  })
  expect(codeOf(await ask({ asks: ['preference'] }))).toBe('kind-not-needed')
  expect(codeOf(await ask({ purpose: 'curiosity' }))).toBe('purpose-not-registered')
  expect(settled(await ask({ kinds: ['name', 'employer'] }))).toEqual(['kind-not-disclosed', 'KL-2.3', 'KL-5.4.2'])
  expect(settled(await ask({ shown: [] }))).toEqual(['condition-missing', 'GDPR-9(1)', 'KL-5.4.2'])
})

clause(
  'KL-6.3',
  'what a database returned is shown at once and free, and own data can be seen at any time',
  async () => {
    const liga = await open()
    const made = await liga.about('database-enquiry.make', populationRegister)
    const enquiry = String(made.facts['enquiry'])
    const record = (party: number, kind: string, category: 'financial' | 'contact') =>
      liga.bank.do(
        'fact.record',
        {
          party: String(party),
          facts: [kind],
          purpose: 'creditworthiness',
          source: 'register',
          shown: showing('application'),
        },
        { details: [told('found', category)], actor: { role: 'credit-officer', staff: 'K-01' } },
      )
    const factsIn = ({ outcome, facts }: Awaited<ReturnType<typeof record>>) => {
      expect(outcome).toBe('accepted')
      return facts['facts'] as string[]
    }
    const income = factsIn(await record(liga.subject, 'income', 'financial'))
    const foreign = factsIn(await record(await liga.second(), 'income', 'financial'))
    const unasked = factsIn(await record(liga.subject, 'liabilities', 'financial'))
    const answer = (facts: readonly string[]) => liga.staff('database-enquiry.return', { enquiry, facts })
    expect(settled(await answer([...income, ...foreign]))).toEqual(['facts-unknown', 'KL-6.3'])
    expect(settled(await answer(unasked))).toEqual(['kind-not-asked', 'KL-6.3'])
    const returned = await answer(income)
    expect(settled(returned)).toEqual(['accepted', 'KL-6.3'])
    expect(returned.facts).toMatchObject({ subject: String(liga.subject), kinds: ['income'] })
    expect(liga.bank.record(databaseEnquiries, Number(enquiry))).toMatchObject({
      returned: [{ fact: Number(income[0]), kind: 'income' }],
      returnedAt: liga.bank.clock.at,
    })
    expect(settled(await answer([]))).toEqual(['enquiry-settled', 'KL-6.3'])
    // At any time: what came back, for what it was asked; and nothing that serves no purpose of theirs.
    const own = liga.gate(liga.self, 'creditworthiness', ['income'])
    expect([own.code, own.cited.settled.map((one) => one.clause)]).toEqual([
      'permitted',
      expect.arrayContaining(['4.1.5', '3.1.4']),
    ])
    expect(liga.gate(liga.self, 'aml', ['income'])).toMatchObject({ code: 'purpose-not-granted' })
    expect(liga.bank.record(databaseEnquiries, Number(enquiry))).toMatchObject({ purpose: 'creditworthiness' })
  },
)

clause('KL-2.3', 'each disclosure has a ground, and leaves a record that can be reproduced in writing', async () => {
  await showAsked()
  const liga = await open()
  const clausesOf = (cited: { settled: readonly { document: string; clause: string }[] }) =>
    cited.settled.map((one) => `${one.document}-${one.clause}`)
  expect(clausesOf(liga.gate(liga.self, 'contract', ['consent-mark']).cited)).toContain('KL-2.3')
  const consent = await liga.consent('games', 'KL')
  expect(settled(consent)).toContain('KL-2.3')
  const law = { kind: 'law', reference: 'RPS-12' }
  const made = await liga.disclose('authority', 'legal-duties', 'legal-obligation', ['name', 'consent-mark'], {
    shown: [law, ...showing('case')],
  })
  expect(settled(made)).toContain('KL-2.3')
  const recorded = liga.recorded(made)
  expect(recorded).toBeDefined()
  if (recorded === undefined) return
  const terms = liga.bank.rulebook.terms(Temporal.PlainDate.from(day))
  const [en, et] = [writtenRecord(recorded, terms, 'en'), writtenRecord(recorded, terms, 'et')]
  expect(en).toMatchObject({
    on: day,
    recipient: expect.any(String),
    receiver: '40000000001',
    basis: 'legal-obligation',
    kinds: ['name', 'consent-mark'],
    shown: [law, ...showing('case')],
    allowedBy: { document: 'KL', clause: '5.2' },
  })
  expect(et.recipient).not.toBe(en.recipient)
  expect(codeOf(await liga.disclose('friend', 'contract', 'contract', ['name']))).toBe('recipient-not-registered')
})
