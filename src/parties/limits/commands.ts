/** Commands about limits, and contradictions, in papers other than the authorisation document. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { closed } from '../payload.ts'
import { limitKinds, representations } from '../representation/rules.ts'
import { decideConflict, decideContest, decideRecordLimit } from './rules.ts'

const limit = Type.Object(
  {
    customer: idText,
    representative: idText,
    kinds: Type.Array(Type.Union(limitKinds.map((one) => Type.Literal(one))), { minItems: 1, uniqueItems: true }),
  },
  closed,
)

/** Facts: `limit`. */
export const recordLimit: CommandKind<Static<typeof limit>> = {
  kind: 'representation.record-limit',
  summary: 'Records a limit of a representative that another document sets',
  payload: limit,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload, actor: { staff } }, context) =>
    decideRecordLimit(
      {
        limit: context.nextId(),
        representative: idOf<PartyId>(payload.representative),
        kinds: payload.kinds,
        recordedOn: context.businessDate,
        staff,
        representation: state.get(representations, idOf<PartyId>(payload.customer)),
      },
      context.terms(),
    ),
}

const objection = Type.Object(
  {
    customer: idText,
    limit: idText,
    transaction: Type.String({ format: 'uuid', description: 'The decision that carried the transaction out' }),
    waived: Type.Optional(Type.Boolean()),
  },
  closed,
)

export const contest: CommandKind<Static<typeof objection>> = {
  kind: 'representation.contest',
  summary: 'Answers the objection that a transaction breached a limit of another document',
  payload: objection,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload, actor: { staff } }, context) =>
    decideContest(
      {
        representation: state.get(representations, idOf<PartyId>(payload.customer)),
        limit: idOf(payload.limit),
        transaction: payload.transaction,
        waived: payload.waived ?? false,
        staff,
      },
      context.terms(),
    ),
}

const conflict = Type.Object({ customer: idText, standing: Type.Boolean() }, closed)

export const recordConflict: CommandKind<Static<typeof conflict>> = {
  kind: 'representation.record-conflict',
  summary: 'Records that papers contradict each other on who represents the customer, or no longer do',
  payload: conflict,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload, actor: { staff } }, context) => {
    const customer = idOf<PartyId>(payload.customer)
    const representation = state.get(representations, customer)
    return decideConflict(customer, representation, payload.standing, staff, context.businessDate, context.terms())
  },
}
