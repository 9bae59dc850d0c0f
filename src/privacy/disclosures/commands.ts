/** The command that hands data over. */
import { type Static, Type } from 'typebox'
import { payload } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import {
  basisText,
  countryCode,
  disclosers,
  disclosing,
  disclosureNeeds,
  itemName,
  kindsOf,
  partiesOf,
  reference,
  shownList,
  subjectsList,
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
  country: Type.Optional({ ...countryCode, description: 'Where the data are kept: at home unless told' }),
  accessFrom: Type.Optional(
    Type.Array(countryCode, {
      maxItems: 20,
      description: 'Where else somebody, a subprocessor too, can reach the data',
    }),
  ),
  shown: Type.Optional(shownList),
  last: Type.Optional(
    Type.Boolean({ description: 'Of what goes out at regular times: whether nothing is owed any more' }),
  ),
})

/** Refuses as `decideDisclose`. Facts: `disclosure`, its id; `occasion`, the clause that allowed it. */
export const makeDisclosure: CommandKind<Static<typeof making>> = {
  kind: 'disclosure.make',
  summary: 'Hands personal data over to somebody, as the register allows, and records it',
  payload: making,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload }) => disclosureNeeds(partiesOf(payload.subjects), payload),
  decide: (state, command, context) => {
    const { subjects, accessFrom = [], shown = [], country: told, ...asked } = command.payload
    const by = disclosing(command, context, state)
    const terms = context.terms()
    const country = told ?? terms.register.processors.get(asked.recipient)?.country ?? context.entity.country
    return decideDisclose({ ...asked, country, accessFrom, shown, subjects: partiesOf(subjects) }, by, terms)
  },
}
