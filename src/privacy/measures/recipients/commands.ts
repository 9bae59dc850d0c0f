/** The command that records what recipients undertook. */
import { type Static, Type } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { dateText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { itemName, reference } from '../../disclosures/payload.ts'
import { measureOfficers, recorderOf } from '../payload.ts'
import { decideRecipientUndertake, recipientKey, recipientUndertakings } from './rules.ts'

const undertaking = payload({
  recipient: itemName,
  receiver: reference,
  document: reference,
  signed: dateText,
  until: Type.Optional(dateText),
})

/** Refuses as `decideRecipientUndertake`. */
export const recipientUndertakes: CommandKind<Static<typeof undertaking>> = {
  kind: 'recipient.undertake',
  summary: 'Records that a recipient undertook to obey the rules of security and confidentiality',
  payload: undertaking,
  purpose: 'operations',
  roles: measureOfficers,
  needs: ({ payload: { recipient, receiver } }) => [need(recipientUndertakings, recipientKey(recipient, receiver))],
  decide: (_state, command, context) => {
    const { signed, until, ...asked } = command.payload
    const undertaken = {
      ...asked,
      signed: Temporal.PlainDate.from(signed),
      until: until === undefined ? null : Temporal.PlainDate.from(until),
    }
    return decideRecipientUndertake(undertaken, recorderOf(command, context), context.terms())
  },
}
