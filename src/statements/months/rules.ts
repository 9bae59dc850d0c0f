/** Calendar months of periods: the records in which a statement of the period stands. */
import type { AccountId } from '../../kernel/ids.ts'
import { type Effect, effect, type Need, need, type StateReader } from '../../kernel/state.ts'
import {
  type Issue,
  monthOf,
  type Statement,
  type StatementKey,
  statementKey,
  statements,
} from '../availability/rules.ts'
import type { Period } from '../reading/rules.ts'

/** The months of the period that have entries at all: none before the account was opened. */
export function monthsOf({ from, to }: Period, openedOn: Temporal.PlainDate): readonly string[] {
  const first = Temporal.PlainDate.compare(from, openedOn) < 0 ? openedOn : from
  const months: string[] = []
  for (let day = first.with({ day: 1 }); Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ months: 1 }))
    months.push(monthOf(day))
  return months
}

export const monthKeys = (account: AccountId, period: Period, openedOn: Temporal.PlainDate): readonly StatementKey[] =>
  monthsOf(period, openedOn).map((month) => statementKey(account, month))

export const monthNeeds = (account: AccountId, period: Period, openedOn: Temporal.PlainDate): readonly Need[] =>
  monthKeys(account, period, openedOn).map((key) => need(statements, key))

/** The record of a month with one statement more. */
export const withIssue = (
  before: Statement | undefined,
  account: AccountId,
  month: string,
  issue: Issue,
): Statement => ({
  account,
  month,
  issues: [...(before?.issues ?? []), issue],
})

/** Notes a statement in the record of every month that it shows. */
export function issued(
  state: StateReader,
  account: AccountId,
  issue: Issue,
  openedOn: Temporal.PlainDate,
): readonly Effect[] {
  return monthsOf(issue, openedOn).map((month) => {
    const key = statementKey(account, month)
    return effect(statements, key, withIssue(state.get(statements, key), account, month, issue))
  })
}

/** The calendar month before that of the day, whole. */
export function monthBefore(on: Temporal.PlainDate): Period {
  const first = on.with({ day: 1 })
  return { from: first.subtract({ months: 1 }), to: first.subtract({ days: 1 }) }
}

/** A whole calendar month by its name, YYYY-MM. */
export function monthNamed(month: string): Period {
  const from = Temporal.PlainDate.from(`${month}-01`)
  return { from, to: from.add({ months: 1 }).subtract({ days: 1 }) }
}
