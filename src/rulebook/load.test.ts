import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectPack, loadPack } from './load.ts'
import { PackError } from './problem.ts'
import { change, errorsAfter, packFile, rulesFile, withTinyPack } from './testing/tiny-pack.ts'

const packs = join(import.meta.dirname, '..', '..', 'packs')
const ids = readdirSync(packs).filter((name) => existsSync(join(packs, name, 'pack.yaml')))

describe('the packs of the project', () => {
  it.each(ids)('%s loads', (id) => {
    expect(inspectPack(join(packs, id)).errors).toEqual([])
    expect(loadPack(join(packs, id)).id).toBe(id)
  })

  it('leave no provision of the catalogue unbound in all of them', () => {
    const [first, ...others] = ids.map((id) => inspectPack(join(packs, id)).unbound)
    expect(first?.filter((key) => others.every((unbound) => unbound.includes(key)))).toEqual([])
  })

  it('have their documents by code and then by day', () => {
    const { documents } = loadPack(join(packs, 'luminor'))
    const order = documents.map(({ code, effective }) => `${code} ${effective}`)
    expect(order).toEqual([...order].sort())
  })

  it('say of each document of the institution whose source is unknown that it is an example', () => {
    const { documents } = loadPack(join(packs, 'luminor'))
    const taken = documents.filter(({ role, example }) => role !== 'law' && !example).map(({ code }) => code)
    expect(taken).toEqual(['LI', 'LP', 'RA'])
  })
})

describe('the hash of a pack', () => {
  const hashWith = (...replace: [string, string][]) =>
    withTinyPack((directory) => loadPack(directory).hash, [{ file: rulesFile, replace }])

  it('stays when comments, quotes or the order of keys change', () => {
    const other = hashWith(
      ['document: RU\nrole: rules\n', 'role: rules # a comment\ndocument: "RU"\n'],
      ['{en: Rules}', '\n  en: "Rules"'],
    )
    expect(other).toBe(hashWith())
  })

  it('changes with one word of wording, and with one parameter', () => {
    const hashes = [hashWith(), hashWith(['Numbers may', 'Numbers can']), hashWith(['P2M', 'P3M'])]
    expect(new Set(hashes).size).toBe(3)
  })
})

describe('a pack with several errors', () => {
  const several = [
    change(packFile, 'Europe/Prague', 'Europe/Praha'),
    change(rulesFile, 'P2M', 'P0M'),
    change(rulesFile, '- account.spendable', '- account.spendible'),
  ]

  it('tells all of them at once, in the order of files and lines', () => {
    expect(errorsAfter(several).map(({ file, line }) => `${file}:${line}`)).toEqual([
      `${rulesFile}:17`,
      `${rulesFile}:28`,
      `${packFile}:9`,
    ])
  })

  it('is not loaded: the error holds the same list', () => {
    const error = withTinyPack((directory) => {
      try {
        return loadPack(directory)
      } catch (thrown) {
        return thrown
      }
    }, several)
    expect(error).toBeInstanceOf(PackError)
    expect((error as PackError).problems).toHaveLength(3)
    expect((error as PackError).message).toContain('2020-01-01.yaml:17: notice cannot be "P0M". A period such as')
  })
})

it('provisions of the catalogue that no document binds are listed and are no error', () => {
  const { errors, unbound } = withTinyPack(inspectPack)
  expect(errors).toEqual([])
  expect(unbound).toContain('payment.order')
  expect(unbound).not.toContain('interest.credit')
})

it('law that the pack does not name is not read', () => {
  const more = { 'law/other/2020-01-01.yaml': 'document: OT\nrole: [' }
  expect(errorsAfter([], more)).toEqual([])
})

it('every file of a pack names its schema, for editors', () => {
  const files = readdirSync(packs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  for (const file of files) {
    const schema =
      /^# yaml-language-server: \$schema=(.+)\n/.exec(readFileSync(join(packs, file), 'utf8'))?.[1] ?? 'no schema'
    expect(existsSync(join(packs, file, '..', schema)), file).toBe(true)
  }
})
