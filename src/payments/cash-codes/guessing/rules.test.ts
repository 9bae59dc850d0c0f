import { expect, it } from 'vitest'
import { weaknessesOf } from './rules.ts'

const birthDate = Temporal.PlainDate.from('1977-03-15')
const known = { birthDate, phone: '+37129481673' }

const table = [
  ['2580', []],
  ['4917', []],
  ['7777', ['repeated']],
  ['1212', ['repeated']],
  ['1221', []],
  ['1234', ['run']],
  ['7890', ['run']],
  ['8901', ['run']],
  ['4321', ['run']],
  ['1098', ['run']],
  ['1235', []],
  // Day and month, month and day, the year, month and year, and pieces of the whole date.
  ['1503', ['birth-date']],
  ['0315', ['birth-date']],
  ['1977', ['birth-date']],
  ['0377', ['birth-date']],
  ['7703', ['birth-date']],
  ['1577', ['birth-date']],
  ['1978', []],
  ['1673', ['phone']],
  ['3712', ['phone']],
  ['1674', []],
] as const

for (const [digits, weak] of table)
  it(`${digits} is ${weak.length === 0 ? 'hard to guess' : `easily guessed: ${weak.join(', ')}`}`, () => {
    expect(weaknessesOf(digits, known)).toEqual(weak)
  })

it('longer digits are a block over and over, or a date in full', () => {
  expect(weaknessesOf('123123', known)).toEqual(['repeated'])
  expect(weaknessesOf('15031977', known)).toEqual(['birth-date'])
  expect(weaknessesOf('19770315', known)).toEqual(['birth-date'])
  expect(weaknessesOf('150377', { birthDate: undefined, phone: undefined })).toEqual([])
})
