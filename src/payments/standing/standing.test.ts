import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instalmentOn, type Schedule } from './rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const days = (schedule: Schedule, count: number) =>
  Array.from({ length: count }, (_, n) => instalmentOn(schedule, n)?.toString())

it.each<[string, Schedule, (string | undefined)[]]>([
  ['once', { every: 'once', on: day('2026-02-28') }, ['2026-02-28', undefined]],
  ['every week', { every: 'week', from: day('2026-03-27') }, ['2026-03-27', '2026-04-03', '2026-04-10']],
  [
    'on the last day of the month in a leap year',
    { every: 'month', from: day('2028-01-31'), day: 'last' },
    ['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'],
  ],
  [
    'on the 31st, and on the last day where there is none, without drifting',
    { every: 'month', from: day('2026-01-31'), day: 31 },
    ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'],
  ],
  [
    'on the 29th of February in leap years alone',
    { every: 'month', from: day('2027-02-01'), day: 29 },
    ['2027-02-28', '2027-03-29'],
  ],
  [
    'from the next month when the day has passed',
    { every: 'month', from: day('2026-01-16'), day: 15 },
    ['2026-02-15', '2026-03-15'],
  ],
  [
    'on the day of the beginning when it is that day',
    { every: 'month', from: day('2026-01-15'), day: 15 },
    ['2026-01-15', '2026-02-15'],
  ],
  [
    'until a day, that day included',
    { every: 'month', from: day('2026-01-15'), day: 15, until: day('2026-03-15') },
    ['2026-01-15', '2026-02-15', '2026-03-15', undefined],
  ],
  [
    'until the day before',
    { every: 'month', from: day('2026-01-15'), day: 15, until: day('2026-03-14') },
    ['2026-01-15', '2026-02-15', undefined],
  ],
  ['so many times', { every: 'week', from: day('2026-01-05'), count: 2 }, ['2026-01-05', '2026-01-12', undefined]],
])('pays %s', (_name, schedule, expected) => {
  expect(days(schedule, expected.length)).toEqual(expected)
})

it('pays in every month once, and never before it begins', () => {
  const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => day('2000-01-01').add({ days }))
  const anyDayOfMonth = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const))
  fc.assert(
    fc.property(anyDay, anyDayOfMonth, fc.integer({ min: 0, max: 500 }), (from, dayOfMonth, n) => {
      const schedule: Schedule = { every: 'month', from, day: dayOfMonth }
      const [first, one, next] = [0, n, n + 1].map((i) => instalmentOn(schedule, i)) as Temporal.PlainDate[]
      expect(Temporal.PlainDate.compare(first as Temporal.PlainDate, from)).toBeGreaterThanOrEqual(0)
      const months = (one as Temporal.PlainDate)
        .toPlainYearMonth()
        .until((next as Temporal.PlainDate).toPlainYearMonth())
      expect(months.months + 12 * months.years).toBe(1)
    }),
  )
})
