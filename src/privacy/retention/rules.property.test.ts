import fc from 'fast-check'
import { expect, it } from 'vitest'
import { termsUnderTest } from '../../../tests/gate-clauses.ts'
import { calendarOf } from '../../kernel/calendar.ts'
import { type Stop, stopGrounds } from '../switches/rules.ts'
import { type Affairs, type Ground, groundsOf, noAffairs } from './rules.ts'

const base = Temporal.PlainDate.from('2020-01-01')
const day = fc.integer({ min: 0, max: 4000 }).map((days) => base.add({ days }))
const ended = fc.option(day, { nil: undefined })
const affairs: fc.Arbitrary<Affairs> = fc.record({
  agreements: fc.array(
    ended.map((end) => ({ reference: 'A-1', ended: end, performed: end })),
    { maxLength: 2 },
  ),
  applications: fc.array(
    ended.map((end) => ({ reference: 'B-1', ended: end })),
    { maxLength: 2 },
  ),
  lastTransaction: ended,
  claims: fc.constantFrom([], ['C-1']),
  holds: fc.constantFrom([], ['H-1']),
})

const packs = ['luminor', 'ozcredit', 'koduliising'] as const
const isSooner = (one: Ground, other: Ground): boolean =>
  other.until === undefined || (one.until !== undefined && Temporal.PlainDate.compare(one.until, other.until) <= 0)

it.each(packs)('whatever a person stops in %s, no ground lasts longer, and none of law shorter', (pack) => {
  const terms = termsUnderTest(pack)
  const { categories, purposes, retention } = terms.register
  const stop: fc.Arbitrary<Stop> = fc.record({
    purpose: fc.constantFrom(...purposes.keys()),
    ground: fc.constantFrom(...stopGrounds),
    since: day,
  })
  const kept = fc.record({ category: fc.constantFrom(...categories.values()), recordedOn: day })
  let shortened = 0
  fc.assert(
    fc.property(kept, affairs, fc.array(stop, { maxLength: 3 }), fc.boolean(), (datum, of, some, all) => {
      const every = [...purposes.keys()].map((purpose): Stop => ({ purpose, ground: 'objection', since: base }))
      const state = { affairs: of, calendar: calendarOf('LV') }
      const before = groundsOf(datum, { ...state, switches: { consents: [], stops: [] } }, terms)
      const after = groundsOf(datum, { ...state, switches: { consents: [], stops: all ? every : some } }, terms)
      expect(after.map(({ item, because }) => [item, because])).toEqual(
        before.map(({ item, because }) => [item, because]),
      )
      for (const [i, was] of before.entries()) {
        const is = after[i] as Ground
        expect(isSooner(is, was)).toBe(true)
        const lasts = was.statutory || was.basis === 'legal-obligation' || retention.get(was.item)?.from === 'claim'
        if (lasts) expect(is.until).toEqual(was.until)
        if (is.stopped !== undefined) shortened += 1
      }
    }),
    { numRuns: 400, seed: 29 },
  )
  // Otherwise nothing was shown.
  expect(shortened).toBeGreaterThan(0)
})

it('what has neither affairs nor a term goes by the day on which it was recorded alone', () => {
  const terms = termsUnderTest('koduliising')
  const category = terms.register.categories.get('financial') ?? expect.fail('no such category')
  const state = { affairs: noAffairs, switches: { consents: [], stops: [] }, calendar: calendarOf('EE') }
  fc.assert(
    fc.property(day, (recordedOn) => {
      const [only, ...others] = groundsOf({ category, recordedOn }, state, terms)
      expect(others).toEqual([])
      expect(only?.until).toEqual(recordedOn)
    }),
    { numRuns: 50, seed: 29 },
  )
})
