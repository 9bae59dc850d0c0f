import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameParts, partsAtMost } from './rules.ts'

it.each([
  ['Līga Kalniņa-Ozola', ['liga', 'kalnina', 'ozola']],
  ['  ĀBELE,  Jānis ', ['abele', 'janis']],
  ['Żółkiewska', ['zolkiewska']],
  ['SIA "Paraugs un Dēls"', ['sia', 'paraugs', 'un', 'dels']],
  ['Иван Иванов', ['иван', 'иванов']],
  ['J. B. de la Cruz', ['de', 'la', 'cruz']],
  ['Ozols Ozols', ['ozols']],
  ['- . -', []],
])('%s is found by %j', (name, parts) => {
  expect(nameParts(name)).toEqual(parts)
})

it('parts are few, differ from each other, and are the same in any letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      const parts = nameParts(name)
      expect(parts.length).toBeLessThanOrEqual(partsAtMost)
      expect(new Set(parts).size).toBe(parts.length)
      expect(nameParts(parts.join(' '))).toEqual(parts)
    }),
  )
})
