/** What of the register of personal data drafts about a breach tell. */
import type { Entity } from '../../../rulebook/pack.ts'
import type { Controller } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { inWords } from '../../../rulebook/wording.ts'
import type { Breach } from '../rules.ts'
import type { DraftLanguage } from './language.ts'

/** Who answers for the data. Throws where the register names nobody: a published register does. */
export function controllerOf({ register }: Terms, { id }: Pick<Entity, 'id'>): Controller {
  const found = register.controllers.find(({ entity }) => entity === id)
  if (found === undefined) throw new Error(`the register names no controller for the entity ${id}`)
  return found
}

/** How to reach who answers questions about the breach: Article 33(3)(b). */
export const officerOf = ({ officer, email, phone, address }: Controller): string =>
  officer ?? [email, phone].filter((one) => one !== undefined).join(', ') ?? address

/** The categories of the register that a breach concerns, in its order. */
export const categoriesOf = ({ kinds }: Pick<Breach, 'kinds'>, { register }: Terms) =>
  [...register.categories.values()].filter(({ attributes }) => kinds.some((kind) => attributes.includes(kind)))

/** Their names, and those kinds of which the register knows nothing as they are. */
export function categoryNames(breach: Pick<Breach, 'kinds'>, terms: Terms, language: DraftLanguage): readonly string[] {
  const categories = categoriesOf(breach, terms)
  const strays = breach.kinds.filter((kind) => !categories.some(({ attributes }) => attributes.includes(kind)))
  return [...categories.map(({ name }) => inWords(name, language)), ...strays]
}
