import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarOf } from './calendar.ts'
import { addPeriod, formatPeriod, type Period, parsePeriod, subtractPeriod } from './duration.ts'

const latvia = calendarOf('LV')
const later = (date: string, period: string) =>
  addPeriod(Temporal.PlainDate.from(date), parsePeriod(period), latvia).toString()
const earlier = (date: string, period: string) =>
  subtractPeriod(Temporal.PlainDate.from(date), parsePeriod(period), latvia).toString()

describe('a period', () => {
  it.each<[string, Period]>([
    ['P3BD', { count: 3, unit: 'business-day' }],
    ['P15D', { count: 15, unit: 'day' }],
    ['P2W', { count: 2, unit: 'week' }],
    ['P3M', { count: 3, unit: 'month' }],
    ['P1Y', { count: 1, unit: 'year' }],
    ['P0D', { count: 0, unit: 'day' }],
  ])('%s is read', (text, period) => {
    expect(parsePeriod(text)).toEqual(period)
  })

  it.each(['', 'P', '3BD', 'P3', 'p3m', 'P3BDD', 'P03D', 'P-3D', 'P1.5D', 'P1Y6M', 'PT3H', 'P3M\n', 'P10000D'])(
    '%j is refused with a word on how to write it',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(/is no period; write P, a count and one unit/)
    },
  )

  it('written out and read again is the same', () => {
    const anyPeriod = fc.record({
      count: fc.nat(9999),
      unit: fc.constantFrom('business-day', 'day', 'week', 'month', 'year') satisfies fc.Arbitrary<Period['unit']>,
    })
    fc.assert(
      fc.property(anyPeriod, (period) => {
        expect(parsePeriod(formatPeriod(period))).toEqual(period)
      }),
    )
  })
})

describe('adding a period', () => {
  it('of business days skips weekends and holidays and does not count the day of the event', () => {
    expect(later('2026-06-22', 'P1BD')).toBe('2026-06-25') // Līgo and Jāņi
    expect(later('2026-06-22', 'P3BD')).toBe('2026-06-29')
    expect(later('2026-06-20', 'P1BD')).toBe('2026-06-22') // from a Saturday
    expect(later('2026-06-20', 'P0BD')).toBe('2026-06-20')
  })

  it('of days, weeks, months and years follows the calendar', () => {
    expect(later('2026-12-20', 'P15D')).toBe('2027-01-04')
    expect(later('2026-12-20', 'P2W')).toBe('2027-01-03')
    expect(later('2026-12-20', 'P3M')).toBe('2027-03-20')
    expect(later('2026-12-20', 'P1Y')).toBe('2027-12-20')
  })

  it('ends on the last day of a month that lacks the day', () => {
    expect(later('2027-01-31', 'P1M')).toBe('2027-02-28')
    expect(later('2028-01-31', 'P1M')).toBe('2028-02-29')
    expect(later('2028-02-29', 'P1Y')).toBe('2029-02-28')
    expect(later('2028-02-29', 'P4Y')).toBe('2032-02-29')
  })

  it('can be counted back from the day something is due', () => {
    expect(earlier('2026-06-25', 'P1BD')).toBe('2026-06-22')
    expect(earlier('2028-03-31', 'P1M')).toBe('2028-02-29')
    expect(earlier('2026-01-10', 'P15D')).toBe('2025-12-26')
  })
})
