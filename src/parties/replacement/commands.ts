/** Commands about the duty to replace an authorisation document. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { deadlineStep } from '../../storage/deadline-step.ts'
import { authorisationPayload, closed, raisingOf } from '../payload.ts'
import { type DutyCause, representations } from '../representation/rules.ts'
import { decideRaise, decideRemind, decideService, reminderKind } from './rules.ts'

const demand = Type.Object(authorisationPayload, closed)

export const demandReplacement: CommandKind<Static<typeof demand>> = {
  kind: 'authorisation.demand-replacement',
  summary: 'Asks the customer for another authorisation document',
  payload: demand,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer, authorisation }, actor: { staff } }, context) =>
    decideRaise(
      {
        representation: state.get(representations, idOf<PartyId>(customer)),
        authorisation: idOf(authorisation),
        cause: 'asked',
        staff,
      },
      raisingOf(context),
    ),
}

/** What may be reported of a document, and the cause that it is. */
const reports = {
  'representative-changed': 'representative',
  'signature-changed': 'signature',
  'signature-differs': 'signature',
  'seal-changed': 'seal',
  'seal-differs': 'seal',
  'document-worn': 'worn',
  'specimen-worn': 'worn',
} as const satisfies Record<string, DutyCause>
type Report = keyof typeof reports

const reportPayload = Type.Object(
  {
    ...authorisationPayload,
    what: Type.Union((Object.keys(reports) as Report[]).map((one) => Type.Literal(one))),
  },
  closed,
)

export const report: CommandKind<Static<typeof reportPayload>> = {
  kind: 'authorisation.report',
  summary: 'Reports what makes another authorisation document necessary',
  payload: reportPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer, authorisation, what }, actor: { staff } }, context) =>
    decideRaise(
      {
        representation: state.get(representations, idOf<PartyId>(customer)),
        authorisation: idOf(authorisation),
        cause: reports[what],
        staff,
      },
      raisingOf(context),
    ),
}

const reminder = Type.Object({ customer: idText }, closed)

export const remind: CommandKind<Static<typeof reminder>> = {
  kind: 'representation.remind',
  summary:
    'Reminds a customer of authorisation documents to replace: sent on a deadline of kind authorisation-reminder',
  payload: reminder,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer } }, context) =>
    decideRemind(state.get(representations, idOf<PartyId>(customer)), raisingOf(context)),
}

export const reminderStep = deadlineStep(reminderKind, remind, (subject) => ({ customer: String(subject) }))

const service = Type.Object(
  { ...authorisationPayload, service: Type.Union([Type.Literal('declined'), Type.Literal('served')]) },
  closed,
)

export const decideOverdue: CommandKind<Static<typeof service>> = {
  kind: 'authorisation.decide-service',
  summary: 'Decides whether a customer is served through a document whose replacement is overdue',
  payload: service,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => [need(representations, idOf<PartyId>(customer))],
  decide: (state, { payload: { customer, authorisation, service }, actor: { staff } }, context) =>
    decideService(
      {
        representation: state.get(representations, idOf<PartyId>(customer)),
        authorisation: idOf(authorisation),
        service,
        staff,
      },
      context.businessDate,
      context.terms(),
    ),
}
