/** Commands of basic accounts: the application, and its decision by staff. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { currencyCode, idOf, idText, payload } from '../../kernel/wire.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import { parties } from '../../parties/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { checkHolders, openingContext, openingNeeds } from '../opening/request.ts'
import { channel, orderedBy } from '../payload.ts'
import { basicApplications, decideApply, decideBasicOpening, decideBasicRefusal } from './rules.ts'

const applyPayload = payload({
  customer: idText,
  currency: currencyCode,
  channel,
  standing: Type.Optional(Type.String({ description: 'In place of a residence, such as asylum-seeker' })),
  leavesOther: Type.Optional(
    Type.Boolean({ description: 'Declares that notice was given to close the payment account held elsewhere' }),
  ),
  orderedBy,
})

/** Facts: `decideBy`, the services of a basic account and the cap of its fee. */
export const applyForBasic: CommandKind<Static<typeof applyPayload>> = {
  kind: 'basic-account.apply',
  summary: 'Applies for a basic account',
  payload: applyPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  needs: ({ payload }, state) => applicationNeeds(state, idOf(payload.customer)),
  decide: (state, { payload, actor }, context) => {
    const { currency, channel, standing, leavesOther = false, orderedBy } = payload
    const customer = idOf<PartyId>(payload.customer)
    const known = openingContext(state, [customer], context, actor)
    const party = state.get(parties, customer)
    const refused = checkHolders(state, [customer], { actor, orderedBy }, known)
    if (refused !== undefined || party === undefined)
      return refused ?? refuse('party-unknown', known.terms.cite('account.opening'))
    const asked = { currency, channel, leavesOther, standing }
    return decideApply(party, state.get(basicApplications, customer), asked, known)
  },
}

const applicationNeeds = (state: StateReader, customer: PartyId): readonly Need[] => [
  need(basicApplications, customer),
  ...openingNeeds(state, [customer]),
]

const decidePayload = Type.Union([
  payload({ customer: idText, decision: Type.Literal('open') }),
  payload({
    customer: idText,
    decision: Type.Literal('refuse'),
    ground: Type.String({ description: 'A ground of the law' }),
    withhold: Type.Optional(Type.String({ description: 'Why the ground may not be told, where it is not the ground' })),
  }),
])

/** Facts: as `account.open`; or, of a refusal, `form`, `free`, `complaintRoutes` and, unless withheld, `ground`. */
export const decideBasic: CommandKind<Static<typeof decidePayload>> = {
  kind: 'basic-account.decide',
  summary: 'Opens a basic account that was applied for, or refuses it on a ground of the law',
  payload: decidePayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload }, state) => applicationNeeds(state, idOf(payload.customer)),
  decide: (state, { payload, actor }, context) => {
    const application = state.get(basicApplications, idOf(payload.customer))
    if (application === undefined)
      return refuse('application-unknown', context.terms().cite('basic-account.opening'), {
        customer: payload.customer,
      })
    const known = openingContext(state, [application.customer], context, actor)
    const by = staffOf(actor)
    return payload.decision === 'open'
      ? decideBasicOpening(application, context.nextId<AccountId>(), by, known)
      : decideBasicRefusal(
          application,
          { ground: payload.ground, withhold: payload.withhold, by },
          context.businessDate,
          known.terms,
        )
  },
}
