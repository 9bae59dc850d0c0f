/** The languages in which packs may be written. */
import { Type } from 'typebox'

export const languages = ['en', 'lv', 'lt', 'et', 'ru', 'cs'] as const
export type Language = (typeof languages)[number]

export const language = Type.Enum([...languages], { description: 'A language: en, lv, lt, et, ru or cs' })

const words = (description: string) => Type.String({ minLength: 1, description })

/** A wording in each of them, none of them demanded: which must stand there, the pack or the document says. */
export const inEachLanguage = {
  en: Type.Optional(words('English')),
  lv: Type.Optional(words('Latvian')),
  lt: Type.Optional(words('Lithuanian')),
  et: Type.Optional(words('Estonian')),
  ru: Type.Optional(words('Russian')),
  cs: Type.Optional(words('Czech')),
}
