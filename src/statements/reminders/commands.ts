/** The command that reminds customers to read their statements. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { needOnce, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { agreementOf, agreements } from '../../terms/agreements/rules.ts'
import { informed } from '../availability/rules.ts'
import { decideRemind, type Reminded } from './rules.ts'

const remindPayload = payload({ customers: Type.Array(idText, { minItems: 1, maxItems: 1000 }) })

export const remindToCheck: CommandKind<Static<typeof remindPayload>> = {
  kind: 'statement.remind',
  summary: 'Reminds customers who read no statement this month: sent on deadlines of kind statement-check',
  payload: remindPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) =>
    payload.customers.flatMap((text) => {
      const customer = idOf<PartyId>(text)
      const agreement = state.peek(agreementOf, customer)
      const needed = [needOnce(informed, customer), needOnce(agreementOf, customer)]
      return agreement === undefined ? needed : [...needed, needOnce(agreements, agreement)]
    }),
  decide: (state, { payload }, context) =>
    decideRemind(
      payload.customers.flatMap((text) => remindedOf(state, idOf<PartyId>(text))),
      context.businessDate,
      calendarOf(context.entity.calendar),
      context.terms(),
    ),
}

function remindedOf(state: StateReader, party: PartyId): readonly Reminded[] {
  const customer = state.get(informed, party)
  if (customer === undefined) return []
  const agreement = state.get(agreementOf, party)
  return [{ customer, hasLeft: agreement !== undefined && state.get(agreements, agreement)?.status === 'ended' }]
}
