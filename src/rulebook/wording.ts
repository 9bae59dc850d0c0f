/** Texts of packs in one language. */
import type { Language } from './languages.ts'
import type { Wording } from './pack.ts'

/** A text, and the language in which it was found. */
export type Found = { readonly text: string; readonly language: Language }

/** The wording in a language, or in English, or in any. */
export function wordingIn(wording: Wording | undefined, language: Language): Found {
  const wanted = wording?.[language]
  if (wanted !== undefined) return { text: wanted, language }
  if (wording?.en !== undefined) return { text: wording.en, language: 'en' }
  const [other, text] = Object.entries(wording ?? {})[0] ?? [language, '']
  return { text: text ?? '', language: other as Language }
}

/** The same as text alone. */
export const inWords = (wording: Wording | undefined, language: Language): string => wordingIn(wording, language).text
