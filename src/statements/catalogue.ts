/** Every command about statements, for the catalogue. */
import type { AnyCommandKind } from '../storage/command.ts'
import { arrangeMonthly, chooseDelivery, endDelivery } from './arrangements/commands.ts'
import { claimCommands } from './claims/catalogue.ts'
import { agreeDigital, endDigital } from './digital/commands.ts'
import { collectStatement, makeMonthly, requestStatement } from './issuing/commands.ts'
import { readStatement } from './reading/commands.ts'
import { remindToCheck } from './reminders/commands.ts'

export const statementCommands: readonly AnyCommandKind[] = [
  agreeDigital,
  endDigital,
  arrangeMonthly,
  chooseDelivery,
  endDelivery,
  makeMonthly,
  requestStatement,
  collectStatement,
  readStatement,
  remindToCheck,
  ...claimCommands,
]
