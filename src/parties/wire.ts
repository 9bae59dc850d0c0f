/** How parties look from outside: names, codes and addresses part from the payload into sealed details and blind indexes. */
import { type TSchema, Type } from 'typebox'
import { parsePersonalCode } from '../kernel/personal-code.ts'
import { dateText, idText } from '../kernel/wire.ts'
import { detailOf, type Edge, Malformed, type Parted, type Wire } from '../privacy/edge.ts'
import { normalise, wholeGroup } from '../privacy/vault/blind-index.ts'
import { categoryOfFact, type FactKind } from '../privacy/vault/rules.ts'
import type { AnyCommandKind, Detail } from '../storage/command.ts'
import { nameParts, namesBlind } from './names/rules.ts'
import { closed, country, telling } from './payload.ts'
import { personBlind } from './rules.ts'

const words = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]+$', description })

/** What may be told of a party, and which kind of fact it is. */
const fields = {
  name: { kind: 'name', schema: words(140, 'Full name') },
  personalCode: { kind: 'personal-code', schema: words(30, 'Personal code, of the country in codeCountry') },
  registrationNumber: { kind: 'registration-number', schema: words(30, 'Registration number of an organisation') },
  birthDate: { kind: 'birth-date', schema: dateText },
  email: { kind: 'email', schema: words(254, 'Electronic mail address') },
  phone: { kind: 'phone', schema: words(30, 'Telephone number') },
  address: { kind: 'address', schema: words(400, 'Postal address') },
} as const satisfies Record<string, { readonly kind: FactKind; readonly schema: TSchema }>
type Field = keyof typeof fields
const names = Object.keys(fields) as Field[]

/** Kinds whose text must be well formed. */
const checked = ['personal-code', 'registration-number', 'phone', 'email'] as const
type Checked = (typeof checked)[number]
const isChecked = (kind: FactKind): kind is Checked => (checked as readonly FactKind[]).includes(kind)

const codeCountry = Type.Optional(
  Type.String({ ...country, description: 'Country of the code; that of residence, or of the entity, unless told' }),
)
const { source, shown, minor } = telling

const told = (of: readonly Field[]): Record<string, TSchema> =>
  Object.fromEntries(of.map((name) => [name, Type.Optional(fields[name].schema)]))

type Telling = { readonly [F in Field]?: string } & { readonly codeCountry?: string }

/**
 * Whether code or birth date tell that a person is a minor; undefined where none of the two is told. A new Latvian code and those of most
 * countries tell no birth date: then it must be given. Throws Malformed.
 */
function isUnderAge(
  { personalCode, birthDate }: Telling,
  codesOf: string,
  at: string,
  edge: Edge,
): boolean | undefined {
  if (edge.isUnderAge === undefined) return undefined
  const ofCode = personalCode === undefined ? undefined : birthDateIn(personalCode.trim(), codesOf)
  if (personalCode !== undefined && ofCode === undefined && birthDate === undefined)
    throw new Malformed(`${at}/birthDate`, 'must be told: the personal code does not tell whether the person is of age')
  const born = [ofCode, birthDate === undefined ? undefined : Temporal.PlainDate.from(birthDate)]
  const known = born.filter((day) => day !== undefined)
  return known.length === 0 ? undefined : known.some(edge.isUnderAge)
}

const birthDateIn = (code: string, country: string): Temporal.PlainDate | undefined =>
  country === 'LV' || country === 'EE' || country === 'LT' || country === 'CZ'
    ? parsePersonalCode(country, code)?.birthDate
    : undefined

type Apart = {
  readonly facts: readonly FactKind[]
  readonly details: readonly Detail[]
  readonly blinds: Readonly<Record<string, string>>
  readonly rest: object
}

/** Takes what is personal out of a body. Throws Malformed. */
function takeOut(body: Telling, codesOf: string, at: string, { entity, blindIndex, grouped, keeps }: Edge): Apart {
  // A party has one code, and there is one blind index for it: the other would be kept where nobody finds it.
  if (body.personalCode !== undefined && body.registrationNumber !== undefined)
    throw new Malformed(`${at}/registrationNumber`, 'cannot be told beside personalCode: a party has one of the two')
  const rest: Record<string, unknown> = { ...body }
  delete rest['codeCountry']
  const facts: FactKind[] = []
  const details: Detail[] = []
  const blinds: Record<string, string> = {}
  for (const name of names) {
    const text = body[name]
    if (text === undefined) continue
    delete rest[name]
    const { kind } = fields[name]
    if (kind === 'birth-date' && keeps?.(kind) === false) continue
    facts.push(kind)
    details.push(detailOf(categoryOfFact[kind], text.trim()))
    if (kind === 'name') {
      const parts = nameParts(text).map((part) => blindIndex(entity.id, 'name', part))
      if (parts.length > 0) blinds[namesBlind] = parts.join(' ')
    }
    if (!isChecked(kind)) continue
    const normalised = normalise(kind, text, kind === 'phone' ? entity.country : codesOf)
    if (normalised === undefined) throw new Malformed(`${at}/${name}`, `is not well formed in ${codesOf}`)
    if (kind === 'personal-code' || kind === 'registration-number')
      blinds['code'] = blindIndex(entity.id, kind, normalised)
    if (kind === 'personal-code' && grouped === true) blinds[personBlind] = blindIndex(wholeGroup, kind, normalised)
  }
  return { facts, details, blinds, rest }
}

/** What is kept of somebody's age: that they are a minor. */
const ageOf = (underAge: boolean | undefined) => (underAge === true ? { underAge } : {})

const parted = (payload: unknown, { details, blinds }: Apart): Parted => ({
  payload,
  ...(details.length === 0 ? {} : { details }),
  ...(Object.keys(blinds).length === 0 ? {} : { blinds }),
})

export const registerWire: Wire = {
  schema: Type.Object(
    {
      kind: Type.Union([Type.Literal('natural'), Type.Literal('legal')]),
      consumer: Type.Boolean(),
      residence: country,
      codeCountry,
      source,
      shown,
      minor,
      ...told(names),
    },
    closed,
  ),
  part: (body: Telling & { readonly residence: string }, edge) => {
    const codesOf = body.codeCountry ?? body.residence
    const apart = takeOut(body, codesOf, '', edge)
    const age = ageOf(isUnderAge(body, codesOf, '', edge))
    return parted({ ...apart.rest, ...age, facts: apart.facts }, apart)
  },
}

const changed = (kind: string, of: readonly Field[]): TSchema =>
  Type.Object({ kind: Type.Literal(kind), source, shown, minor, codeCountry, ...told(of) }, closed)

export const changeWire = ({ payload }: AnyCommandKind): Wire => {
  const { party, change } = (payload as unknown as { properties: Record<'party' | 'change', TSchema> }).properties
  const plain = (change as unknown as { anyOf: readonly (TSchema & { properties: object })[] }).anyOf.filter(
    ({ properties }) => !('facts' in properties),
  )
  const personal = [
    changed('name', ['name']),
    changed('identity', ['personalCode', 'registrationNumber', 'birthDate']),
    changed('contacts', ['email', 'phone', 'address']),
  ]
  return {
    schema: Type.Object({ party, change: Type.Union([...personal, ...plain]) }, closed),
    part: (body: { readonly party: string; readonly change: Telling & { readonly kind: string } }, edge) => {
      if (!['name', 'identity', 'contacts'].includes(body.change.kind)) return { payload: body }
      const codesOf = body.change.codeCountry ?? edge.entity.country
      const apart = takeOut(body.change, codesOf, '/change', edge)
      const age = ageOf(isUnderAge(body.change, codesOf, '/change', edge))
      return parted({ party: body.party, change: { ...apart.rest, ...age, facts: apart.facts } }, apart)
    },
  }
}

/** The look of a signature or seal comes with its specimen: the image in base64, or where it is kept. */
export const submissionWire = ({ payload }: AnyCommandKind): Wire => {
  const { properties } = payload as unknown as { properties: Record<string, TSchema> }
  const image = Type.String({
    minLength: 1,
    maxLength: 200_000,
    description: 'The image in base64, or where it is kept',
  })
  const specimens = Type.Array(
    Type.Union([
      Type.Object({ kind: Type.Literal('signature'), of: idText, image }, closed),
      Type.Object({ kind: Type.Literal('seal'), image }, closed),
    ]),
    { minItems: 1, maxItems: 40 },
  )
  return {
    schema: Type.Object({ ...properties, specimens }, closed),
    part: (body: { readonly specimens: readonly { readonly image: string }[] }) => ({
      payload: { ...body, specimens: body.specimens.map(({ image: _image, ...specimen }) => specimen) },
      details: body.specimens.map(({ image }) => detailOf('representation', image)),
    }),
  }
}
