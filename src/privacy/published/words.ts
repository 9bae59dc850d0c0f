/** The fixed texts around what a register says: headings, labels, and names for the values of closed lists. */
import type { PublishedLanguage } from './statement.ts'
import { en } from './words/en.ts'
import { et } from './words/et.ts'
import { lt } from './words/lt.ts'
import { lv } from './words/lv.ts'
import { ru } from './words/ru.ts'
import type { Words } from './words/shape.ts'

export const words: { readonly [L in PublishedLanguage]: Words } = { en, lv, et, lt, ru }
