/** Commands about enquiries that the institution makes in databases. */
import { type Static, Type } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { facts } from '../../vault/rules.ts'
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
} from '../payload.ts'
import { databaseEnquiries, decideEnquire, decideReturn } from './rules.ts'

const enquiring = payload({
  subject: idText,
  recipient: itemName,
  receiver: reference,
  purpose: itemName,
  basis: basisText,
  kinds: kindsOf('What is sent, so that the person is found'),
  asks: kindsOf('What is asked for'),
  country: countryCode,
  shown: Type.Optional(shownList),
})

/** Refuses as `decideEnquire`. Facts: `enquiry`, its id. */
export const enquireDatabase: CommandKind<Static<typeof enquiring>> = {
  kind: 'database-enquiry.make',
  summary: 'Asks a database about a person, who sees it from the same moment',
  payload: enquiring,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload }) => disclosureNeeds(partiesOf([payload.subject]), payload),
  decide: (state, command, context) => {
    const { subject, shown = [], ...asked } = command.payload
    const by = disclosing(command, context, state)
    return decideEnquire({ ...asked, shown, accessFrom: [], subjects: partiesOf([subject]) }, by, context.terms())
  },
}

const returning = payload({
  enquiry: idText,
  facts: Type.Array(idText, { maxItems: 80, uniqueItems: true, description: 'What came back, recorded before' }),
})

/** Refuses as `decideReturn`. */
export const returnFromDatabase: CommandKind<Static<typeof returning>> = {
  kind: 'database-enquiry.return',
  summary: 'Records what a database returned, as facts of the person',
  payload: returning,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload: { enquiry, facts: returned } }) => [
    need(databaseEnquiries, idOf<number>(enquiry)),
    ...returned.map((one) => need(facts, idOf<number>(one))),
  ],
  decide: (state, { payload: { enquiry, facts: returned } }, { at, terms }) =>
    decideReturn(
      state.get(databaseEnquiries, idOf<number>(enquiry)),
      returned.map((one) => state.get(facts, idOf<number>(one))),
      { at },
      terms(),
    ),
}
