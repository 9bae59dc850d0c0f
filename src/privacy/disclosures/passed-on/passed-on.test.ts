import { expect, it } from 'vitest'
import { operator } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { type DeadlineKey, deadlines } from '../../../kernel/deadline.ts'
import { idIn, registerPerson, settledBy, told } from '../../../parties/testing/people.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { switchChanges } from '../../consents/changes/rules.ts'
import { marketer, officer } from '../../consents/testing/choices.ts'
import { objections } from '../../objections/rules.ts'
import { Discloser, showing } from '../testing/disclosing.ts'
import { carriedOutBy, passedOnRequests, type RequestKind, requestKinds } from './rules.ts'

const day = '2018-10-01'
const open = () => Discloser.on(day, 'koduliising')

/** A request that a shop got and passed on. */
async function passed(liga: Discloser, kind: RequestKind, receivedOn = '2018-09-24'): Promise<number> {
  const decision = await liga.about('request.pass-on', { processor: 'shop', kind, file: 'P-7', receivedOn })
  return idIn(decision, 'request')
}

/** Staff carry a request out. */
const carryOut = (liga: Discloser, kind: string, request: number, payload: object = {}) =>
  liga.ask(kind, { request: String(request), ...payload }, { actor: officer })

const requestOf = (liga: Discloser, request: number) => liga.bank.record(passedOnRequests, request)
const deadlineOf = (liga: Discloser, request: number, due: string) =>
  liga.bank.record(deadlines, `${due} subject-request ${request}` as DeadlineKey)

/** What the clause says of contracts with processors, and of other recipients. */
async function othersAreBound(liga: Discloser): Promise<void> {
  const { register } = liga.bank.rulebook.terms(Temporal.PlainDate.from(day))
  expect([...register.measures.keys()]).toContain('processing-contracts')
  const partner = await liga.bank.do(
    'disclosure.make',
    {
      subjects: [String(liga.subject)],
      recipient: 'service-partner',
      receiver: '40000000001',
      purpose: 'contract',
      basis: 'contract',
      kinds: ['name'],
      country: 'EE',
      shown: showing('agreement'),
    },
    { actor: operator },
  )
  expect(partner).toMatchObject({ code: 'condition-missing' })
  expect(settledBy(partner)).toContain('KL-2.6')
}

const carriedOut: readonly {
  readonly asked: RequestKind
  readonly command: string
  readonly payload: object
  readonly ends: (liga: Discloser) => string
}[] = [
  {
    asked: 'objection',
    command: 'purpose.forbid',
    payload: { purpose: 'studies' },
    ends: (liga) => liga.gate(marketer, 'studies', ['preference']).code,
  },
  {
    asked: 'restriction',
    command: 'restriction.set',
    payload: { ground: 'accuracy' },
    ends: (liga) => liga.gate(marketer, 'studies', ['preference']).code,
  },
  {
    asked: 'withdrawal',
    command: 'consent.withdraw',
    payload: { purpose: 'games' },
    ends: (liga) => liga.gate(marketer, 'games', ['campaign']).code,
  },
  {
    asked: 'stop',
    command: 'processing.stop',
    payload: { purpose: 'games', cause: 'unlawful' },
    ends: (liga) => liga.gate(marketer, 'games', ['campaign']).code,
  },
]

for (const { asked, command, payload, ends } of carriedOut)
  clause(
    'KL-2.6',
    `a request that a processor passed on (${asked}) is carried out and answered, counted from its receipt there`,
    async () => {
      const liga = await open()
      await othersAreBound(liga)
      await liga.consent('games', 'KL')
      expect(ends(liga)).toBe('permitted')
      const request = await passed(liga, asked)
      expect(deadlineOf(liga, request, '2018-10-24')).toBe('set')
      const done = await carryOut(liga, command, request, payload)
      expect(done).toMatchObject({
        outcome: 'accepted',
        facts: { receivedOn: '2018-09-24', answerBy: '2018-10-24', late: false, answered: true, way: 'processor' },
      })
      expect(settledBy(done)).toEqual(expect.arrayContaining(['KL-2.6', 'GDPR-12(3)']))
      expect(ends(liga)).not.toBe('permitted')
      const change = Number(done.facts['change'])
      expect(liga.bank.record(switchChanges, change)).toMatchObject({ request, way: 'processor', evidence: 'P-7' })
      expect(requestOf(liga, request)).toMatchObject({ carriedOutBy: change, answer: 'done' })
      expect(requestOf(liga, request)?.answeredOn?.toString()).toBe(day)
      expect(deadlineOf(liga, request, '2018-10-24')).toBe('cleared')
      expect(await carryOut(liga, command, request, payload)).toMatchObject({ code: 'request-answered' })
      const again = await passed(liga, asked)
      const other = await carryOut(liga, asked === 'stop' ? 'restriction.set' : 'processing.stop', again, {
        ...(asked === 'stop' ? { ground: 'claims' } : { purpose: 'games', cause: 'unlawful' }),
      })
      expect(other).toMatchObject({ code: 'request-of-another-kind' })
      expect(settledBy(other)).toContain('KL-2.6')
    },
  )

it('an objection that is weighed is answered by the day counted from the processor, and closes the request then', async () => {
  const liga = await open()
  const request = await passed(liga, 'objection', '2018-09-24')
  const raised = await carryOut(liga, 'objection.raise', request, { purpose: 'risk' })
  expect(raised).toMatchObject({ facts: { state: 'weighed', answerBy: '2018-10-24', answered: false } })
  const objection = idIn<number>(raised, 'objection')
  expect(liga.bank.record(objections, objection)?.answerBy.toString()).toBe('2018-10-24')
  expect(requestOf(liga, request)).toMatchObject({ answeredOn: null, answer: null })
  expect(requestOf(liga, request)?.carriedOutOn?.toString()).toBe(day)
  const settle = { request: String(request), evidence: 'L-1' }
  expect(await liga.staff('request.settle-passed-on', settle)).toMatchObject({ code: 'request-carried-out' })
  expect(await carryOut(liga, 'purpose.forbid', request, { purpose: 'studies' })).toMatchObject({
    code: 'request-carried-out',
  })
  const answered = await liga.ask(
    'objection.answer',
    { objection: String(objection), outcome: 'overridden' },
    { actor: officer, details: [told('The risk of the loan must be measured.', 'correspondence')] },
  )
  expect(answered).toMatchObject({ outcome: 'accepted', facts: { state: 'overridden', sendBy: '2018-10-24' } })
  // Written is not yet told.
  expect(requestOf(liga, request)).toMatchObject({ answeredOn: null })
  const sent = await liga.ask(
    'objection.send-answer',
    { objection: String(objection), evidence: 'L-2' },
    { actor: officer },
  )
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { request: String(request), late: false } })
  expect(requestOf(liga, request)).toMatchObject({ answer: 'done' })
  expect(deadlineOf(liga, request, '2018-10-24')).toBe('cleared')
})

it.each([
  ['2018-10-23', false],
  ['2018-10-24', false],
  ['2018-10-25', true],
])('what was received on 24 September and is carried out on %s is late: %s', async (on, late) => {
  const liga = await open()
  const request = await passed(liga, 'restriction', '2018-09-24')
  await liga.bank.cutOver(on)
  expect(await carryOut(liga, 'restriction.set', request, { ground: 'accuracy' })).toMatchObject({ facts: { late } })
})

it('what no command carries out stays open, with its day, until staff note the answer that they wrote', async () => {
  const liga = await open()
  for (const kind of requestKinds.filter((one) => carriedOutBy[one].length === 0)) {
    const passedOn = await liga.about('request.pass-on', {
      ...{ processor: 'shop', kind, file: 'P-8', receivedOn: '2018-09-24' },
    })
    expect(passedOn, kind).toMatchObject({ facts: { commands: [], byHand: true, answerBy: '2018-10-24' } })
    const request = idIn<number>(passedOn, 'request')
    expect(await carryOut(liga, 'marketing.refuse', request)).toMatchObject({ code: 'request-of-another-kind' })
    expect(requestOf(liga, request)?.answeredOn).toBeNull()
    const settle = (more: object) => liga.staff('request.settle-passed-on', { request: String(request), ...more })
    expect(await settle({})).toMatchObject({ code: 'evidence-missing' })
    expect(await settle({ evidence: 'L-8' })).toMatchObject({ outcome: 'accepted', facts: { answer: 'done' } })
  }
})

it('what a command carries out is not called done before, and can be declined in writing', async () => {
  const liga = await open()
  const request = await passed(liga, 'withdrawal')
  const settle = (more: object): Promise<DecisionView> =>
    liga.staff('request.settle-passed-on', { request: String(request), ...more })
  expect(await settle({ evidence: 'L-9' })).toMatchObject({
    code: 'request-not-carried-out',
    facts: { commands: ['consent.withdraw'] },
  })
  // A command that is refused carries nothing out.
  expect(await carryOut(liga, 'consent.withdraw', request, { purpose: 'games' })).toMatchObject({
    code: 'consent-missing',
  })
  expect(requestOf(liga, request)).toMatchObject({ carriedOutOn: null, answeredOn: null })
  expect(await settle({ evidence: 'L-9', answer: 'declined' })).toMatchObject({ facts: { answer: 'declined' } })
})

it('the request of somebody else is as unknown as none', async () => {
  const liga = await open()
  const request = await passed(liga, 'restriction')
  const janis = new Discloser(liga.bank, await registerPerson(liga.bank, 'janis'))
  for (const named of [request, 1_099_511_999_999])
    expect(await carryOut(janis, 'restriction.set', named, { ground: 'accuracy' })).toMatchObject({
      code: 'request-unknown',
    })
})
