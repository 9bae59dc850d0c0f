/** Commands about requests that came to processors. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../../kernel/calendar.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { dateText, idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import type { CommandKind, Role } from '../../../storage/command.ts'
import { itemName, reference } from '../payload.ts'
import { decidePassOn, decideSettle, passedOnRequests, requestKinds } from './rules.ts'

const officers: readonly Role[] = ['operator', 'compliance-officer', 'data-protection-officer', 'system']

const passing = payload({
  subject: idText,
  processor: itemName,
  kind: oneOf(requestKinds, 'What the person asks for'),
  file: reference,
  receivedOn: dateText,
})

/** Refuses as `decidePassOn`. Facts: `request`, its id; `answerBy`; `commands` that carry it out, or `byHand`. */
export const passOnRequest: CommandKind<Static<typeof passing>> = {
  kind: 'request.pass-on',
  summary: 'Takes over a request about their data that a person made to a processor',
  payload: passing,
  purpose: 'service',
  roles: officers,
  needs: () => [],
  decide: (_state, { payload: { subject, receivedOn, ...asked } }, { businessDate: on, entity, nextId, terms }) =>
    decidePassOn(
      { ...asked, subject: idOf<PartyId>(subject), receivedOn: Temporal.PlainDate.from(receivedOn) },
      { on, calendar: calendarOf(entity.calendar), nextId },
      terms(),
    ),
}

const settling = payload({
  request: idText,
  answer: Type.Optional(
    oneOf(['done', 'declined'] as const, 'What the person was told; that it was done, unless told'),
  ),
  evidence: Type.Optional({
    ...reference,
    description: 'Under which the archive keeps what was written to the person',
  }),
})

/** Refuses as `decideSettle`. */
export const settleRequest: CommandKind<Static<typeof settling>> = {
  kind: 'request.settle-passed-on',
  summary: 'Notes that a request which came by a processor was answered',
  payload: settling,
  purpose: 'service',
  roles: officers,
  needs: ({ payload: { request } }) => [need(passedOnRequests, idOf<number>(request))],
  decide: (state, { payload: { request, answer = 'done', evidence = null } }, { businessDate, terms }) =>
    decideSettle(state.get(passedOnRequests, idOf<number>(request)), { answer, evidence }, businessDate, terms()),
}
