/** The command that makes somebody known to the institution. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../kernel/calendar.ts'
import type { PartyId } from '../kernel/ids.ts'
import { need } from '../kernel/state.ts'
import type { CommandKind } from '../storage/command.ts'
import { closed, country, telling, toldOf } from './payload.ts'
import { codesIn, decideRegister, partyByCode } from './rules.ts'

const payload = Type.Object(
  {
    kind: Type.Union([Type.Literal('natural'), Type.Literal('legal')]),
    consumer: Type.Boolean(),
    residence: country,
    ...telling,
  },
  closed,
)

/** Details: one for each of `facts`. Blinds: `code`, of the personal code or registration number. Facts: `party`. */
export const registerParty: CommandKind<Static<typeof payload>> = {
  kind: 'party.register',
  summary: 'Makes a natural or legal person known',
  payload,
  purpose: 'service',
  roles: ['teller', 'operator', 'system'],
  needs: ({ blinds }) => codesIn(blinds).map((code) => need(partyByCode, code)),
  decide: (state, command, context) => {
    const { payload: asked, blinds } = command
    const { kind, consumer, residence } = asked
    const code = blinds?.['code']
    return decideRegister(
      {
        party: { party: context.nextId<PartyId>(), kind, consumer, residence },
        told: toldOf(asked, command),
        entity: context.entity.id,
        code,
        blinds,
        holder: code === undefined ? undefined : state.get(partyByCode, code),
        on: context.businessDate,
        calendar: calendarOf(context.entity.calendar),
        nextId: context.nextId,
      },
      context.terms(),
    )
  },
}
