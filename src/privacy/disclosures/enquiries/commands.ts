/** Commands about enquiries of authorities. */
import { type Static, Type } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
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
} from '../payload.ts'
import { decideAnswer, decideDecline, decideReceive, enquiries } from './rules.ts'

const receiving = payload({
  subjects: subjectsList,
  recipient: itemName,
  receiver: reference,
  act: Type.Optional(reference),
  case: Type.Optional(reference),
  extent: kindsOf('What is asked for', 0),
  secrecy: Type.Optional(reference),
})

/** Refuses as `decideReceive`. Facts: `enquiry`, its id. */
export const receiveEnquiry: CommandKind<Static<typeof receiving>> = {
  kind: 'authority-enquiry.receive',
  summary: 'Registers the enquiry of an authority, with the act, the case and the extent that it names',
  payload: receiving,
  purpose: 'service',
  roles: disclosers,
  needs: () => [],
  decide: (_state, { payload: asked }, { businessDate: on, nextId, terms }) =>
    decideReceive(
      {
        ...asked,
        subjects: partiesOf(asked.subjects),
        act: asked.act,
        case: asked.case,
        secrecy: asked.secrecy,
      },
      { on, nextId },
      terms(),
    ),
}

const answering = payload({
  enquiry: idText,
  purpose: itemName,
  basis: basisText,
  kinds: kindsOf('What is handed over'),
  country: countryCode,
  shown: Type.Optional(shownList),
})

/** Refuses as `decideAnswer`. */
export const answerEnquiry: CommandKind<Static<typeof answering>> = {
  kind: 'authority-enquiry.answer',
  summary: 'Hands over what an authority asked for, or less',
  payload: answering,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload: { enquiry } }, state) => {
    const found = state.peek(enquiries, idOf<number>(enquiry))
    return [
      need(enquiries, idOf<number>(enquiry)),
      ...(found === undefined ? [] : disclosureNeeds(found.subjects, found)),
    ]
  },
  decide: (state, command, context) => {
    const { enquiry, shown = [], ...asked } = command.payload
    const by = disclosing(command, context, state)
    return decideAnswer(state.get(enquiries, idOf<number>(enquiry)), { ...asked, shown }, by, context.terms())
  },
}

const declining = payload({ enquiry: idText })

/** Refuses as `decideDecline`. */
export const declineEnquiry: CommandKind<Static<typeof declining>> = {
  kind: 'authority-enquiry.decline',
  summary: 'Sends the enquiry of an authority back without data',
  payload: declining,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload: { enquiry } }) => [need(enquiries, idOf<number>(enquiry))],
  decide: (state, { actor, payload: { enquiry } }, { businessDate: on, terms }) =>
    decideDecline(state.get(enquiries, idOf<number>(enquiry)), { on, staff: actor.staff ?? null }, terms()),
}
