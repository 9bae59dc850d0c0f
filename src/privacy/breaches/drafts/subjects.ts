/** What people are told of a breach, in plain words and the same for all of them: GDPR, Article 34(2). */
import type { Entity, Wording } from '../../../rulebook/pack.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { inWords } from '../../../rulebook/wording.ts'
import type { Breach, Nature } from '../rules.ts'
import { type DraftLanguage, draftLanguages, momentIn, phrases, wordsIn } from './language.ts'
import { categoryNames, controllerOf, officerOf } from './parts.ts'

export type SubjectsDraft = { readonly title: string; readonly paragraphs: readonly string[] }

/** After these somebody else may know the data; after all others they may be gone or wrong. */
const known: readonly Nature[] = ['disclosure', 'access']

/** Names nobody whom the breach concerns. */
export function subjectsDraft(breach: Breach, entity: Entity, terms: Terms, language: DraftLanguage): SubjectsDraft {
  const { subjects: say, ...words } = wordsIn[language]
  const controller = controllerOf(terms, entity)
  const [from, until] = [breach.from, breach.until].map((at) => momentIn(at, entity, language)) as [string, string]
  const { natures, consequences, remedies } = breach
  return {
    title: say.title,
    paragraphs: [
      say.happened(controller.controller, from, until),
      say.what(phrases(natures.map((one) => words.natures[one]))),
      say.kinds(phrases(categoryNames(breach, terms, language))),
      ...(consequences.length === 0
        ? []
        : [say.mayFollow(phrases(consequences.map((one) => words.consequences[one])))]),
      ...(remedies.length === 0 ? [] : [say.weDid(phrases(remedies.map((one) => words.remedies[one])))]),
      ...(natures.some((one) => known.includes(one)) ? [say.guard] : []),
      ...(natures.some((one) => !known.includes(one)) ? [say.check] : []),
      `${say.ask(officerOf(controller))} ${say.complain(inWords(controller.authority, language))}`,
    ],
  }
}

/** The same as a letter of the institution, in every language in which there are drafts. */
export function letterToSubjects(
  breach: Breach,
  entity: Entity,
  terms: Terms,
): { readonly title: Wording; readonly text: Wording } {
  const drafts = draftLanguages.map((language) => [language, subjectsDraft(breach, entity, terms, language)] as const)
  return {
    title: Object.fromEntries(drafts.map(([language, { title }]) => [language, title])),
    text: Object.fromEntries(drafts.map(([language, { paragraphs }]) => [language, paragraphs.join('\n\n')])),
  }
}
