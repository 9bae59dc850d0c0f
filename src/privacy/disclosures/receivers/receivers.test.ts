import { expect, it } from 'vitest'
import { packUnderTest } from '../../../../tests/clause.ts'
import type { Processor } from '../../../rulebook/register/schema.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import { endingOf } from './rules.ts'

const processor = (change: Partial<Processor> = {}): Processor => ({
  ...{ id: 'one', name: 'One', service: {}, dpv: [], country: 'LV', purposes: [], categories: [] },
  ...{ since: '2026-01-01', listed: '2026-01-01', agreement: '2025-12-01', confidentiality: true },
  guarantees: [{ assessed: '2025-12-01', until: '2026-12-31' }],
  ...change,
})
const on = (day: string, change: Partial<Processor> = {}) =>
  endingOf([processor(change)], Temporal.PlainDate.from(day)).map(({ id: _id, lastDay, ...rest }) => ({
    ...rest,
    ...(lastDay === null ? {} : { lastDay: lastDay.toString() }),
  }))

it('reports a processor sixty days before its assessment ends, and from the day after', () => {
  expect(on('2026-11-01')).toEqual([])
  const ending = [{ state: 'ending', missing: 'guarantees', lastDay: '2026-12-31' }]
  expect(on('2026-11-02')).toEqual(ending)
  expect(on('2026-12-31')).toEqual(ending)
  expect(on('2027-01-01')).toEqual([{ state: 'ended', missing: 'guarantees' }])
})

it('reports none that is assessed anew without a gap, or whose work is over', () => {
  const next = { assessed: '2026-12-15', until: '2028-12-31' }
  const first = { assessed: '2025-12-01', until: '2026-12-31' }
  expect(on('2026-12-31', { guarantees: [first, next] })).toEqual([])
  const late = { ...next, assessed: '2027-01-02' }
  expect(on('2026-12-31', { guarantees: [first, late] })).toHaveLength(1)
  expect(on('2026-11-30', { until: '2026-11-30' })).toEqual([
    { state: 'ending', missing: 'not-engaged', lastDay: '2026-11-30' },
  ])
  expect(on('2026-12-01', { until: '2026-11-30' })).toEqual([])
  expect(on('2025-12-31')).toEqual([])
})

it.each(['luminor', 'koduliising', 'ozcredit'])(
  '%s has no processor that ended on the days of its demonstration',
  (id) => {
    for (const day of ['2026-10-01', '2026-11-22', '2027-06-30']) {
      const at = Temporal.PlainDate.from(day)
      const { register } = new Rulebook(packUnderTest(id)).terms(at)
      expect(endingOf(register.processors.values(), at).filter(({ state }) => state === 'ended')).toEqual([])
    }
  },
)
