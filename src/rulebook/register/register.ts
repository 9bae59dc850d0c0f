/** The register of personal data that is in force: the items of all documents that bind, each with the clause it follows from. */
import type { Citation } from '../../kernel/decision.ts'
import { citationOf, type DocumentVersion } from '../pack.ts'
import type { Attribute } from './attributes.ts'
import type {
  Access,
  Automated,
  Category,
  Controller,
  DataSource,
  Interest,
  Measure,
  Processor,
  Purpose,
  Recipient,
  RegisterPart,
  Retention,
  SubjectRole,
  Transfer,
} from './schema.ts'

/** An item, where it stands, and since when that is in force. */
export type Registered<T> = T & { readonly cited: Citation; readonly effective: Temporal.PlainDate }

type ById<T> = ReadonlyMap<string, Registered<T>>

export type Register = {
  readonly controllers: readonly Registered<Controller>[]
  readonly roles: ById<SubjectRole>
  readonly sources: ById<DataSource>
  readonly categories: ById<Category>
  readonly purposes: ById<Purpose>
  readonly interests: ById<Interest>
  readonly recipients: ById<Recipient>
  readonly processors: ById<Processor>
  readonly transfers: ById<Transfer>
  readonly retention: ById<Retention>
  readonly automated: ById<Automated>
  readonly measures: ById<Measure>
  /** By nothing: a role has one item for each set of purposes. */
  readonly access: readonly Registered<Access>[]
}

/**
 * The register that these versions of documents make up for an entity: without items that are for others alone, and bases of purposes that are.
 */
export function registerOf(documents: readonly DocumentVersion[], entity: string): Register {
  const parts = documents.flatMap((document) =>
    document.clauses.flatMap((clause) =>
      clause.register === undefined
        ? []
        : [{ part: clause.register, cited: citationOf(document, clause), effective: document.effective }],
    ),
  )
  const all = <K extends keyof RegisterPart>(kind: K): Registered<NonNullable<RegisterPart[K]>[number]>[] =>
    parts.flatMap(({ part, ...where }) =>
      ((part[kind] ?? []) as NonNullable<RegisterPart[K]>[number][])
        .filter((item) => isFor(item, entity))
        .map((item) => ({ ...item, ...where })),
    )
  return {
    controllers: all('controllers'),
    roles: byId(all('roles')),
    sources: byId(all('sources')),
    categories: byId(all('categories')),
    purposes: byId(
      all('purposes').map((one) => ({ ...one, bases: one.bases.filter((basis) => isFor(basis, entity)) })),
    ),
    interests: byId(all('interests')),
    recipients: byId(all('recipients')),
    processors: byId(all('processors')),
    transfers: byId(all('transfers')),
    retention: byId(all('retention')),
    automated: byId(all('automated')),
    measures: byId(all('measures')),
    access: all('access'),
  }
}

/** Whether the register has a category for an attribute. */
export const holds = ({ categories }: Pick<Register, 'categories'>, attribute: Attribute): boolean =>
  [...categories.values()].some(({ attributes }) => attributes.includes(attribute))

/** Whether an item, or a basis of a purpose, holds for the entity. */
export function isFor(item: object, entity: string): boolean {
  const { entities } = item as { readonly entities?: readonly string[] }
  return entities === undefined || entities.includes(entity)
}

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item): [string, T] => [item.id, item]))
