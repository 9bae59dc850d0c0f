import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { loadPack } from '../load.ts'
import { PackError } from '../problem.ts'
import { withTinyPack } from '../testing/tiny-pack.ts'
import { privacyFile, privacyText } from '../testing/tiny-register.ts'

/** FUZZ_RUNS=3000 looks longer, and elsewhere each time. */
const asked = process.env['FUZZ_RUNS']
const runs = Number(asked ?? 40)
const seeded = asked === undefined ? { seed: 20260105 } : {}

/** What came of a file: a register that can be used, or problems with a line and a mend. Anything else is thrown on. */
function outcomeOf(text: string): 'used' | 'refused' {
  try {
    withTinyPack((directory) => loadPack(directory), [], { [privacyFile]: text })
    return 'used'
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    const lines = text.split('\n').length
    for (const { file, line, message, mend } of error.problems) {
      expect(message).not.toBe('')
      expect(mend).not.toBe('')
      expect(line).toBeGreaterThanOrEqual(1)
      if (file.endsWith(privacyFile)) expect(line).toBeLessThanOrEqual(lines)
    }
    return 'refused'
  }
}

type Tree = { [key: string]: unknown }

/** Every place of a tree: what holds a value, and under which key. */
const placesOf = (value: unknown): { readonly holder: Tree; readonly key: string }[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.keys(value).flatMap((key) => [{ holder: value as Tree, key }, ...placesOf((value as Tree)[key])])

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    true,
    [],
    {},
    '__proto__',
    'constructor',
    [[]],
    { en: '' },
    'P0D',
    '2020-02-30',
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('identity', 'lending', 'customer', 'better-services', 'cloud', 'consent'),
)

const mutation = fc.record({
  at: fc.nat(10_000),
  kind: fc.constantFrom('set', 'delete', 'twice', 'rename'),
  value: strange,
})

function mutated(mutations: readonly { at: number; kind: string; value: unknown }[]): string {
  const tree = parse(privacyText) as Tree
  for (const { at, kind, value } of mutations) {
    const places = placesOf(tree)
    const place = places[at % Math.max(1, places.length)]
    if (place === undefined) break
    const { holder, key } = place
    if (kind === 'delete') Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]
    else if (kind === 'twice' && Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]))
    else if (kind === 'rename' && !Array.isArray(holder)) holder[`${key}x`] = holder[key]
    else holder[key] = value
  }
  return stringify(tree)
}

it('a register whose parts are exchanged, doubled, renamed or gone is used or refused with words, and nothing is thrown', () => {
  const seen = { used: 0, refused: 0 }
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      seen[outcomeOf(mutated(mutations))] += 1
    }),
    { numRuns: runs, ...seeded },
  )
  expect(seen.refused).toBeGreaterThan(runs / 3)
})

it('a file whose text is cut, overwritten or interrupted is used or refused with words, and nothing is thrown', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('\t', '&a ', '*a', '- ', ': ', '"', '{', ']', '\n', '!!js/function ', '<<: *x', '? ', '|', '%'),
  )
  fc.assert(
    fc.property(fc.nat(privacyText.length), fc.nat(40), piece, (at, length, text) => {
      outcomeOf(privacyText.slice(0, at) + text + privacyText.slice(at + length))
    }),
    { numRuns: runs, ...seeded },
  )
})
