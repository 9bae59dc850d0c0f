/** Commands about reports of debts to registers. */
import type { Static } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { need, type StateReader } from '../../../kernel/state.ts'
import { dateText, idOf, idText, moneyOf, moneyText, oneOf, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { countryCode, disclosers, disclosing, disclosureNeeds, itemName, kindsOf, reference } from '../payload.ts'
import {
  debtReports,
  decideAnnounce,
  decideContest,
  decideReport,
  decideSettle,
  lastReports,
  obligationKey,
} from './rules.ts'

const announcing = payload({
  subject: idText,
  obligation: reference,
  dueOn: dateText,
  recipient: itemName,
  notice: reference,
})

/** Refuses as `decideAnnounce`. Facts: `report`, its id; `reportableFrom`. */
export const announceReport: CommandKind<Static<typeof announcing>> = {
  kind: 'debt-report.announce',
  summary: 'Notes that a debtor was told of a coming report to a register of debts',
  payload: announcing,
  purpose: 'service',
  roles: disclosers,
  needs: ({ payload: { subject, obligation } }, state) => {
    const key = obligationKey(idOf<PartyId>(subject), obligation)
    const last = state.peek(lastReports, key)
    return [need(lastReports, key), ...(last === undefined ? [] : [need(debtReports, last.report)])]
  },
  decide: (state, { payload: { subject: of, dueOn, ...asked } }, { businessDate: on, nextId, terms }) => {
    const subject = idOf<PartyId>(of)
    const last = state.get(lastReports, obligationKey(subject, asked.obligation))
    return decideAnnounce(
      { ...asked, subject, dueOn: Temporal.PlainDate.from(dueOn) },
      last && state.get(debtReports, last.report),
      { on, nextId },
      terms(),
    )
  },
}

const ofReport = { report: idText } as const
const reportIn = (state: StateReader, report: string) => state.get(debtReports, idOf<number>(report))
const reportNeeds = ({ payload: { report } }: { readonly payload: { readonly report: string } }) => [
  need(debtReports, idOf<number>(report)),
]

const reporting = payload({
  ...ofReport,
  receiver: reference,
  purpose: itemName,
  kinds: kindsOf('What is reported'),
  country: countryCode,
  law: reference,
  amount: moneyText,
})

/** Refuses as `decideReport`. */
export const reportDebt: CommandKind<Static<typeof reporting>> = {
  kind: 'debt-report.make',
  summary: 'Reports a debt to a register of debts',
  payload: reporting,
  purpose: 'service',
  roles: disclosers,
  needs: (command, state) => {
    const found = state.peek(debtReports, idOf<number>(command.payload.report))
    return [
      ...reportNeeds(command),
      ...(found === undefined
        ? []
        : disclosureNeeds([found.subject], { ...found, receiver: command.payload.receiver })),
    ]
  },
  decide: (state, command, context) => {
    const { report, amount, ...asked } = command.payload
    const by = disclosing(command, context, state)
    return decideReport(reportIn(state, report), { ...asked, amount: moneyOf(amount) }, by, context.terms())
  },
}

const contesting = payload(ofReport)

/** Refuses a customer's word about another's debt like an unknown report; then as `decideContest`. */
export const contestReport: CommandKind<Static<typeof contesting>> = {
  kind: 'debt-report.contest',
  summary: 'Objects to a report of a debt that was announced',
  payload: contesting,
  purpose: 'service',
  roles: ['customer', ...disclosers],
  needs: reportNeeds,
  decide: (state, { actor, payload: { report } }, { terms }) => {
    const found = reportIn(state, report)
    const own = actor.role !== 'customer' || actor.party === found?.subject
    return decideContest(own ? found : undefined, terms())
  },
}

const settling = payload({
  ...ofReport,
  how: oneOf(['withdrawn', 'marked'] as const, 'Whether the report is taken back or marked as paid'),
})

/** Refuses as `decideSettle`. */
export const settleReport: CommandKind<Static<typeof settling>> = {
  kind: 'debt-report.settle',
  summary: 'Withdraws the report of a debt, or has it marked, because it was paid',
  payload: settling,
  purpose: 'service',
  roles: disclosers,
  needs: reportNeeds,
  decide: (state, { payload: { report, how } }, { businessDate, terms }) =>
    decideSettle(reportIn(state, report), how, businessDate, terms()),
}
