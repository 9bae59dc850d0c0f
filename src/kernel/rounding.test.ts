import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divide, type Rounding, roundings } from './rounding.ts'

describe('dividing with a named rounding', () => {
  it.each<[Rounding, bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint]>([
    //              -2.5 -1.6 -1.5 -1.1  1.1  1.5  1.6  2.5
    ['half-even', -2n, -2n, -2n, -1n, 1n, 2n, 2n, 2n],
    ['half-up', -3n, -2n, -2n, -1n, 1n, 2n, 2n, 3n],
    ['half-down', -2n, -2n, -1n, -1n, 1n, 1n, 2n, 2n],
    ['up', -3n, -2n, -2n, -2n, 2n, 2n, 2n, 3n],
    ['down', -2n, -1n, -1n, -1n, 1n, 1n, 1n, 2n],
    ['ceiling', -2n, -1n, -1n, -1n, 2n, 2n, 2n, 3n],
    ['floor', -3n, -2n, -2n, -2n, 1n, 1n, 1n, 2n],
  ])('%s settles tenths on both sides of zero', (rounding, ...expected) => {
    const tenths = [-25n, -16n, -15n, -11n, 11n, 15n, 16n, 25n]
    expect(tenths.map((numerator) => divide(numerator, 10n, rounding))).toEqual(expected)
    expect(tenths.map((numerator) => divide(-numerator, -10n, rounding))).toEqual(expected)
  })

  const anyInteger = fc.bigInt(-(10n ** 30n), 10n ** 30n)
  const anyDivisor = fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 10n ** 20n)).chain((d) => fc.constantFrom(d, -d))

  it('lies within one, for the half roundings a half, of the exact quotient, and on the promised side', () => {
    fc.assert(
      fc.property(anyInteger, anyDivisor, fc.constantFrom(...roundings), (numerator, denominator, rounding) => {
        const sign = denominator < 0n ? -1n : 1n
        const [n, d] = [numerator * sign, denominator * sign]
        const result = divide(numerator, denominator, rounding)
        const error = result * d - n // exact error times d: positive when the result is too large
        const size = error < 0n ? -error : error
        expect(size < d).toBe(true)
        if (rounding.startsWith('half')) expect(2n * size <= d).toBe(true)
        if (rounding === 'ceiling' || (rounding === 'up' && n > 0n) || (rounding === 'down' && n < 0n))
          expect(error >= 0n).toBe(true)
        if (rounding === 'floor' || (rounding === 'up' && n < 0n) || (rounding === 'down' && n > 0n))
          expect(error <= 0n).toBe(true)
        if (2n * size === d && rounding === 'half-even') expect(result % 2n).toBe(0n)
        if (2n * size === d && rounding === 'half-up') expect(error > 0n).toBe(n > 0n)
        if (2n * size === d && rounding === 'half-down') expect(error > 0n).toBe(n < 0n)
      }),
    )
  })

  it('is exact when nothing is left over', () => {
    fc.assert(
      fc.property(anyInteger, anyDivisor, fc.constantFrom(...roundings), (quotient, denominator, rounding) => {
        expect(divide(quotient * denominator, denominator, rounding)).toBe(quotient)
      }),
    )
  })

  it('treats a debit as a credit, save for ceiling and floor, which change places', () => {
    const mirrored = (rounding: Rounding): Rounding =>
      rounding === 'ceiling' ? 'floor' : rounding === 'floor' ? 'ceiling' : rounding
    fc.assert(
      fc.property(anyInteger, anyDivisor, fc.constantFrom(...roundings), (numerator, denominator, rounding) => {
        expect(divide(-numerator, denominator, rounding)).toBe(-divide(numerator, denominator, mirrored(rounding)))
      }),
    )
  })

  it('by zero throws', () => {
    expect(() => divide(1n, 0n, 'half-even')).toThrow(RangeError)
  })
})
