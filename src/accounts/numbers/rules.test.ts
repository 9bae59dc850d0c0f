import { expect, test } from 'vitest'
import { isIban } from '../../kernel/iban.ts'
import { type AccountId, composeId, type LaneId } from '../../kernel/ids.ts'
import type { Entity } from '../../rulebook/pack.ts'
import { allotNumber, reduceNumber } from './rules.ts'

const entity = (country: 'LV' | 'EE' | 'LT' | 'CZ', ...bankCodes: string[]): Entity => ({
  id: country.toLowerCase(),
  country,
  name: 'Test',
  timeZone: 'UTC',
  calendar: country,
  currency: 'EUR',
  bankCodes,
})
const id = (lane: number, number: number) => composeId<AccountId>(lane as LaneId, number)

test.each([[entity('LV', 'RIKO', 'NDEA')], [entity('EE', '22')], [entity('LT', '73000')], [entity('CZ', '0800')]])(
  'numbers are valid and differ for every id: %o',
  (of) => {
    const ids = [1, 7891].flatMap((lane) => Array.from({ length: 500 }, (_, i) => id(lane, i * i + 1)))
    const numbers = ids.map((one) => allotNumber(of, one))
    expect(numbers.every(isIban)).toBe(true)
    expect(new Set(numbers).size).toBe(ids.length)
    expect(allotNumber(of, id(1, 7))).toBe(allotNumber(of, id(1, 7)))
  },
)

test('Latvian numbers go on in letters when the digits are used up', () => {
  const of = entity('LV', 'RIKO', 'NDEA')
  expect(allotNumber(of, id(1, 1e9 - 1))).toMatch(/^LV[0-9]{2}RIKO0001999999999$/)
  const next = allotNumber(of, id(1, 1e9))
  expect(next).toMatch(/^LV[0-9]{2}RIKOZ[0-9A-Z]{12}$/)
  expect(isIban(next)).toBe(true)
  expect(isIban(allotNumber(of, id(8191, 2 ** 40 - 1)))).toBe(true)
})

test('the bank code is one of the entity, its first unless told', () => {
  const of = entity('LV', 'RIKO', 'NDEA')
  expect(allotNumber(of, id(1, 1))).toContain('RIKO')
  expect(allotNumber(of, id(1, 1), 'NDEA')).toContain('NDEA')
  expect(() => allotNumber(of, id(1, 1), 'HABA')).toThrow('the bank code')
})

test('a lane whose numbers are used up in a country gets no other account', () => {
  expect(() => allotNumber(entity('LT', '73000'), id(1, 1e7))).toThrow(RangeError)
})

test('a number is given once and replaced once', () => {
  const account = id(1, 1)
  const given = reduceNumber(undefined, { kind: 'given', account })
  expect(() => reduceNumber(given, { kind: 'given', account })).toThrow('given once')
  const former = reduceNumber(given, { kind: 'replaced' })
  expect(former).toEqual({ account, former: true })
  expect(() => reduceNumber(former, { kind: 'replaced' })).toThrow('replaced once')
})
