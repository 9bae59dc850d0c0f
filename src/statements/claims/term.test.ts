import { describe, expect, it } from 'vitest'
import { bookedEntry, claim, goDigital } from './testing/claims.ts'

describe('the fifteen days', () => {
  it.each([
    ['over the end of a month', '2026-01-30', '2026-02-14'],
    ['over the end of February', '2026-02-20', '2026-03-07'],
    ['over the end of February of a leap year', '2028-02-20', '2028-03-06'],
    ['over the end of a year', '2026-12-28', '2027-01-12'],
    ['over the change to summer time', '2026-03-20', '2026-04-04'],
    ['over the change to winter time', '2026-10-16', '2026-10-31'],
    ['and end on a holiday, too', '2026-06-09', '2026-06-24'],
  ])('run %s', async (_over, on, last) => {
    const entry = await bookedEntry({ on })
    await goDigital(entry)
    const lastDay = Temporal.PlainDate.from(last)
    await entry.bank.cutOver(lastDay.subtract({ days: 1 }).toString())
    expect(await claim(entry)).toMatchObject({ facts: { claimBy: last, late: false } })
    await entry.bank.cutOver(last)
    expect(await claim(entry)).toMatchObject({ facts: { late: false } })
    await entry.bank.cutOver(lastDay.add({ days: 1 }).toString())
    expect(await claim(entry)).toMatchObject({ facts: { late: true } })
  })
})
