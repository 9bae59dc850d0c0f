/**
 * Cash codes from outside: digits, phone and personal code part from the payload. Whether the digits are easily guessed is seen here, where
 * they stand beside birth date and phone in clear; the command says it in words of a closed list.
 */
import { Type } from 'typebox'
import { parsePersonalCode } from '../../kernel/personal-code.ts'
import { dateText } from '../../kernel/wire.ts'
import { detailOf, type Edge, Malformed, type Wire } from '../../privacy/edge.ts'
import { normalise } from '../../privacy/vault/blind-index.ts'
import { applicationPayload } from './application/commands.ts'
import { weaknessesOf } from './guessing/rules.ts'
import { assignedBlind, chosenBlind } from './secret.ts'

const closed = { additionalProperties: false } as const
const digits = (description: string) => Type.String({ pattern: '^[0-9]{1,12}$', description })
const country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'Country of the code; that of the entity unless told',
})
const personalCode = Type.String({ minLength: 3, maxLength: 30, pattern: '^[0-9A-Za-z /.-]+$' })

const person = Type.Object(
  { personalCode, codeCountry: Type.Optional(country), birthDate: Type.Optional(dateText) },
  { ...closed, description: 'The one person who may use the code; birthDate where the personal code does not tell it' },
)
type Person = { readonly personalCode: string; readonly codeCountry?: string; readonly birthDate?: string }

type ApplicationBody = {
  readonly person: Person
  readonly phone?: string
  readonly digits: string
}

export const applicationWire: Wire = {
  schema: Type.Object(
    {
      ...applicationPayload,
      person,
      phone: Type.Optional(
        Type.String({ maxLength: 30, pattern: '^[+0-9 ().-]+$', description: "Where the institution's digits go" }),
      ),
      digits: digits('The digits that the customer chooses'),
    },
    closed,
  ),
  part: ({ person, phone, digits, ...asked }: ApplicationBody, edge: Edge) => {
    const code = codeOf(person, edge, '/person/personalCode')
    const called = phone === undefined ? undefined : normalise('phone', phone, edge.entity.country)
    if (phone !== undefined && called === undefined) throw new Malformed('/phone', 'is no phone number')
    const weak = weaknessesOf(digits, { birthDate: birthDateOf(person, edge), phone: called })
    const chosen = chosenBlind(edge.blindIndex, edge.entity.id, code, digits)
    return {
      payload: { ...asked, phoneNamed: called !== undefined, chosenLength: digits.length, weak },
      ...(called === undefined ? {} : { details: [detailOf('contact', called)] }),
      blinds: { code, chosen },
    }
  },
}

type EntryBody = Person & { readonly chosen: string; readonly assigned: string }

export const entryWire: Wire = {
  schema: Type.Object(
    {
      personalCode,
      codeCountry: Type.Optional(country),
      chosen: digits('The digits that the customer chose'),
      assigned: digits('The digits that the institution assigned'),
    },
    closed,
  ),
  part: ({ chosen, assigned, ...person }: EntryBody, { entity, blindIndex }: Edge) => {
    const code = codeOf(person, { entity, blindIndex }, '/personalCode')
    return {
      payload: {},
      blinds: {
        code,
        chosen: chosenBlind(blindIndex, entity.id, code, chosen),
        assigned: assignedBlind(blindIndex, entity.id, assigned),
      },
    }
  },
}

/** The blind index under which the person is known. Throws Malformed. */
function codeOf({ personalCode, codeCountry }: Person, { entity, blindIndex }: Edge, at: string): string {
  const normalised = normalise('personal-code', personalCode, codeCountry ?? entity.country)
  if (normalised === undefined) throw new Malformed(at, 'is no personal code: form or check digit is wrong')
  return blindIndex(entity.id, 'personal-code', normalised)
}

/** As the code tells it, or as told beside a code that does not: without it nobody can see whether the digits are taken from it. */
function birthDateOf({ personalCode, codeCountry, birthDate }: Person, { entity }: Edge): Temporal.PlainDate {
  const country = codeCountry ?? entity.country
  const told =
    country === 'LV' || country === 'EE' || country === 'LT' || country === 'CZ'
      ? parsePersonalCode(country, personalCode.trim())?.birthDate
      : undefined
  if (told !== undefined) return told
  if (birthDate === undefined)
    throw new Malformed('/person/birthDate', 'is needed beside a personal code that does not tell it')
  return Temporal.PlainDate.from(birthDate)
}
