import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packUnderTest } from '../../../../tests/clause.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import { yearShare } from './rules.ts'

const first = Temporal.PlainDate.from('2026-01-05')
const terms = new Rulebook(packUnderTest('luminor')).terms(first)

/** The days of each number one by one, without any of the product's arithmetic: parts of 365 * 360. */
function counted(
  spells: readonly { bankCode: string; from: Temporal.PlainDate }[],
  currency: string,
  days: number,
): bigint {
  let parts = 0n
  for (let i = 0; i < days; i += 1) {
    const day = first.add({ days: i })
    const spell = spells.findLast(({ from }) => Temporal.PlainDate.compare(from, day) <= 0) ?? spells[0]
    parts += spell?.bankCode === 'NDEA' && currency !== 'GBP' ? 365n : 360n
  }
  return parts
}

describe('a share of the year', () => {
  it('is that of every day by the number of its time, whatever the changes', () => {
    const change = fc.record({ bankCode: fc.constantFrom('NDEA', 'RIKO'), after: fc.integer({ min: 0, max: 900 }) })
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('EUR', 'GBP', 'USD'),
        fc.integer({ min: 0, max: 800 }),
        (changes, currency, days) => {
          const spells = changes
            .toSorted((a, b) => a.after - b.after)
            .map(({ bankCode, after }) => ({ bankCode, from: first.add({ days: after }) }))
          const { numerator, denominator } = yearShare(terms, spells, currency, first, first.add({ days }))
          expect(numerator * 365n * 360n).toBe(counted(spells, currency, days) * denominator)
        },
      ),
    )
  })

  it('cites how the year is counted, and only the clauses that counted', () => {
    const spells = [{ bankCode: 'NDEA', from: first }]
    const clauses = yearShare(terms, spells, 'EUR', first, first.add({ days: 1 })).cited.settled.map(
      ({ clause }) => clause,
    )
    expect(clauses).toEqual(['10.3', '10.3.1'])
  })
})
