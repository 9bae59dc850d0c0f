/** Every kind of command about claims, payment reports, and documents that showed an entry. */
import { closeReport } from '../payment-reports/commands.ts'
import { noteDocument } from '../sent-documents/commands.ts'
import { answerClaim, decideOnClaim, makeClaim } from './commands.ts'
import { holdClaim, remindOfClaims } from './holding/commands.ts'

export const claimCommands = [
  makeClaim,
  decideOnClaim,
  holdClaim,
  remindOfClaims,
  answerClaim,
  noteDocument,
  closeReport,
]
