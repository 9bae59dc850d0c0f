import { expect, it } from 'vitest'
import { packUnderTest } from '../../../tests/clause.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { laidOut, type OfferLetter, offerLetters } from './offer-letters.ts'

const pack = packUnderTest('koduliising')
const [controller] = new Rulebook(pack).terms(Temporal.PlainDate.from('2026-01-05')).register.controllers
if (controller === undefined) throw new Error('the register names no controller')

const letter = (more: Partial<OfferLetter> = {}): OfferLetter => ({
  language: 'en',
  to: ['Näidise 1, 90504 Haapsalu'],
  title: 'A new chair',
  text: 'There is a new chair to hire.',
  date: '2026-01-05',
  link: 'https://lender.example/unsubscribe/abc',
  ...more,
})

it.each(['en', 'et', 'lv', 'lt', 'ru'] as const)(
  'under each letter stands every way in which offers can be refused, in the language of the letter: %s',
  (language) => {
    const text = JSON.stringify(laidOut(pack, controller, [letter({ language })]))
    for (const way of [
      'https://lender.example/unsubscribe/abc',
      controller.phone,
      controller.email,
      controller.address,
    ])
      expect(text).toContain(way)
    expect(text.includes('no more such letters')).toBe(language === 'en')
  },
)

it('where no address of pages is known, the other ways stand there', () => {
  const text = JSON.stringify(laidOut(pack, controller, [letter({ link: undefined })]))
  expect(text).toContain(controller.email)
  expect(text).not.toContain('unsubscribe')
})

it('each letter has a page of its own, and nothing is printed where there is none', async () => {
  const text = JSON.stringify(laidOut(pack, controller, [letter(), letter({ to: ['Muster 2'] })]))
  expect(text.match(/pageBreak/g)).toHaveLength(1)
  expect((await offerLetters(pack, controller, [letter()])).subarray(0, 5).toString()).toBe('%PDF-')
  expect(() => laidOut(pack, controller, [])).toThrow(RangeError)
})
