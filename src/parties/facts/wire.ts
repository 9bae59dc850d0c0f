/** How facts look from outside: each with its value, which parts from the payload into a sealed detail. */
import { type TSchema, Type } from 'typebox'
import { oneOf } from '../../kernel/wire.ts'
import { detailOf, type Edge, freeTextOf, Malformed, type Wire } from '../../privacy/edge.ts'
import { freeTexts, soughtIn } from '../../privacy/screening/rules.ts'
import { categoryOfFact, type FactKind, factKinds } from '../../privacy/vault/rules.ts'
import type { AnyCommandKind } from '../../storage/command.ts'

/** By these a person is found: they are told as a change of the party, which keeps what leads to them. */
const ofIdentity: readonly FactKind[] = ['name', 'personal-code', 'registration-number']

const told = Type.Array(
  Type.Object(
    {
      kind: oneOf(
        factKinds.filter((kind) => !ofIdentity.includes(kind)),
        'What it tells',
      ),
      value: Type.String({ minLength: 1, maxLength: 4000, description: 'The datum itself' }),
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 50 },
)

/** A hashed password in the PHC string format: github.com/P-H-C/phc-string-format. */
const verifier = /^\$[a-z0-9-]{1,32}\$[^\s]{20,}$/

type Body = { readonly facts: readonly { readonly kind: FactKind; readonly value: string }[] }

export const factsWire = ({ payload }: AnyCommandKind): Wire => {
  const { properties } = payload as unknown as { properties: Record<string, TSchema> }
  return {
    schema: Type.Object({ ...properties, facts: told }, { additionalProperties: false }),
    part: (body: Body, edge) => ({
      payload: { ...body, facts: body.facts.map(({ kind }) => kind) },
      details: body.facts.map(({ kind, value }, index) => {
        const text = listedText(kind, value.trim(), `/facts/${index}/value`, edge)
        return freeTexts.includes(kind)
          ? freeTextOf(categoryOfFact[kind], text, { fences: soughtIn(kind, edge.fences ?? []) })
          : detailOf(categoryOfFact[kind], text)
      }),
    }),
  }
}

/** The value, which is one of the register's words where it lists them. Checked here: a decision knows no values. */
function listedText(kind: FactKind, text: string, at: string, { listed }: Pick<Edge, 'listed'>): string {
  const words = listed?.get(kind)
  if (words?.includes(text) === false) throw new Malformed(at, `must be one of ${words.join(', ')}`)
  if (kind === 'credential' && !verifier.test(text))
    throw new Malformed(at, 'must be a verifier, such as $argon2id$...: never a password itself')
  return text
}
