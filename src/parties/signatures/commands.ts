/** Commands about signatures: compared, relied upon, and demanded anew on the agreement. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { closed, documentOf, documentText, raisingOf } from '../payload.ts'
import { representations } from '../representation/rules.ts'
import {
  agreementSignatures,
  comparisons,
  decideCompare,
  decideDemandSignature,
  decideRely,
  decideSignedAnew,
} from './rules.ts'

const comparison = Type.Object(
  {
    customer: idText,
    document: documentText,
    specimen: Type.Union([
      Type.Object({ kind: Type.Literal('authorisation'), authorisation: idText, representative: idText }, closed),
      Type.Object({ kind: Type.Literal('agreement') }, closed),
    ]),
    signature: Type.Union([Type.Literal('matches'), Type.Literal('differs')]),
    seal: Type.Union([Type.Literal('matches'), Type.Literal('differs'), Type.Literal('none')]),
  },
  closed,
)

/** Facts: `comparison`, `documentAccepted`, the `duties` it led to. */
export const compare: CommandKind<Static<typeof comparison>> = {
  kind: 'signature.compare',
  summary: 'Records that staff compared a signature, and a seal, with a specimen by eye',
  payload: comparison,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [
    need(representations, idOf<PartyId>(customer)),
    need(agreementSignatures, idOf<PartyId>(customer)),
  ],
  decide: (state, { payload, actor: { staff } }, context) => {
    const customer = idOf<PartyId>(payload.customer)
    const { specimen } = payload
    return decideCompare(
      {
        comparison: context.nextId(),
        customer,
        document: documentOf(payload.document),
        specimen:
          specimen.kind === 'agreement'
            ? specimen
            : {
                kind: 'authorisation',
                authorisation: idOf(specimen.authorisation),
                representative: idOf<PartyId>(specimen.representative),
              },
        signature: payload.signature,
        seal: payload.seal,
        staff,
        representation: state.get(representations, customer),
        agreementSignature: state.get(agreementSignatures, customer),
      },
      raisingOf(context),
    )
  },
}

const reliance = Type.Object({ customer: idText, comparison: idText }, closed)

export const rely: CommandKind<Static<typeof reliance>> = {
  kind: 'signature.rely',
  summary: 'Excludes liability for a forged document on the strength of a recorded comparison',
  payload: reliance,
  purpose: 'service',
  roles: ['operator'],
  needs: ({ payload }) => [need(comparisons, idOf(payload.comparison))],
  decide: (state, { payload }, context) =>
    decideRely(state.get(comparisons, idOf(payload.comparison)), idOf<PartyId>(payload.customer), context.terms()),
}

const ofCustomer = Type.Object({ customer: idText }, closed)

export const demandSignature: CommandKind<Static<typeof ofCustomer>> = {
  kind: 'agreement.demand-new-signature',
  summary: 'Demands that the account maintenance agreement be signed anew',
  payload: ofCustomer,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(agreementSignatures, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer }, actor: { staff } }, context) =>
    decideDemandSignature(
      state.get(agreementSignatures, idOf<PartyId>(customer)),
      staff,
      context.businessDate,
      context.terms(),
    ),
}

export const signedAnew: CommandKind<Static<typeof ofCustomer>> = {
  kind: 'agreement.confirm-new-signature',
  summary: 'Confirms that the account maintenance agreement was signed anew',
  payload: ofCustomer,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(agreementSignatures, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer }, actor: { staff } }, context) =>
    decideSignedAnew(state.get(agreementSignatures, idOf<PartyId>(customer)), staff, context.terms()),
}
