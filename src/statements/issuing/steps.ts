/** What closing a day does for statements. */
import type { DayStep } from '../../storage/day-step.ts'
import { deadlinesStep } from '../../storage/deadline-step.ts'
import { arrangedAccounts } from '../arrangements/store.ts'
import { monthOf } from '../availability/rules.ts'
import { remindToCheck } from '../reminders/commands.ts'
import { reminderDeadline } from '../reminders/rules.ts'
import { makeMonthly } from './commands.ts'

/** How many accounts one decision is about: with the records of each and of its holders, some thousands are loaded for it. */
const atOnce = 500

/** With the last day of a month, the statements of that month for the accounts with an arrangement; nothing on other days. */
export const monthlyStep: DayStep = {
  name: 'statement-monthly',
  command: makeMonthly,
  next: async (sql, lane, day, after) => {
    if (day.day !== day.daysInMonth) return undefined
    const accounts = await arrangedAccounts(sql, lane, Number(after ?? 0), atOnce)
    const last = accounts.at(-1)
    if (last === undefined) return undefined
    const payload = { month: monthOf(day), accounts: accounts.map(String) }
    return { payloads: [payload], subjects: accounts.length, after: String(last) }
  },
}

/** Reminds those who read no statement, on their day. */
export const checkReminderStep: DayStep = deadlinesStep(reminderDeadline, remindToCheck, (customers) => ({ customers }))
