import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../operations/catalogue.ts'
import { recordedBy as recordedForDisclosures } from '../../privacy/disclosures/evidence/rules.ts'
import { chosen } from '../../privacy/gate/conditions/rules.ts'
import { recordedBy as recordedForRecording } from '../../privacy/recording/evidence/rules.ts'
import { commandRoutes } from '../commands/wires.ts'
import { type RefusalCode, refusals, sentenceOf, wordLanguages } from './catalogue.ts'
import { edgeRefusals } from './edge.ts'
import { commandAddresses } from './made-by.ts'
import { precedence } from './precedence.ts'
import type { Refusal } from './refusal.ts'

const root = join(import.meta.dirname, '../../..')
const files = globSync('src/**/*.ts', { cwd: root, exclude: ['src/api/**', '**/testing/**', '**/*.test.ts'] })

/** Every list of refusals that a feature exports, by file and name. */
async function exportedLists(): Promise<ReadonlyMap<string, readonly string[]>> {
  const lists = new Map<string, readonly string[]>()
  for (const file of files) {
    if (!/export const \w*Refusals = \[/.test(readFileSync(join(root, file), 'utf8'))) continue
    const module = (await import(join(root, file))) as Record<string, unknown>
    for (const [name, list] of Object.entries(module))
      if (name.endsWith('Refusals') && Array.isArray(list)) lists.set(`${file} ${name}`, list)
  }
  return lists
}

/** Codes that stand in a call: refuse('account-unknown', ...). */
function writtenCodes(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>()
  for (const file of files)
    for (const [, code = ''] of readFileSync(join(root, file), 'utf8').matchAll(
      /\b(?:refuse|narrowed)\(\s*'([a-z-]+)'/g,
    ))
      codes.set(code, file)
  return codes
}

describe('the catalogue of refusals', () => {
  it('has words for every code that a feature lists', async () => {
    const lists = await exportedLists()
    expect(lists.size).toBeGreaterThan(30)
    const missing = [...lists].flatMap(([where, list]) =>
      list.filter((code) => !(code in refusals)).map((code) => `${code} (${where})`),
    )
    expect(missing).toEqual([])
  })

  it('has words for every code that a rule gives', () => {
    const missing = [...writtenCodes()]
      .filter(([code]) => !(code in refusals))
      .map(([code, file]) => `${code} (${file})`)
    expect(missing).toEqual([])
    expect(refusals).toHaveProperty('group-undone')
  })

  it('has each code once: of two sentences nobody would see the first', async () => {
    const lists = globSync('src/api/refusals/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/catalogue.ts'] })
    const codes = await Promise.all(
      lists.map(async (file) =>
        Object.entries((await import(join(root, file))) as object)
          .filter(([name]) => /Refusals$|RefusalWords$/.test(name))
          .flatMap(([, words]) => Object.keys(words as object)),
      ),
    )
    const all = codes.flat()
    expect(all.length).toBeGreaterThan(200)
    expect(all.filter((code, i) => all.indexOf(code) !== i)).toEqual([])
  })

  it('does not compile while a code of some list has no words', () => {
    const { 'four-eyes': _wordless, ...others } = refusals as Record<RefusalCode, Refusal>
    // @ts-expect-error one code is without its words
    const catalogue = others satisfies Record<RefusalCode, Refusal>
    expect(catalogue).not.toHaveProperty('four-eyes')
  })

  it('has a sentence in each language, with the same facts', () => {
    for (const [code, refusal] of Object.entries(refusals)) {
      const facts = wordLanguages.map((language) => [...refusal[language].matchAll(/\{\w+\}/g)].map(String).sort())
      expect(facts[1], code).toEqual(facts[0])
      for (const language of wordLanguages) expect(refusal[language], code).toMatch(/^[{\p{Lu}].*[.]$/su)
    }
  })

  it('says amounts as people write them', () => {
    const money = { minor: '123450', currency: 'EUR' }
    expect(sentenceOf('hold-exceeded', { held: money }, 'en')).toBe('Only €1,234.50 are held.')
    expect(sentenceOf('hold-exceeded', { held: money }, 'lv')).toContain('1234,50')
    expect(sentenceOf('currency-not-offered', { offered: ['EUR', 'USD'] }, 'en')).toContain('EUR, USD')
  })
})

describe('a condition that is not met', () => {
  it('says where what only records show is put on record', () => {
    const needs = [['overdue', 'law', 'announcement']]
    const madeBy = { announcement: 'debt-report.announce' }
    const [en, lv] = wordLanguages.map((language) => sentenceOf('condition-missing', { needs, madeBy }, language))
    expect(en).toMatch(/Needed: overdue and law and announcement, .* by: announcement \(POST \/debt-reports\)\.$/)
    expect(lv).toMatch(/reģistrē: announcement \(POST \/debt-reports\)\.$/)
    expect(sentenceOf('condition-missing', { needs }, 'en')).toMatch(/each with its number\.$/)
  })

  it('names addresses at which those commands are', () => {
    const addresses = commandRoutes.map(({ command, url }) => [
      command.kind,
      `POST ${url.replace(/:(\w+)/g, (_whole, name) => `{${name}}`)}`,
    ])
    expect(Object.fromEntries(addresses)).toMatchObject(commandAddresses)
    const named = [chosen, recordedForDisclosures, recordedForRecording].flatMap((one) => Object.values(one))
    expect(new Set(named).difference(new Set(Object.keys(commandAddresses)))).toEqual(new Set(['register']))
  })
})

describe('the published order', () => {
  it('is there for every kind of command', () => {
    expect(
      catalogue
        .all()
        .map(({ kind }) => kind)
        .filter((kind) => !(kind in precedence)),
    ).toEqual([])
  })

  it('names codes of the catalogue alone, and every code of a command somewhere', async () => {
    const published = new Set<string>(Object.values(precedence).flat())
    for (const code of published) expect(refusals, code).toHaveProperty(code)
    const lists = await exportedLists()
    const gate = lists.get('src/privacy/gate/verdicts/rules.ts gateRefusals') ?? []
    const retention = lists.get('src/privacy/retention/rules.ts eraseRefusals') ?? []
    const elsewhere = new Set([...Object.keys(edgeRefusals), ...gate, ...retention, 'group-undone'])
    expect(Object.keys(refusals).filter((code) => !published.has(code) && !elsewhere.has(code))).toEqual([])
  })
})
