/** Texts of packs in one language. */
import type { Language, Wording } from '../../rulebook/pack.ts'

/** The wording in a language, or in English, or in any. */
export const inWords = (wording: Wording | undefined, words: Language): string =>
  wording?.[words] ?? wording?.en ?? Object.values(wording ?? {})[0] ?? ''
