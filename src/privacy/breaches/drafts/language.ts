/** The languages of drafts about breaches, and how they write dates and lists. */
import type { Entity } from '../../../rulebook/pack.ts'
import { en } from './words/en.ts'
import { et } from './words/et.ts'
import { lt } from './words/lt.ts'
import { lv } from './words/lv.ts'
import { ru } from './words/ru.ts'
import type { BreachWords } from './words/shape.ts'

export const draftLanguages = ['en', 'lv', 'et', 'lt', 'ru'] as const
export type DraftLanguage = (typeof draftLanguages)[number]

export const wordsIn: { readonly [L in DraftLanguage]: BreachWords } = { en, lv, et, lt, ru }

const ofCountry: Readonly<Record<string, DraftLanguage>> = { LV: 'lv', EE: 'et', LT: 'lt' }

/** In which an entity writes when nobody says otherwise: that of its country. */
export const languageFor = ({ country }: Pick<Entity, 'country'>): DraftLanguage => ofCountry[country] ?? 'en'

const localeOf = (language: DraftLanguage): string => (language === 'en' ? 'en-GB' : language)

/** After "from" and "until" Latvian and Estonian inflect the names of months: there, days stand in figures. */
const hourSign: { readonly [L in DraftLanguage]?: string } = { lv: '. plkst. ', et: ' kell ' }

/** Day and minute in the entity's own time, as people write them. */
export function momentIn(
  at: Temporal.Instant,
  { timeZone }: Pick<Entity, 'timeZone'>,
  language: DraftLanguage,
): string {
  const sign = hourSign[language]
  const locale = localeOf(language)
  if (sign === undefined) return at.toLocaleString(locale, { timeZone, dateStyle: 'long', timeStyle: 'short' })
  const local = at.toZonedDateTimeISO(timeZone)
  const day = local.toLocaleString(locale, { day: '2-digit', month: '2-digit', year: 'numeric' })
  return `${day.replace(/\.$/, '')}${sign}${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** The same with the offset, so that the hour which comes twice when clocks change is told apart. */
export const exactMomentIn = (at: Temporal.Instant, entity: Pick<Entity, 'timeZone'>, language: DraftLanguage) =>
  `${momentIn(at, entity, language)} (UTC${at.toZonedDateTimeISO(entity.timeZone).offset})`

export const countIn = (count: number, language: DraftLanguage): string => count.toLocaleString(localeOf(language))

/** Phrases one after the other: they hold commas themselves. */
export const phrases = (some: readonly string[]): string => some.join('; ')
