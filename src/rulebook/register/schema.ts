/**
 * The register of personal data as it stands in a pack: each clause of a privacy document may carry items, and so every item has the
 * clause it follows from, a version and a first day. What lies across items is checked in check-register.ts.
 */
import { type Static, type TSchema, Type } from 'typebox'
import { oneOf } from '../../kernel/wire.ts'
import { inEachLanguage } from '../languages.ts'
import { period } from '../parameters.ts'
import { attributeNames } from './attributes.ts'
import {
  actorRoles,
  carriedChannels,
  type EvidenceKind,
  evidenceKinds,
  legalBases,
  retentionEvents,
  uses,
} from './vocabulary.ts'

const closed = { additionalProperties: false } as const
const itemId = (description: string) => Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description })
const ids = (what: string) =>
  Type.Array(itemId(`The id of ${what}`), { minItems: 1, uniqueItems: true, description: `Ids of ${what}` })
const wording = (description: string) => Type.Object(inEachLanguage, { ...closed, description })
const day = (description: string) => Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description })
const optional = <S extends TSchema>(schema: S) => Type.Optional(schema)

/** A term of the W3C Data Privacy Vocabulary or one of its extensions, by prefix and name. */
const dpvTerms = Type.Array(
  Type.String({
    pattern: '^(dpv|pd|eu-gdpr|sector-finance|legal-ee|legal-lt|legal-lv):[A-Za-z0-9-]+$',
    description: 'A term of the W3C Data Privacy Vocabulary, such as dpv:ServiceProvision',
  }),
  { minItems: 1, uniqueItems: true, description: 'What the item is in the W3C Data Privacy Vocabulary' },
)

const item = {
  id: itemId('The name of the item in small letters: items refer to each other by it'),
  name: wording('What it is called, in each language of the document'),
  dpv: dpvTerms,
}

const condition = Type.Array(
  Type.Array(oneOf(evidenceKinds, 'What must be shown'), { minItems: 1, uniqueItems: true }),
  { minItems: 1, description: 'Alternatives: all that stands in one of them must be shown' },
)
export type Condition = readonly (readonly EvidenceKind[])[]

const role = Type.Object(item, { ...closed, description: 'A role in which a person is concerned' })

const source = Type.Object(
  {
    ...item,
    requires: optional(condition),
    combined: optional(
      Type.Boolean({ description: 'Whether data are put together from others here, which they name' }),
    ),
  },
  { ...closed, description: 'Where data come from; what must be shown for it' },
)

const category = Type.Object(
  {
    ...item,
    attributes: Type.Array(oneOf(attributeNames, 'An attribute'), { minItems: 1, uniqueItems: true }),
    roles: optional(ids('roles whose data they are; of all when left out')),
    sources: ids('sources they may come from'),
    given: Type.Enum(['contract', 'law', 'voluntary'], {
      description: 'Whether a contract or law requires the person to give them, or nothing does',
    }),
    refusal: wording('What follows when the person does not give them'),
    requires: optional(condition),
    /** Purposes beyond which nobody may use it, whatever they list: for a category fenced by its document. */
    onlyFor: optional(ids('the only purposes it may serve')),
    disclosed: optional(Type.Boolean({ description: 'false: to no recipient at all' })),
    values: optional(
      Type.Array(Type.String({ pattern: '^[a-z][a-z-]{0,39}$' }), {
        minItems: 1,
        uniqueItems: true,
        description: 'All that may be recorded of it, word for word; anything when left out',
      }),
    ),
    minors: optional(Type.Enum(['never', 'service', 'parent'], { description: "When a minor's may be kept" })),
  },
  { ...closed, description: 'A category of personal data' },
)

/** Law differs from country to country, and so do terms that it sets. */
const entities = Type.Optional(
  Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]{0,15}$' }), {
    minItems: 1,
    uniqueItems: true,
    description: 'Ids of the entities for which it holds; all when left out',
  }),
)

const basis = Type.Object(
  {
    basis: oneOf(legalBases, 'GDPR, Article 6(1)'),
    law: optional(Type.String({ minLength: 2, description: 'Which law demands it, such as AMLD-40 or a named act' })),
    interest: optional(itemId('The legitimate interest')),
    for: optional(ids('categories to which this basis is limited')),
    /** What this law demands is not told to the persons concerned. */
    secret: optional(Type.Boolean({ description: 'Whether the law forbids telling what is handed over by it' })),
    /** Then it goes on while processing is restricted (GDPR, Article 18(2)). */
    publicInterest: optional(Type.Boolean({ description: 'Whether the law serves an important public interest' })),
    entities,
  },
  { ...closed, description: 'A legal basis of a purpose' },
)

const purpose = Type.Object(
  {
    ...item,
    bases: Type.Array(basis, { minItems: 1, description: 'Legal bases: at least one' }),
    categories: ids('categories it may use: no others'),
    roles: optional(ids('roles whose data it may use; of all when left out')),
    byRole: optional(Type.Boolean({ description: 'Whether nothing is recorded for it of whoever is in no such role' })),
    uses: optional(
      Type.Array(oneOf(uses, 'A use'), { minItems: 1, uniqueItems: true, description: 'What the engine does for it' }),
    ),
    /** Direct marketing: each message passes the gate for its channel, and an objection is never weighed. */
    marketing: optional(Type.Boolean({ description: 'Whether it is direct marketing' })),
    forbidden: optional(Type.Boolean({ description: 'Whether the person can forbid it without reasons' })),
    answersRequests: optional(Type.Boolean({ description: 'Whether it answers what persons ask about their data' })),
    pseudonymous: optional(Type.Boolean({ description: 'Whether it works on pseudonyms where it can' })),
    /** Whoever works against crime must not warn: neither disclosures nor passages for it are told to the person. */
    secret: optional(Type.Boolean({ description: 'Whether law forbids telling the person what is done for it' })),
    requires: optional(condition),
  },
  { ...closed, description: 'A purpose' },
)

const interest = Type.Object(
  {
    ...item,
    purpose: itemId('The purpose that it serves'),
    roles: ids('roles concerned'),
    categories: ids('categories it needs'),
    test: Type.Object(
      {
        interest: wording('What the interest is'),
        necessity: wording('Why it cannot be reached with less'),
        balance: wording('Why interests and rights of the person do not outweigh it'),
      },
      { ...closed, description: 'The balancing test' },
    ),
    objection: Type.Enum(['weighed', 'absolute'], {
      description: 'weighed: use stops unless overriding reasons are given; absolute: it stops',
    }),
    requires: optional(condition),
  },
  { ...closed, description: 'A legitimate interest' },
)

const recipient = Type.Object(
  {
    ...item,
    purposes: ids('purposes for which data may go there'),
    categories: ids('categories that may go there'),
    bases: optional(Type.Array(oneOf(legalBases, 'GDPR, Article 6(1)'), { minItems: 1, uniqueItems: true })),
    requires: condition,
    countries: optional(
      Type.Enum(['domestic', 'eea', 'any'], {
        description: 'Where it may be: the own country, the EEA, or anywhere with a transfer; the EEA when left out',
      }),
    ),
    /** Attributes at most, where a document narrows them further than by category. */
    attributes: optional(Type.Array(oneOf(attributeNames, 'An attribute'), { minItems: 1, uniqueItems: true })),
    /** It gets data by an enquiry that was registered, or by a law of the purpose; nobody's word opens it. */
    authority: optional(Type.Boolean({ description: 'Whether it is a public body' })),
    /** What a payment order tells goes there with the order. */
    payments: optional(Type.Boolean({ description: 'Whether payments to other institutions are handed to it' })),
    every: optional({ ...period, description: 'How often data go there anew, such as P1M' }),
    receivers: optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Who it is, by registration number, where the document says so: nobody else',
      }),
    ),
  },
  { ...closed, description: 'A kind of recipient' },
)

const processor = Type.Object(
  {
    id: item.id,
    name: Type.String({ minLength: 1, description: 'Its registered name' }),
    service: wording('What it does for the institution'),
    dpv: dpvTerms,
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' }),
    purposes: ids('purposes'),
    categories: ids('categories'),
    since: day('The first day on which it processes'),
    until: optional(day('The last day')),
    listed: day('The day on which the published list was brought up to date for it'),
    agreement: optional(day('When the processing terms were signed')),
    guarantees: optional(
      Type.Array(
        Type.Object(
          { assessed: day('When its measures were assessed'), until: day('How long the assessment holds') },
          closed,
        ),
        { minItems: 1, description: 'The assessments of its technical and organisational measures' },
      ),
    ),
    confidentiality: optional(Type.Boolean({ description: 'Whether it undertook confidentiality' })),
    /** Whatever goes out over these is handed to it first. */
    channels: optional(
      Type.Array(oneOf(carriedChannels, 'A channel'), {
        minItems: 1,
        uniqueItems: true,
        description: 'Channels of messages that it carries for the institution',
      }),
    ),
    subprocessors: optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ minLength: 1, description: 'Its registered name' }),
            country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' }),
          },
          closed,
        ),
        { minItems: 1, description: 'Who works for it: what reaches them counts as sent to their country' },
      ),
    ),
  },
  { ...closed, description: 'A processor' },
)

const transfer = Type.Object(
  {
    ...item,
    countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { minItems: 1, uniqueItems: true }),
    recipients: ids('recipients or processors there'),
    ground: oneOf(['service', 'request', 'law'] as const, 'Why data go there'),
    safeguard: oneOf(
      ['adequacy', 'standard-clauses', 'binding-rules', 'derogation'] as const,
      'GDPR, Articles 45, 46, 47 and 49',
    ),
  },
  { ...closed, description: 'A transfer outside the EEA' },
)

const retention = Type.Object(
  {
    ...item,
    categories: ids('categories that are kept for it'),
    from: oneOf(retentionEvents, 'What the term runs from; until then, data stay'),
    term: optional(period),
    basis: oneOf(legalBases, 'GDPR, Article 6(1)'),
    law: optional(Type.String({ minLength: 2, description: 'The law that sets the term' })),
    /** No withdrawal, objection or request shortens it; for what is held for it alone it is the end as well. */
    statutory: optional(Type.Boolean({ description: 'Whether law sets the term' })),
    /** In cents of euro: agreements of at least this amount. */
    fromMinor: optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
    /** The document states no figure: this is the pack's own. */
    unstated: optional(Type.Boolean({ description: 'true where the document is silent and the pack sets the term' })),
    entities,
  },
  { ...closed, description: 'A ground to keep data, and its term' },
)

const automated = Type.Object(
  {
    ...item,
    purpose: itemId('The purpose that it serves'),
    categories: ids('categories it goes by'),
    logic: wording('How it decides'),
    effect: wording('What follows for the person'),
    /** GDPR, Article 22(2); left out where a person decides on its proposal, or nothing of weight follows. */
    condition: optional(oneOf(['contract', 'law', 'explicit-consent'] as const, 'Why it may decide alone')),
    /** Left out where nothing here decides so yet: then that is published. */
    decidedBy: optional(
      Type.Array(Type.String({ pattern: '^[a-z][a-z-]*\\.[a-z][a-z-]*$' }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Kinds of commands that decide so in this software',
      }),
    ),
    basis: oneOf(legalBases, 'GDPR, Article 6(1)'),
    profiling: optional(Type.Boolean()),
  },
  { ...closed, description: 'An automated decision or profiling' },
)

const access = Type.Object(
  {
    role: oneOf(actorRoles, 'Who works with data'),
    purposes: ids('purposes for which'),
    about: oneOf(['own', 'represented', 'anyone'] as const, 'About whom'),
    /** All that the purpose lists, unless told. */
    categories: optional(ids('categories, where fewer than the purpose lists')),
    except: optional(ids('categories of the purpose that this role does not see')),
  },
  { ...closed, description: 'What a role may read' },
)

const measure = Type.Object(
  {
    ...item,
    every: optional(period),
    drilled: optional(Type.Boolean({ description: 'Whether a drill that restores a backup is a test of it' })),
  },
  { ...closed, description: 'A technical or organisational measure; how often it is tested' },
)

const contact = Type.Object(
  {
    entity: Type.String({ description: 'The id of an entity of the pack' }),
    controller: Type.String({ minLength: 1, description: 'The registered name' }),
    registration: optional(Type.String({ minLength: 1, description: 'The registration number, in quotes' })),
    address: Type.String({ minLength: 1 }),
    email: optional(Type.String({ minLength: 3 })),
    phone: optional(Type.String({ minLength: 3 })),
    web: optional(Type.String({ minLength: 3 })),
    officer: optional(Type.String({ minLength: 3, description: 'How to reach the data-protection officer' })),
    authority: wording('The supervisory authority'),
  },
  { ...closed, description: 'The controller and how to reach it' },
)

const list = <S extends TSchema>(schema: S) => Type.Optional(Type.Array(schema, { minItems: 1 }))

/** What of the register stands in one clause. */
export const registerPart = Type.Object(
  {
    controllers: list(contact),
    roles: list(role),
    sources: list(source),
    categories: list(category),
    purposes: list(purpose),
    interests: list(interest),
    recipients: list(recipient),
    processors: list(processor),
    transfers: list(transfer),
    retention: list(retention),
    automated: list(automated),
    access: list(access),
    measures: list(measure),
  },
  { ...closed, description: 'Items of the register of personal data that follow from this clause' },
)

export type RegisterPart = Readonly<Static<typeof registerPart>>
export type Controller = Static<typeof contact>
export type SubjectRole = Static<typeof role>
export type DataSource = Static<typeof source>
export type Category = Static<typeof category>
export type Purpose = Static<typeof purpose>
export type Interest = Static<typeof interest>
export type Recipient = Static<typeof recipient>
export type Processor = Static<typeof processor>
export type Transfer = Static<typeof transfer>
export type Retention = Static<typeof retention>
export type Automated = Static<typeof automated>
export type Access = Static<typeof access>
export type Measure = Static<typeof measure>
