import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusinessDays,
  adjust,
  type CalendarId,
  calendarOf,
  endOfDay,
  localDate,
  nextBusinessDay,
  previousBusinessDay,
  startOfDay,
} from './calendar.ts'
import { itAgainst, rowsOf } from './testing/reference-data.ts'

const on = (text: string) => Temporal.PlainDate.from(text)
const isOpen = (id: CalendarId, text: string) => calendarOf(id).isBusinessDay(on(text))

/** Every date from the first to the last, both counted. */
function* datesBetween(first: string, last: string): Iterable<Temporal.PlainDate> {
  for (let date = on(first); Temporal.PlainDate.compare(date, on(last)) <= 0; date = date.add({ days: 1 })) yield date
}

describe('the calendars of Latvia, Estonia and Lithuania', () => {
  itAgainst(
    'holidays/lv_ee_lt_2004_2035.csv',
    'are closed on public holidays, substitutes and weekends, else open',
    (text) => {
      const rows = rowsOf(text)
      expect(rows).toHaveLength(1731)
      const publicDays = new Set(
        rows.filter(([, , type]) => type === 'public').map(([country, date]) => `${country} ${date}`),
      )
      // The reference lacks the days after the Song and Dance Celebrations and of the visit of Pope Francis.
      for (const date of ['2018-07-09', '2018-09-24', '2023-07-10']) publicDays.add(`LV ${date}`)
      for (const country of ['LV', 'EE', 'LT'] as const) {
        for (const date of datesBetween('2004-01-01', '2035-12-31')) {
          const closed = date.dayOfWeek > 5 || publicDays.has(`${country} ${date}`)
          expect(calendarOf(country).isBusinessDay(date), `${country} ${date}`).toBe(!closed)
        }
      }
    },
  )

  it('are closed on a substitute day and open on commemorations', () => {
    expect(isOpen('LV', '2023-11-20')).toBe(false) // for Saturday 18 November
    expect(isOpen('LV', '2023-11-21')).toBe(true)
    expect(isOpen('EE', '2026-02-02')).toBe(true) // Tartu Peace Treaty
  })

  it('know single holidays of one year', () => {
    expect(isOpen('LV', '2023-05-29')).toBe(false)
    expect(isOpen('LV', '2022-05-30')).toBe(true)
    expect(isOpen('LV', '2018-09-24')).toBe(false)
    expect(isOpen('LV', '2018-07-09')).toBe(false)
    expect(isOpen('LV', '2023-07-10')).toBe(false)
    expect(isOpen('LV', '2019-09-24')).toBe(true)
  })
})

describe('the Czech calendar', () => {
  it('has each holiday from the year in which the law brought it', () => {
    expect(isOpen('CZ', '1999-09-28')).toBe(true)
    expect(isOpen('CZ', '2000-09-28')).toBe(false)
    expect(isOpen('CZ', '1999-11-17')).toBe(true)
    expect(isOpen('CZ', '2000-11-17')).toBe(false)
    expect(isOpen('CZ', '2015-04-03')).toBe(true)
    expect(isOpen('CZ', '2016-03-25')).toBe(false)
    expect(isOpen('CZ', '1998-07-06')).toBe(false)
  })
})

describe('the calendar of TARGET', () => {
  itAgainst(
    'holidays/target_2002_2026_python-holidays.csv',
    'is closed on weekends and the listed days only',
    (text) => {
      const rows = rowsOf(text)
      expect(rows).toHaveLength(150)
      const closed = new Set(rows.map(([date]) => date))
      for (const date of datesBetween('2002-01-01', '2026-12-31')) {
        const expected = date.dayOfWeek <= 5 && !closed.has(date.toString())
        expect(calendarOf('TARGET').isBusinessDay(date), date.toString()).toBe(expected)
      }
    },
  )

  it('had days of its own in its first years', () => {
    expect(isOpen('TARGET', '1999-04-02')).toBe(true) // Good Friday
    expect(isOpen('TARGET', '1999-12-31')).toBe(false)
    expect(isOpen('TARGET', '2000-04-21')).toBe(false)
    expect(isOpen('TARGET', '2001-12-31')).toBe(false)
    expect(isOpen('TARGET', '2002-12-31')).toBe(true)
  })

  it('does not exist before 1999, and saying so is better than a guess', () => {
    expect(() => isOpen('TARGET', '1998-12-31')).toThrow(RangeError)
  })

  it('keeps Easter where the tables have it', () => {
    const easters = ['2000-04-23', '2008-03-23', '2011-04-24', '2038-04-25', '2049-04-18', '2076-04-19', '2285-03-22']
    for (const easter of easters) {
      expect(isOpen('TARGET', on(easter).subtract({ days: 2 }).toString()), easter).toBe(false)
      expect(isOpen('TARGET', on(easter).add({ days: 1 }).toString()), easter).toBe(false)
      expect(isOpen('TARGET', on(easter).add({ days: 2 }).toString()), easter).toBe(true)
    }
  })
})

describe('moving by business days', () => {
  const anyDate = fc.integer({ min: 0, max: 12_000 }).map((n) => on('2003-01-01').add({ days: n }))
  const anyCalendar = fc.constantFrom<CalendarId>('LV', 'EE', 'LT', 'CZ', 'TARGET').map(calendarOf)

  it('forth and back again from a business day ends where it began', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -60, max: 60 }), anyCalendar, (date, n, calendar) => {
        const start = adjust(date, 'following', calendar)
        expect(addBusinessDays(addBusinessDays(start, n, calendar), -n, calendar).equals(start)).toBe(true)
      }),
    )
  })

  it('passes exactly the business days it counts, and lands on one', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 30 }), anyCalendar, (date, n, calendar) => {
        const end = addBusinessDays(date, n, calendar)
        const passed = [...datesBetween(date.add({ days: 1 }).toString(), end.toString())]
        expect(passed.filter((day) => calendar.isBusinessDay(day))).toHaveLength(n)
        expect(calendar.isBusinessDay(end)).toBe(true)
      }),
    )
  })

  it('by none stays, even on a holiday, and by a part of a day is an error', () => {
    expect(addBusinessDays(on('2026-01-01'), 0, calendarOf('LV')).toString()).toBe('2026-01-01')
    expect(() => addBusinessDays(on('2026-01-01'), 1.5, calendarOf('LV'))).toThrow(RangeError)
  })

  it('to the next or previous one leaves the day itself', () => {
    expect(nextBusinessDay(on('2026-05-29'), calendarOf('LV')).toString()).toBe('2026-06-01')
    expect(previousBusinessDay(on('2026-06-01'), calendarOf('LV')).toString()).toBe('2026-05-29')
  })

  it('adjusts a closed day as named, and leaves an open one', () => {
    const latvia = calendarOf('LV')
    const saturday = on('2026-01-31')
    expect(adjust(saturday, 'following', latvia).toString()).toBe('2026-02-02')
    expect(adjust(saturday, 'modified-following', latvia).toString()).toBe('2026-01-30')
    expect(adjust(saturday, 'preceding', latvia).toString()).toBe('2026-01-30')
    expect(adjust(on('2026-01-24'), 'modified-following', latvia).toString()).toBe('2026-01-26')
    expect(adjust(on('2026-01-30'), 'preceding', latvia).toString()).toBe('2026-01-30')
  })

  it('over an unknown calendar is an error', () => {
    expect(() => calendarOf('XX' as CalendarId)).toThrow(/no calendar "XX"/)
  })
})

describe('the local day in Riga', () => {
  const riga = 'Europe/Riga'
  const hoursOf = (text: string) =>
    startOfDay(on(text), riga)
      .until(startOfDay(on(text).add({ days: 1 }), riga))
      .total('hours')

  it.each([
    ['2026-03-28', '2026-03-28T21:59:59.999999Z', 24],
    ['2026-03-29', '2026-03-29T20:59:59.999999Z', 23],
    ['2026-03-30', '2026-03-30T20:59:59.999999Z', 24],
    ['2026-10-24', '2026-10-24T20:59:59.999999Z', 24],
    ['2026-10-25', '2026-10-25T21:59:59.999999Z', 25],
    ['2026-10-26', '2026-10-26T21:59:59.999999Z', 24],
  ])('%s ends at %s and has %d hours', (date, end, hours) => {
    expect(endOfDay(on(date), riga).toString()).toBe(end)
    expect(hoursOf(date)).toBe(hours)
  })

  it('begins and ends with instants that still bear its date, whatever the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (n) => {
        const date = on('1990-01-01').add({ days: n })
        expect(localDate(startOfDay(date, riga), riga).equals(date)).toBe(true)
        expect(localDate(endOfDay(date, riga), riga).equals(date)).toBe(true)
        const after = endOfDay(date, riga).add({ microseconds: 1 })
        expect(localDate(after, riga).equals(date.add({ days: 1 }))).toBe(true)
      }),
    )
  })
})
