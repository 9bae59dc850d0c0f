/** The command that closes a payment report. Reports are made like claims: see ../claims/commands.ts. */
import { type Static, Type } from 'typebox'
import { affairsNeeds, affairsOf } from '../../accounts/affairs/rules.ts'
import { refuse } from '../../kernel/decision.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import { bookedAt, bookedNeeds } from '../../payments/corrections/rules.ts'
import type { CommandKind, Context } from '../../storage/command.ts'
import { remedies } from '../claims/rules.ts'
import { decideCloseReport, paymentReports, type ReportOutcome, reportGrounds } from './rules.ts'

const closePayload = Type.Union([
  payload({
    report: idText,
    outcome: Type.Literal('put-right'),
    remedy: Type.Optional(oneOf(remedies, 'How it is put right; by reversal unless told')),
  }),
  payload({ report: idText, outcome: Type.Literal('denied'), ground: oneOf(reportGrounds, 'Why') }),
])

/** Facts: the report's state, and the `correction` that puts the payment right. */
export const closeReport: CommandKind<Static<typeof closePayload>> = {
  kind: 'payment-report.close',
  summary: 'Puts a reported payment right or denies it, as a named person',
  payload: closePayload,
  purpose: 'correction',
  roles: ['operator'],
  needs: ({ payload }, state) => {
    const id = idOf<number>(payload.report)
    const report = state.peek(paymentReports, id)
    if (report === undefined) return [need(paymentReports, id)]
    return [
      need(paymentReports, id),
      ...affairsNeeds(state, report.account),
      ...(report.place === null ? [] : bookedNeeds(state, report.place)),
    ]
  },
  decide: (state, { payload, actor }, context) => {
    const report = state.get(paymentReports, idOf<number>(payload.report))
    const affairs = report && affairsOf(state, report.account)
    if (report === undefined || affairs === undefined)
      return refuse('report-unknown', context.terms().cite('payment-report.receiving'))
    const booked = report.place === null ? undefined : bookedAt(state, report.place)
    const terms = context.terms(affairs.agreement.binding)
    return decideCloseReport(report, outcomeOf(payload, context), booked, staffOf(actor), context.businessDate, terms)
  },
}

const outcomeOf = (asked: Static<typeof closePayload>, context: Context): ReportOutcome =>
  asked.outcome === 'put-right'
    ? { outcome: 'put-right', correction: asked.remedy === 'otherwise' ? undefined : context.nextId<number>() }
    : asked
