import { describe, expect, it } from 'vitest'
import { withoutProvision, withoutRegister } from '../../rulebook/altered-pack.ts'
import { publish } from './publish.ts'
import {
  citedBy,
  type Line,
  type PublishedLanguage,
  publishedLanguages,
  type Statement,
  statementKinds,
} from './statement.ts'
import { sourceOf, tinyPack } from './testing/tiny.ts'
import { words } from './words.ts'

const pack = tinyPack()
const source = sourceOf(pack)
const entriesOf = ({ sections }: Statement) => sections.flatMap(({ entries }) => entries)
const entry = (statement: Statement, id: string) => entriesOf(statement).find((one) => one.id === id)

function lines(statement: Statement, id: string): Readonly<Record<string, string>> {
  const found = entry(statement, id)?.lines ?? []
  return Object.fromEntries(found.map(({ label, text }: Line) => [label, text]))
}

describe('the notice', () => {
  const notice = publish('notice', source, 'en')

  it('tells every item that it is made of, each with its clause', () => {
    const { register } = source.terms
    const kinds = { role: 'roles', source: 'sources', category: 'categories', purpose: 'purposes' } as const
    const more = { recipient: 'recipients', transfer: 'transfers', measure: 'measures' } as const
    const items = Object.entries({ ...kinds, ...more }).flatMap(([kind, list]) =>
      [...register[list].values()].map(({ id, cited }) => [`${kind}-${id}`, [cited]]),
    )
    const told = new Map(entriesOf(notice).map(({ id, cited }) => [id, cited]))
    for (const [id, cited] of items) expect(told.get(String(id)), String(id)).toEqual(cited)
    expect(items.length).toBe(13)
  })

  it('says of a category whose it is, where it comes from, and what protects it', () => {
    expect(lines(notice, 'category-health')).toEqual({
      'Where they come from': 'The person',
      'Must they be given': 'no',
      'If they are not given': 'Nothing follows.',
      Protection: 'special category (GDPR, Article 9)',
      'Only with': 'explicit consent',
      'Only for': 'Lending',
      Recipients: 'These data are given to nobody else.',
      Kept: 'while the consent stands',
    })
  })

  it('says of a purpose on which bases it rests, for which data each, and who may receive them', () => {
    expect(lines(notice, 'purpose-lending')).toEqual({
      'Legal basis': 'legal obligation (CCD-8); consent [Health]',
      Data: 'Identity; Credit history; Health',
      'Whose data': 'Customers',
      Recipients: 'Courts',
    })
    expect(lines(notice, 'purpose-improving')).toMatchObject({
      'Legal basis': 'legitimate interest (Better services)',
      'Your choice': 'You can forbid this without giving reasons.',
    })
  })

  it('says what must be shown for a source: all of one alternative', () => {
    expect(lines(notice, 'source-bureau')).toEqual({ 'Only with': 'consent; or a provision of law' })
    const both = sourceOf(tinyPack([['[[consent], [law]]', '[[consent, law], [order]]']]))
    const told = lines(publish('notice', both, 'en'), 'source-bureau')
    expect(told).toEqual({ 'Only with': "consent and a provision of law; or the customer's order" })
  })

  it('names the countries of a transfer and its safeguard', () => {
    expect(lines(publish('notice', source, 'et'), 'transfer-overseas')).toMatchObject({
      Riik: 'Ameerika Ühendriigid',
      Saajad: 'Cloud Ltd',
      Kaitsemeede: 'andmekaitse tüüptingimused (artikkel 46)',
    })
  })

  it('marks what its documents say in another language only', () => {
    const told = publish('notice', source, 'lv')
    expect(entry(told, 'role-customer')?.title).toEqual({ text: 'Customers', language: 'en' })
    expect(entry(told, 'category-identity')?.lines).toContainEqual({
      label: 'Vai tie jāsniedz',
      text: 'jā, līguma dēļ',
    })
  })

  it('asks for nothing that the person does not tell, such as what is worked out', () => {
    const told = sourceOf(tinyPack([['"dpv:DataSubjectDataSource"', '"dpv:ThirdPartyDataSource"']]))
    for (const language of publishedLanguages) {
      const { given, refusal } = words[language].labels
      const labels = entry(publish('notice', told, language), 'category-health')?.lines.map(({ label }) => label)
      for (const label of [given, refusal]) expect(labels).not.toContain(label)
    }
  })

  it('tells of automated decisions, what follows from them', () => {
    expect(lines(notice, 'decision-scoring')).toEqual({ Purposes: 'Lending', 'What follows': 'A proposal to staff.' })
  })

  it('names an interest by its clause where its list stands in another language', () => {
    const bases = (language: PublishedLanguage) =>
      entry(publish('notice', source, language), 'purpose-improving')?.lines.map(({ text }) => text)
    expect(bases('en')).toContain('legitimate interest (Better services)')
    expect(bases('lt')).toContain('teisėtas interesas (PR 5)')
  })

  it('names a law by its title, where the pack has it', () => {
    const own = sourceOf(tinyPack([['law: CCD-8', 'law: LW-1']]))
    expect(lines(publish('notice', own, 'en'), 'purpose-lending')['Legal basis']).toContain('legal obligation (Law, 1)')
  })

  it('speaks of forbidding only where a purpose can be forbidden', () => {
    expect(entry(notice, 'right-prohibition')).toBeDefined()
    const none = publish('notice', sourceOf(tinyPack([['          forbidden: true\n', '']])), 'en')
    expect(entry(none, 'right-prohibition')).toBeUndefined()
  })
})

describe('the other statements', () => {
  it('tell how long data are kept, from when, and on which ground', () => {
    const retention = publish('retention', source, 'en')
    expect(lines(retention, 'retention-agreement')).toEqual({
      Data: 'Identity; Credit history',
      Kept: '10 years from the end of the last agreement',
      'Legal basis': 'legitimate interest',
    })
    expect(lines(retention, 'retention-consent')).toMatchObject({ Kept: 'while the consent stands' })
  })

  it.each<[PublishedLanguage, string]>([
    ['en', '10 years from the end of the last agreement'],
    ['lv', '10 gadu no pēdējā līguma beigām'],
    ['et', '10 aastat alates viimase lepingu lõpust'],
    ['lt', '10 metų nuo paskutinės sutarties pabaigos'],
    ['ru', '10 лет с конца последнего договора'],
  ])('say a term in %s: %s', (language, kept) => {
    const texts = entry(publish('retention', source, language), 'retention-agreement')?.lines.map(({ text }) => text)
    expect(texts).toContain(kept)
  })

  it.each([
    ['en', '4 business days'],
    ['lv', '4 darba dienas'],
    ['et', '4 tööpäeva'],
    ['lt', '4 darbo dienos'],
    ['ru', '4 рабочих дня'],
  ] as const)('say business days in %s: %s', (language, term) => {
    const days = sourceOf(tinyPack([['term: P6M', 'term: P4BD']]))
    const [, kept] = entry(publish('retention', days, language), 'retention-application')?.lines ?? []
    expect(kept?.text).toMatch(new RegExp(`^${term} `))
  })

  it('put terms under what they run from, with the one that keeps most first, and name no statement twice', () => {
    const { sections, title } = publish('retention', source, 'en')
    expect(sections.map(({ heading }) => heading)).toEqual([
      'After the agreement',
      'After an application without agreement',
      'While a consent stands',
      'Who is responsible',
    ])
    for (const kind of statementKinds)
      for (const { heading } of publish(kind, source, 'en').sections) expect(heading).not.toBe(title)
  })

  it('mark a term that a law sets, and one that only the institution set', () => {
    const terms: readonly [string, string][] = [
      ['term: P10Y', 'term: P10Y\n          statutory: true\n          law: Accounting'],
    ]
    expect(lines(publish('retention', sourceOf(tinyPack(terms)), 'en'), 'retention-agreement')).toMatchObject({
      Law: 'Accounting',
      Note: 'A law sets this term: no request shortens it.',
    })
    const own = sourceOf(tinyPack([['term: P6M', 'term: P6M\n          unstated: true\n          fromMinor: "10000"']]))
    expect(lines(publish('retention', own, 'en'), 'retention-application')).toMatchObject({
      'Agreements of at least': '€100.00',
      Note: 'No document states this term: the institution set it.',
    })
  })

  it('give each interest with its balancing test and what an objection does', () => {
    expect(lines(publish('interests', source, 'en'), 'interest-better-services')).toEqual({
      Purposes: 'Improving services',
      'Whose data': 'Customers',
      Data: 'Identity',
      'The interest': 'Services that work.',
      'Why it is needed': 'Nothing less tells.',
      'How it was weighed': 'Little is known by it.',
      'If you object': 'The use stops, unless weightier reasons are shown.',
    })
  })

  it('describe automated decisions: what they go by, what follows, and whether a person decides', () => {
    expect(lines(publish('decisions', source, 'en'), 'decision-scoring')).toEqual({
      Purposes: 'Lending',
      Data: 'Credit history',
      'How it decides': 'By arrears.',
      'What follows': 'A proposal to staff.',
      'Legal basis': 'legal obligation',
      'In operation': 'not yet: until then staff decide',
      Note: 'This is profiling.',
    })
    const running = sourceOf(
      tinyPack([['          profiling: true\n', '          profiling: true\n          decidedBy: [loan.score]\n']]),
    )
    const told = lines(publish('decisions', running, 'en'), 'decision-scoring')
    expect(told).toMatchObject({ 'Decides alone': 'no: where anything of weight follows, staff decide' })
    expect(told).not.toHaveProperty('In operation')
  })

  it('list the processors of a day with the date of the list', () => {
    const onDay = (day: string) => publish('processors', sourceOf(pack, day), 'en')
    expect(onDay('2020-02-28').facts.map(({ text }) => text)).toEqual(['28 February 2020'])
    expect(entry(onDay('2020-02-28'), 'processor-cloud')).toBeUndefined()
    expect(onDay('2020-02-29').facts.map(({ text }) => text)).toEqual(['29 February 2020', '29 February 2020'])
    expect(lines(onDay('2020-02-29'), 'processor-cloud')).toMatchObject({
      Country: 'United States',
      Since: '31 January 2020',
    })
  })
})

describe('every statement', () => {
  it.each(statementKinds)('%s names the controller, in every language', (kind) => {
    for (const language of publishedLanguages) {
      const statement = publish(kind, source, language)
      expect(entry(statement, 'controller-cz')?.title.text).toBe('Tiny Bank')
      expect(JSON.stringify(statement)).not.toContain('undefined')
      for (const one of entriesOf(statement)) expect(one.title.text).not.toBe('')
    }
  })

  it.each(statementKinds)('%s is published by a clause, or not at all', (kind) => {
    expect(citedBy(publish(kind, source, 'en')).map(({ clause }) => clause)).toContain('1')
    for (const key of [`privacy.${kind}.published`, 'privacy.controller.shown'] as const)
      expect(() => publish(kind, sourceOf(withoutProvision(pack, key)), 'en')).toThrow(key)
  })

  it('still stands when a clause and its items are gone: references to them are told by id', () => {
    const without = sourceOf(withoutRegister(pack, 'PR', '5'))
    expect(lines(publish('notice', without, 'en'), 'purpose-improving')).toMatchObject({
      'Legal basis': 'legitimate interest (better-services)',
    })
    expect(entriesOf(publish('interests', without, 'en')).map(({ id }) => id)).toEqual(['controller-cz'])
  })
})
