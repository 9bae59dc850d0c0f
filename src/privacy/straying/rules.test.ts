import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strayIn } from './rules.ts'

describe('what strays into a payload', () => {
  it.each([
    ['161175-19997', 'personal-code'],
    ['16117519997', 'personal-code'],
    ['case 161175-19997', 'personal-code'],
    ['A-7/161175-19997/2', 'personal-code'],
    ['１６１１７５-１９９９７', 'personal-code'],
    ['161175\u200b-19997', 'personal-code'],
    ['liga@example.com', 'email'],
    ['see liga@example.com', 'email'],
    ['Liga Testa', 'name'],
    ['Anna-Liga Kalnina Ozola', 'name'],
    ['Лига Тестова', 'name'],
    ['has cancer 7', 'sensitive'],
  ])('is found by its look, wherever it stands: %s is a %s', (text, what) => {
    expect(strayIn({ shown: [{ kind: 'agreement', number: text }] }, 'LV')).toEqual({ at: '/shown/0/number', what })
  })

  it.each([
    'BERZINS KARLIS',
    'karlis has cancer',
    'tel. 20000001 liga',
    'berzins',
    'Ozolina',
    'talked with her on 5 May',
    'Kalnina 14 Riga',
    'bērziņš',
  ])('is no number of a paper or of an organisation: %s', (text) => {
    for (const name of ['reference', 'receiver', 'case', 'evidence', 'supplier'])
      expect(strayIn({ shown: [{ [name]: text }] }, 'LV')?.at, name).toBe(`/shown/0/${name}`)
    expect(strayIn({ obligations: ['L-1', text] }, 'LV')?.at).toBe('/obligations/1')
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
    'GDPR-15(1)',
    'HRB 12 345',
    'Art. 58',
    'KrL 12 p. 3',
    'TR-1',
    'call-2026-17',
    'C30123426',
  ])('is no number, word or day of a payload: %s', (text) => {
    expect(strayIn({ reference: text }, 'LV')).toBeUndefined()
    expect(strayIn({ kind: text }, 'LV')).toBeUndefined()
  })

  it('is not looked for in amounts, places and words for everybody, nor in words of closed lists', () => {
    const payload = { amount: { minor: '16117519997', currency: 'EUR' }, title: { en: 'Good News' }, place: 'Old Town' }
    expect(strayIn(payload, 'LV')).toBeUndefined()
    expect(strayIn({ code: '161175-19997' }, 'DE')).toBeUndefined()
    expect(strayIn({ terms: 'Old Town, 161175-19997' }, 'LV')?.what).toBe('personal-code')
    expect(strayIn({ place: 'Old Town, cancer ward' }, 'LV')?.what).toBe('sensitive')
    expect(
      strayIn({ facts: ['religion', 'disability'], ground: 'unfounded', notes: ['in-order'] }, 'LV'),
    ).toBeUndefined()
  })

  it('never throws, whatever the payload', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const found = strayIn(payload, 'LV')
        if (found !== undefined) expect(found.at.startsWith('/') || typeof payload === 'string').toBe(true)
      }),
    )
  })

  it('is found among any other words and signs', () => {
    const around = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replace(/[\p{N}\p{M}@]/gu, ''))
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(strayIn({ kind: `${before} 161175-19997 ${after}` }, 'LV')?.what).toMatch(/^(personal-code|email)$/)
        expect(strayIn({ kind: `${before} liga@example.com ${after}` }, 'LV')?.what).toBe('email')
      }),
    )
  })

  it.each([
    ['digits', '1'],
    ['capital letters', 'A'],
    ['words like names', 'Aa '],
    ['ats', '@'],
    ['ats and dots', '@.'],
    ['addresses', 'a@b. '],
    ['dashes', 'Aa-'],
    ['marks', 'a\u0301'],
    ['signs without width', '\u200b'],
    ['codes that are none', '161175-19998 '],
    ['capitals and apostrophes', "A'"],
  ])('takes no longer than its length asks, whatever is repeated: %s', (_what, part) => {
    const text = part.repeat(Math.ceil(200_000 / part.length))
    const start = performance.now()
    strayIn({ reference: text }, 'LV')
    // Some 20 ms; what grows with the square of the length would take minutes.
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
