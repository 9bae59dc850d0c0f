import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bankCodeOf, composeIban, countryOf, formatIban, isIban, parseIban } from './iban.ts'
import { itAgainst, rowsOf } from './testing/reference-data.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

/**
 * Ten digits that the Czech weights make divisible by eleven: the first nine are free, the last, of weight one,
 * completes them.
 */
const czechNumber = digits(9)
  .map((head) => {
    const weights = [6, 3, 7, 9, 10, 5, 8, 4, 2]
    const total = weights.reduce((sum, weight, place) => sum + weight * Number(head[place]), 0)
    return head + String((11 - (total % 11)) % 11)
  })
  .filter((number) => number.length === 10)

const parts = fc.oneof(
  fc.tuple(fc.constant('LV' as const), fc.stringMatching(/^[A-Z]{4}$/), fc.stringMatching(/^[A-Z0-9]{13}$/)),
  fc.tuple(fc.constant('EE' as const), digits(2), digits(13)),
  fc.tuple(fc.constant('LT' as const), digits(5), digits(11)),
  fc.tuple(
    fc.constant('CZ' as const),
    digits(4),
    czechNumber.map((number) => `000000${number}`),
  ),
)

describe('an IBAN', () => {
  // `experimental-valid` marks countries outside the official registry whose banks use IBANs all the same: they must be
  // taken.
  itAgainst('iban/vectors.csv', 'is told from what is none in all 215 reference cases', (text) => {
    const rows = rowsOf(text)
    expect(rows).toHaveLength(215)
    for (const [iban = '', country, verdict = ''] of rows) {
      expect(isIban(iban), iban).toBe(verdict === 'true' || verdict === 'experimental-valid')
      if (isIban(iban)) expect(countryOf(iban)).toBe(country)
    }
  })

  it('composed and parsed again is the same, and gives its bank code', () => {
    fc.assert(
      fc.property(parts, ([country, bankCode, account]) => {
        const iban = composeIban(country, bankCode, account)
        expect(parseIban(iban)).toBe(iban)
        expect(parseIban(formatIban(iban).toLowerCase(), { lenient: true })).toBe(iban)
        expect(bankCodeOf(iban)).toBe(bankCode)
        expect(countryOf(iban)).toBe(country)
        expect(iban).toContain(account)
      }),
    )
  })

  it('with one character changed is none', () => {
    fc.assert(
      fc.property(parts, fc.nat(), fc.integer({ min: 1, max: 9 }), ([country, bankCode, account], at, shift) => {
        const iban = composeIban(country, bankCode, account)
        const place = 2 + (at % (iban.length - 2))
        const old = iban.charAt(place)
        const changed = /[0-9]/.test(old)
          ? String((Number(old) + shift) % 10)
          : String.fromCharCode(65 + ((old.charCodeAt(0) - 65 + shift) % 26))
        expect(isIban(iban.slice(0, place) + changed + iban.slice(place + 1))).toBe(false)
      }),
    )
  })

  it('is taken with spaces and small letters only when told so', () => {
    const typed = ' lv80 bank 0000 4351 9500 1 '
    expect(parseIban(typed)).toBeUndefined()
    expect(parseIban('LV80 BANK 0000 4351 9500 1')).toBeUndefined()
    expect(parseIban(typed, { lenient: true })).toBe('LV80BANK0000435195001')
    expect(parseIban('LV80-BANK-0000435195001', { lenient: true })).toBeUndefined()
    expect(parseIban('lv80bankı000435195001', { lenient: true })).toBeUndefined()
  })

  it.each(['', 'LV', 'LV80', 'LV80BANK0000435195001\n', 'LV80BANK00004351950010', 'constructor', '0'.repeat(10_000)])(
    'is not %j',
    (text) => {
      expect(isIban(text)).toBe(false)
    },
  )

  it('is printed in groups of four', () => {
    expect(formatIban(composeIban('LV', 'BANK', '0000435195001'))).toBe('LV80 BANK 0000 4351 9500 1')
    expect(formatIban(composeIban('EE', '22', '00221020145685'))).toBe('EE38 2200 2210 2014 5685')
  })
})

describe('composing an IBAN', () => {
  it('adds the national check digit of an Estonian account, or checks the one given', () => {
    expect(composeIban('EE', '22', '0022102014568')).toBe('EE382200221020145685')
    expect(() => composeIban('EE', '22', '00221020145686')).toThrow(/check digit/)
  })

  it('checks the digits of a Czech account', () => {
    expect(composeIban('CZ', '0800', '0000192000145399')).toBe('CZ6508000000192000145399')
    expect(() => composeIban('CZ', '0800', '0000192000145398')).toThrow(/check digit/)
  })

  it.each([
    ['LV', 'BAN', '0000435195001'],
    ['LV', 'bank', '0000435195001'],
    ['LV', 'BANK', '435195001'],
    ['EE', '2', '0022102014568'],
    ['LT', '1000', '01110100100'],
    ['CZ', '0800', '192000145399'],
  ] as const)('refuses parts of another form: %s %s %s', (country, bankCode, account) => {
    expect(() => composeIban(country, bankCode, account)).toThrow(RangeError)
  })
})

it('the bank code of other countries is given where its place is known', () => {
  const german = parseIban('DE89370400440532013000')
  expect(german && bankCodeOf(german)).toBe('37040044')
})
