import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strayIn } from './rules.ts'

describe('what strays into a payload', () => {
  it.each([
    ['161175-19997', 'personal-code'],
    ['16117519997', 'personal-code'],
    ['liga@example.com', 'email'],
    ['Liga Testa', 'name'],
    ['Anna-Liga Kalnina Ozola', 'name'],
  ])('is found by its look, wherever it stands: %s is a %s', (text, what) => {
    expect(strayIn({ shown: [{ kind: 'agreement', reference: text }] }, 'LV')).toEqual({
      at: '/shown/0/reference',
      what,
    })
  })

  it.each([
    '161175-19998',
    '40000000001',
    'A-7',
    'AMLL-31',
    'K-2026/14',
    'L-17/3',
    'EUR',
    'Riga-1',
    'unit',
    '2026-01-05',
  ])('is no number, word or day of a payload: %s', (text) => {
    expect(strayIn({ reference: text }, 'LV')).toBeUndefined()
  })

  it('is not looked for in amounts, places and words for everybody', () => {
    const payload = { amount: { minor: '16117519997', currency: 'EUR' }, title: { en: 'Good News' }, place: 'Old Town' }
    expect(strayIn(payload, 'LV')).toBeUndefined()
    expect(strayIn({ code: '161175-19997' }, 'DE')).toBeUndefined()
  })

  it('never throws, whatever the payload', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const found = strayIn(payload, 'LV')
        if (found !== undefined) expect(found.at.startsWith('/') || typeof payload === 'string').toBe(true)
      }),
    )
  })
})
