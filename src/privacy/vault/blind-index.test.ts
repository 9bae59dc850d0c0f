import { describe, expect, it } from 'vitest'
import { type BlindKind, createBlindIndex, normalise } from './blind-index.ts'
import { memoryKeyStore } from './keys.ts'

describe('a value is normalised', () => {
  it.each<[BlindKind, string, string, string | undefined]>([
    ['personal-code', 'LV', '161175-19997', 'LV:161175-19997'],
    ['personal-code', 'LV', ' 16117519997 ', 'LV:161175-19997'],
    ['personal-code', 'LV', '161175-19998', undefined],
    ['personal-code', 'LT', '33309240064', 'LT:33309240064'],
    ['personal-code', 'CZ', '7103192745', 'CZ:710319/2745'],
    ['personal-code', 'FI', '131052-308t', 'FI:131052308T'],
    ['personal-code', 'FI', '', undefined],
    ['registration-number', 'LV', '40003746396', 'LV:40003746396'],
    ['registration-number', 'LV', '40003746397', undefined],
    ['registration-number', 'PL', 'KRS 0000.127206', 'PL:KRS0000127206'],
    ['phone', 'LV', '2 612-3456', '+37126123456'],
    ['phone', 'LV', '+371 (26) 123 456', '+37126123456'],
    ['phone', 'EE', '00371 26123456', '+37126123456'],
    ['phone', 'LT', '8 612 34567', '+37061234567'],
    ['phone', 'US', '5550100', undefined],
    ['phone', 'LV', 'none', undefined],
    ['email', 'LV', ' Liga.Ozolina@Example.COM ', 'liga.ozolina@example.com'],
    ['email', 'LV', 'liga@bērzs.example', 'liga@xn--brzs-bva.example'],
    ['email', 'LV', 'liga ozolina@example.com', undefined],
    ['email', 'LV', 'example.com', undefined],
    ['iban', 'LV', 'lv80 bank 0000 4351 9500 1', 'LV80BANK0000435195001'],
    ['iban', 'LV', 'LV81BANK0000435195001', undefined],
  ])('%s of %s: %s', (kind, country, text, expected) => {
    expect(normalise(kind, text, country)).toBe(expected)
  })
})

describe('a blind index', () => {
  const blindIndex = createBlindIndex(memoryKeyStore())
  const code = 'LV:161175-19997'

  it('is 128 bits in base64url, the same for the same value', () => {
    expect(blindIndex('lv', 'personal-code', code)).toMatch(/^[\w-]{22}$/)
    expect(blindIndex('lv', 'personal-code', code)).toBe(blindIndex('lv', 'personal-code', code))
  })

  it('differs by value, kind, entity and institution', () => {
    const all = [
      blindIndex('lv', 'personal-code', code),
      blindIndex('lv', 'personal-code', 'LV:161175-19998'),
      blindIndex('lv', 'registration-number', code),
      blindIndex('ee', 'personal-code', code),
      createBlindIndex(memoryKeyStore())('lv', 'personal-code', code),
    ]
    expect(new Set(all).size).toBe(5)
  })
})
