/** The register and its table of access, compiled: what does not depend on whose data are asked for is worked out once. */
import { type Accepted, accept, type Citation, type Cited } from '../../../kernel/decision.ts'
import type { ProvisionKey } from '../../../rulebook/provisions.ts'
import { type Attribute, classOf } from '../../../rulebook/register/attributes.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Access, Category, Condition, Interest, Purpose } from '../../../rulebook/register/schema.ts'
import type { ActorRole, LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { TrainingAsked } from '../../measures/training/rules.ts'

/** In this order: the first that holds. Those before `subject-not-concerned` say nothing about anybody. */
export const gateRefusals = [
  'actor-unnamed',
  'confidentiality-not-undertaken',
  'training-missing',
  'purpose-not-registered',
  'purpose-not-granted',
  'interest-not-registered',
  'kind-not-needed',
  'kind-not-granted',
  'role-not-concerned',
  'subject-not-concerned',
  'purpose-not-told',
  'condition-missing',
  'processing-restricted',
  'processing-stopped',
  'consent-missing',
] as const
export type GateRefusal = (typeof gateRefusals)[number]

/** What can be said of a question before it is known whose data they are. */
export type Verdict =
  | {
      readonly code: GateRefusal
      readonly cited: Cited
      readonly facts: Readonly<Record<string, string | readonly string[]>>
    }
  | {
      readonly code: undefined
      readonly cited: Cited
      readonly facts: { readonly purpose: string; readonly pseudonyms?: string }
      readonly purpose: Registered<Purpose>
      readonly categories: readonly Registered<Category>[]
      /** What the use can rest on: the interest that was named, or any basis of the purpose. */
      readonly bases: readonly Carrying[]
      readonly about: Access['about']
      /** All of these conditions. */
      readonly conditions: readonly { readonly condition: Condition; readonly cited: Cited }[]
      /** Roles in which a person may be concerned; any when undefined. */
      readonly roles: ReadonlySet<string> | undefined
      /** Whether nothing needs to be shown or consented to: then it is permitted for whoever switched nothing. */
      readonly plain: boolean
      /** The first day of a purpose that came with a later version of the register; undefined for those that were there from the start. */
      readonly since: Temporal.PlainDate | undefined
      readonly permitted: Accepted<never>
    }

/** A basis as far as it reaches: an interest only for what its entry in the register says. */
export type Carrying = {
  readonly basis: LegalBasis
  /** The categories for which; all that the purpose lists when undefined. */
  readonly only: readonly string[] | undefined
  readonly interest?: Registered<Interest> | undefined
  /** Law demands it for what counts as an important public interest (GDPR, Article 18(2)). */
  readonly publicInterest?: boolean | undefined
  /** What must be shown for the interest, and the clause that says so. */
  readonly condition?: { readonly condition: Condition; readonly cited: Cited } | undefined
}

export class CompiledGate {
  /** What staff must have been taught before they read anything; undefined where that is no condition. */
  readonly training: TrainingAsked | undefined
  readonly #terms: Terms
  readonly #purposes = new Map<string, Registered<Purpose>>()
  readonly #categories = new Map<Attribute, Registered<Category>>()
  readonly #access = new Map<string, Registered<Access>[]>()
  readonly #since = new Map<string, Temporal.PlainDate | undefined>()
  /** Callers ask with lists that live long: an answer is found by the list itself. */
  readonly #verdicts = new WeakMap<readonly Attribute[], Map<ActorRole, Map<string, Verdict>>>()

  constructor(terms: Terms) {
    this.#terms = terms
    const training = terms.parameters('staff.training')
    this.training = training.beforeAccess ? training : undefined
    const { register } = terms
    for (const purpose of register.purposes.values()) {
      this.#purposes.set(purpose.id, purpose)
      for (const use of purpose.uses ?? []) this.#purposes.set(use, purpose)
    }
    for (const category of register.categories.values())
      for (const attribute of category.attributes) this.#categories.set(attribute, category)
    for (const access of register.access)
      for (const purpose of access.purposes) {
        const key = `${access.role} ${purpose}`
        this.#access.set(key, [...(this.#access.get(key) ?? []), access])
      }
  }

  /** @param interest the legitimate interest that the use rests on, where it names one */
  verdict(role: ActorRole, purpose: string, kinds: readonly Attribute[], interest?: string): Verdict {
    const name = interest === undefined ? purpose : `${purpose} ${interest}`
    // Asked a million times a second: no function is made for an answer that is known.
    const known = this.#verdicts.get(kinds)?.get(role)?.get(name)
    if (known !== undefined) return known
    const verdict = this.#judge(role, purpose, kinds, interest)
    this.#verdicts
      .getOrInsertComputed(kinds, () => new Map())
      .getOrInsertComputed(role, () => new Map())
      .set(name, verdict)
    return verdict
  }

  #judge(role: ActorRole, name: string, kinds: readonly Attribute[], named: string | undefined): Verdict {
    const purpose = this.#purposes.get(name)
    if (purpose === undefined)
      return {
        code: 'purpose-not-registered',
        cited: this.#terms.cite('privacy.purpose'),
        facts: { role, purpose: name, open: this.openTo(role) },
      }
    const grants = this.#access.get(`${role} ${purpose.id}`) ?? []
    const [first] = grants
    if (first === undefined)
      return {
        code: 'purpose-not-granted',
        cited: this.#cite('privacy.access', [purpose.cited]),
        facts: { role, purpose: name, open: this.openTo(role) },
      }
    const categories = [...new Set(kinds.flatMap((kind) => this.#categories.get(kind) ?? []))]
    const interest = named === undefined ? undefined : this.#terms.register.interests.get(named)
    const serves = ({ id, onlyFor }: Category) =>
      purpose.categories.includes(id) &&
      (interest === undefined || interest.categories.includes(id)) &&
      (onlyFor === undefined || onlyFor.includes(purpose.id))
    const bases = named === undefined ? this.#basesOf(purpose) : this.#basesOf(purpose, interest)
    const uncarried = categories.filter((one) => serves(one) && !bases.some((basis) => reaches(basis, one.id)))
    if (uncarried.length > 0 || (named !== undefined && interest?.purpose !== purpose.id))
      return {
        code: 'interest-not-registered',
        cited: this.#cite('privacy.interest', [purpose.cited]),
        facts: { purpose: name, ...(named === undefined ? {} : { interest: named }) },
      }
    const unneeded = kinds.filter((kind) => {
      const category = this.#categories.get(kind)
      return category === undefined || !serves(category)
    })
    if (unneeded.length > 0)
      return {
        code: 'kind-not-needed',
        cited: this.#cite('privacy.minimum', [
          purpose.cited,
          ...(interest === undefined ? [] : [interest.cited]),
          ...categories.filter((one) => !serves(one)).map(({ cited }) => cited),
        ]),
        facts: { purpose: name, kinds: unneeded },
      }
    const grant = grants.find((one) => categories.every(({ id }) => opens(one, id)))
    if (grant === undefined)
      return {
        code: 'kind-not-granted',
        cited: this.#cite('privacy.access', [first.cited, purpose.cited]),
        facts: {
          role,
          purpose: name,
          kinds: kinds.filter((kind) => !grants.some((one) => opens(one, this.#categories.get(kind)?.id ?? ''))),
        },
      }
    const interests = categories.flatMap((category) => interestsFor(category, bases))
    const under = purpose.pseudonymous === true && !kinds.some(identifies)
    const cited = this.#cite('privacy.gate', [
      ...[purpose, ...categories, ...interests].map((one) => one.cited),
      ...(under ? this.#terms.cite('privacy.pseudonyms').settled : []),
    ])
    const facts = under ? { purpose: name, pseudonyms: purpose.id } : { purpose: name }
    const items = interest === undefined ? [purpose, ...categories] : [purpose, interest, ...categories]
    const conditions = items.flatMap((item) => this.#conditionOf(item) ?? [])
    return {
      code: undefined,
      cited,
      facts,
      purpose,
      categories,
      bases,
      about: grant.about,
      conditions,
      roles: rolesOf(items),
      plain: conditions.length === 0 && categories.every((one) => bases.some((basis) => carriesAlone(basis, one.id))),
      since: this.newSince(purpose.id),
      permitted: accept([], cited, facts),
    }
  }

  /** The first day of a purpose, or of the one that carries a use, where it came with a later version; undefined where it did not. */
  newSince(name: string): Temporal.PlainDate | undefined {
    return this.#since.getOrInsertComputed(name, () => {
      const first = this.#terms.firstDayOf(this.#purposes.get(name)?.id ?? name)
      return first?.isNew === true ? first.day : undefined
    })
  }

  /** The purposes for which somebody in this role may read anything at all. */
  openTo(role: ActorRole): readonly string[] {
    const purposes = this.#terms.register.access.filter((one) => one.role === role).flatMap((one) => one.purposes)
    return [...new Set(purposes)].sort()
  }

  /** What carries the purpose, or an interest alone. One that the register does not hold, carries nothing. */
  #basesOf(purpose: Purpose, alone?: Registered<Interest>): readonly Carrying[] {
    return purpose.bases.flatMap(({ basis, for: only, interest: id, publicInterest }): Carrying[] => {
      if (id === undefined) return alone === undefined ? [{ basis, only, publicInterest }] : []
      const interest = this.#terms.register.interests.get(id)
      if (interest === undefined || (alone !== undefined && interest !== alone)) return []
      const reach = interest.categories.filter((one) => only === undefined || only.includes(one))
      return [{ basis, only: reach, interest, condition: this.#conditionOf(interest) }]
    })
  }

  #conditionOf({ requires, cited }: { readonly requires?: Condition | undefined; readonly cited: Citation }) {
    return requires && { condition: requires, cited: this.#cite('privacy.condition', [cited]) }
  }

  /** The provision's clause, and behind it those of the items that settle the case. */
  #cite(provision: ProvisionKey, items: readonly Citation[]): Cited {
    const { settled } = this.#terms.cite(provision)
    const unique = new Map([...settled, ...items].map((one) => [`${one.document} ${one.clause}`, one]))
    const all = [...unique.values()]
    return { settled: all, disclosed: all }
  }
}

/** Whether a datum tells by itself whose it is: then no pseudonym hides that. */
const identifies = (kind: Attribute): boolean => classOf(kind) === 'identity' || classOf(kind) === 'contact'

/** Whether a basis reaches as far as a category. */
export const reaches = ({ only }: Carrying, category: string): boolean => only === undefined || only.includes(category)

/** The interests that a category's use rests on, where nothing but consent stands beside them. */
function interestsFor({ id }: Category, bases: readonly Carrying[]): readonly Registered<Interest>[] {
  const reaching = bases.filter((basis) => reaches(basis, id))
  if (reaching.some(({ basis, interest }) => interest === undefined && basis !== 'consent')) return []
  return reaching.flatMap(({ interest }) => interest ?? [])
}

/** A basis that asks nothing of anybody. */
const carriesAlone = (one: Carrying, category: string): boolean =>
  one.basis !== 'consent' && one.interest === undefined && reaches(one, category)

const opens = ({ categories, except }: Access, category: string): boolean =>
  (categories === undefined || categories.includes(category)) && !(except ?? []).includes(category)

/** The roles that all of them allow. */
function rolesOf(
  items: readonly { readonly roles?: readonly string[] | undefined }[],
): ReadonlySet<string> | undefined {
  const lists = items.flatMap(({ roles }) => (roles === undefined ? [] : [roles]))
  const [first, ...others] = lists
  return first && new Set(first.filter((role) => others.every((list) => list.includes(role))))
}

const compiled = new WeakMap<Terms, CompiledGate>()

/** The gate of these terms: compiled once, since terms are one object for each set of versions. */
export function compiledGate(terms: Terms): CompiledGate {
  return compiled.getOrInsertComputed(terms, () => new CompiledGate(terms))
}
