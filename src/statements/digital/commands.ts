/** Commands about service agreements on digital channels. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import { refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, optionalIdOf, payload } from '../../kernel/wire.ts'
import { checkActor, representationNeeds } from '../../parties/acting/rules.ts'
import { parties } from '../../parties/rules.ts'
import type { Command, CommandKind, Context } from '../../storage/command.ts'
import { now } from '../asking.ts'
import { type Informed, informed, uninformed } from '../availability/rules.ts'
import { decideAgreeDigital, decideEndDigital } from './rules.ts'

const digitalPayload = payload({
  customer: idText,
  orderedBy: Type.Optional(Type.String({ ...idText, description: 'Whose order staff pass on' })),
})
type Payload = Static<typeof digitalPayload>

const digital = (
  kind: string,
  summary: string,
  decide: (customer: Informed, context: Context) => ReturnType<typeof decideAgreeDigital | typeof decideEndDigital>,
): CommandKind<Payload> => ({
  kind,
  summary,
  payload: digitalPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  needs: ({ payload }) => needs(idOf<PartyId>(payload.customer)),
  decide: (state, command, context) => checked(state, command, context) ?? decide(customerOf(state, command), context),
})

/** Refuses an unknown customer, and who may not act for them; then as `decideAgreeDigital`. */
export const agreeDigital = digital(
  'digital-channels.agree',
  'Concludes a service agreement on digital channels',
  (customer, context) =>
    decideAgreeDigital(customer, now(context), calendarOf(context.entity.calendar), context.terms()),
)

/** The same refusals first; then as `decideEndDigital`. */
export const endDigital = digital(
  'digital-channels.end',
  'Ends the service agreement on digital channels',
  (customer, context) => decideEndDigital(customer, now(context), context.terms()),
)

const needs = (customer: PartyId): readonly Need[] => [...representationNeeds([customer]), need(informed, customer)]

const customerOf = (state: StateReader, { payload }: Command<Payload>): Informed => {
  const customer = idOf<PartyId>(payload.customer)
  return state.get(informed, customer) ?? uninformed(customer)
}

function checked(state: StateReader, { actor, payload }: Command<Payload>, context: Context) {
  const customer = idOf<PartyId>(payload.customer)
  const terms = context.terms()
  if (state.get(parties, customer) === undefined) return refuse('party-unknown', terms.cite('statement.digital'))
  return checkActor(state, {
    actor,
    orderedBy: optionalIdOf(payload.orderedBy),
    customers: [customer],
    act: { service: 'accounts' },
    on: context.businessDate,
    terms,
  })
}
