/**
 * What the authority is told of a breach, as far as it is known: all of GDPR, Article 33(3), out of the register of breaches and that of
 * personal data. Names nobody whom the breach concerns.
 */
import type { Entity } from '../../../rulebook/pack.ts'
import type { Category } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { inWords } from '../../../rulebook/wording.ts'
import type { Breach } from '../rules.ts'
import { countIn, type DraftLanguage, exactMomentIn, momentIn, phrases, wordsIn } from './language.ts'
import { categoriesOf, categoryNames, controllerOf, officerOf } from './parts.ts'
import type { AuthorityLabel } from './words/shape.ts'

export type AuthorityDraft = {
  readonly title: string
  /** A name and a value each. */
  readonly about: readonly (readonly [string, string])[]
  readonly paragraphs: readonly string[]
}

/** How many people and data it may concern, as the records say: what the officers estimated comes before. */
export type Extent = { readonly persons: number; readonly dataRecords: number }

export function authorityDraft(
  breach: Breach,
  entity: Entity,
  terms: Terms,
  language: DraftLanguage,
  extent: Extent,
): AuthorityDraft {
  const words = wordsIn[language]
  const { authority: say } = words
  const exact = (at: Temporal.Instant) => exactMomentIn(at, entity, language)
  const listed = (some: readonly string[]) => (some.length === 0 ? say.unknown : phrases(some))
  const about = (count: number) => (count === 0 ? say.unknown : say.about(countIn(count, language)))
  const persons = about(breach.persons ?? Math.max(extent.persons, breach.affected))
  const { controller, registration, address, ...reached } = controllerOf(terms, entity)
  const values: Readonly<Record<AuthorityLabel, string | undefined>> = {
    controller: [controller, registration, address].filter((one) => one !== undefined).join(', '),
    contact: officerOf({ controller, address, ...reached }),
    file: breach.file,
    when: `${exact(breach.from)} – ${exact(breach.until)}`,
    aware: exact(breach.awareAt),
    notifyBy: exact(breach.notifyBy),
    delay: breach.delayReasons === null ? undefined : say.late(breach.delayReasons),
    natures: listed(breach.natures.map((one) => words.natures[one])),
    categories: listed(categoryNames(breach, terms, language)),
    persons: breach.affected === 0 ? persons : `${persons}; ${say.named(countIn(breach.affected, language))}`,
    records: about(breach.dataRecords ?? extent.dataRecords),
    consequences: listed(breach.consequences.map((one) => words.consequences[one])),
    remedies: listed(breach.remedies.map((one) => words.remedies[one])),
    people: toldOf(breach, entity, language),
    ...concerned(breach, terms, language),
  }
  const labels = Object.entries(say.labels) as [AuthorityLabel, string][]
  return {
    title: say.title,
    about: labels.flatMap(([label, name]): [string, string][] => {
      const value = values[label]
      return value === undefined ? [] : [[name, value]]
    }),
    paragraphs: [say.phases],
  }
}

function toldOf(breach: Breach, entity: Entity, language: DraftLanguage): string {
  const { authority: say, exemptions } = wordsIn[language]
  const { risk, exemption, exemptionReasons, told, affected, subjectsToldAt } = breach
  if (risk === null) return say.unknown
  if (risk !== 'high') return say.unneeded
  if (exemption !== null) return say.exempt(exemptions[exemption], exemptionReasons ?? '')
  if (subjectsToldAt === null) return say.untold
  const [of, all] = [told, affected].map((one) => countIn(one, language)) as [string, string]
  return say.told(of, all, momentIn(subjectsToldAt, entity, language))
}

/** Whose such data are, and who else has to do with them, by the register. */
function concerned(breach: Breach, terms: Terms, language: DraftLanguage) {
  const { authority: say } = wordsIn[language]
  const { roles, processors, recipients, transfers } = terms.register
  const found = categoriesOf(breach, terms)
  const ids = new Set(found.map(({ id }) => id))
  const has = ({ categories }: { readonly categories: readonly string[] }) => categories.some((id) => ids.has(id))
  const listed = (some: readonly string[]) => (some.length === 0 ? say.nobody : phrases(some))
  const whose = rolesOf(found)
  const working = [...processors.values()].filter(has)
  const receiving = [...recipients.values()].filter(has)
  const involved = new Set([...working, ...receiving].map(({ id }) => id))
  return {
    roles: listed(
      [...roles.values()]
        .filter(({ id }) => whose === undefined || whose.has(id))
        .map(({ name }) => inWords(name, language)),
    ),
    processors: listed(working.map(({ name, country }) => `${name} (${country})`)),
    recipients: listed(receiving.map(({ name }) => inWords(name, language))),
    transfers: listed(
      [...transfers.values()]
        .filter((one) => one.recipients.some((id) => involved.has(id)))
        .map(({ name, countries }) => `${inWords(name, language)} (${countries.join(', ')})`),
    ),
  }
}

/** The roles whose data categories are; undefined where one is of all roles. */
function rolesOf(categories: readonly Pick<Category, 'roles'>[]): ReadonlySet<string> | undefined {
  const named = categories.flatMap(({ roles }) => roles ?? [])
  return categories.length === 0 || categories.some(({ roles }) => roles === undefined) ? undefined : new Set(named)
}
