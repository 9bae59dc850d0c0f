/**
 * An independent reader of registers: it takes the YAML of a pack as it stands, with nothing of src, and works out by itself who may use
 * what for which purpose, when. It says what the documents of the design say, in its own way: as a list of objections, any of which refuses.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

type Item = {
  readonly id: string
  readonly roles?: readonly string[]
  readonly requires?: readonly (readonly string[])[]
}
type Basis = {
  readonly basis: string
  readonly interest?: string
  readonly for?: readonly string[]
  readonly entities?: readonly string[]
  readonly publicInterest?: boolean
}
type Purpose = Item & {
  readonly bases: readonly Basis[]
  readonly categories: readonly string[]
  readonly answersRequests?: boolean
}
type Category = Item & { readonly attributes: readonly string[]; readonly onlyFor?: readonly string[] }
type Interest = Item & { readonly categories: readonly string[] }
type Access = {
  readonly role: string
  readonly purposes: readonly string[]
  readonly about: 'own' | 'represented' | 'anyone'
  readonly categories?: readonly string[]
  readonly except?: readonly string[]
}

type Lists = {
  readonly roles: readonly Item[]
  readonly purposes: readonly Purpose[]
  readonly categories: readonly Category[]
  readonly interests: readonly Interest[]
  readonly access: readonly Access[]
}
type DocumentFile = {
  readonly document: string
  readonly effective: string
  readonly entities?: readonly string[]
  readonly clauses: readonly { readonly register?: Partial<Lists>; readonly provisions?: readonly unknown[] }[]
}

/** What a person switched, and what whoever asks can show. */
export type Situation = {
  readonly name: string
  readonly shown: ReadonlySet<string>
  readonly consent: 'none' | 'given' | 'explicit'
  readonly stop?: 'refusal' | 'prohibition' | 'demand' | 'third-party' | 'weighing' | 'objection'
  /** The consent came after the stop. */
  readonly anew?: true
  readonly restricted: boolean
  /** The person's data are held for the case that is shown. */
  readonly held?: true
}

export type Question = {
  readonly actor: string
  readonly purpose: Purpose
  readonly category: Category
  /** In which role the person is concerned; undefined where nobody says. */
  readonly concerned: string | undefined
}

export class RegisterReader {
  readonly lists: Lists
  readonly #interests: ReadonlyMap<string, Interest>
  /** Roles whose word opens what a person restricted or objected to. */
  readonly #answerable: readonly string[]

  /**
   * @param folder of the pack
   * @param entity whose register it is: what is said of others does not count
   */
  constructor(folder: string, entity: string) {
    const isOf = ({ entities }: { readonly entities?: readonly string[] }) => entities?.includes(entity) !== false
    const read = (pattern: string) =>
      globSync(pattern, { cwd: folder })
        .map((path) => parse(readFileSync(join(folder, path), 'utf8')) as DocumentFile)
        .filter(isOf)
    const files = read('documents/*/*.yaml')
    const newest = [...Map.groupBy(files, ({ document }) => document).values()].map((versions) =>
      versions.reduce((one, other) => (one.effective < other.effective ? other : one)),
    )
    const parts = newest.flatMap(({ clauses }) => clauses.flatMap(({ register }) => register ?? []))
    this.lists = {
      roles: parts.flatMap(({ roles }) => roles ?? []),
      purposes: parts
        .flatMap(({ purposes }) => purposes ?? [])
        .map((purpose) => ({ ...purpose, bases: purpose.bases.filter(isOf) })),
      categories: parts.flatMap(({ categories }) => categories ?? []),
      interests: parts.flatMap(({ interests }) => interests ?? []),
      access: parts.flatMap(({ access }) => access ?? []),
    }
    const regulation = read('../law/general-data-protection-regulation/*.yaml')
    this.#answerable = [...files, ...regulation]
      .flatMap(({ clauses }) => clauses.flatMap(({ provisions }) => provisions ?? []))
      .flatMap(
        (one) => (one as { 'restriction.open'?: { shownBy: readonly string[] } })['restriction.open']?.shownBy ?? [],
      )
    this.#interests = new Map(this.lists.interests.map((one) => [one.id, one]))
  }

  /** Every kind of evidence that some item asks for. */
  get evidence(): readonly string[] {
    const { purposes, categories, interests } = this.lists
    return [...new Set([...purposes, ...categories, ...interests].flatMap(({ requires }) => (requires ?? []).flat()))]
  }

  /**
   * Why somebody may not read a category of a person's data: nothing, where they may. Customers ask about themselves, representatives
   * about those whom they represent, all others about a customer.
   */
  objections(question: Question, situation: Situation): readonly string[] {
    const { actor, purpose, category, concerned } = question
    const { shown, consent, restricted, anew } = situation
    const stop = anew === true && consent !== 'none' ? undefined : situation.stop
    const evidence = new Set(shown)
    if (consent !== 'none') evidence.add('consent')
    if (consent === 'explicit') evidence.add('explicit-consent')
    const found: string[] = []
    const object = (holds: boolean, why: string): void => void (holds && found.push(why))
    object(!this.#isOpenTo(actor, purpose, category), 'the role does not read it')
    object(!purpose.categories.includes(category.id), 'the purpose does not list it')
    object(category.onlyFor?.includes(purpose.id) === false, 'it serves other purposes alone')
    for (const { roles, id } of [purpose, category])
      object(concerned !== undefined && roles?.includes(concerned) === false, `${id} is not of such persons`)
    for (const item of [purpose, category]) object(!isShown(item, evidence), `${item.id} wants something shown`)
    const isAsked = evidence.has('request') && this.#answerable.includes(actor) && purpose.answersRequests === true
    const own = actor === 'customer' || actor === 'representative' || isAsked
    const open =
      this.#claims(actor, evidence, situation) ||
      (this.#answerable.includes(actor) &&
        ['rights-of-others', 'public-interest', 'aml-case'].some((kind) => evidence.has(kind)))
    const isPublic = purpose.bases.some(
      (one) => one.publicInterest === true && one.for?.includes(category.id) !== false,
    )
    object(restricted && !own && consent === 'none' && !open && !isPublic, 'it is restricted')
    const isClaim = this.#claims(actor, evidence, situation)
    const carried = purpose.bases.some((basis) => this.#carries(basis, question, evidence, { consent, stop, isClaim }))
    object(!carried, 'no basis carries it')
    return found
  }

  #isOpenTo(actor: string, { id }: Purpose, category: Category): boolean {
    const abouts =
      actor === 'customer'
        ? ['own', 'represented', 'anyone']
        : actor === 'representative'
          ? ['represented', 'anyone']
          : ['anyone']
    return this.lists.access.some(
      ({ role, purposes, about, categories, except }) =>
        role === actor &&
        purposes.includes(id) &&
        abouts.includes(about) &&
        categories?.includes(category.id) !== false &&
        except?.includes(category.id) !== true,
    )
  }

  /** A case counts when somebody answerable shows it, or the data are held for it. */
  #claims(actor: string, evidence: ReadonlySet<string>, { held }: Pick<Situation, 'held'>): boolean {
    return evidence.has('case') && (held === true || this.#answerable.includes(actor))
  }

  /** A basis reaches only its categories; an interest only its own categories, persons and conditions. */
  #carries(
    { basis, interest: id, for: only }: Basis,
    { category, concerned }: Question,
    evidence: ReadonlySet<string>,
    {
      consent,
      stop,
      isClaim,
    }: Pick<Situation, 'consent'> & { readonly stop: Situation['stop']; readonly isClaim: boolean },
  ): boolean {
    if (only?.includes(category.id) === false) return false
    if (basis === 'consent' && consent === 'none') return false
    if (id !== undefined) {
      const interest = this.#interests.get(id)
      if (interest === undefined || !interest.categories.includes(category.id)) return false
      if (concerned !== undefined && interest.roles?.includes(concerned) === false) return false
      if (!isShown(interest, evidence)) return false
    }
    // A claim may be raised, pursued and defended in spite of an objection (GDPR, Article 21(1)).
    const objected = stop === 'weighing' || stop === 'objection'
    if (stop === undefined || basis === 'legal-obligation' || (objected && isClaim)) return true
    // What is consented to rests on no interest.
    if (objected) return basis === 'contract' || basis === 'vital-interest' || basis === 'consent'
    if (stop === 'third-party') return basis === 'contract' || basis === 'legitimate-interest'
    return stop === 'demand' && basis === 'contract'
  }
}

/** Any of the alternatives, whole. */
const isShown = ({ requires }: Item, evidence: ReadonlySet<string>): boolean =>
  requires === undefined || requires.some((all) => all.every((kind) => evidence.has(kind)))
