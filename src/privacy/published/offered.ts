/** In which languages a statement can be had: those of the documents out of which it is made, and English. */
import type { Pack } from '../../rulebook/pack.ts'
import type { RegisterPart } from '../../rulebook/register/schema.ts'
import { type PublishedLanguage, publishedLanguages, type StatementKind } from './statement.ts'

const madeOf: { readonly [K in Exclude<StatementKind, 'notice'>]: keyof RegisterPart } = {
  retention: 'retention',
  interests: 'interests',
  processors: 'processors',
  decisions: 'automated',
}

export function languagesOffered({ documents }: Pack, kind: StatementKind): readonly PublishedLanguage[] {
  const making = documents.filter(({ clauses }) =>
    clauses.some(
      ({ register }) => register !== undefined && (kind === 'notice' || register[madeOf[kind]] !== undefined),
    ),
  )
  return publishedLanguages.filter((one) => one === 'en' || making.some(({ languages }) => languages.includes(one)))
}
