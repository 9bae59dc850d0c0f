/** The command that makes somebody known to the institution. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../kernel/ids.ts'
import { need } from '../kernel/state.ts'
import { factKinds } from '../privacy/vault/rules.ts'
import type { CommandKind } from '../storage/command.ts'
import { decideRegister, partyByCode } from './rules.ts'

/** What each of the command's details tells, in their order. */
export const toldKinds = Type.Array(Type.Union(factKinds.map((kind) => Type.Literal(kind))))
export const toldSource = Type.Optional(
  Type.Union([Type.Literal('subject'), Type.Literal('staff'), Type.Literal('register')]),
)
export const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })

const payload = Type.Object(
  {
    kind: Type.Union([Type.Literal('natural'), Type.Literal('legal')]),
    consumer: Type.Boolean(),
    residence: country,
    facts: toldKinds,
    source: toldSource,
  },
  { additionalProperties: false },
)

/** Details: one for each of `facts`. Blinds: `code`, of the personal code or registration number. Facts: `party`. */
export const registerParty: CommandKind<Static<typeof payload>> = {
  kind: 'party.register',
  summary: 'Makes a natural or legal person known',
  payload,
  purpose: 'service',
  roles: ['teller', 'operator', 'system'],
  needs: ({ blinds }) => (blinds?.['code'] === undefined ? [] : [need(partyByCode, blinds['code'])]),
  decide: (state, { payload: { kind, consumer, residence, ...asked }, details, blinds }, context) => {
    const code = blinds?.['code']
    return decideRegister(
      {
        party: { party: context.nextId<PartyId>(), kind, consumer, residence },
        told: { kinds: asked.facts, source: asked.source ?? 'subject', details: details?.length ?? 0 },
        code,
        holder: code === undefined ? undefined : state.get(partyByCode, code),
        on: context.businessDate,
        nextId: context.nextId,
      },
      context.terms(),
    )
  },
}
