/** Commands by which other systems of the institution tell of their affairs with persons. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { need, type StateReader } from '../../../kernel/state.ts'
import { dateText, idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import type { Command, CommandKind, Context } from '../../../storage/command.ts'
import { affairKinds, affairsElsewhere, decideEnd, decideNote } from './rules.ts'

const reference = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z./-]{0,39}$',
  description: 'Its number in the system that keeps it: never a name',
})
const day = (description: string) => Type.Optional(Type.String({ ...dateText, description }))

const common = {
  purpose: 'operations',
  roles: ['operator', 'credit-officer'],
  needs: ({ payload: { subject } }: Command<{ readonly subject: string }>) => [
    need(affairsElsewhere, idOf<PartyId>(subject)),
  ],
} as const

function asked(state: StateReader, subject: string, { businessDate: on }: Pick<Context, 'businessDate'>) {
  const party = idOf<PartyId>(subject)
  return { party, on, known: state.get(affairsElsewhere, party) ?? [] }
}

const notePayload = payload({
  subject: idText,
  affair: reference,
  kind: oneOf(affairKinds, 'What it is: an application also where an offer is open, or a decision is reviewed'),
  amountMinor: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,14}$', description: 'What an agreement is about, in cents of euro' }),
  ),
})

export const noteAffair: CommandKind<Static<typeof notePayload>> = {
  ...common,
  kind: 'affair.note',
  summary: 'Tells of an application or agreement that another system keeps: data stay for it',
  payload: notePayload,
  decide: (state, { payload: { subject, affair, kind, amountMinor } }, context) =>
    decideNote(
      asked(state, subject, context),
      { reference: affair, kind, amountMinor: amountMinor === undefined ? null : BigInt(amountMinor) },
      context.terms(),
    ),
}

const endPayload = payload({
  subject: idText,
  affair: reference,
  ended: day('The day on which it ended: declined, lapsed, or at the end of the agreement'),
  performed: day('The day on which all that was owed under it had been performed'),
})

export const endAffair: CommandKind<Static<typeof endPayload>> = {
  ...common,
  kind: 'affair.end',
  summary: 'Tells that it ended, or was performed: from then on the terms run',
  payload: endPayload,
  decide: (state, { payload: { subject, affair, ended, performed } }, context) =>
    decideEnd(
      asked(state, subject, context),
      { reference: affair, endedOn: dayOf(ended), performedOn: dayOf(performed) },
      context.terms(),
    ),
}

const dayOf = (text: string | undefined): Temporal.PlainDate | null =>
  text === undefined ? null : Temporal.PlainDate.from(text)

/** About persons: they are to exist. */
export const affairsAboutParties = [noteAffair, endAffair]
