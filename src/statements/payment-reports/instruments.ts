/**
 * Reports about an instrument that its own feature takes: a report of a cash code is a payment report from the same decision on (RA-7.14,
 * RA-9.7). Payments know nothing of reports; the catalogue wraps the kind.
 */
import { accountFiles } from '../../accounts/files/rules.ts'
import { calendarOf } from '../../kernel/calendar.ts'
import { accept, together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { idOf, optionalIdOf } from '../../kernel/wire.ts'
import { accounts } from '../../ledger/rules.ts'
import { parties } from '../../parties/rules.ts'
import { reportCode } from '../../payments/cash-codes/ending/commands.ts'
import type { ReportedWrong } from '../../payments/cash-codes/ending/rules.ts'
import { type CashCodeId, cashCodes } from '../../payments/cash-codes/rules.ts'
import { termsOf } from '../../payments/sides.ts'
import type { AnyCommandKind } from '../../storage/command.ts'
import { bookedEntry, entryNeeds } from '../claims/entry.ts'
import { decideReport, type ReportKind } from './rules.ts'

const kindOf: Readonly<Record<ReportedWrong, ReportKind>> = {
  lost: 'instrument-lost',
  stolen: 'instrument-stolen',
  misappropriated: 'instrument-misused',
  'unauthorised-payment': 'payment-unauthorised',
  'wrong-payment': 'payment-misexecuted',
}

/** The kind; that which reports a cash code opens the payment report, under the same number, in its decision. */
export function reporting(kind: AnyCommandKind): AnyCommandKind {
  if (kind.kind !== reportCode.kind) return kind
  const of = kind as typeof reportCode
  const opening: typeof reportCode = {
    ...of,
    needs: (command, state) => {
      const { entry } = command.payload
      return [...of.needs(command, state), ...(entry === undefined ? [] : entryNeeds(entry))]
    },
    decide: (state, command, context) => {
      const taken = of.decide(state, command, context)
      if (taken.outcome === 'refused') return taken
      const { code, wrong, entry, orderedBy } = command.payload
      const account = state.get(accounts, state.get(cashCodes, idOf<CashCodeId>(code))?.account ?? idOf('0'))
      const holders = account === undefined ? [] : (state.get(accountFiles, account.account)?.holders ?? [])
      const customer = command.actor.party ?? optionalIdOf<PartyId>(orderedBy) ?? holders[0]
      if (account === undefined || customer === undefined) throw new Error('a code is for an account with a holder')
      const report = {
        report: Number(taken.facts['report']),
        account: account.account,
        customer,
        what: kindOf[wrong],
        evidence: null,
        payment: entry && bookedEntry(state, account.account, entry, context.lane),
        consumer: holders.some((holder) => state.get(parties, holder)?.consumer === true),
        words: undefined,
      }
      const calendar = calendarOf(context.entity.calendar)
      const terms = termsOf(state, account, context)
      const opened = decideReport(report, entry !== undefined, context.businessDate, calendar, terms)
      if (opened.outcome === 'refused') return opened
      return accept([...taken.effects, ...opened.effects], together(taken.cited, opened.cited), {
        ...opened.facts,
        ...taken.facts,
      })
    },
  }
  return opening
}
