/** The closed list: what the register lets go to whom, whatever the day, the place and the person. */
import { refuse } from '../../../kernel/decision.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Category, Purpose } from '../../../rulebook/register/schema.ts'
import type { LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Disclosing, purposeOf, type RefusedDisclosure } from '../asked/rules.ts'
import { citing, type Receiver, receiverOf } from '../receivers/rules.ts'

/** What the register knows of a disclosure: who receives, for what, and of which categories. */
export type Listed = {
  readonly receiver: Receiver
  readonly purpose: Registered<Purpose>
  readonly categories: readonly Registered<Category>[]
}

/** What does not depend on day, place and person: the closed list. */
export function checkListed(asked: Disclosing, terms: Terms): Listed | RefusedDisclosure {
  const { register } = terms
  const { recipient, kinds, basis } = asked
  const list = terms.cite('disclosure.listed')
  const receiver = receiverOf(terms, recipient)
  if (receiver === undefined) return refuse('recipient-not-registered', list, { recipient })
  if (receiver.receivers?.includes(asked.receiver) === false)
    return refuse('recipient-not-registered', citing(list, receiver), { recipient, receivers: receiver.receivers })
  const purpose = purposeOf(asked.purpose, terms)
  if (purpose === undefined)
    return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: asked.purpose })
  if (!receiver.purposes.includes(purpose.id))
    return refuse('purpose-not-disclosed', citing(list, receiver), { recipient, purpose: purpose.id })
  const all = [...register.categories.values()]
  const categoryOf = (kind: Attribute) => all.find(({ attributes }) => attributes.includes(kind))
  const categories = [...new Set(kinds.flatMap((kind) => categoryOf(kind) ?? []))]
  const ofCategories = (some: readonly Category[]) =>
    kinds.filter((kind) => some.some(({ attributes }) => attributes.includes(kind)))

  const withheld = categories.filter(({ disclosed }) => disclosed === false)
  if (withheld.length > 0)
    return refuse('kind-withheld', citing(terms.cite('disclosure.withheld'), ...withheld), {
      recipient,
      kinds: ofCategories(withheld),
    })
  const forbidden = receiver.authority ? [] : forbiddenAmong(kinds, terms)
  if (forbidden.length > 0)
    return refuse('law-forbids', citing(terms.cite('disclosure.forbidden'), receiver), { recipient, kinds: forbidden })
  const serves = ({ id, onlyFor }: Category) =>
    purpose.categories.includes(id) && (onlyFor === undefined || onlyFor.includes(purpose.id))
  const unneeded = kinds.filter((kind) => {
    const category = categoryOf(kind)
    return category === undefined || !serves(category)
  })
  if (unneeded.length > 0)
    return refuse('kind-not-needed', citing(terms.cite('privacy.minimum'), purpose), {
      purpose: purpose.id,
      kinds: unneeded,
    })
  const closed = kinds.filter(
    (kind) =>
      !receiver.categories.includes(categoryOf(kind)?.id ?? '') ||
      (receiver.attributes !== undefined && !receiver.attributes.includes(kind)),
  )
  if (closed.length > 0) return refuse('kind-not-disclosed', citing(list, receiver), { recipient, kinds: closed })
  if (!rests(basis, receiver, purpose, categories))
    return refuse('basis-not-registered', citing(list, receiver, purpose), { recipient, basis })
  return { receiver, purpose, categories }
}

/** Kinds that law lets nobody have but public bodies: to hand on that an authority enquires is to warn. */
function forbiddenAmong(kinds: readonly Attribute[], terms: Terms): readonly Attribute[] {
  const { attributes } = terms.parameters('disclosure.forbidden')
  return kinds.filter((kind) => attributes.includes(kind))
}

/** A recipient's own bases come first; where the purpose has the basis for some categories only, it carries no others. */
function rests(
  basis: LegalBasis,
  { bases }: Receiver,
  purpose: Purpose,
  categories: readonly { readonly id: string }[],
): boolean {
  const ofPurpose = purpose.bases.filter((one) => one.basis === basis)
  if (!(bases === undefined ? ofPurpose.length > 0 : bases.includes(basis))) return false
  return (
    ofPurpose.length === 0 ||
    categories.every(({ id }) => ofPurpose.some((one) => one.for === undefined || one.for.includes(id)))
  )
}
