import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadPack } from '../../rulebook/load.ts'
import { specialTopics, type Topic, topics } from '../../rulebook/register/topics.ts'
import en from './lexicon/en.json' with { type: 'json' }
import et from './lexicon/et.json' with { type: 'json' }
import lt from './lexicon/lt.json' with { type: 'json' }
import lv from './lexicon/lv.json' with { type: 'json' }
import ru from './lexicon/ru.json' with { type: 'json' }
import { allEntries, isWord } from './lexicon.ts'
import { fenceOf, screen } from './rules.ts'
import seen from './testing/texts.json' with { type: 'json' }
import unseen from './testing/unseen.json' with { type: 'json' }

/** Of texts in five languages, whom they tell of what. All made up. */
type Texts = Readonly<Record<string, { readonly telling: string[][]; readonly harmless: string[] }>>

/** Which share of what tells something is found, and which share of what is found tells something. */
function measured(texts: Texts) {
  const all = Object.values(texts)
  const telling = all
    .flatMap((one) => one.telling)
    .filter(([text = '', topic]) => screen(text).includes(topic as Topic))
  const alarms = all.flatMap((one) => one.harmless).filter((text) => screen(text).length > 0)
  const told = all.reduce((sum, one) => sum + one.telling.length, 0)
  return { recall: telling.length / told, precision: telling.length / (telling.length + alarms.length) }
}

it.each([
  ['the texts by which it was made', seen, 210, 0.99, 0.98],
  ['texts that it was not made by', unseen, 30, 0.9, 0.95],
] as const)('finds and leaves alone enough of %s', (_which, texts, count, recall, precision) => {
  for (const part of ['telling', 'harmless'] as const)
    expect(Object.values(texts).reduce((sum, one) => sum + one[part].length, 0)).toBeGreaterThanOrEqual(count)
  const found = measured(texts)
  expect(found.recall).toBeGreaterThanOrEqual(recall)
  expect(found.precision).toBeGreaterThanOrEqual(precision)
})

it('raises no alarm at the words of a bank, in any of the documents that are not about personal data', () => {
  for (const id of ['luminor', 'ozcredit', 'koduliising'])
    for (const { code, role, clauses } of loadPack(join(import.meta.dirname, '../../../packs', id)).documents)
      if (role !== 'privacy' && role !== 'law')
        for (const { id: clause, text } of clauses)
          for (const one of Object.values(text ?? {})) expect(screen(String(one)), `${code}-${clause}`).toEqual([])
})

it('tells each topic once, in their order', () => {
  const all = 'Convicted, DNA test, gay, trade union, political, parish fee, Jewish, cancer; cancer again.'
  expect(screen(all)).toEqual(topics)
  expect(screen(all, ['health', 'union'])).toEqual(['health', 'union'])
  expect(screen('')).toEqual([])
})

it.each([
  ['in inflected forms', 'slimnīcā', 'slimnīcām', 'ligoninėje', 'haiglasse', 'больницами', 'hospitalised'],
  ['in capitals', 'SLIMNĪCĀ', 'БОЛЬНИЦА', 'LIGONINĖJE'],
  ['as typed without marks', 'slimnica', 'ligonineje', 'vezis', 'psuhhiaater'],
  ['with some marks left out', 'slimnīca', 'slimnicā', 'invaliditāte', 'invaliditatē'],
  ['with marks apart from their letters', 'slimnīcā'.normalize('NFD'), 'ligoninėje'.normalize('NFD')],
  ['with letters of another script', 'сanсer', 'cаncеr', 'бoльницa', 'hоspitаlised', 'cαncεr'],
  ['with signs that nobody sees', 'can\u200bcer', 'slim\u00adnīca', 'боль\u200dница', '\u202ecancer', 'ca\ufeffncer'],
  ['struck through', 'c\u0336a\u0336n\u0336c\u0336e\u0336r\u0336'],
  ['in wide and round letters', 'ｃａｎｃｅｒ', '𝐜𝐚𝐧𝐜𝐞𝐫', 'ⓒⓐⓝⓒⓔⓡ'],
  ['with the dotted capital', 'DİABETES'],
])('finds words %s', (_how, ...texts) => {
  for (const text of texts) expect(screen(text), text).toEqual(['health'])
})

it('knows a surname by the capital letters beside it, and a street by its word', () => {
  expect(screen('Alga, Jānis Slimnieks')).toEqual([])
  expect(screen('ārsts un slimnieks')).toEqual(['health'])
  expect(screen('Slimnieks gaida')).toEqual(['health'])
  expect(screen('Slimnīcas iela 4')).toEqual([])
  expect(screen('no slimnīcas, Brīvības iela 4')).toEqual(['health'])
  expect(screen('ул. Больничная 4')).toEqual([])
})

it('leaves a harmless phrase alone, but not what stands beside it', () => {
  expect(screen('alcoholic drinks')).toEqual([])
  expect(screen('alcoholic drinks, a gift for the cancer ward')).toEqual(['health'])
})

it('finds several words with others between them, but not far apart', () => {
  expect(screen('ziedojums mūsu mazajai baznīcai')).toEqual(['religion'])
  expect(screen('donation to our church')).toEqual(['religion'])
  expect(screen('donation to the museum, four flats in Church Street')).toEqual([])
})

it('puts text that tells of convictions behind the closer fence, whatever else it tells, and only what is looked for', () => {
  expect(fenceOf('in prison', topics)).toBe('offence')
  expect(fenceOf('in prison, and diabetic', topics)).toBe('offence')
  expect(fenceOf('diabetic', topics)).toBe('special')
  expect(fenceOf('in prison', specialTopics)).toBeUndefined()
  expect(fenceOf('diabetic', [])).toBeUndefined()
})

it('has every entry of every lexicon found by itself, written with its marks and without', () => {
  expect(allEntries.length).toBeGreaterThan(1500)
  for (const { topic, words, gaps } of allEntries) {
    const text = words.map(({ stem }, i) => `${(gaps[i] ?? 0) > 0 ? 'x y z ' : ''}${stem}`).join(' ')
    const [first] = words
    expect(first !== undefined && first.stem.length > 0, text).toBe(true)
    for (const { stem, endings } of words)
      expect(stem === '' || isWord({ stem, plain: stem, endings }, stem, true)).toBe(true)
    if (topic !== undefined) expect(screen(text), text).toContain(topic)
    const typed = words.map(({ plain }) => plain)
    if (topic !== undefined && !typed.includes(undefined) && gaps.every((gap) => gap === 0))
      expect(screen(typed.join(' ')), text).toContain(topic)
  }
})

it.each(Object.entries({ en, et, lt, lv, ru }))(
  '%s: every topic has entries, none stands twice, and every surname is one',
  (_language, lexicon) => {
    expect(Object.keys(lexicon.topics)).toEqual(topics)
    const all = Object.values(lexicon.topics).flatMap((lines) => lines.flatMap((line) => line.split(', ')))
    expect(all.filter((entry, i) => all.indexOf(entry) < i)).toEqual([])
    expect(lexicon.names.split(', ').filter((name) => !all.includes(name))).toEqual([])
  },
)
