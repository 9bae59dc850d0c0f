/** Commands by which an authorisation document is handed in, reviewed by staff, and revoked. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { dateText, idOf, idText, moneyOf, moneyText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { authorisationPayload, closed, isStaff } from '../payload.ts'
import { type Limits, representations, representedBy, services } from '../representation/rules.ts'
import { parties } from '../rules.ts'
import { decideAccept, decideReject, decideRevoke, decideSubmit, rejectReasons } from './rules.ts'

export const limitsText = Type.Object(
  {
    services: Type.Optional(
      Type.Array(Type.Union(services.map((one) => Type.Literal(one))), { minItems: 1, uniqueItems: true }),
    ),
    perTransaction: Type.Optional(moneyText),
    from: Type.Optional(dateText),
    until: Type.Optional(dateText),
    signatures: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  },
  closed,
)

function limitsOf(text: Static<typeof limitsText>): Limits {
  return {
    services: text.services,
    perTransaction: text.perTransaction && moneyOf(text.perTransaction),
    from: text.from === undefined ? undefined : Temporal.PlainDate.from(text.from),
    until: text.until === undefined ? undefined : Temporal.PlainDate.from(text.until),
    signatures: text.signatures,
  }
}

const submission = Type.Object(
  {
    customer: idText,
    representatives: Type.Array(idText, { minItems: 1, maxItems: 20, uniqueItems: true }),
    form: Type.Union([Type.Literal('institution'), Type.Literal('other')], {
      description: 'Whether it is drawn up in the form that the institution has set',
    }),
    specimens: Type.Array(
      Type.Union([
        Type.Object({ kind: Type.Literal('signature'), of: idText }, closed),
        Type.Object({ kind: Type.Literal('seal') }, closed),
      ]),
      { minItems: 1, maxItems: 40 },
    ),
    limits: Type.Optional(limitsText),
    replaces: Type.Optional(idText),
  },
  closed,
)

/** Details: one of category `representation` for each of `specimens`: the image, or where it is kept. Facts: `authorisation`. */
export const submitAuthorisation: CommandKind<Static<typeof submission>> = {
  kind: 'authorisation.submit',
  summary: 'Hands in an authorisation document for review',
  payload: submission,
  purpose: 'service',
  roles: ['customer', 'teller', 'operator'],
  needs: ({ payload: { customer, representatives } }) => [
    need(parties, idOf<PartyId>(customer)),
    need(representations, idOf<PartyId>(customer)),
    ...representatives.flatMap((one) => [need(parties, idOf<PartyId>(one)), need(representedBy, idOf<PartyId>(one))]),
  ],
  decide: (state, { payload, actor, details }, context) => {
    const customer = idOf<PartyId>(payload.customer)
    return decideSubmit(
      {
        authorisation: context.nextId(),
        customer: state.get(parties, customer),
        representation: state.get(representations, customer),
        representatives: payload.representatives.map((text) => {
          const id = idOf<PartyId>(text)
          return { id, party: state.get(parties, id), represents: state.get(representedBy, id) ?? [] }
        }),
        form: payload.form,
        limits: limitsOf(payload.limits ?? {}),
        replaces: payload.replaces === undefined ? undefined : idOf(payload.replaces),
        specimens: payload.specimens.map((one) => ({
          kind: one.kind,
          of: one.kind === 'signature' ? idOf<PartyId>(one.of) : customer,
        })),
        details: details?.length ?? payload.specimens.length,
        by: { staff: isStaff(actor), party: actor.party },
        on: context.businessDate,
        nextId: context.nextId,
      },
      context.terms(),
    )
  },
}

const acceptance = Type.Object({ ...authorisationPayload, contentReviewed: Type.Literal(true) }, closed)

export const acceptAuthorisation: CommandKind<Static<typeof acceptance>> = {
  kind: 'authorisation.accept',
  summary: 'Accepts the content of an authorisation document after review: its representatives may act',
  payload: acceptance,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer, authorisation }, actor: { staff } }, context) =>
    decideAccept(
      {
        representation: state.get(representations, idOf<PartyId>(customer)),
        authorisation: idOf(authorisation),
        staff,
        on: context.businessDate,
      },
      context.terms(),
    ),
}

const rejection = Type.Object(
  { ...authorisationPayload, reason: Type.Union(rejectReasons.map((one) => Type.Literal(one))) },
  closed,
)

export const rejectAuthorisation: CommandKind<Static<typeof rejection>> = {
  kind: 'authorisation.reject',
  summary: 'Rejects an authorisation document after review',
  payload: rejection,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer, authorisation, reason }, actor: { staff } }, context) =>
    decideReject(
      {
        representation: state.get(representations, idOf<PartyId>(customer)),
        authorisation: idOf(authorisation),
        staff,
        on: context.businessDate,
        reason,
      },
      context.terms(),
    ),
}

const revocation = Type.Object(authorisationPayload, closed)

export const revokeAuthorisation: CommandKind<Static<typeof revocation>> = {
  kind: 'authorisation.revoke',
  summary: 'Ends an authorisation document at once',
  payload: revocation,
  purpose: 'service',
  roles: ['customer', 'teller', 'operator'],
  needs: ({ payload: { customer } }) => [
    need(parties, idOf<PartyId>(customer)),
    need(representations, idOf<PartyId>(customer)),
  ],
  decide: (state, { payload: { customer, authorisation }, actor }, context) =>
    decideRevoke(
      {
        customer: state.get(parties, idOf<PartyId>(customer)),
        representation: state.get(representations, idOf<PartyId>(customer)),
        authorisation: idOf(authorisation),
        by: { staff: isStaff(actor), party: actor.party },
        on: context.businessDate,
      },
      context.terms(),
    ),
}
