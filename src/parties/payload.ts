/** Shapes that the payloads of commands about parties share, and what they mean to the rules. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../kernel/calendar.ts'
import { idOf, idText, oneOf } from '../kernel/wire.ts'
import { categoryOfFact, type FactKind, factKinds } from '../privacy/vault/rules.ts'
import { evidenceKinds } from '../rulebook/register/vocabulary.ts'
import type { Actor, Command, Context } from '../storage/command.ts'
import type { Raising } from './replacement/rules.ts'
import type { Told } from './rules.ts'
import { documentKinds, type SignedDocument } from './signatures/rules.ts'

export const closed = { additionalProperties: false } as const

export const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })

/** The number of an article, an order or a case: never words about a person. */
const reference = Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z .:/()-]{0,59}$', description: 'Its number' })

export const evidence = Type.Array(Type.Object({ kind: oneOf(evidenceKinds, 'What is shown'), reference }, closed), {
  maxItems: 10,
  description: 'What is shown for conditions of the register',
})

/** Who gives data of a minor. */
export const minorTellers = ['minor', 'parent', 'other'] as const

/** What each of the command's details tells, in their order, and who told it. */
export const telling = {
  facts: Type.Array(Type.Unsafe<FactKind>(Type.Union(factKinds.map((kind) => Type.Literal(kind))))),
  source: Type.Optional(
    Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A source of the register; the person unless told' }),
  ),
  shown: Type.Optional(evidence),
  minor: Type.Optional(oneOf(minorTellers, 'Of a minor: who gives the data')),
  underAge: Type.Optional(Type.Boolean({ description: 'Whether code or birth date tell that the person is a minor' })),
}

/**
 * A command without any details is one that is replayed: they are no part of the journal. Then what was announced is taken as given, so
 * that the same is decided again. At the edge both come from one body.
 */
export const toldOf = (
  {
    facts,
    source,
    shown,
    minor,
    underAge,
  }: {
    readonly facts: Told['kinds']
    readonly source?: Told['source'] | undefined
    readonly shown?: Told['shown']
    readonly minor?: Told['minor']
    readonly underAge?: Told['underAge']
  },
  { actor, details }: Pick<Command, 'actor' | 'details'>,
): Told => ({
  by: actor.role,
  kinds: facts,
  source: source ?? 'subject',
  shown,
  minor,
  underAge,
  categories: details?.map(({ category }) => category) ?? facts.map((kind) => categoryOfFact[kind]),
})

/** One authorisation document of one customer. */
export const authorisationPayload = { customer: idText, authorisation: idText }

export const documentText = Type.Object(
  { kind: Type.Union(documentKinds.map((one) => Type.Literal(one))), id: Type.Optional(idText) },
  closed,
)

export const documentOf = ({ kind, id }: Static<typeof documentText>): SignedDocument => ({
  kind,
  id: id === undefined ? undefined : idOf(id),
})

export const isStaff = ({ role }: Actor): boolean => role === 'teller' || role === 'operator'

/** What it takes to raise a duty in this context. */
export const raisingOf = (context: Context): Raising => ({
  on: context.businessDate,
  calendar: calendarOf(context.entity.calendar),
  terms: context.terms(),
  nextId: context.nextId,
})
