/**
 * The edge: where what was sent parts into a payload without personal data and what is personal, which travels beside it. Features say
 * how for each of their commands; the API, and whatever else takes in requests, does it.
 */
import type { TSchema } from 'typebox'
import { binds, type Entity, type Pack } from '../rulebook/pack.ts'
import type { ParametersOf } from '../rulebook/provisions.ts'
import type { Attribute } from '../rulebook/register/attributes.ts'
import { type Topic, topics } from '../rulebook/register/topics.ts'
import type { AnyCommandKind, Command, Detail, DetailCategory } from '../storage/command.ts'
import { fenceOf } from './screening/rules.ts'
import type { BlindIndex } from './vault/blind-index.ts'

/** What parting needs to know of the entity that is asked. */
export type Edge = {
  readonly entity: Entity
  readonly blindIndex: BlindIndex
  /** What of that which free text may tell unasked is fenced, as documents of the institution or law say. */
  readonly fences?: readonly Topic[] | undefined
  /** Of what nothing but certain words is recorded, by the register. */
  readonly listed?: ReadonlyMap<Attribute, readonly string[]> | undefined
  /** Whether somebody born on a day is a minor today. What is kept is that they are, never the day. */
  readonly isUnderAge?: ((born: Temporal.PlainDate) => boolean) | undefined
  /** Whether the register has a category for a datum: a birth date that it has none for is looked at, and not kept. */
  readonly keeps?: ((kind: Attribute) => boolean) | undefined
  /** Whether the institution has other entities, in which the same person may be known. */
  readonly grouped?: boolean | undefined
}

/** What becomes of a body that fits its schema. */
export type Parted = Pick<Command, 'payload' | 'details' | 'blinds'>

/** How a command looks from outside, where that is not its payload. */
export type Wire = {
  readonly schema: TSchema
  /** Throws Malformed. */
  // biome-ignore lint/suspicious/noExplicitAny: each wire takes bodies of its own schema
  part(body: any, edge: Edge): Parted
}

/** A command under an address of its own. `:names` in the url are members of the body. */
export type CommandRoute = { readonly command: AnyCommandKind; readonly url: string; readonly wire?: Wire }

/** A text that fits its schema and still is no such thing: a code with a wrong check digit. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  /** Where it stands, as a JSON pointer (RFC 6901). */
  readonly at: string

  constructor(at: string, message: string) {
    super(message)
    this.at = at
  }
}

/** Free text as a detail: under its own category, or fenced where it tells of what nobody asked. */
export const freeTextOf = (category: DetailCategory, text: string, { fences = [] }: Pick<Edge, 'fences'>): Detail =>
  detailOf(fenceOf(text, fences) ?? category, text)

/** What free text is screened for, as the documents that bind an entity say, those of law among them. */
export function fencedTopics({ documents }: Pick<Pack, 'documents'>, entity: Pick<Entity, 'id'>): readonly Topic[] {
  const bindings = documents
    .filter((document) => binds(document, entity.id))
    .flatMap(({ clauses }) => clauses.flatMap((clause) => clause.bindings))
  const named = new Set(
    bindings.flatMap(({ provision, parameters }): readonly Topic[] => {
      if (provision === 'fact.offences') return ['conviction']
      return provision === 'fact.screening' ? (parameters as ParametersOf<'fact.screening'>).topics : []
    }),
  )
  return topics.filter((topic) => named.has(topic))
}

/** The words that registers of a pack allow, by what they are recorded of. */
export const listedWords = ({ documents }: Pack): ReadonlyMap<Attribute, readonly string[]> =>
  new Map(
    documents
      .flatMap(({ clauses }) => clauses.flatMap(({ register }) => register?.categories ?? []))
      .flatMap(({ attributes, values }) =>
        values === undefined ? [] : attributes.map((one): [Attribute, readonly string[]] => [one, values]),
      ),
  )

export const detailOf = (category: DetailCategory, text: string): Detail => ({
  category,
  plain: Buffer.from(text),
})
