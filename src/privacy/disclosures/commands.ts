/** The command that hands data over. */
import { type Static, Type } from 'typebox'
import { payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { switches } from '../switches/rules.ts'
import {
  basisText,
  countryCode,
  disclosers,
  disclosing,
  itemName,
  kindsOf,
  partiesOf,
  reference,
  shownList,
  subjectsList,
  switchNeeds,
} from './payload.ts'
import { decideDisclose } from './rules.ts'

const making = payload({
  subjects: subjectsList,
  recipient: itemName,
  receiver: reference,
  processor: Type.Optional(itemName),
  purpose: itemName,
  basis: basisText,
  kinds: kindsOf('What is handed over'),
  country: countryCode,
  accessFrom: Type.Optional(
    Type.Array(countryCode, {
      maxItems: 20,
      description: 'Where else somebody, a subprocessor too, can reach the data',
    }),
  ),
  shown: Type.Optional(shownList),
})

/** Refuses as `decideDisclose`. Facts: `disclosure`, its id; `occasion`, the clause that allowed it. */
export const makeDisclosure: CommandKind<Static<typeof making>> = {
  kind: 'disclosure.make',
  summary: 'Hands personal data over to somebody, as the register allows, and records it',
  payload: making,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload: { subjects } }) => switchNeeds(subjects),
  decide: (state, command, context) => {
    const { subjects, accessFrom = [], shown = [], ...asked } = command.payload
    const by = disclosing(command, context, (subject) => state.get(switches, subject))
    return decideDisclose({ ...asked, accessFrom, shown, subjects: partiesOf(subjects) }, by, context.terms())
  },
}
