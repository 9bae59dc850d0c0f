import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { settledBy } from '../../parties/testing/people.ts'
import { businessDateAt, cutOverOf } from './rules.ts'

const riga = 'Europe/Riga'
const at = (utc: string) => Temporal.Instant.from(utc)

describe('the business date of a moment', () => {
  it.each([
    // Winter: two hours ahead of UTC.
    ['2026-01-05T21:59:59.999Z', '00:00', '2026-01-05'],
    ['2026-01-05T22:00:00Z', '00:00', '2026-01-06'],
    ['2026-01-06T01:29:59Z', '03:30', '2026-01-05'],
    ['2026-01-06T01:30:00Z', '03:30', '2026-01-06'],
    // 29 March 2026: at 03:00 it is 04:00, so 03:30 never comes; cut-over is as much later.
    ['2026-03-29T00:59:59Z', '03:30', '2026-03-28'],
    ['2026-03-29T01:00:00Z', '03:30', '2026-03-28'],
    ['2026-03-29T01:30:00Z', '03:30', '2026-03-29'],
    // Summer: three hours.
    ['2026-07-01T20:59:59Z', '00:00', '2026-07-01'],
    ['2026-07-01T21:00:00Z', '00:00', '2026-07-02'],
    // 25 October 2026: at 04:00 it is 03:00 again, so 03:30 comes twice; the first one counts.
    ['2026-10-25T00:29:59Z', '03:30', '2026-10-24'],
    ['2026-10-25T00:30:00Z', '03:30', '2026-10-25'],
    ['2026-10-25T01:15:00Z', '03:30', '2026-10-25'],
    // A day of 23 hours and one of 25.
    ['2026-03-29T20:59:59Z', '00:00', '2026-03-29'],
    ['2026-03-29T21:00:00Z', '00:00', '2026-03-30'],
    ['2026-10-25T21:59:59Z', '00:00', '2026-10-25'],
    ['2026-10-25T22:00:00Z', '00:00', '2026-10-26'],
    // The last of a leap year's February, and of a year.
    ['2028-02-28T22:00:00Z', '00:00', '2028-02-29'],
    ['2028-02-29T22:00:00Z', '00:00', '2028-03-01'],
    ['2026-12-31T22:00:00Z', '00:00', '2027-01-01'],
  ])('%s with cut-over at %s: %s', (now, time, date) => {
    expect(businessDateAt(at(now), riga, time).toString()).toBe(date)
  })

  it('changes at the moment of cut-over on every day of a year with both changes of clocks', () => {
    for (const time of ['00:00', '03:30']) {
      let date = Temporal.PlainDate.from('2026-01-01')
      for (; date.year === 2026; date = date.add({ days: 1 })) {
        const moment = cutOverOf(date, riga, time)
        expect(businessDateAt(moment, riga, time).toString()).toBe(date.toString())
        const before = moment.subtract({ milliseconds: 1 })
        expect(businessDateAt(before, riga, time).toString()).toBe(date.subtract({ days: 1 }).toString())
      }
    }
  })
})

describe('cut-over', () => {
  /** It is nine in the morning in London, on Monday, 5 January 2026, and stays so. */
  const ask = async (to: string, by = operator) => (await TestBank.open()).do('clock.cut-over', { to }, { actor: by })

  it('staff may begin the next day of the calendar, and no later one', async () => {
    expect(await ask('2026-01-06')).toMatchObject({ outcome: 'accepted', facts: { businessDate: '2026-01-06' } })
    const ahead = await ask('2026-01-07')
    expect(ahead).toMatchObject({ code: 'business-date-ahead', facts: { latest: '2026-01-06' } })
    expect(settledBy(ahead)).toContain('GBT-1.4')
  })

  it('the business date never goes back', async () => {
    expect(await ask('2026-01-05')).toMatchObject({
      code: 'business-date-passed',
      facts: { businessDate: '2026-01-05' },
    })
    expect(await ask('2026-01-04')).toMatchObject({ code: 'business-date-passed' })
  })

  it('the system may live through years: a replay and a demonstration do', async () => {
    expect(await ask('2031-01-05', { role: 'system' })).toMatchObject({ outcome: 'accepted' })
  })
})
