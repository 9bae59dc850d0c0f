import { expect, it } from 'vitest'
import { publishedLanguages } from './statement.ts'
import { words } from './words.ts'

/** Every text with the path to it. */
function texts(value: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? [[`${path}${key}`, inner] as const] : texts(inner, `${path}${key}.`),
  )
}

it.each(publishedLanguages)('all that is said in English is said in %s too, and nothing is left empty', (language) => {
  const said = texts(words[language])
  const keys = (list: typeof said) => list.map(([key]) => key).filter((key) => !key.startsWith('businessDays'))
  expect(keys(said)).toEqual(keys(texts(words.en)))
  expect(said.filter(([, text]) => text.trim() === '')).toEqual([])
})

it.each(publishedLanguages.filter((one) => one !== 'en'))('nothing in %s was left in English', (language) => {
  const english = new Map(texts(words.en))
  expect(texts(words[language]).filter(([key, text]) => english.get(key) === text)).toEqual([])
})
