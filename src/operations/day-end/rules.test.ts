import { describe, expect, it } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { settledBy } from '../../parties/testing/people.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { dayEndCommands } from './commands.ts'
import { halvesOf } from './halving.ts'
import { dayEnds } from './rules.ts'

const system = { actor: { role: 'system' } } as const

const begin = (bank: TestBank, day: string, steps: readonly string[] = ['one', 'two']): Promise<DecisionView> =>
  bank.do('day.begin', { day, steps }, system)
const step = (bank: TestBank, name: string, more: object = {}, day = '2026-01-05'): Promise<DecisionView> =>
  bank.do('day.step', { day, step: name, ...more }, system)
const close = (bank: TestBank, day = '2026-01-05'): Promise<DecisionView> => bank.do('day.close', { day }, system)

const chunk = { payloads: [{ holds: ['1', '2'] }], subjects: 2, after: 'here' }
const done = { failed: 0, problems: [] }

/** A bank on Tuesday that left Monday, 5 January 2026, behind. */
async function onTuesday(): Promise<TestBank> {
  const bank = await TestBank.open()
  await bank.cutOver('2026-01-06')
  return bank
}

describe('a day is closed once, in the order of days', () => {
  clause('GBT-1.6', 'a day that was left behind is closed when its steps are over, with their counts', async () => {
    const bank = await onTuesday()
    await begin(bank, '2026-01-05')
    await step(bank, 'one', { chunk })
    await step(bank, 'one', {
      outcome: { failed: 1, problems: [{ step: 'one', payload: {}, said: 'a bug' }] },
      over: true,
    })
    await step(bank, 'two', { over: true })
    const closed = await close(bank)
    expect(closed).toMatchObject({
      outcome: 'accepted',
      facts: {
        day: '2026-01-05',
        steps: [
          { name: 'one', subjects: 2, failed: 1 },
          { name: 'two', subjects: 0, failed: 0 },
        ],
        problems: [{ step: 'one', payload: '{}', said: 'a bug' }],
      },
    })
    expect(settledBy(closed)).toContain('GBT-1.6')
    expect(bank.record(dayEnds, 'day-end')).toEqual({ next: Temporal.PlainDate.from('2026-01-06'), open: undefined })
  })

  clause('GBT-1.6', 'not before it is over, not twice, and not before the days before it', async () => {
    const bank = await onTuesday()
    expect(await begin(bank, '2026-01-06')).toMatchObject({
      code: 'day-not-over',
      facts: { businessDate: '2026-01-06' },
    })
    await bank.cutOver('2026-01-08')
    expect(await begin(bank, '2026-01-06')).toMatchObject({ code: 'earlier-day-open', facts: { next: '2026-01-05' } })
    await begin(bank, '2026-01-05', [])
    await close(bank)
    expect(await close(bank)).toMatchObject({ code: 'day-closed', facts: { next: '2026-01-06' } })
    expect(await begin(bank, '2026-01-06', [])).toMatchObject({ outcome: 'accepted' })
    expect(await close(bank, '2026-01-06')).toMatchObject({ outcome: 'accepted' })
  })

  it('a bank whose business date never moved has left no day behind', async () => {
    expect(await begin(await TestBank.open(), '2026-01-04')).toMatchObject({ code: 'day-not-over' })
  })

  it('through the end of a leap year’s February', async () => {
    const bank = await TestBank.open({ on: '2028-02-28' })
    await bank.cutOver('2028-03-02')
    for (const day of ['2028-02-28', '2028-02-29', '2028-03-01']) {
      expect(await begin(bank, day, [])).toMatchObject({ outcome: 'accepted' })
      expect(await close(bank, day)).toMatchObject({ outcome: 'accepted' })
    }
  })
})

describe('steps come in their order', () => {
  it('and the close waits for all of them', async () => {
    const bank = await onTuesday()
    expect(await step(bank, 'one')).toMatchObject({ code: 'day-not-begun' })
    expect(await close(bank)).toMatchObject({ code: 'day-not-begun' })
    await begin(bank, '2026-01-05')
    expect(await begin(bank, '2026-01-05')).toMatchObject({ code: 'day-begun' })
    expect(await step(bank, 'two', { over: true })).toMatchObject({ code: 'step-out-of-order', facts: { step: 'one' } })
    await step(bank, 'one', { over: true })
    expect(await close(bank)).toMatchObject({ code: 'steps-open', facts: { step: 'two' } })
    await step(bank, 'two', { over: true })
    expect(await step(bank, 'two', { over: true })).toMatchObject({ code: 'step-out-of-order', facts: { step: null } })
    expect(await close(bank)).toMatchObject({ outcome: 'accepted' })
  })

  it('three parts may be under way, and what the oldest came to is taken down first', async () => {
    const bank = await onTuesday()
    await begin(bank, '2026-01-05')
    expect(await step(bank, 'one', { outcome: done })).toMatchObject({ code: 'step-out-of-order' })
    await step(bank, 'one', { chunk })
    await step(bank, 'one', { chunk })
    expect(await step(bank, 'one', { chunk })).toMatchObject({ facts: { subjects: 0, over: false } })
    expect(await step(bank, 'one', { chunk })).toMatchObject({ code: 'step-out-of-order' })
    expect(await step(bank, 'one', { outcome: done, chunk })).toMatchObject({ facts: { subjects: 2, over: false } })
    expect(await step(bank, 'one', { outcome: done, over: true })).toMatchObject({ code: 'step-out-of-order' })
    expect(await step(bank, 'one', { outcome: done })).toMatchObject({ facts: { subjects: 4 } })
    expect(await step(bank, 'one', { outcome: done })).toMatchObject({ facts: { subjects: 6 } })
    expect(await step(bank, 'one', { outcome: done, over: true })).toMatchObject({ facts: { subjects: 8, over: true } })
  })

  it('of what could not be done the first fifty are kept', async () => {
    const bank = await onTuesday()
    await begin(bank, '2026-01-05', ['one'])
    const problems = Array.from({ length: 60 }, (_, i) => ({ step: 'one', payload: { i }, said: 'a bug' }))
    await step(bank, 'one', { chunk })
    await step(bank, 'one', { outcome: { failed: 60, problems }, over: true })
    const { facts } = await close(bank)
    expect(facts['problems']).toHaveLength(50)
    expect(facts['steps']).toEqual([{ name: 'one', subjects: 2, failed: 60 }])
  })
})

describe('a payload that failed is parted', () => {
  it('at the middle of its only list', () => {
    expect(halvesOf({ day: 'x', holds: [1, 2, 3] })).toEqual([
      { day: 'x', holds: [1, 2] },
      { day: 'x', holds: [3] },
    ])
  })
  it.each([
    ['one subject', { holds: [1] }],
    ['none', { holds: [] }],
    ['no list', { customer: '1' }],
    ['two lists', { holds: [1, 2], accounts: [1, 2] }],
  ])('not with %s', (_what, payload) => {
    expect(halvesOf(payload)).toBeUndefined()
  })
})

it('only the system sends these commands, so that no day is closed past its steps', () => {
  expect(dayEndCommands.flatMap(({ roles }) => roles)).toEqual(['system', 'system', 'system'])
})
