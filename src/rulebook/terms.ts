/**
 * Terms: what binds one customer on one day. Precedence (RA-2.3, RA-2.4): mandatory law; then the rules; then, where the rules are
 * silent or hand over, the service's own terms; then the general terms; then the price list; then what law says by default.
 * A provision that no document binds is an error, never a yes.
 */
import type { Citation, Cited } from '../kernel/decision.ts'
import { documentNamed, type Named } from './aliases.ts'
import {
  type BoundVersions,
  type Clause,
  citationOf,
  type DocumentRole,
  type DocumentVersion,
  type MayPolicy,
  type Pack,
  versionsOn,
} from './pack.ts'
import { fits, type PricedService, type PriceQuestion, type PriceRow } from './prices.ts'
import type { ParametersOf, ProvisionKey } from './provisions.ts'
import { type Register, registerOf } from './register/register.ts'

export interface Terms {
  /** The versions that these terms are made of. */
  readonly versions: BoundVersions
  /** The register of personal data that these versions make up. */
  readonly register: Register
  /**
   * The clauses that bind the provisions, to settle a decision and to be disclosed. Where service or general terms decide, the clause of
   * the rules that lets them decide stands behind theirs (RA-2.3, RA-2.4). Throws UnboundProvision.
   */
  cite(...keys: readonly ProvisionKey[]): Cited
  /** The same clause for staff, but disclosed as another one or, without one, as none: where the true ground must stay untold. */
  citeUndisclosed(key: ProvisionKey, disclosedAs?: ProvisionKey): Cited
  /** The provision's parameters. Throws UnboundProvision. */
  parameters<K extends ProvisionKey>(key: K): ParametersOf<K>
  /** A clause by its document's code and its id, such as `AMLD-40(1)`; undefined where no binding document has it. */
  clauseOf(reference: string): Citation | undefined
  /** The binding document that a name means; undefined when none has it. */
  documentNamed(name: string): Named | undefined
  /** What a service costs; undefined when no price list in force prices it: then it costs nothing. */
  price(service: PricedService, about: PriceQuestion): Price | undefined
  /** What the institution does with an entitlement: by the pack's policy; `always` for a clause that is no entitlement. */
  policy(key: ProvisionKey): MayPolicy
}

/** A price, and the clause of the price list in which it stands. */
export type Price = { readonly row: PriceRow; readonly cited: Cited }

export class UnboundProvision extends Error {
  readonly provision: ProvisionKey
  constructor(provision: ProvisionKey) {
    super(`no clause of the binding documents carries the provision ${provision}`)
    this.name = 'UnboundProvision'
    this.provision = provision
  }
}

/** Lower settles first. */
const precedence: Record<DocumentRole, number> = {
  rules: 1,
  'service-terms': 2,
  'general-terms': 3,
  'price-list': 4,
  privacy: 5,
  law: 6,
}

type Bound = {
  readonly document: DocumentVersion
  readonly clause: Clause
  readonly provision: ProvisionKey
  readonly parameters: Readonly<Record<string, unknown>>
}

/**
 * The clause of the rules that lets other documents in (RA-2.3, RA-2.4): where there are rules and none binds it, service or general
 * terms decide nothing.
 */
const admittedBy: { readonly [R in DocumentRole]?: ProvisionKey } = {
  'service-terms': 'documents.service-terms',
  'general-terms': 'documents.general-terms',
}

/** All clauses that bind each provision under the given versions, the one that settles first. */
export function resolve(documents: readonly DocumentVersion[]): ReadonlyMap<ProvisionKey, readonly Bound[]> {
  const rules = documents.filter(({ role }) => role === 'rules').flatMap(boundBy)
  const hasRules = documents.some(({ role }) => role === 'rules')
  const admitted = ({ role }: DocumentVersion): boolean => {
    const key = admittedBy[role]
    return key === undefined || !hasRules || rules.some(({ provision }) => provision === key)
  }
  const handedOver = new Set(
    rules
      .filter(({ provision }) => provision === 'documents.service-terms')
      .flatMap(({ document, parameters }) =>
        (parameters as ParametersOf<'documents.service-terms'>).handsOver.map((id) => `${document.code} ${id}`),
      ),
  )
  const rank = ({ document, clause }: Bound): number => {
    if (document.role === 'law' && clause.mandatory) return 0
    if (handedOver.has(`${document.code} ${clause.id}`)) return precedence['service-terms'] + 0.5
    return precedence[document.role]
  }
  const found = Map.groupBy(documents.filter(admitted).flatMap(boundBy), ({ provision }) => provision)
  for (const list of found.values()) list.sort((a, b) => rank(a) - rank(b))
  return found
}

const boundBy = (document: DocumentVersion): Bound[] =>
  document.clauses.flatMap((clause) =>
    clause.bindings.map(({ provision, parameters }) => ({ document, clause, provision, parameters })),
  )

class BoundTerms implements Terms {
  readonly versions: BoundVersions
  readonly #documents: readonly DocumentVersion[]
  readonly #bound: ReadonlyMap<ProvisionKey, readonly Bound[]>
  readonly #policies: Pack['policies']
  readonly #cited = new Map<string, Cited>()
  readonly #prices = new Map<string, Price | undefined>()
  #register: Register | undefined

  constructor(pack: Pack, versions: BoundVersions) {
    this.versions = versions
    this.#policies = pack.policies
    this.#documents = Object.entries(versions).map(([code, version]) => documentOf(pack, code, version))
    this.#bound = resolve(this.#documents)
  }

  cite(...keys: readonly ProvisionKey[]): Cited {
    return this.#remember(keys.join(' '), () => {
      const citations = this.#citations(keys)
      return { settled: citations, disclosed: citations }
    })
  }

  citeUndisclosed(key: ProvisionKey, disclosedAs?: ProvisionKey): Cited {
    return this.#remember(`${key} as ${disclosedAs ?? 'nothing'}`, () => ({
      settled: this.#citations([key]),
      disclosed: disclosedAs === undefined ? [] : this.#citations([disclosedAs]),
    }))
  }

  parameters<K extends ProvisionKey>(key: K): ParametersOf<K> {
    return this.#first(key).parameters as ParametersOf<K>
  }

  /** Asked of every payment, about few kinds of customers: each answer is looked for once. */
  price(service: PricedService, about: PriceQuestion): Price | undefined {
    const name = `${service} ${about.currency} ${about.customer} ${about.channel} ${about.product}`
    if (this.#prices.has(name)) return this.#prices.get(name)
    const price = this.#findPrice(service, about)
    this.#prices.set(name, price)
    return price
  }

  #findPrice(service: PricedService, about: PriceQuestion): Price | undefined {
    for (const document of this.#documents)
      if (document.role === 'price-list')
        for (const clause of document.clauses) {
          const row = clause.prices?.find((one) => fits(one, service, about))
          if (row !== undefined) return { row, cited: this.#citeClause(document, clause) }
        }
    return undefined
  }

  #citeClause(document: DocumentVersion, clause: Clause): Cited {
    return this.#remember(`clause ${document.code} ${clause.id}`, () => {
      const citations = [citationOf(document, clause)]
      return { settled: citations, disclosed: citations }
    })
  }

  get register(): Register {
    this.#register ??= registerOf(this.#documents)
    return this.#register
  }

  clauseOf(reference: string): Citation | undefined {
    const dash = reference.indexOf('-')
    const document = this.#documents.find(({ code }) => code === reference.slice(0, dash))
    const clause = document?.clauses.find(({ id }) => id === reference.slice(dash + 1))
    return document && clause && citationOf(document, clause)
  }

  documentNamed(name: string): Named | undefined {
    return documentNamed(this.#documents, name)
  }

  policy(key: ProvisionKey): MayPolicy {
    return this.#first(key).clause.force === 'may' ? (this.#policies[key] ?? 'staff') : 'always'
  }

  #first(key: ProvisionKey): Bound {
    const first = this.#bound.get(key)?.[0]
    if (first === undefined) throw new UnboundProvision(key)
    return first
  }

  #citations(keys: readonly ProvisionKey[]): readonly Citation[] {
    const decided = keys.map((key) => this.#first(key))
    const admitting = decided
      .map(({ document }) => admittedBy[document.role])
      .filter((key) => key !== undefined)
      .flatMap((key) => this.#bound.get(key)?.[0] ?? [])
    const unique = new Map([...decided, ...admitting].map((one) => [`${one.document.code} ${one.clause.id}`, one]))
    return [...unique.values()].map(({ document, clause }) => citationOf(document, clause))
  }

  /** Citations are interned: the journal stores each set once, and knows it by identity. */
  #remember(name: string, make: () => Cited): Cited {
    let cited = this.#cited.get(name)
    if (cited === undefined) {
      cited = make()
      this.#cited.set(name, cited)
    }
    return cited
  }
}

/** A bound version that the pack no longer has must not fall through to other documents unnoticed. */
function documentOf(pack: Pack, code: string, version: string): DocumentVersion {
  const found = pack.documents.find((document) => document.code === code && document.version === version)
  if (found === undefined) throw new Error(`the pack ${pack.id} has no version ${version} of the document ${code}`)
  return found
}

/** The terms of a pack, one object per set of versions. */
export class Rulebook {
  readonly pack: Pack
  readonly #terms = new Map<string, Terms>()
  readonly #inForce = new Map<string, BoundVersions>()
  /** A lane asks with the same object until its business date moves on. */
  readonly #inForceByDay = new WeakMap<Temporal.PlainDate, BoundVersions>()
  readonly #byBinding = new WeakMap<BoundVersions, WeakMap<BoundVersions, Terms>>()

  constructor(pack: Pack) {
    this.pack = pack
  }

  /**
   * The terms that bind on a day: the versions an agreement binds, and, for every document it leaves open (law above all), the version
   * in force that day. Without an agreement, the versions in force.
   */
  terms(day: Temporal.PlainDate, binding?: BoundVersions): Terms {
    const inForce = this.#inForceOn(day)
    if (binding === undefined) return this.#of(inForce)
    let bySet = this.#byBinding.get(binding)
    if (bySet === undefined) {
      bySet = new WeakMap()
      this.#byBinding.set(binding, bySet)
    }
    let terms = bySet.get(inForce)
    if (terms === undefined) {
      terms = this.#of({ ...inForce, ...binding })
      bySet.set(inForce, terms)
    }
    return terms
  }

  /** The versions in force on a day: the same object on all days with the same versions, so that little is kept for each agreement. */
  #inForceOn(day: Temporal.PlainDate): BoundVersions {
    let versions = this.#inForceByDay.get(day)
    if (versions === undefined) {
      const dayKey = day.toString()
      versions = this.#inForce.get(dayKey) ?? this.#of(versionsOn(this.pack, day)).versions
      this.#inForce.set(dayKey, versions)
      this.#inForceByDay.set(day, versions)
    }
    return versions
  }

  #of(versions: BoundVersions): Terms {
    const key = Object.keys(versions)
      .sort()
      .map((code) => `${code} ${versions[code]}`)
      .join('; ')
    let terms = this.#terms.get(key)
    if (terms === undefined) {
      terms = new BoundTerms(this.pack, versions)
      this.#terms.set(key, terms)
    }
    return terms
  }
}

/** The pack without any clause that binds the provision: to see what depends on it. */
export function withoutProvision(pack: Pack, key: ProvisionKey): Pack {
  return rebind(pack, (binding) => (binding.provision === key ? [] : [binding]))
}

/** The pack with one parameter of a provision changed wherever it is bound. */
export function withParameter(pack: Pack, key: ProvisionKey, name: string, value: unknown): Pack {
  return rebind(pack, (binding) =>
    binding.provision === key ? [{ ...binding, parameters: { ...binding.parameters, [name]: value } }] : [binding],
  )
}

/** The pack without the items of the register that follow from a clause. */
export function withoutRegister(pack: Pack, document: string, clause: string): Pack {
  return {
    ...pack,
    hash: `${pack.hash}*`,
    documents: pack.documents.map((one) =>
      one.code !== document
        ? one
        : {
            ...one,
            clauses: one.clauses.map((two) => (two.id === clause ? { ...two, register: undefined } : two)),
          },
    ),
  }
}

function rebind(pack: Pack, change: (binding: Clause['bindings'][number]) => Clause['bindings']): Pack {
  return {
    ...pack,
    hash: `${pack.hash}*`,
    documents: pack.documents.map((document) => ({
      ...document,
      clauses: document.clauses.map((clause) => ({ ...clause, bindings: clause.bindings.flatMap(change) })),
    })),
  }
}
