/** Commands that demand a witness for a signature, and confirm one. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { closed, documentOf, documentText } from '../payload.ts'
import { representations } from '../representation/rules.ts'
import { decideConfirmWitness, decideDemandWitness, impossibilities, witnessDemands } from './rules.ts'

const witness = Type.Union([Type.Literal('staff'), Type.Literal('notary')])

const demand = Type.Object(
  {
    customer: idText,
    document: documentText,
    before: witness,
    reason: Type.Optional(Type.Union(impossibilities.map((one) => Type.Literal(one)))),
  },
  closed,
)

/** Facts: `demand`. */
export const requireWitness: CommandKind<Static<typeof demand>> = {
  kind: 'signature.require-witness',
  summary: 'Demands that a document be signed before staff, or before a notary where that is not possible',
  payload: demand,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload, actor: { staff } }, context) => {
    const customer = idOf<PartyId>(payload.customer)
    return decideDemandWitness(
      {
        demand: context.nextId(),
        customer,
        document: documentOf(payload.document),
        before: payload.before,
        reason: payload.reason,
        demandedOn: context.businessDate,
        staff,
        representation: state.get(representations, customer),
      },
      context.terms(),
    )
  },
}

const confirmation = Type.Object({ demand: idText, before: witness }, closed)

export const confirmWitness: CommandKind<Static<typeof confirmation>> = {
  kind: 'signature.confirm-witness',
  summary: 'Confirms before whom a document was signed',
  payload: confirmation,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload }, state) => {
    const demand = idOf(payload.demand)
    const known = state.peek(witnessDemands, demand)
    return [need(witnessDemands, demand), ...(known ? [need(representations, known.customer)] : [])]
  },
  decide: (state, { payload, actor: { staff } }, context) => {
    const found = state.get(witnessDemands, idOf(payload.demand))
    return decideConfirmWitness(
      found,
      payload.before,
      staff,
      found && state.get(representations, found.customer),
      context.businessDate,
      context.terms(),
    )
  },
}
