import { describe, expect, it } from 'vitest'
import { withoutProvision } from '../../rulebook/altered-pack.ts'
import { processingRecord, usedFor } from './article-30.ts'
import { spreadsheet } from './spreadsheet.ts'
import { publishedLanguages } from './statement.ts'
import { sourceOf, tinyPack } from './testing/tiny.ts'
import { entriesOfZip } from './testing/zip.ts'

const pack = tinyPack()
const record = processingRecord(sourceOf(pack), 'en')

const row = (purpose: string): Readonly<Record<string, string>> => {
  const { cells = [] } = record.rows.find((one) => one.cells.includes(purpose)) ?? {}
  return Object.fromEntries(record.columns.map((column, n) => [column, cells[n] ?? '']))
}

describe('the record of processing', () => {
  it('has a row for each controller and purpose, with all that Article 30 asks for', () => {
    expect(record.rows.length).toBe(3)
    expect(row('Serving')).toEqual({
      Controller: 'Tiny Bank (12345)',
      Address: 'Main Street 1',
      'Data-protection officer': 'officer@tiny.example',
      Purpose: 'Serving',
      'Legal basis': 'contract, or steps before it',
      'Whose data': 'Customers; Visitors',
      Data: 'Identity',
      Protection: '',
      Recipients: '',
      Processors: 'Cloud Ltd (US)',
      Safeguard: 'US: standard contractual clauses (GDPR, Article 46)',
      Term:
        'After the agreement: 10 years from the end of the last agreement; ' +
        'After an application: 6 months from the end of an application that led to no agreement',
      'Measures of security': 'Encryption',
      Clauses:
        'PR 1 (2020-01-01), PR 4 (2020-01-01), PR 3 (2020-01-01), PR 6 (2020-01-01), PR 7 (2020-01-01), PR 9 (2020-01-01)',
    })
    expect(row('Lending')).toMatchObject({
      'Whose data': 'Customers',
      Protection: 'special category (GDPR, Article 9)',
      Recipients: 'Courts',
    })
  })

  it('names a processor from its first day to its last', () => {
    const ended = tinyPack([
      ['          listed: "2020-02-29"\n', '          until: "2020-06-30"\n          listed: "2020-07-01"\n'],
    ])
    const on = (date: string): number => {
      const { terms, day } = sourceOf(ended, date)
      const [serving] = terms.register.purposes.values()
      return serving === undefined ? -1 : usedFor(terms.register, serving, day).processors.length
    }
    expect([on('2020-01-30'), on('2020-01-31'), on('2020-06-30'), on('2020-07-01')]).toEqual([0, 1, 1, 0])
  })

  it('tells when a measure was last found to work', () => {
    const worked = new Map([['encryption', Temporal.PlainDate.from('2020-03-02')]])
    const [first] = processingRecord(sourceOf(pack), 'en', worked).rows
    expect(first?.cells).toContain('Encryption (last tested on 2020-03-02)')
    expect(first?.cells).not.toContain('Encryption')
  })

  it('is kept by a clause, or not at all', () => {
    expect(record.cited).toEqual([{ document: 'PR', version: '2020-01-01', clause: '8' }])
    expect(() => processingRecord(sourceOf(withoutProvision(pack, 'privacy.records')), 'en')).toThrow('privacy.records')
  })
})

describe('the spreadsheet', () => {
  it.each(publishedLanguages)('holds every cell of the record as text, in %s', async (language) => {
    const made = processingRecord(sourceOf(pack), language)
    const files = entriesOfZip(await spreadsheet(made))
    const shown = [...files]
      .filter(([name]) => /sheet1|sharedStrings/.test(name))
      .map(([, content]) => content.toString())
    const text = shown.join('').replaceAll('&amp;', '&').replaceAll('&apos;', "'").replaceAll('&#39;', "'")
    for (const cell of [...made.columns, ...made.rows.flatMap(({ cells }) => cells)]) expect(text).toContain(cell)
  })

  it('takes what looks like a formula as text', async () => {
    const sly = processingRecord(sourceOf(tinyPack([['{en: Serving}', '{en: "=1+2"}']])), 'en')
    const files = entriesOfZip(await spreadsheet(sly))
    expect([...files.values()].join('')).not.toContain('<f>')
  })
})
