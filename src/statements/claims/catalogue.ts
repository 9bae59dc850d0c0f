/** Every kind of command about claims, payment reports, and documents that showed an entry. */
import { closeReport } from '../payment-reports/commands.ts'
import { noteDocument } from '../sent-documents/commands.ts'
import { answerClaim, decideOnClaim, makeClaim } from './commands.ts'

export const claimCommands = [makeClaim, decideOnClaim, answerClaim, noteDocument, closeReport]
