import { describe, expect, it } from 'vitest'
import { calendarOf } from '../../kernel/calendar.ts'
import type { Processor } from '../../rulebook/register/schema.ts'
import { dateOfList, lateProcessors, listedOn } from './rules.ts'

type Dates = Pick<Processor, 'since' | 'until' | 'listed'>

const processor = (dates: Dates): Processor => ({
  id: 'cloud',
  name: 'Cloud Ltd',
  service: { en: 'Servers' },
  dpv: ['dpv:DataProcessor'],
  country: 'EE',
  purposes: ['serving'],
  categories: ['identity'],
  ...dates,
})
const on = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day)
const states = (dates: Dates, day: string) =>
  lateProcessors([processor(dates)], 'P1M', on(day), calendarOf('EE')).map(({ state, due }) => `${state} after ${due}`)

describe('a list that must be brought up to date within a month', () => {
  it.each<[string, Dates, string, readonly string[]]>([
    ['on its last day', { since: '2026-03-10', listed: '2026-04-10' }, '2026-06-01', []],
    ['a day late', { since: '2026-03-10', listed: '2026-04-11' }, '2026-06-01', ['late after 2026-04-10']],
    ['before the change', { since: '2026-03-10', listed: '2026-03-01' }, '2026-06-01', []],
    ['still to come on the last day', { since: '2026-03-10', listed: '2026-05-01' }, '2026-04-10', []],
    [
      'missing the day after',
      { since: '2026-03-10', listed: '2026-05-01' },
      '2026-04-11',
      ['missing after 2026-04-10'],
    ],
    ['late once it came', { since: '2026-03-10', listed: '2026-05-01' }, '2026-05-01', ['late after 2026-04-10']],
    ['from the end of a month to that of the next', { since: '2026-01-31', listed: '2026-02-28' }, '2026-06-01', []],
    ['a day later in a leap year', { since: '2028-01-31', listed: '2028-02-29' }, '2028-06-01', []],
    ['too late in a leap year', { since: '2028-01-31', listed: '2028-03-01' }, '2028-06-01', ['late after 2028-02-29']],
    [
      'an ending not listed, in time',
      { since: '2026-01-01', until: '2026-03-31', listed: '2026-01-02' },
      '2026-04-30',
      [],
    ],
    [
      'an ending not listed, too late',
      { since: '2026-01-01', until: '2026-03-31', listed: '2026-01-02' },
      '2026-05-01',
      ['missing after 2026-04-30'],
    ],
    ['an ending listed', { since: '2026-01-01', until: '2026-03-31', listed: '2026-04-30' }, '2026-06-01', []],
    ['an ending to come', { since: '2026-01-01', until: '2026-12-31', listed: '2026-01-02' }, '2026-06-01', []],
  ])('%s', (_name, dates, day, expected) => {
    expect(states(dates, day)).toEqual(expected)
  })
})

it('shows a processor from the day it is listed until its ending is', () => {
  const shown = (dates: Dates, day: string): boolean => listedOn([processor(dates)], on(day)).length === 1
  expect(shown({ since: '2026-01-01', listed: '2026-01-15' }, '2026-01-14')).toBe(false)
  expect(shown({ since: '2026-01-01', listed: '2026-01-15' }, '2026-01-15')).toBe(true)
  const ended = { since: '2026-01-01', until: '2026-03-31', listed: '2026-03-31' }
  expect(shown(ended, '2026-03-31')).toBe(true)
  expect(shown(ended, '2026-04-01')).toBe(false)
  expect(shown({ ...ended, listed: '2026-01-15' }, '2026-04-01')).toBe(true)
})

it('has the date of its newest change that is on it', () => {
  const list = [
    processor({ since: '2026-01-01', listed: '2026-01-15' }),
    processor({ since: '2026-03-01', listed: '2026-03-20' }),
  ]
  expect(dateOfList(list, on('2026-03-19'))?.toString()).toBe('2026-01-15')
  expect(dateOfList(list, on('2026-03-20'))?.toString()).toBe('2026-03-20')
  expect(dateOfList([], on('2026-03-20'))).toBeUndefined()
})
