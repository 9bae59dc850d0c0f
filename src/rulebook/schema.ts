/** The shapes of a pack's files. What lies across parts or files (references, wording, parameters) is checked in check-*.ts. */
import { type Static, Type } from 'typebox'
import { currencyCode } from '../kernel/wire.ts'
import { inEachLanguage, language } from './languages.ts'
import { priceRow } from './prices.ts'
import { registerPart } from './register/schema.ts'

const closed = { additionalProperties: false } as const
const words = (description: string) => Type.String({ minLength: 1, description })

const wording = (description: string) => Type.Object(inEachLanguage, { ...closed, description })

const entityId = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,15}$',
  description: 'A short name in small letters, such as lv',
})

const documentCode = Type.String({
  pattern: '^[A-Z][A-Z0-9]{0,7}$',
  description: 'The short code that citations use, such as RA: capital letters and digits',
})

const clause = Type.Object(
  {
    id: Type.String({
      pattern: '^[0-9A-Za-z]([0-9A-Za-z.()-]{0,23})$',
      description: 'The number of the clause, in quotes',
    }),
    kind: Type.Enum(['rule', 'duty', 'text'], {
      description:
        'rule: the software decides or does something; duty: something a person owes; text: shown and citable',
    }),
    force: Type.Optional(
      Type.Enum(['may', 'must'], {
        description:
          'may: an entitlement of the institution, run by a policy or a decision of staff; must: owed by the institution',
      }),
    ),
    mandatory: Type.Optional(
      Type.Boolean({ description: 'Law only: documents of the institution cannot depart from it' }),
    ),
    section: Type.Optional(
      Type.Object(
        { number: words('The number of the section, in quotes'), ...inEachLanguage },
        { ...closed, description: 'The section that begins with this clause' },
      ),
    ),
    heading: Type.Optional(wording('A heading of this clause alone')),
    text: wording('The wording, in each language of the pack'),
    provisions: Type.Optional(
      Type.Array(Type.Union([Type.String(), Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))]), {
        minItems: 1,
        description: 'The provisions that this clause binds, with their parameters',
      }),
    ),
    prices: Type.Optional(
      Type.Array(priceRow, { minItems: 1, description: 'Price lists only: what the services of this clause cost' }),
    ),
    register: Type.Optional(registerPart),
    pending: Type.Optional(
      Type.Boolean({
        description: 'Privacy documents only: true as long as the software does not carry the clause out',
      }),
    ),
  },
  closed,
)

export const documentSchema = Type.Object(
  {
    document: documentCode,
    role: Type.Enum(['rules', 'general-terms', 'service-terms', 'price-list', 'privacy', 'law'], {
      description: 'How the document stands to the others',
    }),
    version: Type.String({
      pattern: '^[0-9A-Za-z][0-9A-Za-z.-]{0,31}$',
      description: "The version's name, in quotes: the name of the file without .yaml",
    }),
    effective: Type.String({
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      description: 'The first day in force, such as 2018-11-01',
    }),
    languages: Type.Optional(
      Type.Array(language, {
        minItems: 1,
        uniqueItems: true,
        description: 'The languages in which it stands, where they are not those of the pack',
      }),
    ),
    entities: Type.Optional(
      Type.Array(entityId, {
        minItems: 1,
        uniqueItems: true,
        description: 'The entities that it binds, where it does not bind all. Which law binds whom, pack.yaml says',
      }),
    ),
    title: wording('The title, in each language of the document'),
    example: Type.Boolean({
      description: "true where wording or figures are this project's examples, because no source gives them",
    }),
    clauses: Type.Array(clause, { minItems: 1, description: 'The clauses, in their order' }),
  },
  closed,
)

const entity = Type.Object(
  {
    id: entityId,
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166 country code, such as LV' }),
    name: words('The registered name'),
    timeZone: words('IANA time zone, such as Europe/Riga'),
    calendar: Type.Enum(['LV', 'EE', 'LT', 'CZ', 'TARGET'], { description: 'The calendar of its business days' }),
    currency: currencyCode,
    bankCodes: Type.Array(
      Type.String({ pattern: '^[0-9A-Z]{2,8}$', description: 'A bank code of account numbers, in quotes' }),
      {
        uniqueItems: true,
        description: 'Bank codes of its account numbers; the first is given to new accounts. A lender has none',
      },
    ),
    law: Type.Optional(
      Type.Array(documentCode, {
        uniqueItems: true,
        description: 'Codes of the documents in packs/law that bind this entity, beside those that bind all',
      }),
    ),
  },
  closed,
)

export const policyChoice = Type.Enum(['always', 'staff', 'never'], {
  description: 'always: used whenever it may be; staff: staff decides each time; never: waived',
})

export const packSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$', description: 'The name of the pack: that of its folder' }),
    name: wording('The name of the institution, in each language of the pack'),
    languages: Type.Array(language, {
      minItems: 1,
      uniqueItems: true,
      description: 'The languages in which every wording stands',
    }),
    supervisor: wording('Who supervises the institution, in each language of the pack'),
    entities: Type.Array(entity, {
      minItems: 1,
      description: 'The entities of the group, each with its own business date',
    }),
    law: Type.Array(documentCode, {
      uniqueItems: true,
      description: 'Codes of the documents in packs/law that bind every entity',
    }),
    policies: Type.Record(Type.String(), policyChoice, {
      description: 'What the institution does with each entitlement; one that is not listed is decided by staff',
    }),
  },
  closed,
)

export type PackFile = Static<typeof packSchema>
export type DocumentFile = Static<typeof documentSchema>
export type ClauseFile = DocumentFile['clauses'][number]
