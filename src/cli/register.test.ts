import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { entriesOfZip } from '../privacy/published/testing/zip.ts'
import { type Change, withTinyPack } from '../rulebook/testing/tiny-pack.ts'
import { privacyFile, privacyText } from '../rulebook/testing/tiny-register.ts'
import { exportFormats, registerCheck, registerExport } from './register.ts'

const collecting = () => {
  const written: (string | Buffer)[] = []
  return { written, write: (content: string | Buffer) => written.push(content) }
}

/** In the folder of the tiny pack with its register, after changes. */
const inPack = <T>(use: (directory: string) => T, replace: Change['replace'] = []): T =>
  withTinyPack(use, [{ file: privacyFile, replace }], { [privacyFile]: privacyText })

/** What `pacta register export` writes. The pack is read before anything is awaited: its folder may be gone then. */
async function exported(format: string, language = 'en', replace: Change['replace'] = []): Promise<string | Buffer> {
  const output = collecting()
  await inPack((pack) => registerExport({ format, language, pack, on: '2021-01-01' }, output), replace)
  return output.written[0] ?? ''
}

const checked = (on: string, replace: Change['replace'] = [], json = false) => {
  const output = collecting()
  const code = inPack((pack) => registerCheck({ pack, on, json }, output), replace)
  return { code, printed: output.written.join('') }
}

describe('pacta register export', () => {
  it('writes each statement as a page of its own, in the language asked for', async () => {
    for (const format of exportFormats.slice(0, 5)) {
      const page = String(await exported(format, 'lt'))
      expect(page).toMatch(/^<!doctype html>\n<html lang="lt">/)
      // It leads nowhere but within itself.
      expect(page).not.toMatch(/<header|<link|href="(?!#)/)
      expect(page).toContain('Tiny Bank')
    }
  })

  it('writes the record of processing as a spreadsheet, and the register as linked data', async () => {
    expect([...entriesOfZip((await exported('article-30')) as Buffer).keys()]).toContain('xl/workbook.xml')
    expect(JSON.parse(String(await exported('dpv')))).toMatchObject({ '@id': 'urn:pacta:tiny:register' })
  })

  it('writes a PDF or JSON into a file of that name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pacta-register-'))
    try {
      const files = ['notice.pdf', 'notice.json'].map((name) => join(folder, name))
      await inPack((pack) =>
        Promise.all(
          files.map((output) => registerExport({ format: 'notice', language: 'ru', pack, on: '2021-01-01', output })),
        ),
      )
      const [pdf, json] = files.map((file) => readFileSync(file))
      expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-')
      expect(JSON.parse(String(json))).toMatchObject({ kind: 'notice', language: 'ru' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.each([
    ['a format that is none', 'leaflet', 'en', [], /--format leaflet is unknown.*Give one of notice, retention/],
    ['a language that is none', 'notice', 'de', [], /--language de is unknown.*Give one of en, lv, et, lt, ru/],
    [
      'what no clause asks for',
      'retention',
      'en',
      [['    provisions: [privacy.retention.published]\n', '']],
      /tiny publishes no retention.*Bind privacy\.retention\.published in a clause/,
    ],
  ] as const)('says what to do about %s', async (_what, format, language, replace, words) => {
    await expect(exported(format, language, replace)).rejects.toThrow(words)
  })
})

describe('pacta register check', () => {
  it('counts what the register holds, and exits with 0 where all is well', () => {
    const { code, printed } = checked('2021-01-01')
    expect(code).toBe(0)
    expect(printed).toContain('   3 categories\n   3 purposes\n')
    expect(printed).toContain('The list of processors was brought up to date in time (PR 6).')
  })

  it('says so where no clause sets a time for the list of processors, and nothing of a list in time where it is late', () => {
    const unset = checked('2021-01-01', [['      - privacy.processors.listed: {within: P1M}\n', '']])
    expect([unset.code, unset.printed]).toEqual([0, expect.stringContaining('No clause sets a time')])
    const late = checked('2020-03-01', [['listed: "2020-02-29"', 'listed: "2020-03-05"']])
    expect(late.printed).not.toContain('in time (')
  })

  it('names a processor that came onto the list late, or is still missing there, and exits with 1', () => {
    const late = [['listed: "2020-02-29"', 'listed: "2020-03-05"']] as const
    expect(checked('2020-02-29', late).code).toBe(0)
    const missing = checked('2020-03-01', late)
    expect(missing.code).toBe(1)
    expect(missing.printed).toContain('MISSING cloud: due on the list of processors by 2020-02-29 (PR 6)')
    const there = checked('2020-03-05', late)
    expect(there.code).toBe(1)
    expect(there.printed).toContain(
      'LATE    cloud: due on the list of processors by 2020-02-29, there on 2020-03-05 (PR 6)',
    )
  })

  it('names a processor whose assessment ends within 60 days, and exits with 1 when it has ended', () => {
    expect(checked('2021-05-01').printed).not.toContain('ENDING')
    const ending = checked('2021-05-02')
    expect([ending.code, ending.printed]).toEqual([
      0,
      expect.stringContaining('ENDING  cloud: gets nothing after 2021-06-30 (guarantees)'),
    ])
    expect(checked('2021-06-30').code).toBe(0)
    const ended = checked('2021-07-01')
    expect([ended.code, ended.printed]).toEqual([
      1,
      expect.stringContaining('ENDED   cloud: gets nothing any more (guarantees)'),
    ])
  })

  it('says what is wrong with a register, and exits with 1', () => {
    const { code, printed } = checked('2021-01-01', [['sources: [bureau]', 'sources: [bureaux]']])
    expect(code).toBe(1)
    expect(printed).toMatch(/2020-01-01\.yaml:\d+: there is no "bureaux" among sources\. Did you mean "bureau"\?/)
  })

  it('prints the same as JSON for other programs', () => {
    const { printed } = checked('2020-03-01', [['listed: "2020-02-29"', 'listed: "2020-03-05"']], true)
    expect(JSON.parse(printed)).toMatchObject({
      errors: [],
      late: [{ id: 'cloud', due: '2020-02-29', state: 'missing' }],
      items: { purposes: 3, processors: 1 },
    })
  })
})
