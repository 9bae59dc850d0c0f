import { describe, expect, it } from 'vitest'
import { withoutProvision, withParameter } from './altered-pack.ts'
import type { Clause, DocumentRole, DocumentVersion, MayPolicy, Pack } from './pack.ts'
import type { ProvisionKey } from './provisions.ts'
import { Rulebook, UnboundProvision } from './terms.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const start = '2020-01-01'

type Bound = Partial<Record<ProvisionKey, Readonly<Record<string, unknown>>>>

/** A clause `id` that binds the provisions. */
const clause = (id: string, bound: Bound, more: Partial<Clause> = {}): Clause => ({
  id,
  kind: 'rule',
  text: { en: id },
  mandatory: false,
  bindings: Object.entries(bound).map(([provision, parameters]) => ({
    provision: provision as ProvisionKey,
    parameters,
  })),
  ...more,
})

const document = (code: string, role: DocumentRole, clauses: readonly Clause[], version = start): DocumentVersion => ({
  code,
  role,
  version,
  effective: day(version),
  title: { en: code },
  languages: ['en'],
  example: true,
  clauses,
  hash: '',
})

const packOf = (
  documents: readonly DocumentVersion[],
  policies: Partial<Record<ProvisionKey, MayPolicy>> = {},
): Pack => ({
  id: 'test',
  name: { en: 'Test' },
  languages: ['en'],
  supervisor: { en: 'nobody' },
  entities: [
    { id: 'xx', country: 'XX', name: 'X', timeZone: 'UTC', calendar: 'TARGET', currency: 'EUR', bankCodes: [] },
  ],
  documents,
  policies,
  hash: '',
})

const termsOf = (...documents: readonly DocumentVersion[]) => new Rulebook(packOf(documents)).terms(day(start))

/** The clause that settles, as `RU-1`. */
const settledBy = (terms: ReturnType<typeof termsOf>, key: ProvisionKey): string =>
  terms
    .cite(key)
    .settled.map((citation) => `${citation.document}-${citation.clause}`)
    .join(', ')

const notice = (within: string): Bound => ({ 'account.number': { notice: within } })
const handingOver = (...handsOver: string[]): Bound => ({ 'documents.service-terms': { handsOver } })
const lettingIn: Bound = { ...handingOver('none'), 'documents.general-terms': {} }

const rules = document('RU', 'rules', [clause('1', lettingIn), clause('2', notice('P1M'))])
const openRules = document('RU', 'rules', [clause('1', lettingIn)])
const general = document('GT', 'general-terms', [clause('5', notice('P2M'))])
const service = document('ST', 'service-terms', [clause('6', notice('P3M'))])
const prices = document('PL', 'price-list', [clause('7', notice('P4M'))])
const law = document('LW', 'law', [clause('8', notice('P5M'))])
const mandatoryLaw = document('LW', 'law', [clause('8', notice('P5M'), { mandatory: true })])

describe('which document decides', () => {
  it('mandatory law beats the rules', () => {
    const terms = termsOf(rules, general, mandatoryLaw)
    expect(settledBy(terms, 'account.number')).toBe('LW-8')
    expect(terms.parameters('account.number')).toEqual({ notice: 'P5M' })
  })

  it('law that can be departed from stands last', () => {
    expect(settledBy(termsOf(law, rules), 'account.number')).toBe('RU-2')
    expect(settledBy(termsOf(law, openRules, prices), 'account.number')).toBe('PL-7')
  })

  it('the rules beat the general terms, and the citation names them', () => {
    expect(settledBy(termsOf(general, rules), 'account.number')).toBe('RU-2')
  })

  it('what the rules leave open the general terms decide; the citation names them and the clause that lets them in', () => {
    const terms = termsOf(openRules, general, law)
    expect(settledBy(terms, 'account.number')).toBe('GT-5, RU-1')
    expect(terms.cite('account.number').disclosed).toEqual(terms.cite('account.number').settled)
  })

  it('the general terms beat the price list', () => {
    expect(settledBy(termsOf(prices, openRules, general), 'account.number')).toBe('GT-5, RU-1')
  })

  it('service terms decide where the rules are silent, before the general terms', () => {
    expect(settledBy(termsOf(openRules, general, service), 'account.number')).toBe('ST-6, RU-1')
  })

  it('service terms do not decide where the rules speak', () => {
    expect(settledBy(termsOf(rules, service), 'account.number')).toBe('RU-2')
  })

  it('service terms come first where the clause of the rules hands over to them', () => {
    const handing = document('RU', 'rules', [clause('1', handingOver('2')), clause('2', notice('P1M'))])
    expect(settledBy(termsOf(handing, service), 'account.number')).toBe('ST-6, RU-1')
    expect(settledBy(termsOf(handing), 'account.number')).toBe('RU-2')
  })

  it('a clause hands over in its own document only', () => {
    const handing = document('RU', 'rules', [clause('1', handingOver('2'))])
    const other = document('RX', 'rules', [clause('2', notice('P1M'))])
    expect(settledBy(termsOf(handing, other, service), 'account.number')).toBe('RX-2')
  })

  it('what no document of the institution says falls through to the law', () => {
    expect(settledBy(termsOf(openRules, law), 'account.number')).toBe('LW-8')
  })

  it('what no document says at all is an error', () => {
    const terms = termsOf(openRules)
    expect(() => terms.cite('account.number')).toThrow(UnboundProvision)
    expect(() => terms.parameters('account.number')).toThrow('account.number')
    expect(() => terms.policy('account.number')).toThrow(UnboundProvision)
  })
})

describe('rules that do not let other documents in', () => {
  const closed = document('RU', 'rules', [clause('2', { 'account.spendable': {} })])

  it('leave service and general terms without effect', () => {
    expect(() => termsOf(closed, service, general).cite('account.number')).toThrow(UnboundProvision)
    expect(settledBy(termsOf(closed, service, general, law), 'account.number')).toBe('LW-8')
  })

  it('are not missed where there are no rules', () => {
    expect(settledBy(termsOf(general), 'account.number')).toBe('GT-5')
  })
})

describe('versions', () => {
  const later = document('RU', 'rules', [clause('1', lettingIn), clause('2', notice('P6M'))], '2021-07-01')
  const laterGeneral = document('GT', 'general-terms', [], '2021-07-01')
  const book = new Rulebook(packOf([general, laterGeneral, rules, later]))
  const noticeOn = (text: string, binding?: Record<string, string>) =>
    book.terms(day(text), binding).parameters('account.number').notice

  it('change on their day: the day before, the day, the day after', () => {
    expect(noticeOn('2021-06-30')).toBe('P1M')
    expect(noticeOn('2021-07-01')).toBe('P6M')
    expect(noticeOn('2021-07-02')).toBe('P6M')
  })

  it('do not exist before the first day of the first', () => {
    expect(() => noticeOn('2019-12-31')).toThrow(UnboundProvision)
    expect(noticeOn('2020-01-01')).toBe('P1M')
  })

  it('stay for an agreement that binds them, and what it leaves open changes', () => {
    const binding = { RU: start }
    expect(noticeOn('2021-07-01', binding)).toBe('P1M')
    expect(book.terms(day('2021-06-30'), binding).versions).toEqual({ GT: start, RU: start })
    expect(book.terms(day('2021-07-01'), binding).versions).toEqual({ GT: '2021-07-01', RU: start })
  })

  it('that are still to come bind an agreement that names them', () => {
    expect(noticeOn('2021-06-30', { RU: '2021-07-01' })).toBe('P6M')
  })

  it('that the pack does not have are an error, and other documents do not step in', () => {
    expect(() => noticeOn('2021-07-01', { RU: '2018-01-01' })).toThrow('no version 2018-01-01 of the document RU')
  })

  it('are the same terms, and the same citation, on all days with the same versions', () => {
    const binding = { RU: start }
    expect(book.terms(day('2021-01-01'), binding)).toBe(book.terms(day('2021-02-01'), { ...binding }))
    expect(book.terms(day('2021-01-01')).cite('account.number')).toBe(
      book.terms(day('2021-02-01')).cite('account.number'),
    )
  })
})

describe('what may be disclosed', () => {
  const bound = termsOf(
    document('RU', 'rules', [
      clause('1', { 'account.restricted': {} }),
      clause('2', { 'account.unexplained-refusal': {} }),
    ]),
  )

  it('is another clause, or none, while staff see what settled', () => {
    const told = bound.citeUndisclosed('account.restricted', 'account.unexplained-refusal')
    expect(told.settled.map((one) => one.clause)).toEqual(['1'])
    expect(told.disclosed.map((one) => one.clause)).toEqual(['2'])
    expect(bound.citeUndisclosed('account.restricted').disclosed).toEqual([])
  })
})

describe('the policy of an entitlement', () => {
  const may = document('RU', 'rules', [
    clause('1', { 'account.correction': {} }, { force: 'may' }),
    clause('2', { 'account.spendable': {} }),
    clause('3', { 'debit.without-consent': {} }, { force: 'may' }),
  ])
  const terms = new Rulebook(packOf([may], { 'debit.without-consent': 'always' })).terms(day(start))

  it('is that of the pack, and a decision of staff where the pack has none', () => {
    expect(terms.policy('debit.without-consent')).toBe('always')
    expect(terms.policy('account.correction')).toBe('staff')
  })

  it('is always for a clause that is no entitlement', () => {
    expect(terms.policy('account.spendable')).toBe('always')
  })
})

describe('a pack with a provision knocked out', () => {
  const pack = packOf([rules, general])

  it('binds it nowhere', () => {
    const terms = new Rulebook(withoutProvision(pack, 'account.number')).terms(day(start))
    expect(() => terms.cite('account.number')).toThrow(UnboundProvision)
  })

  it('without the clause that lets the general terms in, has none of them', () => {
    const open = packOf([openRules, general])
    const terms = new Rulebook(withoutProvision(open, 'documents.general-terms')).terms(day(start))
    expect(() => terms.cite('account.number')).toThrow(UnboundProvision)
  })

  it('has another parameter where it was moved, and another hash', () => {
    const moved = withParameter(pack, 'account.number', 'notice', 'P9M')
    expect(new Rulebook(moved).terms(day(start)).parameters('account.number')).toEqual({ notice: 'P9M' })
    expect(moved.hash).not.toBe(pack.hash)
  })
})
