import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DayCount, dayCounts, days, yearFraction } from './day-count.ts'
import { itAgainst, rowsOf } from './testing/reference-data.ts'

const on = (text: string) => Temporal.PlainDate.from(text)

const conventions: Readonly<Record<string, DayCount>> = {
  '30/360 Bond Basis': '30/360-bond-basis',
  '30E/360 Eurobond': '30E/360',
  '30E/360 ISDA (see termination date arg)': '30E/360-isda',
}

/** QuantLib's tests give these contracts' ends as the termination date; the vectors' columns do not carry it. */
const terminations = new Set(['2011-08-31 2012-02-29', '2007-02-28 2008-02-29'])

describe('counting days', () => {
  itAgainst('daycount/vectors.csv', 'agrees with QuantLib on all 93 of its 30/360 cases', (text) => {
    const rows = rowsOf(text)
    expect(rows).toHaveLength(93)
    for (const [convention = '', start = '', end = '', expected] of rows) {
      const known = conventions[convention]
      if (!known) throw new Error(`no convention for ${convention}`)
      const termination = terminations.has(`${start} ${end}`) ? on(end) : undefined
      expect(days(known, on(start), on(end), termination), `${convention} ${start} ${end}`).toBe(Number(expected))
    }
  })

  it('by calendar days counts the leap day', () => {
    expect(days('actual/360', on('2028-02-01'), on('2028-03-01'))).toBe(29)
    expect(days('actual/365', on('2027-02-01'), on('2027-03-01'))).toBe(28)
    expect(days('actual/actual-isda', on('2027-01-01'), on('2029-01-01'))).toBe(731)
  })

  it('of a day to itself is nothing, and backwards is an error', () => {
    for (const convention of dayCounts) {
      expect(days(convention, on('2026-05-15'), on('2026-05-15'))).toBe(0)
      expect(() => days(convention, on('2026-05-16'), on('2026-05-15'))).toThrow(RangeError)
    }
  })
})

describe('the part of a year', () => {
  it('has the denominator of its convention', () => {
    const [start, end] = [on('2027-01-15'), on('2027-07-15')]
    expect(yearFraction('actual/360', start, end)).toEqual({ numerator: 181n, denominator: 360n })
    expect(yearFraction('actual/365', start, end)).toEqual({ numerator: 181n, denominator: 365n })
    expect(yearFraction('30E/360', start, end)).toEqual({ numerator: 180n, denominator: 360n })
  })

  // Example of EMU and Market Conventions (ISDA 1998): 61/365 in 2003 and 121/366 in 2004.
  it('over New Year into a leap year counts each year by its own length', () => {
    const { numerator, denominator } = yearFraction('actual/actual-isda', on('2003-11-01'), on('2004-05-01'))
    expect([numerator, denominator]).toEqual([61n * 366n + 121n * 365n, 365n * 366n])
  })

  it('is one for any whole calendar year under actual/actual', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2200 }), (year) => {
        const { numerator, denominator } = yearFraction(
          'actual/actual-isda',
          on(`${year}-01-01`),
          on(`${year + 1}-01-01`),
        )
        expect(numerator).toBe(denominator)
      }),
    )
  })

  it('under the actual conventions is the sum of its parts wherever it is split', () => {
    const anyDate = fc.integer({ min: 0, max: 20_000 }).map((n) => on('1990-01-01').add({ days: n }))
    const actual = fc.constantFrom<DayCount>('actual/360', 'actual/365', 'actual/actual-isda')
    fc.assert(
      fc.property(anyDate, anyDate, anyDate, actual, (a, b, c, convention) => {
        const [first, middle, last] = [a, b, c].sort(Temporal.PlainDate.compare) as [typeof a, typeof a, typeof a]
        const whole = yearFraction(convention, first, last)
        const parts = [yearFraction(convention, first, middle), yearFraction(convention, middle, last)]
        expect(parts.reduce((total, part) => total + part.numerator, 0n)).toBe(whole.numerator)
      }),
    )
  })
})
