import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPack } from './load.ts'
import { Rulebook, UnboundProvision } from './terms.ts'
import { type Change, change, errorsAfter, packFile, rulesFile, withTinyPack } from './testing/tiny-pack.ts'
import { privacyFile, privacyText } from './testing/tiny-register.ts'

const day = Temporal.PlainDate.from('2026-01-05')

/** A second entity of the tiny bank. */
const branch = (law = ''): Change =>
  change(
    packFile,
    'law: [LW]',
    `  - {id: lt, country: LT, name: Tiny Branch, timeZone: Europe/Vilnius, calendar: LT, currency: EUR, bankCodes: []${law}}\nlaw: [LW]`,
  )
const rulesOf = (entity: string): Change => change(rulesFile, 'role: rules', `role: rules\nentities: [${entity}]`)
const otherLaw = (code: string): Readonly<Record<string, string>> => ({
  [`law/${code}/2020-01-01.yaml`]: `document: ${code}
role: law
version: "2020-01-01"
effective: 2020-01-01
title: {en: Other}
example: true
clauses:
  - id: "7"
    kind: rule
    text: {en: Words.}
    provisions: [party.identity]
`,
})

describe('documents of an institution with two entities', () => {
  it('bind those that they name, and all where they name none', () => {
    const pack = withTinyPack((directory) => loadPack(directory), [branch(), rulesOf('cz')])
    const [here, there] = [new Rulebook(pack).terms(day), new Rulebook(pack).of('lt').terms(day)]
    expect(here.versions).toEqual({ LW: '2020-01-01', RU: '2020-01-01' })
    expect(there.versions).toEqual({ LW: '2020-01-01' })
    expect(there.cite('interest.credit').settled).toMatchObject([{ document: 'LW' }])
  })

  it('leave another entity unbound, and say which and that it is no gap of the pack', () => {
    const pack = withTinyPack((directory) => loadPack(directory), [branch(), rulesOf('cz')])
    const rulebook = new Rulebook(pack, 'lt')
    const failure = (cite: () => unknown): UnboundProvision | undefined => {
      try {
        cite()
      } catch (error) {
        if (error instanceof UnboundProvision) return error
      }
      return undefined
    }
    expect(failure(() => rulebook.terms(day).cite('account.spendable'))).toMatchObject({
      entity: { id: 'lt' },
      elsewhere: true,
      message: 'no clause of the documents that bind Tiny Branch carries the provision account.spendable',
    })
    expect(failure(() => rulebook.terms(day).cite('card.link'))).toMatchObject({ elsewhere: false })
    expect(() => rulebook.of('cz').terms(day).cite('account.spendable')).not.toThrow()
  })

  it('are one rulebook an entity, and no rulebook of an entity that there is not', () => {
    const pack = withTinyPack((directory) => loadPack(directory), [branch()])
    const rulebook = new Rulebook(pack)
    expect(rulebook.of('lt').of('cz')).toBe(rulebook)
    expect(rulebook.of('lt')).toBe(rulebook.of('lt'))
    expect(() => rulebook.of('se')).toThrow('the pack tiny has no entity se')
  })

  it('have the law that each entity names beside that of all, and two laws of two entities are no rivals', () => {
    const laws = { ...otherLaw('XA'), ...otherLaw('XB') }
    const first = change(packFile, 'bankCodes: ["0000"]', 'bankCodes: ["0000"]\n    law: [XA]')
    const pack = withTinyPack((directory) => loadPack(directory), [branch(', law: [XB]'), first], laws)
    const rulebook = new Rulebook(pack)
    expect(rulebook.terms(day).cite('party.identity').settled).toMatchObject([{ document: 'XA' }])
    expect(rulebook.of('lt').terms(day).cite('party.identity').settled).toMatchObject([{ document: 'XB' }])
    const both = change(packFile, 'bankCodes: ["0000"]', 'bankCodes: ["0000"]\n    law: [XA, XB]')
    expect(errorsAfter([branch(), both], laws)).toMatchObject([{ message: expect.stringContaining('both bind') }])
  })
})

describe('pack check refuses', () => {
  it('a document for an entity that there is not', () => {
    expect(errorsAfter([branch(), rulesOf('se')])).toContainEqual({
      file: rulesFile,
      line: 3,
      message: 'there is no entity se',
      mend: 'Name an entity of the pack: cz, lt.',
    })
  })

  it('a law that says itself whom it binds', () => {
    const law = change('law/law/2020-01-01.yaml', 'role: law', 'role: law\nentities: [cz]')
    expect(errorsAfter([law])).toMatchObject([{ message: 'a document in packs/law cannot say whom it binds' }])
  })

  it('a law of one entity that is not there', () => {
    expect(errorsAfter([branch(', law: [XX]')])).toMatchObject([{ message: expect.stringContaining('no law XX') }])
  })

  it('a register that is right for one entity and wanting for another', () => {
    const [basis, mine] = ['bases: [{basis: contract}]', 'bases: [{basis: contract, entities: [cz]}]']
    expect(privacyText).toContain(basis)
    const text = privacyText.replace(basis, mine)
    const problems = errorsAfter([branch()], { [privacyFile]: text })
    expect(problems).toMatchObject([{ message: expect.stringContaining('has no basis for the entity lt') }])
    expect(errorsAfter([], { [privacyFile]: text })).toEqual([])
    const strange = errorsAfter([], { [privacyFile]: privacyText.replace(basis, mine.replace('cz', 'cz, se')) })
    expect(strange).toMatchObject([{ message: 'there is no entity se' }])
  })
})

describe('the pack luminor', () => {
  const pack = loadPack(join(import.meta.dirname, '../../packs/luminor'))
  const of = (entity: string) => new Rulebook(pack, entity).terms(day)

  it('has rules and prices in Latvia alone, and its privacy documents in all three countries', () => {
    const codes = (entity: string): readonly string[] => Object.keys(of(entity).versions)
    expect(codes('lv')).toEqual(expect.arrayContaining(['RA', 'PL', 'GBT', 'CT', 'LP', 'LI', 'GDPR', 'ACC']))
    expect(codes('ee')).toEqual(expect.arrayContaining(['LP', 'LI', 'GDPR', 'RAHAPTS', 'RPS']))
    expect(codes('lt')).toEqual(expect.arrayContaining(['LP', 'LI', 'GDPR', 'PPTFPI', 'BAI']))
    for (const entity of ['ee', 'lt']) {
      for (const code of ['RA', 'PL', 'GBT', 'CT', 'PR', 'CX', 'ACC', 'PSL']) expect(codes(entity)).not.toContain(code)
      expect(() => of(entity).cite('agreement.first-account')).toThrow(UnboundProvision)
      expect(of(entity).price('payment.transfer', { currency: 'EUR', customer: 'natural' })).toBeUndefined()
    }
  })

  it('keeps data as long as the law of each country says', () => {
    const terms = (entity: string) =>
      [...of(entity).register.retention.values()]
        .filter(({ statutory, entities }) => statutory === true && entities !== undefined)
        .map(({ law, term, from }) => `${law} ${term} ${from}`)
    expect(terms('lv')).toEqual(['AMLD-40(1) P5Y agreement-end', 'ACC-10 P5Y transaction'])
    expect(terms('ee')).toEqual(['RAHAPTS-47 P5Y agreement-end', 'RPS-12 P7Y year-end'])
    expect(terms('lt')).toEqual(['PPTFPI-19 P8Y agreement-end', 'PPTFPI-19 P5Y agreement-end', 'BAI-19 P10Y year-end'])
    for (const entity of ['lv', 'ee', 'lt'])
      for (const { law } of of(entity).register.retention.values())
        if (law !== undefined) expect(of(entity).clauseOf(law), `${entity} ${law}`).toBeDefined()
    const bookkeeping = (entity: string) =>
      of(entity)
        .register.purposes.get('bookkeeping')
        ?.bases.map(({ law }) => law)
    expect([bookkeeping('lv'), bookkeeping('ee'), bookkeeping('lt')]).toEqual([['ACC-10'], ['RPS-12'], ['BAI-19']])
  })

  it('identifies persons and keeps business dates in each country by its own law', () => {
    const settled = (entity: string) =>
      of(entity)
        .cite('party.identity', 'business-date.cut-over', 'business-date.close')
        .settled.map(({ document }) => document)
    expect(new Set(settled('ee'))).toEqual(new Set(['RAHAPTS', 'RPS']))
    expect(new Set(settled('lt'))).toEqual(new Set(['PPTFPI', 'BAI']))
    expect(settled('lv')).toContain('GBT')
  })
})
