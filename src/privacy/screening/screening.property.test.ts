import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Topic, topics } from '../../rulebook/register/topics.ts'
import { joined, partsOf } from './parts.ts'
import { fences, screen } from './rules.ts'
import texts from './testing/texts.json' with { type: 'json' }

const told = Object.values(texts).flatMap(({ telling }) => telling as [string, Topic][])
const telling = fc.constantFrom(...told)
/** Whatever UTF-16 can hold, halves of pairs included. */
const anyText = fc.uint16Array({ maxLength: 500 }).map((units) => String.fromCharCode(...units))
/** Signs that nobody sees, at places that are drawn. */
const hidden = fc.constantFrom('\u200b', '\u200c', '\u200d', '\u00ad', '\u2060', '\ufeff', '\u202e', '\u0336')

it('any text has topics of the list, each once and in their order, and never fails', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const found = screen(text)
      expect(topics.filter((topic) => found.includes(topic))).toEqual(found)
    }),
  )
})

it('what a text tells it tells with signs that nobody sees, with marks apart, and in capitals', () => {
  fc.assert(
    fc.property(telling, hidden, fc.nat(), ([text, topic], sign, at) => {
      // Not right before or after a word's end: there a mark would join what a space parts.
      const letters = Array.from(text)
      const place = letters.findIndex((letter, i) => i >= at % letters.length && /\p{L}/u.test(letter)) + 1
      const seen = [...letters.slice(0, place), sign, ...letters.slice(place)].join('')
      expect(screen(seen), seen).toContain(topic)
      expect(screen(text.normalize('NFD')), text).toContain(topic)
    }),
  )
})

it('what a text tells it tells among words that tell nothing', () => {
  const plain = fc.constantFrom('Nr. 7', '2026-01-05', '12,40 EUR', '(3)', 'xyz', '№ 5', '+371 20000001')
  fc.assert(
    fc.property(telling, plain, plain, ([text, topic], before, after) => {
      expect(screen(`${before}; ${text}; ${after}`)).toContain(topic)
    }),
  )
})

it('letters of another script that look the same change nothing', () => {
  const looks: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і' }
  for (const word of ['cancer', 'depression', 'hospice', 'religious', 'epilepsy', 'catholic', 'convicted'])
    for (const [latin, look] of Object.entries(looks))
      expect(screen(word.replace(latin, look)), `${word} with ${look}`).toEqual(screen(word))
})

it.each([
  ['letters', 'a'],
  ['words that begin an entry of several', 'donation '],
  ['words of the lexicon', 'cancer '],
  ['half of a phrase', 'ziedojums mums '],
  ['harmless phrases', 'alcoholic drinks '],
  ['signs without width', 'a\u200b'],
  ['marks', 'a\u0301\u0336'],
  ['scripts in turns', 'aа'],
  ['halves of a pair', '\ud83d'],
])('takes no longer than the text is, whatever is repeated: %s', (_what, part) => {
  const time = (length: number): number => {
    const text = part.repeat(Math.ceil(length / part.length))
    const start = performance.now()
    screen(text)
    return performance.now() - start
  }
  time(10_000)
  // A hundred ms where it is slow on a busy machine; what grows with the square of the length takes minutes.
  expect(time(200_000)).toBeLessThan(3_000)
})

it('takes no longer where one letter becomes eighteen', () => {
  const start = performance.now()
  screen('ﷺ'.repeat(10_000))
  expect(performance.now() - start).toBeLessThan(3_000)
})

it('parts of a datum come back as they were joined, and no text is taken for one', () => {
  const bytes = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(fc.constantFrom(...fences), bytes, bytes, (fence, open, whole) => {
      const parts = partsOf(joined({ fence, open, whole }))
      expect(parts && { ...parts, open: [...parts.open], whole: [...parts.whole] }).toEqual({
        fence,
        open: [...open],
        whole: [...whole],
      })
    }),
  )
  fc.assert(
    fc.property(anyText, (text) => {
      expect(partsOf(Buffer.from(text))).toBeUndefined()
    }),
  )
})

it('a datum with a fenced part that was cut short is told, and not taken for another', () => {
  const whole = joined({ fence: 'special', open: Buffer.from('{}'), whole: Buffer.from('{"remittance":"x"}') })
  for (let length = 0; length < whole.length - 18; length += 1) {
    const cut = whole.subarray(0, length)
    const read = () => partsOf(cut)
    if (length < 13) expect(read()).toBeUndefined()
    else expect(read).toThrow(RangeError)
  }
})
