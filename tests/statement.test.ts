/** `pacta statement` as a process over a bank on a database: every format, and what an operator meets when something is wrong. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BusyBank, type Names } from '../src/operations/testing/busy-bank.ts'
import { people } from '../src/parties/testing/people.ts'
import { fileFormats } from '../src/statements/rendering.ts'
import { validatorOf } from '../src/statements/testing/schemas.ts'

const main = join(import.meta.dirname, '../src/cli/main.ts')
let bank: BusyBank
let names: Names
let booked: { seq: number; amount: bigint }[]
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
  booked = await bank.database.sql<{ seq: number; amount: bigint }[]>`
    select seq, amount from account_event where lane = ${bank.lane} and account = ${names.ligas} and kind = 3 order by seq`
})
afterAll(() => bank.close())

type Run = { readonly code: number | null; readonly out: Buffer; readonly err: string }

async function statement(...words: readonly string[]): Promise<Run> {
  const env = { ...process.env, PACTA_DATA: bank.folder, DATABASE_URL: bank.database.url }
  const child = spawn(process.execPath, [main, 'statement', ...words], { env })
  const out: Buffer[] = []
  let err = ''
  child.stdout.on('data', (part: Buffer) => out.push(part))
  child.stderr.on('data', (part: Buffer) => (err += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: Buffer.concat(out), err }
}

/** The statement of Līga's account as text. */
async function drawn(...options: readonly string[]): Promise<string> {
  const { code, out, err } = await statement(names.ligas, ...options)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out.toString()
}

describe('draws all entries of the month', () => {
  it('as JSON, whose opening balance and entries come to the closing one', async () => {
    const { opening, entries, closing, from, to } = JSON.parse(await drawn('--format', 'json'))
    expect([from, to]).toEqual(['2026-01-01', '2026-01-06'])
    expect(entries.map(({ seq, amount }: { seq: number; amount: { minor: string } }) => [seq, amount.minor])).toEqual(
      booked.map(({ seq, amount }) => [seq, amount.toString()]),
    )
    const sum = booked.reduce((total, { amount }) => total + amount, 0n)
    expect(BigInt(closing.minor) - BigInt(opening.minor)).toBe(sum)
    expect(sum).not.toBe(0n)
  })

  it('as comma-separated values: a header, both balances, a row for each', async () => {
    const [header, opening, ...rows] = (await drawn('--format', 'csv')).trimEnd().split('\r\n')
    expect(header).toMatch(/^\ufeffreference,booking_date,/)
    expect(opening).toMatch(/^opening-balance,2026-01-01,/)
    expect(rows).toHaveLength(booked.length + 1)
    expect(rows.at(-1)).toMatch(/^closing-balance,2026-01-06,/)
  })

  it.each(fileFormats.filter((format) => format.startsWith('camt')))('as %s, valid by its schema', async (format) => {
    const xml = await drawn('--format', format)
    const [kind, version] = format.split('-') as [string, string]
    const message = `camt.${kind.slice(4)}.001.${version}`
    expect(xml).toContain(`urn:iso:std:iso:20022:tech:xsd:${message}`)
    expect(xml.match(/<Ntry>/g)).toHaveLength(booked.length)
    // The schemas are not part of the project.
    validatorOf(message)?.(xml)
  })

  it('as camt.053.001.08 unless told', async () => {
    expect(await drawn()).toContain('camt.053.001.08')
  })

  it('as a PDF into a file, in either language', async () => {
    const files = await Promise.all(
      ['en', 'lv'].map(async (language) => {
        const file = join(bank.folder, `${language}.pdf`)
        expect(await drawn('--format', 'pdf', '--language', language, '--output', file)).toBe('')
        return readFileSync(file)
      }),
    )
    for (const file of files) expect(file.subarray(0, 5).toString()).toBe('%PDF-')
    expect(files[0]?.equals(files[1] as Buffer)).toBe(false)
  })
})

it('takes the period that it is told, both days included', async () => {
  const on = async (from: string, to: string): Promise<number> =>
    JSON.parse(await drawn('--format', 'json', '--from', from, '--to', to)).entries.length
  const [first, second, none] = [
    await on('2026-01-05', '2026-01-05'),
    await on('2026-01-06', '2026-01-06'),
    await on('2025-12-01', '2026-01-04'),
  ]
  expect(none).toBe(0)
  expect([first > 0, second > 0, first + second]).toEqual([true, true, booked.length])
})

it('tells names and details to staff who undertook confidentiality, and is logged under their code', async () => {
  await bank.do('confidentiality.undertake', { agreed: true }, { actor: { role: 'operator', staff: 'O-77' } })
  const told = JSON.parse(await drawn('--staff', 'O-77', '--format', 'json'))
  expect(told.holders).toEqual([people.liga.name])
  expect(told.entries[0].details).toEqual({ remittance: 'salary' })
  const { holders, entries } = JSON.parse(await drawn('--staff', 'O-78', '--format', 'json'))
  expect(holders).toEqual([])
  expect(entries[0]).toMatchObject({ details: null, detailsState: 'withheld' })
  const [log] = await bank.database.sql<{ n: number }[]>`
    select count(*)::int as n from access_log where staff = 'O-77' and ${names.liga}::bigint = any(subjects)`
  expect(log?.n).toBeGreaterThan(0)
})

describe('says in one line what is wrong, and draws nothing', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no id', ['LV80BANK0000435195001'], /^pacta: there is no such account: no customer has the account LV80/],
    ['an id of nothing', ['1099512627775'], /^pacta: there is no such account/],
    ['an id of a lane that is not there', ['8796093022209'], /^pacta: there is no such account/],
    ['an unknown format', ['--format', 'mt940'], /^pacta: --format mt940 is unknown.* Give one of json, csv, pdf/],
    ['an unknown language', ['--language', 'fi'], /^pacta: --language fi is unknown.* Give one of/],
    ['a date that is none', ['--from', 'yesterday'], /^pacta: --from yesterday is no date/],
    ['a day that no month has', ['--to', '2026-02-30'], /^pacta: --to 2026-02-30 is no date/],
    ['an end before the beginning', ['--from', '2026-01-06', '--to', '2026-01-05'], /^pacta: there is no such period/],
    ['a database without a bank', ['--database', 'postgres'], /^pacta: there is no bank here: the database postgres/],
  ])('%s', async (_what, words, expected) => {
    const { code, out, err } = await statement(...(words[0]?.startsWith('--') ? [names.ligas] : []), ...words)
    expect(err).toMatch(expected)
    expect(err.trimEnd()).not.toContain('\n')
    expect([code, out.length]).toEqual([1, 0])
  })

  it("an account of the institution's own", async () => {
    expect(await statement(names.nostro)).toMatchObject({ code: 1, err: expect.stringContaining('no such account') })
  })

  it('a file that cannot be written', async () => {
    const file = join(bank.folder, 'nowhere', 'statement.xml')
    const { code, err } = await statement(names.ligas, '--output', file)
    expect(code).toBe(1)
    expect(err).toMatch(/^pacta: .*nowhere/)
    expect(err.trimEnd()).not.toContain('\n')
    expect(existsSync(file)).toBe(false)
  })
})
