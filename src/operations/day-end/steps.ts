/**
 * What closing a business day does, in its fixed order. A feature writes its step (a DayStep of storage/day-step.ts; for deadlines,
 * deadlineStep or deadlinesStep of storage/deadline-step.ts) beside its commands and adds it here as one line, where it belongs: what lapses
 * first, then orders that fall due, then what is computed from the day's final balances, and statements, which show all of it, last.
 */
import { excessStep } from '../../accounts/excess/step.ts'
import { interestStep } from '../../accounts/interest/step.ts'
import { reminderStep } from '../../parties/replacement/commands.ts'
import { cashCodeExpiryStep } from '../../payments/cash-codes/ending/commands.ts'
import { collectStep } from '../../payments/dues/commands.ts'
import { maintenanceStep } from '../../payments/fees/maintenance/commands.ts'
import { expiryStep } from '../../payments/holds/commands.ts'
import { ordersStep } from '../../payments/scheduled/step.ts'
import { seizureStep } from '../../payments/seizures/catching/step.ts'
import { claimReminderStep } from '../../statements/claims/holding/commands.ts'
import { checkReminderStep, monthlyStep } from '../../statements/issuing/steps.ts'
import type { DayStep } from '../../storage/day-step.ts'

export const steps: readonly DayStep[] = [
  // What lapses with the day: holds, codes, reminders.
  expiryStep,
  cashCodeExpiryStep,
  reminderStep,
  claimReminderStep,

  // What orders of authorities wait for, before the customer's own orders take it.
  seizureStep,

  // Orders that fall due: standing orders, scheduled orders.
  ordersStep,

  // What follows from the day's balances: charges on excess, fees of the month, and all that is due and has cover by now; then interest,
  // since each of these has the day as its value date.
  excessStep,
  maintenanceStep,
  collectStep,
  interestStep,

  // Statements of the month.
  monthlyStep,
  checkReminderStep,
]
