/**
 * Terms: what binds one customer on one day. Precedence (RA-2.3, RA-2.4): mandatory law; then the rules; then, where the rules are
 * silent or hand over, the service's own terms; then the general terms; then the price list; then what law says by default.
 * A provision that no document binds is an error, never a yes.
 */
import type { Citation, Cited } from '../kernel/decision.ts'
import { documentNamed, type Named } from './aliases.ts'
import {
  type BoundVersions,
  binds,
  type Clause,
  citationOf,
  type DocumentVersion,
  type Entity,
  type MayPolicy,
  type Pack,
  versionsOn,
} from './pack.ts'
import { admittedBy, type Bound, boundBy, resolve } from './precedence.ts'
import { fits, type PricedService, type PriceQuestion, type PriceRow } from './prices.ts'
import type { ParametersOf, ProvisionKey } from './provisions.ts'
import { type Register, type Registered, registerOf } from './register/register.ts'
import type { Controller } from './register/schema.ts'

export interface Terms {
  /** The versions that these terms are made of. */
  readonly versions: BoundVersions
  /** The register of personal data that these versions make up. */
  readonly register: Register
  /** Who is responsible for the data of the entity that these terms bind; undefined where no document names it. */
  readonly controller: Registered<Controller> | undefined
  /**
   * The clauses that bind the provisions, to settle a decision and to be disclosed. Where service or general terms decide, the clause of
   * the rules that lets them decide stands behind theirs (RA-2.3, RA-2.4). Throws UnboundProvision.
   */
  cite(...keys: readonly ProvisionKey[]): Cited
  /** The same clause for staff, but disclosed as another one or, without one, as none: where the true ground must stay untold. */
  citeUndisclosed(key: ProvisionKey, disclosedAs?: ProvisionKey): Cited
  /** The provision's parameters. Throws UnboundProvision. */
  parameters<K extends ProvisionKey>(key: K): ParametersOf<K>
  /**
   * The first day on which the register of the entity has a purpose, in any version of its documents, and whether that is later than the
   * register's own first day. Undefined where no version has it.
   */
  firstDayOf(purpose: string): { readonly day: Temporal.PlainDate; readonly isNew: boolean } | undefined
  /** A clause by its document's code and its id, such as `AMLD-40(1)`; undefined where no binding document has it. */
  clauseOf(reference: string): Citation | undefined
  /** The binding document that a name means; undefined when none has it. */
  documentNamed(name: string): Named | undefined
  /** What a service costs; undefined when no price list in force prices it: then it costs nothing. */
  price(service: PricedService, about: PriceQuestion): Price | undefined
  /** What the institution does with an entitlement: by the pack's policy; `always` for a clause that is no entitlement. */
  policy(key: ProvisionKey): MayPolicy
  /** Whether some document binds the provision: whether the institution does such a thing at all. */
  has(key: ProvisionKey): boolean
}

/** A price, and the clause of the price list in which it stands. */
export type Price = { readonly row: PriceRow; readonly cited: Cited }

export class UnboundProvision extends Error {
  readonly provision: ProvisionKey
  /** The entity that no document binds to it. */
  readonly entity: Entity
  /** Whether documents bind another entity of the institution to it: then it is no gap of the pack that this one has none. */
  readonly elsewhere: boolean
  constructor(provision: ProvisionKey, entity: Entity, elsewhere: boolean) {
    super(`no clause of the documents that bind ${entity.name} carries the provision ${provision}`)
    this.name = 'UnboundProvision'
    this.provision = provision
    this.entity = entity
    this.elsewhere = elsewhere
  }
}

class BoundTerms implements Terms {
  readonly versions: BoundVersions
  readonly #pack: Pack
  readonly #entity: Entity
  readonly #documents: readonly DocumentVersion[]
  readonly #bound: ReadonlyMap<ProvisionKey, readonly Bound[]>
  readonly #policies: Pack['policies']
  readonly #cited = new Map<string, Cited>()
  readonly #prices = new Map<string, Price | undefined>()
  #register: Register | undefined

  constructor(pack: Pack, entity: Entity, versions: BoundVersions) {
    this.versions = versions
    this.#pack = pack
    this.#entity = entity
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
    this.#register ??= registerOf(this.#documents, this.#entity.id)
    return this.#register
  }

  get controller(): Registered<Controller> | undefined {
    return this.register.controllers.find(({ entity }) => entity === this.#entity.id)
  }

  firstDayOf(purpose: string) {
    const days = [...this.#purposeDays()]
    const found = days.filter(([id]) => id === purpose).map(([, day]) => day)
    if (found.length === 0) return undefined
    const first = earliest(days.map(([, day]) => day))
    const day = earliest(found)
    return { day, isNew: Temporal.PlainDate.compare(first, day) < 0 }
  }

  /** Each purpose with the day of each version that has it. */
  *#purposeDays(): Iterable<readonly [id: string, day: Temporal.PlainDate]> {
    for (const document of this.#pack.documents)
      if (binds(document, this.#entity.id))
        for (const { register } of document.clauses)
          for (const { id } of register?.purposes ?? []) yield [id, document.effective]
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

  has(key: ProvisionKey): boolean {
    return this.#bound.has(key)
  }

  policy(key: ProvisionKey): MayPolicy {
    return this.#first(key).clause.force === 'may' ? (this.#policies[key] ?? 'staff') : 'always'
  }

  #first(key: ProvisionKey): Bound {
    const first = this.#bound.get(key)?.[0]
    if (first === undefined) throw new UnboundProvision(key, this.#entity, this.#isBoundElsewhere(key))
    return first
  }

  #isBoundElsewhere(key: ProvisionKey): boolean {
    return this.#pack.documents.some(
      (document) => !binds(document, this.#entity.id) && boundBy(document).some(({ provision }) => provision === key),
    )
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

const earliest = (days: readonly Temporal.PlainDate[]): Temporal.PlainDate =>
  days.reduce((first, day) => (Temporal.PlainDate.compare(day, first) < 0 ? day : first))

/** A bound version that the pack no longer has must not fall through to other documents unnoticed. */
function documentOf(pack: Pack, code: string, version: string): DocumentVersion {
  const found = pack.documents.find((document) => document.code === code && document.version === version)
  if (found === undefined) throw new Error(`the pack ${pack.id} has no version ${version} of the document ${code}`)
  return found
}

/** The terms of one entity of a pack, one object per set of versions. */
export class Rulebook {
  readonly pack: Pack
  readonly entity: Entity
  /** Every version of the documents that bind the entity, in the order of the pack. */
  readonly documents: readonly DocumentVersion[]
  readonly #siblings: Map<string, Rulebook>
  readonly #terms = new Map<string, Terms>()
  readonly #inForce = new Map<string, BoundVersions>()
  /** A lane asks with the same object until its business date moves on. */
  readonly #inForceByDay = new WeakMap<Temporal.PlainDate, BoundVersions>()
  readonly #byBinding = new WeakMap<BoundVersions, WeakMap<BoundVersions, Terms>>()

  /** @param entity its id; the first of the pack unless told. Throws where the pack has no such entity. */
  constructor(pack: Pack, entity: string | undefined = pack.entities[0]?.id, siblings = new Map<string, Rulebook>()) {
    const found = pack.entities.find(({ id }) => id === entity)
    if (found === undefined) throw new Error(`the pack ${pack.id} has no entity ${entity}`)
    this.pack = pack
    this.entity = found
    this.documents = pack.documents.filter((document) => binds(document, found.id))
    this.#siblings = siblings
    siblings.set(found.id, this)
  }

  /** The rulebook of an entity of the same pack, always the same one. */
  of(entity: string): Rulebook {
    return this.#siblings.get(entity) ?? new Rulebook(this.pack, entity, this.#siblings)
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
      versions = this.#inForce.get(dayKey) ?? this.#of(versionsOn(this, day)).versions
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
      terms = new BoundTerms(this.pack, this.entity, versions)
      this.#terms.set(key, terms)
    }
    return terms
  }
}
