/** The command that keeps that a statement was read in a digital channel. */
import type { Static } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import { assertInvariant } from '../../kernel/decision.ts'
import { dateText, idText, oneOf, payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { statementCommand } from '../asking.ts'
import { decideRead, formats } from './rules.ts'

const readPayload = payload({
  account: idText,
  from: dateText,
  to: dateText,
  format: oneOf(formats, 'In which form'),
})

/** Refuses an unknown account, and who may not be told about it; then as `decideRead`. */
export const readStatement: CommandKind<Static<typeof readPayload>> = statementCommand({
  kind: 'statement.read',
  summary: 'Reads a statement in a digital channel: it was seen',
  payload: readPayload,
  purpose: 'service',
  roles: ['customer', 'representative'],
  service: 'information',
  provision: 'statement.form',
  decide: ({ through, ...asked }, command, context) => {
    assertInvariant(through !== undefined, 'a customer asks for themselves or for a holder')
    const { from, to, format } = command.payload
    const period = { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) }
    return decideRead(asked, through, period, format, calendarOf(context.entity.calendar))
  },
})
