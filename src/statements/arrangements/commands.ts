/** Commands about how statements are delivered. */
import { type Static, type TProperties, Type } from 'typebox'
import { type BusinessCalendar, calendarOf } from '../../kernel/calendar.ts'
import type { Decision } from '../../kernel/decision.ts'
import { type Effect, need, type StateReader } from '../../kernel/state.ts'
import { idText, oneOf, payload } from '../../kernel/wire.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { CommandKind, Role } from '../../storage/command.ts'
import type { Asked } from '../asked/rules.ts'
import { type AboutStatements, statementCommand } from '../asking.ts'
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
  return statementCommand({
    kind,
    summary,
    payload: shape,
    purpose: 'service',
    roles,
    service: 'accounts',
    provision,
    needs: (account) => [need(arrangements, account)],
    decide: (asked, { payload }, context, state) =>
      decide(arrangementOf(state, asked), asked, payload, calendarOf(context.entity.calendar)),
  })
}

function arrangementOf(state: StateReader, { affairs }: Asked): Arrangement {
  const { account } = affairs.account
  return state.get(arrangements, account) ?? noArrangement(account)
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
export const endDelivery: CommandKind<Static<typeof endPayload>> = statementCommand({
  kind: 'statement.end-delivery',
  summary: 'Ends another delivery of statements after notice',
  payload: endPayload,
  purpose: 'service',
  roles: ['operator', 'system'],
  provision: 'statement.other-delivery',
  needs: (account) => [need(arrangements, account)],
  decide: (asked, _command, context, state) =>
    decideEnd(arrangementOf(state, asked), asked, calendarOf(context.entity.calendar)),
})
