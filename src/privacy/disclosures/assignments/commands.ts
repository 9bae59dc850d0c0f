/** The command that assigns claims. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import {
  countryCode,
  disclosers,
  disclosing,
  disclosureNeeds,
  itemName,
  kindsOf,
  reference,
  shownList,
} from '../payload.ts'
import { creditorKey, creditors, decideAssign } from './rules.ts'

const assigning = payload({
  subject: idText,
  obligations: Type.Array(reference, { minItems: 1, maxItems: 50, uniqueItems: true }),
  recipient: itemName,
  assignee: reference,
  country: countryCode,
  agreement: reference,
  notice: Type.Optional(reference),
  purpose: itemName,
  kinds: kindsOf('What goes along'),
  shown: Type.Optional(shownList),
})

/** Refuses as `decideAssign`. Facts: `assignment`, its id; `creditor`, the new one. */
export const assignClaim: CommandKind<Static<typeof assigning>> = {
  kind: 'assignment.make',
  summary: 'Assigns obligations of a person to a new creditor, of which the person was told',
  payload: assigning,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload: { subject, obligations, recipient, assignee } }) => [
    ...disclosureNeeds([idOf<PartyId>(subject)], { recipient, receiver: assignee }),
    ...obligations.map((one) => need(creditors, creditorKey(idOf<PartyId>(subject), one))),
  ],
  decide: (state, command, context) => {
    const { subject: of, notice, shown = [], ...asked } = command.payload
    const subject = idOf<PartyId>(of)
    const by = disclosing(command, context, state)
    const before = asked.obligations.map((one) => state.get(creditors, creditorKey(subject, one)))
    return decideAssign({ ...asked, subject, notice, shown }, before, by, context.terms())
  },
}
