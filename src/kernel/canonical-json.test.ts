import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test.each<[unknown, string]>([
  [{ b: 1, a: [{ d: null, c: 'x' }] }, '{"a":[{"c":"x","d":null}],"b":1}'],
  // Engines give members that look like numbers first and by size: here the name alone counts.
  [{ b: 1, 10: 'ten', 9: 'nine' }, '{"10":"ten","9":"nine","b":1}'],
  [{ here: undefined, there: 1 }, '{"there":1}'],
  [[undefined, 1], '[null,1]'],
  [undefined, 'null'],
  ['ā"', '"ā\\""'],
  [{ on: Temporal.PlainDate.from('2026-01-05') }, '{"on":"2026-01-05"}'],
])('%j is %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test('it is JSON of the same value, and the same text for it in any order', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = canonicalJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(reversed(value))).toBe(text)
    }),
  )
})

function reversed(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, reversed(one)]),
  )
}
