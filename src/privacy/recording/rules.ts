/**
 * What may be recorded about a person: only what a purpose of the register needs, from a source that its category names, in a role that it
 * concerns, with whatever is to be shown for it.
 */
import { type Citation, type Cited, type Refused, refuse, together } from '../../kernel/decision.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Category, Condition, EvidenceKind, Purpose } from '../../rulebook/register/schema.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Evidence, isMet } from '../gate/rules.ts'

/** What is to be recorded. */
export type Recording = {
  readonly kinds: readonly Attribute[]
  /** A purpose of the register, or a use of the engine. */
  readonly purpose: string
  /** A source of the register. */
  readonly source: string
  /** The role of the register in which the person is concerned; that of a customer, of whom all may be, when absent. */
  readonly role?: string | undefined
  readonly shown?: readonly Evidence[] | undefined
  /** Of a minor: who it is that gives the data; undefined for anybody of age. */
  readonly minor?: 'minor' | 'parent' | 'other' | undefined
}

/** What shows that somebody uses a service, or asked for one. */
const servedBy = ['service', 'application', 'agreement'] as const satisfies EvidenceKind[]

/** In this order: what every use of data asks of its purpose. */
export const purposeRefusals = ['purpose-not-registered', 'kind-not-needed'] as const
export type PurposeRefusal = (typeof purposeRefusals)[number]

/** In this order. */
export const recordingRefusals = [
  ...purposeRefusals,
  'source-not-registered',
  'role-not-concerned',
  'minor-not-served',
  'condition-missing',
] as const
export type RecordingRefusal = (typeof recordingRefusals)[number]

/** The purpose that a name stands for, and the categories that it needs; or why not. */
export function needOf(
  kinds: readonly Attribute[],
  name: string,
  terms: Terms,
):
  | { readonly purpose: Registered<Purpose>; readonly categories: readonly Registered<Category>[] }
  | Refused<PurposeRefusal> {
  const { register } = terms
  const purposes = [...register.purposes.values()]
  const purpose = purposes.find(({ uses }) => uses?.some((use) => use === name)) ?? register.purposes.get(name)
  if (purpose === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: name })

  const all = [...register.categories.values()]
  const categoryOf = (kind: Attribute) => all.find(({ attributes }) => attributes.includes(kind))
  const categories = [...new Set(kinds.flatMap((kind) => categoryOf(kind) ?? []))]
  const serves = ({ id, onlyFor }: Category) =>
    purpose.categories.includes(id) && (onlyFor === undefined || onlyFor.includes(purpose.id))
  const unneeded = kinds.filter((kind) => {
    const category = categoryOf(kind)
    return category === undefined || !serves(category)
  })
  if (unneeded.length === 0) return { purpose, categories }
  const items = [purpose, ...categories.filter((one) => !serves(one))]
  return refuse('kind-not-needed', citing('privacy.minimum', items, terms), { purpose: name, kinds: unneeded })
}

/** The provision's clause, and those of items of the register. */
function citing(key: ProvisionKey, items: readonly { readonly cited: Citation }[], terms: Terms): Cited {
  const own = items.map(({ cited }) => cited)
  return together(terms.cite(key), { settled: own, disclosed: own })
}

/** The categories that are recorded and what settles that they may be, or why not. */
export function checkRecording(
  asked: Recording,
  terms: Terms,
): { readonly categories: readonly Registered<Category>[]; readonly cited: Cited } | Refused<RecordingRefusal> {
  const { register } = terms
  const { kinds, purpose: name, role } = asked
  const cite = (key: ProvisionKey, ...items: readonly { readonly cited: Citation }[]) => citing(key, items, terms)
  const need = needOf(kinds, name, terms)
  if ('outcome' in need) return need
  const { purpose, categories } = need

  const source = register.sources.get(asked.source)
  const foreign = categories.filter(({ sources }) => !sources.includes(asked.source))
  if (source === undefined || foreign.length > 0)
    return refuse('source-not-registered', cite('fact.source', ...foreign), { source: asked.source })

  const concerns = ({ roles }: { readonly roles?: readonly string[] | undefined }) =>
    role === undefined || roles === undefined || roles.includes(role)
  const unconcerned = categories.filter((one) => !concerns(one))
  if (role !== undefined && (!register.roles.has(role) || !concerns(purpose) || unconcerned.length > 0))
    return refuse('role-not-concerned', cite('privacy.minimum', purpose, ...unconcerned), {
      purpose: name,
      roles: [role],
    })

  if (asked.minor !== undefined) {
    const { by } = terms.parameters('fact.minors')
    const closed = categories.filter(({ minors }) => minors === 'never')
    const isServed = asked.shown?.some(({ kind }) => (servedBy as readonly EvidenceKind[]).includes(kind))
    if (!by.includes(asked.minor) || closed.length > 0 || isServed !== true)
      return refuse('minor-not-served', cite('fact.minors', ...closed))
  }

  const shown = new Set((asked.shown ?? []).map(({ kind }) => kind))
  const conditioned: readonly {
    readonly requires?: Condition | undefined
    readonly cited: Citation
  }[] = [purpose, source, ...categories]
  const unmet = conditioned.find(({ requires }) => requires !== undefined && !isMet(requires, shown))
  if (unmet !== undefined) return refuse('condition-missing', cite('privacy.condition', unmet))
  const minors = asked.minor === undefined ? [] : [terms.cite('fact.minors')]
  const concerned = role === undefined ? undefined : register.roles.get(role)
  const items = [purpose, source, ...categories, ...(concerned === undefined ? [] : [concerned])]
  return { categories, cited: together(cite('fact.source', ...items), ...minors) }
}
