/** The command that records checks of suppliers' representatives. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import { checkedAccess } from '../../../rulebook/parameters.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { itemName, reference } from '../../disclosures/payload.ts'
import { recorderOf } from '../payload.ts'
import { decideCheck } from './rules.ts'

const checking = payload({
  subject: idText,
  role: itemName,
  supplier: reference,
  access: Type.Array(oneOf(checkedAccess, 'Where they enter'), { maxItems: checkedAccess.length, uniqueItems: true }),
  file: reference,
})

/** Refuses as `decideCheck`. Facts: `check`, its id, under which findings are recorded. */
export const recordCheck: CommandKind<Static<typeof checking>> = {
  kind: 'background-check.record',
  summary: "Records that the past of a supplier's representative is checked, and what they need to enter",
  payload: checking,
  purpose: 'operations',
  roles: ['security-officer', 'compliance-officer'],
  needs: () => [],
  decide: (_state, command, context) => {
    const { subject, ...asked } = command.payload
    return decideCheck({ ...asked, subject: idOf<PartyId>(subject) }, recorderOf(command, context), context.terms())
  },
}
