import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  currency,
  exponentOf,
  formatMoney,
  isCurrency,
  larger,
  majorToMinor,
  minor,
  minorToMajor,
  minus,
  negate,
  plus,
  smaller,
  sum,
  zero,
} from './money.ts'

const largest = 2n ** 63n - 1n
const smallest = -(2n ** 63n)
const eur = currency('EUR')
const anyMinor = fc.bigInt(smallest, largest).map((value) => minor(value))

describe('minor units', () => {
  it('come from a bigint, a whole number or their canonical text', () => {
    expect(minor(5n)).toBe(5n)
    expect(minor(-5)).toBe(-5n)
    expect(minor('0')).toBe(0n)
    expect(minor('-9223372036854775808')).toBe(smallest)
    expect(minor('9223372036854775807')).toBe(largest)
  })

  it.each(['-0', '007', '+1', '1.0', '1e3', '', ' 1', '1 ', '1\n', '0x10', '١', '1_000', '9'.repeat(100_000)])(
    'refuse the text %j',
    (text) => {
      expect(() => minor(text)).toThrow(RangeError)
    },
  )

  it.each([0.5, NaN, Infinity, 2 ** 53])('refuse the number %d', (value) => {
    expect(() => minor(value)).toThrow(RangeError)
  })

  it('do not leave 64 bits, and the results of reckoning with them do not either', () => {
    expect(() => minor(largest + 1n)).toThrow(RangeError)
    expect(() => minor('9223372036854775808')).toThrow(RangeError)
    expect(() => plus(minor(largest), minor(1))).toThrow(RangeError)
    expect(() => minus(minor(smallest), minor(1))).toThrow(RangeError)
    expect(() => negate(minor(smallest))).toThrow(RangeError)
    expect(() => sum([minor(largest), minor(1)])).toThrow(RangeError)
  })

  it('are added, subtracted, compared and summed up exactly', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 61n), 2n ** 61n), fc.bigInt(-(2n ** 61n), 2n ** 61n), (a, b) => {
        const [x, y] = [minor(a), minor(b)]
        expect(plus(x, y)).toBe(a + b)
        expect(minus(x, y)).toBe(plus(x, negate(y)))
        expect(plus(smaller(x, y), larger(x, y))).toBe(a + b)
        expect(smaller(x, y) <= larger(x, y)).toBe(true)
        expect(sum([x, y, negate(x)])).toBe(b)
      }),
    )
    expect(sum([])).toBe(zero)
  })

  it('sum up to the same whatever their order, even where a partial sum leaves 64 bits', () => {
    expect(sum([minor(largest), minor(1), minor(-1)])).toBe(largest)
  })
})

describe('a currency', () => {
  it.each([
    ['JPY', 0],
    ['ISK', 0],
    ['EUR', 2],
    ['CZK', 2],
    ['HUF', 2],
    ['KWD', 3],
    ['CLF', 4],
    ['LVL', 2],
    ['EEK', 2],
    ['LTL', 2],
  ])('%s has %d decimals', (code, exponent) => {
    expect(exponentOf(currency(code))).toBe(exponent)
  })

  it.each(['eur', 'EURO', 'XXX', 'ABC', '', 'toString'])('is not %j', (code) => {
    expect(isCurrency(code)).toBe(false)
    expect(() => currency(code)).toThrow(RangeError)
  })

  it('is known for every code that Intl can name, save metals, funds, tests and what was gone long ago', () => {
    const withdrawnLongAgo = new Set(
      `ADP AFA ALK AOK AON AOR ARA ARL ARM ARP AZM BAD BAN BEC BEL BGL BGM BGO BOL BOP BRB BRC BRE BRN BRR BRZ BUK BYB
       CHC CLE CNH CNX CSD CSK DDM ECS ECV ESA ESB GEK GHC GNS GQE GWE GWP HRD IEP ILP ILR ISJ KRH KRO LSM LTT LUC LUL
       LVR MAF MCF MDC MGF MKN MLF MRO MTP MVP MXP MZE MZM NIC PEI PES PLZ RHD SDD SDP SRG STD SUR TJR TMM TPE UAK UGS
       USS UYP VEB VEF VNN XEU XFO XFU XRE YDD YUD YUM YUN YUR ZAL ZMK ZRN ZRZ ZWD ZWR XAG XAU XBA XBB XBC XBD XDR XPD
       XPT XSU XTS XUA XXX`.split(/\s+/),
    )
    expect(
      Intl.supportedValuesOf('currency').filter((code) => !isCurrency(code) && !withdrawnLongAgo.has(code)),
    ).toEqual([])
  })
})

describe('an amount in major units', () => {
  it.each([
    ['123.45', 'EUR', 12345n],
    ['123.4', 'EUR', 12340n],
    ['-7', 'EUR', -700n],
    ['-0.05', 'EUR', -5n],
    ['0.00', 'EUR', 0n],
    ['123', 'JPY', 123n],
    ['1.234', 'KWD', 1234n],
    ['92233720368547758.07', 'EUR', largest],
    ['-92233720368547758.08', 'EUR', smallest],
  ])('%s %s is %d minor units', (text, code, expected) => {
    expect(majorToMinor(text, currency(code))).toBe(expected)
  })

  it.each([
    ['1.234', 'EUR'],
    ['1.230', 'EUR'],
    ['1.0', 'JPY'],
    ['1,5', 'EUR'],
    ['1.', 'EUR'],
    ['.5', 'EUR'],
    ['01', 'EUR'],
    ['-0', 'EUR'],
    ['-0.00', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['1 000', 'EUR'],
    ['92233720368547758.08', 'EUR'],
  ])('%j %s is refused', (text, code) => {
    expect(() => majorToMinor(text, currency(code))).toThrow(RangeError)
  })

  it('written out and read again is the same amount in every currency', () => {
    const anyCurrency = fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF').map((code) => currency(code))
    fc.assert(
      fc.property(anyMinor, anyCurrency, (amount, code) => {
        expect(majorToMinor(minorToMajor(amount, code), code)).toBe(amount)
      }),
    )
  })

  it('written out has all decimals of its currency', () => {
    expect(minorToMajor(minor(-5), eur)).toBe('-0.05')
    expect(minorToMajor(zero, eur)).toBe('0.00')
    expect(minorToMajor(minor(5), currency('JPY'))).toBe('5')
    expect(minorToMajor(minor(5), currency('KWD'))).toBe('0.005')
  })
})

describe('an amount for people', () => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

  it('is written as the locale does, with the decimals of ISO 4217', () => {
    expect(formatMoney({ minor: minor(123456), currency: eur }, 'en')).toBe('€1,234.56')
    expect(plain(formatMoney({ minor: minor(1234567), currency: eur }, 'lv'))).toBe('12 345,67 €')
    expect(formatMoney({ minor: minor(1234), currency: currency('JPY') }, 'en')).toBe('¥1,234')
    expect(plain(formatMoney({ minor: minor(1234), currency: currency('IQD') }, 'en'))).toBe('IQD 1.234')
  })

  it('keeps every digit of the largest amount', () => {
    expect(formatMoney({ minor: minor(largest), currency: eur }, 'en')).toBe('€92,233,720,368,547,758.07')
    expect(formatMoney({ minor: minor(smallest), currency: eur }, 'en')).toBe('-€92,233,720,368,547,758.08')
  })
})
