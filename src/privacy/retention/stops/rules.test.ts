import { describe, expect, it } from 'vitest'
import type { Stop, StopGround } from '../../switches/rules.ts'
import { termsWith } from '../../testing/small-bank.ts'
import { smallRegister } from '../../testing/small-register.ts'
import { type Carrier, carriersOf, endedBy, keeps } from './rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const stop = (purpose: string, ground: StopGround, since = '2026-01-05'): Stop => ({
  purpose,
  ground,
  since: day(since),
})
const interest = { basis: 'legitimate-interest', from: 'agreement-end', statutory: false } as const
const carriers: readonly Carrier[] = [
  { purpose: 'studies', basis: 'legitimate-interest' },
  { purpose: 'improving', basis: 'legitimate-interest' },
  { purpose: 'service', basis: 'contract' },
  { purpose: 'offers', basis: 'consent' },
]

describe('what carries a category', () => {
  it('is each purpose that lists it, with the bases that reach so far', () => {
    const { register } = termsWith(smallRegister)
    const of = (id: string) => carriersOf(register.categories.get(id) ?? expect.fail(id), register)
    expect(of('payments')).toEqual([
      { purpose: 'service', basis: 'contract' },
      { purpose: 'payment', basis: 'contract' },
      { purpose: 'correction', basis: 'contract' },
      { purpose: 'operations', basis: 'contract' },
      { purpose: 'improving', basis: 'legitimate-interest' },
    ])
    expect(of('contact').map(({ purpose }) => purpose)).toEqual(['service', 'correction', 'operations', 'marketing'])
    expect(of('notes')).toEqual([{ purpose: 'service', basis: 'contract' }])
  })
})

describe('a ground that rests on interests', () => {
  const both = [stop('studies', 'objection'), stop('improving', 'prohibition', '2026-02-01')]

  it('ends with the last purpose that was stopped', () => {
    expect(endedBy(interest, carriers, both, false)?.since).toEqual(day('2026-02-01'))
    expect(endedBy(interest, carriers, both.slice(1), false)).toBeUndefined()
    expect(endedBy(interest, carriers, [], false)).toBeUndefined()
  })

  it('goes on while its affair does, where something else carries the use', () => {
    expect(endedBy(interest, carriers, both, true)).toBeUndefined()
    const alone = carriers.filter(({ purpose }) => purpose !== 'service')
    expect(endedBy(interest, alone, both, true)?.since).toEqual(day('2026-02-01'))
  })

  it.each([
    ['objection', true],
    ['prohibition', true],
    ['refusal', true],
    ['demand', true],
    ['weighing', false],
    ['third-party', false],
  ] as const)('ends by a stop for %s: %s', (ground, ends) => {
    const stops = ['studies', 'improving'].map((purpose) => stop(purpose, ground))
    expect(endedBy(interest, carriers, stops, false) !== undefined).toBe(ends)
  })

  it('goes on where law sets its term, a claim needs it, or no purpose has an interest in it', () => {
    expect(endedBy({ ...interest, statutory: true }, carriers, both, false)).toBeUndefined()
    expect(endedBy({ ...interest, from: 'claim' }, carriers, both, false)).toBeUndefined()
    expect(endedBy(interest, carriers.slice(2), both, false)).toBeUndefined()
    expect(endedBy({ ...interest, basis: 'legal-obligation' }, carriers, both, false)).toBeUndefined()
  })
})

it('a consent keeps data until its purpose is refused, forbidden or demanded to end', () => {
  const kept = (ground: StopGround) => keeps('offers', [stop('offers', ground), stop('studies', 'demand')])
  expect((['refusal', 'prohibition', 'demand'] as const).map(kept)).toEqual([false, false, false])
  expect((['objection', 'weighing', 'third-party'] as const).map(kept)).toEqual([true, true, true])
})
