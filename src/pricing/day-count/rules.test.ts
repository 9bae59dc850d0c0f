import { describe, expect, it } from 'vitest'
import { basisOf, type YearRow } from './rules.ts'

const rows: readonly YearRow[] = [
  { bankCode: 'NDEA', basis: 'actual/360' },
  { bankCode: 'RIKO', basis: 'actual/365' },
  { bankCode: 'NDEA', currency: 'GBP', basis: 'actual/365' },
]

describe('the year of an account', () => {
  it.each([
    ['NDEA', 'EUR', 'actual/360'],
    ['NDEA', 'USD', 'actual/360'],
    ['NDEA', 'GBP', 'actual/365'],
    ['RIKO', 'EUR', 'actual/365'],
    ['RIKO', 'GBP', 'actual/365'],
  ])('with the bank code %s is for %s %s, whatever the order of the rows', (bankCode, currency, basis) => {
    expect(basisOf(rows, bankCode, currency).basis).toBe(basis)
    expect(basisOf(rows.toReversed(), bankCode, currency).basis).toBe(basis)
  })

  it('is unknown for a bank code that no row names', () => {
    expect(() => basisOf(rows, 'HABA', 'EUR')).toThrow('HABA')
  })

  it('is unknown where two rows differ', () => {
    expect(() => basisOf([...rows, { bankCode: 'RIKO', basis: 'actual/360' }], 'RIKO', 'EUR')).toThrow('different')
  })
})
