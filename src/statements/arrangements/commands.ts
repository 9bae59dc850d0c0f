/** Commands about how statements are delivered. */
import { type Static, type TProperties, Type } from 'typebox'
import { type BusinessCalendar, calendarOf } from '../../kernel/calendar.ts'
import type { Decision } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Effect, need } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { CommandKind, Role } from '../../storage/command.ts'
import type { Asked } from '../asked/rules.ts'
import { type AboutStatements, askedBy, askedNeeds, askedOf, unknownAccount } from '../asking.ts'
import { placeText } from '../payload.ts'
import { type Arrangement, arrangements, decideArrange, decideChoose, decideEnd, noArrangement } from './rules.ts'

const about = <const P extends TProperties>(properties: P) =>
  payload({
    account: idText,
    orderedBy: Type.Optional(Type.String({ ...idText, description: 'Whose order staff pass on' })),
    ...properties,
  })

/** Refuses an unknown account, and who may not act for its holders; then as the rule does. */
function delivery<P extends AboutStatements>(
  kind: string,
  summary: string,
  provision: ProvisionKey,
  shape: CommandKind<P>['payload'],
  roles: readonly Role[],
  decide: (before: Arrangement, asked: Asked, payload: P, calendar: BusinessCalendar) => Decision<Effect, string>,
): CommandKind<P> {
  return {
    kind,
    summary,
    payload: shape,
    purpose: 'service',
    roles,
    needs: ({ payload }, state) => {
      const account = idOf<AccountId>(payload.account)
      return [...askedNeeds(state, account), need(arrangements, account)]
    },
    decide: (state, command, context) => {
      const { asked, refusal } = askedBy(state, command, context, 'accounts', provision)
      if (refusal !== undefined) return refusal
      const { account } = asked.affairs.account
      const before = state.get(arrangements, account) ?? noArrangement(account)
      return decide(before, asked, command.payload, calendarOf(context.entity.calendar))
    },
  }
}

const arrangePayload = about({ place: placeText })
export const arrangeMonthly = delivery<Static<typeof arrangePayload>>(
  'statement.arrange-monthly',
  'Asks for the statements of each month at a customer service location',
  'statement.monthly',
  arrangePayload,
  ['customer', 'representative', 'teller', 'operator'],
  (before, asked, { place }, calendar) => decideArrange(before, asked, place, calendar),
)

const choosePayload = about({ way: oneOf(['post', 'e-mail'], 'How statements are sent') })
export const chooseDelivery = delivery<Static<typeof choosePayload>>(
  'statement.choose-delivery',
  'Chooses another delivery of statements',
  'statement.other-delivery',
  choosePayload,
  ['customer', 'representative', 'teller', 'operator'],
  (before, asked, { way }) => decideChoose(before, asked, way),
)

const endPayload = payload({ account: idText })
/** The institution's own decision: it needs nobody's power. */
export const endDelivery: CommandKind<Static<typeof endPayload>> = {
  kind: 'statement.end-delivery',
  summary: 'Ends another delivery of statements after notice',
  payload: endPayload,
  purpose: 'service',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => {
    const account = idOf<AccountId>(payload.account)
    return [...askedNeeds(state, account), need(arrangements, account)]
  },
  decide: (state, { payload }, context) => {
    const asked = askedOf(state, idOf<AccountId>(payload.account), context)
    if (asked === undefined) return unknownAccount(context, 'statement.other-delivery', payload.account)
    const { account } = asked.affairs.account
    const before = state.get(arrangements, account) ?? noArrangement(account)
    return decideEnd(before, asked, calendarOf(context.entity.calendar))
  },
}
