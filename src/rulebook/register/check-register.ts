/**
 * What must hold across the items of a register, beyond their shapes: every purpose rests on a basis that exists, every category has a source
 * and an end, every recipient a purpose; and every rule of a privacy document is carried out by something.
 */

import { missingWording } from '../check-document.ts'
import type { PackProblem } from '../problem.ts'
import { nearest } from '../problem.ts'
import type { ReadClause, ReadDocument } from '../read-document.ts'
import type { Path } from '../source.ts'
import { specialOf } from './attributes.ts'
import { isFor } from './register.ts'
import type { RegisterPart } from './schema.ts'
import { type RetentionEvent, uses } from './vocabulary.ts'

type Kind = keyof RegisterPart
type ItemOf<K extends Kind> = NonNullable<RegisterPart[K]>[number]

/** An item with its place in a file. */
type Placed<T> = { readonly item: T; readonly document: ReadDocument; readonly path: Path }

/**
 * The registers of the given documents, all versions that can be in force together taken as one.
 * @param documents those of the pack that bind the entity and whose shapes are right; law among them
 */
export function checkRegister(
  documents: readonly ReadDocument[],
  languagesOf: (document: ReadDocument) => readonly string[],
  entity: string,
): PackProblem[] {
  const newest = newestOf(documents)
  return [...newest.flatMap(unboundClauses), ...new RegisterCheck(newest, languagesOf, entity).problems()]
}

/** Of each document the newest version: an older one was checked when it was the newest. */
function newestOf(documents: readonly ReadDocument[]): readonly ReadDocument[] {
  return [...Map.groupBy(documents, ({ file }) => file.document).values()].flatMap(
    (versions) => [...versions].sort((a, b) => (a.file.effective < b.file.effective ? -1 : 1)).at(-1) ?? [],
  )
}

/** A rule of a privacy document that binds nothing is a promise that nothing keeps. */
function unboundClauses(document: ReadDocument): PackProblem[] {
  const { source, file, clauses } = document
  if (file.role !== 'privacy') return []
  const isBound = ({ file: clause, bindings }: ReadClause): boolean =>
    clause.kind === 'text' || clause.pending === true || bindings.length > 0 || clause.register !== undefined
  return clauses
    .filter((clause) => !isBound(clause))
    .map(({ file: clause, path }) => ({
      file: source.file,
      line: source.lineOf(path),
      message: `clause ${clause.id} binds neither a provision nor an item of the register`,
      mend: 'Bind what carries it out, make it a text, or mark it pending: true as long as the software does not carry it out.',
    }))
}

const referring = {
  categories: [
    ['roles', 'roles'],
    ['sources', 'sources'],
    ['onlyFor', 'purposes'],
  ],
  purposes: [
    ['categories', 'categories'],
    ['roles', 'roles'],
  ],
  interests: [
    ['purpose', 'purposes'],
    ['roles', 'roles'],
    ['categories', 'categories'],
  ],
  recipients: [
    ['purposes', 'purposes'],
    ['categories', 'categories'],
  ],
  processors: [
    ['purposes', 'purposes'],
    ['categories', 'categories'],
  ],
  retention: [['categories', 'categories']],
  automated: [
    ['purpose', 'purposes'],
    ['categories', 'categories'],
  ],
  access: [
    ['purposes', 'purposes'],
    ['categories', 'categories'],
    ['except', 'categories'],
  ],
} as const satisfies { readonly [K in Kind]?: readonly (readonly [string, Kind])[] }

/** Events that end a ground by themselves: a term after them is the pack's to add. */
const endsItself: readonly RetentionEvent[] = ['consent', 'claim', 'performed', 'application-end']

class RegisterCheck {
  readonly #items = new Map<Kind, Placed<unknown>[]>()
  readonly #languagesOf: (document: ReadDocument) => readonly string[]
  readonly #entity: string

  constructor(
    documents: readonly ReadDocument[],
    languagesOf: (document: ReadDocument) => readonly string[],
    entity: string,
  ) {
    this.#languagesOf = languagesOf
    this.#entity = entity
    for (const document of documents)
      for (const { file, path } of document.clauses)
        for (const [kind, items] of Object.entries(file.register ?? {}) as [Kind, unknown[]][])
          for (const [n, item] of items.entries()) {
            if (!isFor(item as object, entity)) continue
            const placed = { item, document, path: [...path, 'register', kind, n] }
            this.#items.set(kind, [...(this.#items.get(kind) ?? []), placed])
          }
  }

  problems(): PackProblem[] {
    if (this.#items.size === 0) return []
    return [
      ...this.#twice(),
      ...this.#wordings(),
      ...this.#references(),
      ...this.#attributes(),
      ...this.#special(),
      ...this.#categories(),
      ...this.#purposes(),
      ...this.#interests(),
      ...this.#narrower('recipients'),
      ...this.#narrower('processors'),
      ...this.#narrower('automated'),
      ...this.#transfers(),
      ...this.#retention(),
      ...this.#uses(),
    ]
  }

  #of<K extends Kind>(kind: K): readonly Placed<ItemOf<K>>[] {
    return (this.#items.get(kind) ?? []) as Placed<ItemOf<K>>[]
  }

  #ids(kind: Kind): readonly string[] {
    return this.#of(kind).flatMap(({ item }) => ('id' in item ? item.id : []))
  }

  #at({ document: { source }, path }: Placed<unknown>, below: Path, message: string, mend: string): PackProblem {
    return { file: source.file, line: source.lineOf([...path, ...below]), message, mend }
  }

  #twice(): PackProblem[] {
    return [...this.#items].flatMap(([kind, placed]) => {
      const seen = new Set<string>()
      return placed.flatMap((one) => {
        const { id } = one.item as { id?: string }
        if (id === undefined || !seen.has(id)) {
          if (id !== undefined) seen.add(id)
          return []
        }
        return this.#at(one, ['id'], `the id "${id}" stands twice among ${kind}`, 'Give each item its own id.')
      })
    })
  }

  /** Everything that is shown stands in every language of its document. */
  #wordings(): PackProblem[] {
    const shown = ['name', 'refusal', 'service', 'logic', 'effect', 'authority'] as const
    return [...this.#items].flatMap(([kind, placed]) =>
      placed.flatMap((one) => {
        const { document, path } = one
        const item = one.item as Readonly<Record<string, unknown>>
        const test = (item['test'] ?? {}) as Readonly<Record<string, unknown>>
        const wordings = [
          ...shown.map((key) => [[key], item[key]] as const),
          ...Object.entries(test).map(([key, words]) => [['test', key], words] as const),
        ]
        return wordings.flatMap(([below, words]) =>
          typeof words === 'object' && words !== null && !Array.isArray(words)
            ? missingWording(
                document.source,
                words as Readonly<Record<string, string>>,
                [...path, ...below],
                `the ${below.join(' ')} of ${kind} "${String(item['id'] ?? item['entity'])}"`,
                this.#languagesOf(document),
              )
            : [],
        )
      }),
    )
  }

  #references(): PackProblem[] {
    return Object.entries(referring).flatMap(([kind, keys]) =>
      this.#of(kind as Kind).flatMap((one) =>
        keys.flatMap(([key, to]) => {
          const named = (one.item as Readonly<Record<string, readonly string[] | string | undefined>>)[key] ?? []
          const known = this.#ids(to)
          return [named].flat().flatMap((id) => {
            if (known.includes(id)) return []
            const meant = nearest(id, known)
            const mend = meant === undefined ? `Name one of the ${to} of the pack.` : `Did you mean "${meant}"?`
            return this.#at(one, [key], `there is no "${id}" among ${to}`, mend)
          })
        }),
      ),
    )
  }

  #attributes(): PackProblem[] {
    const held = new Map<string, string>()
    return this.#of('categories').flatMap((one) =>
      one.item.attributes.flatMap((attribute, n) => {
        const first = held.get(attribute)
        held.set(attribute, first ?? one.item.id)
        if (first === undefined || first === one.item.id) return []
        const mend = 'Keep it in one: what a datum may serve follows from its category.'
        return this.#at(one, ['attributes', n], `${attribute} stands in "${first}" and in "${one.item.id}"`, mend)
      }),
    )
  }

  /** GDPR, Articles 9 and 10: forbidden, unless a condition is met. */
  #special(): PackProblem[] {
    return this.#of('categories').flatMap((one) => {
      const special = one.item.attributes.filter((name) => specialOf(name)?.startsWith('article') === true)
      if (special.length === 0 || one.item.requires !== undefined) return []
      const what = `"${one.item.id}" holds ${special.join(', ')} without a condition`
      return this.#at(one, ['attributes'], what, 'Add requires: with what must be shown (GDPR, Articles 9 and 10).')
    })
  }

  #categories(): PackProblem[] {
    const kept = new Set(this.#of('retention').flatMap(({ item }) => item.categories))
    return this.#of('categories').flatMap((one) =>
      kept.has(one.item.id)
        ? []
        : this.#at(
            one,
            ['id'],
            `nothing says how long "${one.item.id}" is kept`,
            'Name it in a retention item: a category without an end is not kept.',
          ),
    )
  }

  #purposes(): PackProblem[] {
    const interests = this.#ids('interests')
    const baseless = this.#of('purposes')
      .filter(({ item }) => !item.bases.some((basis) => isFor(basis, this.#entity)))
      .map((one) =>
        this.#at(one, ['bases'], `"${one.item.id}" has no basis for the entity ${this.#entity}`, 'Add one for it.'),
      )
    const wrong = this.#of('purposes').flatMap((one) =>
      one.item.bases.flatMap((basis, n) => {
        const at = (message: string, mend: string) => [this.#at(one, ['bases', n], message, mend)]
        if (basis.basis === 'legal-obligation' && basis.law === undefined)
          return at(`"${one.item.id}" rests on a legal obligation that is not named`, 'Add law: with the act.')
        if (basis.basis === 'legitimate-interest' && basis.interest === undefined)
          return at(`"${one.item.id}" rests on an interest that is not named`, 'Add interest: with its id.')
        if (basis.interest !== undefined && !interests.includes(basis.interest))
          return at(`there is no "${basis.interest}" among interests`, 'Enter the interest, with its balancing test.')
        const beyond = (basis.for ?? []).filter((id) => !one.item.categories.includes(id))
        return beyond.length === 0
          ? []
          : at(`the basis is for ${beyond.join(', ')}, which "${one.item.id}" does not use`, 'Name its categories.')
      }),
    )
    return [...baseless, ...wrong]
  }

  #interests(): PackProblem[] {
    return this.#of('interests').flatMap((one) => {
      const purpose = this.#of('purposes').find(({ item }) => item.id === one.item.purpose)?.item
      if (purpose === undefined) return []
      const problems = this.#beyond(one, one.item.categories, purpose.categories, `the purpose "${purpose.id}"`)
      if (purpose.roles !== undefined)
        problems.push(...this.#beyond(one, one.item.roles, purpose.roles, `the purpose "${purpose.id}"`, 'roles'))
      if (!purpose.bases.some(({ interest }) => interest === one.item.id))
        problems.push(
          this.#at(
            one,
            ['purpose'],
            `the purpose "${purpose.id}" does not rest on the interest "${one.item.id}"`,
            'Name it among the bases of the purpose, or name the purpose that it serves.',
          ),
        )
      return problems
    })
  }

  /** Where data go, or what decides by them, never has more than the purposes have for which it is. */
  #narrower(kind: 'recipients' | 'processors' | 'automated'): PackProblem[] {
    return this.#of(kind).flatMap((one) => {
      const named = 'purpose' in one.item ? [one.item.purpose] : one.item.purposes
      const purposes = this.#of('purposes').filter(({ item }) => named.includes(item.id))
      const open = purposes.flatMap(({ item }) => item.categories)
      return this.#beyond(one, one.item.categories, open, 'its purposes')
    })
  }

  #beyond(
    one: Placed<unknown>,
    named: readonly string[],
    open: readonly string[],
    whose: string,
    key = 'categories',
  ): PackProblem[] {
    return named
      .filter((id) => !open.includes(id))
      .map((id) =>
        this.#at(one, [key], `"${id}" is not among the ${key} of ${whose}`, 'Take it out, or widen the purpose.'),
      )
  }

  #transfers(): PackProblem[] {
    const known = [...this.#ids('recipients'), ...this.#ids('processors')]
    return this.#of('transfers').flatMap((one) =>
      one.item.recipients
        .filter((id) => !known.includes(id))
        .map((id) =>
          this.#at(one, ['recipients'], `there is no "${id}" among recipients and processors`, 'Name one of them.'),
        ),
    )
  }

  #retention(): PackProblem[] {
    const all = this.#of('retention')
    const fromAgreement = all.filter(({ item }) => item.from === 'agreement-end')
    const [first] = fromAgreement
    const applications = all.some(({ item }) => item.from === 'application-end')
    const problems = all.flatMap((one) => {
      const needsTerm = !endsItself.includes(one.item.from)
      if (needsTerm && one.item.term === undefined)
        return [this.#at(one, ['from'], `"${one.item.id}" has no term`, 'Add term: such as P10Y.')]
      if (one.item.statutory === true && one.item.law === undefined)
        return [this.#at(one, ['statutory'], `"${one.item.id}" names no law that sets its term`, 'Add law:.')]
      return []
    })
    if (first !== undefined && !applications)
      problems.push(
        this.#at(
          first,
          ['from'],
          'nothing says how long data of an application without an agreement are kept',
          'Add a retention item from: application-end.',
        ),
      )
    return problems
  }

  /** What the engine does itself rests on one purpose each: otherwise nobody could say for what it read. */
  #uses(): PackProblem[] {
    const purposes = this.#of('purposes')
    const [first] = purposes
    return uses.flatMap((use) => {
      const carrying = purposes.filter(({ item }) => item.uses?.includes(use))
      const [, second] = carrying
      if (second !== undefined)
        return this.#at(second, ['uses'], `the use "${use}" rests on several purposes`, 'Keep it at one of them.')
      const namesake = purposes.find(({ item }) => item.id === use && !item.uses?.includes(use))
      if (namesake !== undefined)
        return this.#at(namesake, ['id'], `"${use}" is the name of a use that it does not carry`, 'Call it otherwise.')
      if (carrying.length === 0 && first !== undefined)
        return this.#at(first, ['id'], `no purpose carries the use "${use}"`, 'Name it in uses: of a purpose.')
      return []
    })
  }
}
