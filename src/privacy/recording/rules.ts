/**
 * What may be recorded about a person: only what a purpose of the register needs, from a source that its category names, in a role that it
 * concerns, with whatever is to be shown for it.
 */
import { type Citation, type Cited, type Facts, type Refused, refuse, together } from '../../kernel/decision.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Category, Condition, Interest, Purpose } from '../../rulebook/register/schema.ts'
import type { EvidenceKind } from '../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { unmetBy } from '../gate/conditions/rules.ts'
import { type Evidence, isMet } from '../gate/rules.ts'
import { type OnRecord, recordedBy, shownFor } from './evidence/rules.ts'
import { checkGrant, checkOwnSource, grantRefusals, type Recorder } from './recorders/rules.ts'

/** What is to be recorded, by whom, and what is on record already that it may rest on. */
export type Recording = {
  readonly by: Recorder
  readonly onRecord: OnRecord
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
  /** Whether the person is known to be under age, whatever is said of it. */
  readonly underAge?: boolean | undefined
}

/** What shows that somebody uses a service, or asked for one. */
const servedBy = ['service', 'application', 'agreement'] as const satisfies EvidenceKind[]

/** In this order: what every use of data asks of its purpose. */
export const purposeRefusals = ['purpose-not-registered', 'kind-not-needed'] as const
export type PurposeRefusal = (typeof purposeRefusals)[number]

/** In this order. */
export const recordingRefusals = [
  ...purposeRefusals,
  ...grantRefusals,
  'source-not-registered',
  'source-not-own',
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

/** Interests without which nothing carries one of the categories for the purpose: what is asked for them, is asked of what is recorded. */
function interestsBehind(
  { bases }: Purpose,
  categories: readonly Category[],
  { register }: Terms,
): readonly Registered<Interest>[] {
  return categories.flatMap(({ id }) => {
    const reaching = bases.filter((one) => one.for === undefined || one.for.includes(id))
    const interests = reaching.flatMap((one) =>
      one.interest === undefined ? [] : (register.interests.get(one.interest) ?? []),
    )
    const carrying = interests.filter((one) => one.categories.includes(id))
    return carrying.length === 1 && reaching.length === interests.length ? carrying : []
  })
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
  const ungranted = checkGrant(asked.by, { purpose: purpose.id, kinds }, terms)
  if (ungranted !== undefined) return ungranted

  const source = register.sources.get(asked.source)
  const foreign = categories.filter(({ sources }) => !sources.includes(asked.source))
  if (source === undefined || foreign.length > 0) {
    const lists = categories.map(({ sources }) => sources)
    const sources = [...register.sources.keys()].filter((one) => lists.every((list) => list.includes(one)))
    return refuse('source-not-registered', cite('fact.source', ...foreign), { source: asked.source, sources })
  }
  const foreignSource = checkOwnSource(asked.by, source, terms)
  if (foreignSource !== undefined) return foreignSource

  const concerns = ({ roles }: { readonly roles?: readonly string[] | undefined }) =>
    role === undefined || roles === undefined || roles.includes(role)
  const unconcerned = categories.filter((one) => !concerns(one))
  if (role === undefined && purpose.byRole === true)
    return refuse('role-not-concerned', cite('privacy.minimum', purpose), { purpose: name, roles: [] })
  if (role !== undefined && (!register.roles.has(role) || !concerns(purpose) || unconcerned.length > 0))
    return refuse('role-not-concerned', cite('privacy.minimum', purpose, ...unconcerned), {
      purpose: name,
      roles: [role],
    })

  const shown = shownFor(purpose, asked.shown ?? [], asked.onRecord)
  const ofMinor = asked.minor !== undefined || asked.underAge === true
  // Who has no rule for minors takes nothing of them.
  if (ofMinor && !terms.has('fact.minors')) return refuse('minor-not-served', terms.cite('guardianship.majority'))
  if (ofMinor) {
    const { by } = terms.parameters('fact.minors')
    const closed = categories.filter(({ minors }) => minors === 'never')
    const isTeller = asked.minor !== undefined && by.includes(asked.minor)
    const isServed = servedBy.some((kind) => shown.has(kind))
    // What is missing, all of it.
    const missing: Facts = {
      ...(isTeller ? {} : { by }),
      ...(closed.length === 0
        ? {}
        : { kinds: kinds.filter((kind) => closed.some((one) => one.attributes.includes(kind))) }),
      ...(isServed ? {} : { needs: servedBy.map((kind) => [kind]) }),
    }
    if (Object.keys(missing).length > 0) return refuse('minor-not-served', cite('fact.minors', ...closed), missing)
  }

  const conditioned: readonly {
    readonly requires?: Condition | undefined
    readonly cited: Citation
  }[] = [purpose, source, ...categories, ...interestsBehind(purpose, categories, terms)]
  const unmet = conditioned.find(({ requires }) => requires !== undefined && !isMet(requires, shown))
  if (unmet?.requires !== undefined)
    return refuse('condition-missing', cite('privacy.condition', unmet), unmetBy(unmet.requires, recordedBy))
  const minors = ofMinor ? [terms.cite('fact.minors')] : []
  const concerned = role === undefined ? undefined : register.roles.get(role)
  const items = [purpose, source, ...categories, ...(concerned === undefined ? [] : [concerned])]
  return { categories, cited: together(cite('fact.source', ...items), ...minors) }
}
