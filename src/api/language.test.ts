import { expect, it } from 'vitest'
import { languageOf } from './language.ts'

it.each([
  [undefined, undefined, 'en'],
  ['lv', undefined, 'lv'],
  ['lv-LV,lv;q=0.9,en;q=0.8', undefined, 'lv'],
  ['de, en;q=0.5, lv;q=0.7', undefined, 'lv'],
  ['de', undefined, 'en'],
  ['lv;q=0, en', undefined, 'en'],
  ['en', 'lv', 'lv'],
  ['lv', 'xx', 'lv'],
  [';;q=,,', undefined, 'en'],
])('Accept-Language %s and language=%s are answered in the third', (accept, asked, language) => {
  expect(languageOf(accept, asked)).toBe(language)
})
