import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packUnderTest } from '../../../tests/clause.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import { type BoundVersions, type MayPolicy, versionsOn } from '../../rulebook/pack.ts'
import { Rulebook, type Terms } from '../../rulebook/terms.ts'
import type { Party } from '../rules.ts'
import {
  type Act,
  type Authorisation,
  checkRepresentation,
  type Duty,
  type Limits,
  type Representation,
  type RepresentationRefusal,
  representationRefusals,
  services,
} from './rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const [customerId, liga, janis, anna] = [1, 2, 3, 4] as PartyId[] as [PartyId, PartyId, PartyId, PartyId]
const company: Party = { party: customerId, kind: 'legal', consumer: false, residence: 'LV' }
const eur = currency('EUR')

/** The pack's terms, with the institution's policy on who has no sufficient document. */
function terms(unserved: MayPolicy = 'always'): Terms {
  const pack = packUnderTest('luminor')
  const versions: BoundVersions = versionsOn(pack, day('2026-01-05'))
  const policies = { ...pack.policies, 'representation.unserved': unserved }
  return new Rulebook({ ...pack, policies }).terms(day('2026-01-05'), versions)
}

const document = (change: Partial<Authorisation> = {}): Authorisation => ({
  authorisation: 7,
  representatives: [liga, janis],
  status: 'accepted',
  limits: {},
  sealed: false,
  submittedOn: day('2026-01-05'),
  duties: [],
  ...change,
})

const duty = (due: string, change: Partial<Duty> = {}): Duty => ({
  duty: 9,
  cause: 'asked',
  since: day('2026-01-05'),
  due: day(due),
  reminders: 0,
  ...change,
})

const withDocuments = (...authorisations: readonly Authorisation[]): Representation => ({
  customer: customerId,
  authorisations,
  knownLimits: [],
})

type Case = {
  documents?: readonly Authorisation[]
  representative?: PartyId
  customer?: Party
  act?: Partial<Act>
  on?: string
  policy?: MayPolicy
}

function check({ documents = [document()], representative = liga, customer = company, act, on, policy }: Case) {
  return checkRepresentation({
    representation: withDocuments(...documents),
    representative,
    customer,
    act: { service: 'payments', ...act },
    on: day(on ?? '2026-01-10'),
    terms: terms(policy),
  })?.code
}

const limited = (limits: Limits) => [document({ limits })]
const overdue = [document({ duties: [duty('2026-01-10')] })]
const perTransaction = { minor: minor(1000), currency: eur }
const paying = (amount: bigint) => ({ amountMinor: minor(amount), currency: eur })
const dated = limited({ from: day('2026-01-10'), until: day('2026-01-12') })

test.each<[string, Case, RepresentationRefusal | undefined]>([
  ['a document without limits', {}, undefined],
  ['no document', { documents: [] }, 'no-authorisation'],
  ['a document of others', { representative: anna }, 'no-authorisation'],
  ['the company itself', { representative: customerId }, 'no-authorisation'],
  ['a rejected document', { documents: [document({ status: 'rejected' })] }, 'no-authorisation'],
  ['a revoked document', { documents: [document({ status: 'revoked' })] }, 'no-authorisation'],
  ['a replaced document', { documents: [document({ status: 'replaced' })] }, 'no-authorisation'],
  ['a document under review', { documents: [document({ status: 'submitted' })] }, 'authorisation-not-accepted'],
  ['the day before the due date', { documents: overdue, on: '2026-01-09' }, undefined],
  ['the due date', { documents: overdue, on: '2026-01-10' }, undefined],
  ['the day after the due date', { documents: overdue, on: '2026-01-11' }, 'authorisation-replacement-overdue'],
  [
    'the day after the earlier of two due dates',
    { documents: [document({ duties: [duty('2026-01-20'), duty('2026-01-10')] })], on: '2026-01-11' },
    'authorisation-replacement-overdue',
  ],
  [
    'the day after the due date of a settled duty',
    { documents: [document({ duties: [duty('2026-01-10', { settledOn: day('2026-01-10') })] })], on: '2026-01-11' },
    undefined,
  ],
  ['an overdue one where staff decide', { documents: overdue, on: '2026-01-11', policy: 'staff' }, undefined],
  [
    'an overdue one where the institution always serves',
    { documents: overdue, on: '2026-01-11', policy: 'never' },
    undefined,
  ],
  ['the day before the first', { documents: dated, on: '2026-01-09' }, 'authorisation-outside-dates'],
  ['the first day', { documents: dated, on: '2026-01-10' }, undefined],
  ['the last day', { documents: dated, on: '2026-01-12' }, undefined],
  ['the day after the last', { documents: dated, on: '2026-01-13' }, 'authorisation-outside-dates'],
  ['a service that is covered', { documents: limited({ services: ['payments'] }) }, undefined],
  ['a service that is not covered', { documents: limited({ services: ['cash'] }) }, 'service-not-covered'],
  ['an amount below the limit', { documents: limited({ perTransaction }), act: paying(999n) }, undefined],
  ['the amount of the limit', { documents: limited({ perTransaction }), act: paying(1000n) }, undefined],
  ['a cent above the limit', { documents: limited({ perTransaction }), act: paying(1001n) }, 'amount-over-limit'],
  ['an act without an amount', { documents: limited({ perTransaction }) }, undefined],
  [
    'an amount in another currency than the limit',
    { documents: limited({ perTransaction }), act: { amountMinor: minor(1), currency: currency('USD') } },
    'amount-not-comparable',
  ],
  ['one signature of two', { documents: limited({ signatures: 2 }) }, 'signatures-missing'],
  ['two signatures of two', { documents: limited({ signatures: 2 }), act: { coSigners: [janis] } }, undefined],
  [
    'one signature given twice',
    { documents: limited({ signatures: 2 }), act: { coSigners: [liga] } },
    'signatures-missing',
  ],
  [
    'a signature of a stranger',
    { documents: limited({ signatures: 2 }), act: { coSigners: [anna] } },
    'signatures-missing',
  ],
  [
    'everything wrong: the first of the list',
    {
      documents: [
        document({
          duties: [duty('2026-01-09')],
          limits: { services: ['cash'], perTransaction, signatures: 2, until: day('2026-01-09') },
        }),
      ],
      act: paying(1001n),
    },
    'authorisation-replacement-overdue',
  ],
  [
    'two documents of which one allows it',
    { documents: [...limited({ services: ['cash'] }), document({ authorisation: 8 })] },
    undefined,
  ],
  [
    'two documents that refuse: the one that came closest',
    { documents: [...limited({ signatures: 2 }), ...limited({ services: ['cash'] })] },
    'signatures-missing',
  ],
])('%s', (_what, given, code) => {
  expect(check(given)).toBe(code)
})

test('natural persons act for themselves, whatever documents say of others', () => {
  const person: Party = { party: liga, kind: 'natural', consumer: true, residence: 'LV' }
  expect(check({ documents: [], representative: liga, customer: person })).toBeUndefined()
  expect(check({ documents: [], representative: janis, customer: person })).toBe('no-authorisation')
})

test('a stranger is not told whose affair it is: only authorised staff are', () => {
  const refused = checkRepresentation({
    representation: withDocuments(document()),
    representative: anna,
    customer: company,
    act: { service: 'payments' },
    on: day('2026-01-10'),
    terms: terms(),
  })
  expect(refused).toMatchObject({ code: 'no-authorisation', facts: {}, internal: { customer: String(customerId) } })
  expect(refused?.facts).toEqual({})
})

test('staff decide about an overdue document both ways, against the policy too, except where it is never used', () => {
  const decided = (decision: 'declined' | 'served', policy: MayPolicy) =>
    check({ documents: overdue.map((one) => ({ ...one, overdue: decision })), on: '2026-01-11', policy })
  expect(decided('served', 'always')).toBeUndefined()
  expect(decided('declined', 'always')).toBe('authorisation-replacement-overdue')
  expect(decided('declined', 'staff')).toBe('authorisation-replacement-overdue')
  expect(decided('declined', 'never')).toBeUndefined()
})

test('where declining is not automatic, a missing document is refused by the duty to have one alone', () => {
  const refusal = (policy: MayPolicy) =>
    checkRepresentation({
      representation: undefined,
      representative: liga,
      customer: company,
      act: { service: 'cash' },
      on: day('2026-01-10'),
      terms: terms(policy),
    })?.cited.settled.map(({ clause }) => clause)
  expect(refusal('always')).toEqual(['3.1', '3.2'])
  expect(refusal('staff')).toEqual(['3.1'])
})

const days = fc.integer({ min: -3, max: 3 }).map((n) => day('2026-01-10').add({ days: n }))
const currencies = fc.constantFrom(eur, currency('USD'))
const amounts = fc.bigInt({ min: 0n, max: 5n }).map((n) => minor(n))
const limits: fc.Arbitrary<Limits> = fc.record(
  {
    services: fc.uniqueArray(fc.constantFrom(...services), { minLength: 1 }),
    perTransaction: fc.record({ minor: amounts, currency: currencies }),
    from: days,
    until: days,
    signatures: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: [] },
)
const acts: fc.Arbitrary<Act> = fc.record({
  service: fc.constantFrom(...services),
  amountMinor: fc.option(amounts, { nil: undefined }),
  currency: currencies,
  coSigners: fc.uniqueArray(fc.constantFrom(liga, janis, anna)),
})

/** Limits that say at least as much: each is the narrower of the two. */
const both = (a: Limits, b: Limits): Limits => ({
  services:
    a.services && b.services ? a.services.filter((one) => b.services?.includes(one)) : (a.services ?? b.services),
  // Of limits in two currencies the document states the first: that narrows what the other left open.
  perTransaction: a.perTransaction ?? b.perTransaction,
  from: [a.from, b.from]
    .filter((one) => one !== undefined)
    .sort(Temporal.PlainDate.compare)
    .at(-1),
  until: [a.until, b.until].filter((one) => one !== undefined).sort(Temporal.PlainDate.compare)[0],
  signatures: Math.max(a.signatures ?? 1, b.signatures ?? 1),
})

test('a limit only ever narrows: what a document with more limits allows, one with fewer allows too', () => {
  const known = terms()
  const allows = (of: Limits, act: Act) =>
    checkRepresentation({
      representation: withDocuments(document({ limits: of, representatives: [liga, janis, anna] })),
      representative: liga,
      customer: company,
      act,
      on: day('2026-01-10'),
      terms: known,
    }) === undefined
  fc.assert(
    fc.property(limits, limits, acts, (few, more, act) => {
      fc.pre(allows(both(few, more), act))
      expect(allows(few, act)).toBe(true)
      expect(allows({}, act)).toBe(true)
    }),
  )
})

test('another document never takes anything away', () => {
  const known = terms()
  const refused = (documents: readonly Authorisation[], act: Act) =>
    checkRepresentation({
      representation: withDocuments(...documents),
      representative: liga,
      customer: company,
      act,
      on: day('2026-01-10'),
      terms: known,
    })
  fc.assert(
    fc.property(limits, limits, acts, (one, other, act) => {
      const alone = refused([document({ limits: one })], act)
      const together = refused([document({ limits: one }), document({ authorisation: 8, limits: other })], act)
      if (alone === undefined) expect(together).toBeUndefined()
      else if (together !== undefined)
        expect(representationRefusals.indexOf(together.code)).toBeGreaterThanOrEqual(
          representationRefusals.indexOf(alone.code),
        )
    }),
  )
})
