/** Statements over HTTP: the commands about them. What reads and draws them is in api/statements. */
import type { CommandRoute } from '../privacy/edge.ts'
import { arrangeMonthly, chooseDelivery, endDelivery } from './arrangements/commands.ts'
import { answerClaim, decideOnClaim, makeClaim } from './claims/commands.ts'
import { holdClaim } from './claims/holding/commands.ts'
import { claimWire } from './claims/wire.ts'
import { agreeDigital, endDigital } from './digital/commands.ts'
import { collectStatement, requestStatement } from './issuing/commands.ts'
import { closeReport } from './payment-reports/commands.ts'
import { noteDocument } from './sent-documents/commands.ts'

export const statementRoutes: readonly CommandRoute[] = [
  { command: agreeDigital, url: '/parties/:customer/digital-channels' },
  { command: endDigital, url: '/parties/:customer/digital-channels/end' },
  { command: arrangeMonthly, url: '/accounts/:account/statements/arrangement' },
  { command: chooseDelivery, url: '/accounts/:account/statements/delivery' },
  { command: endDelivery, url: '/accounts/:account/statements/delivery/end' },
  { command: requestStatement, url: '/accounts/:account/statements/requests' },
  { command: collectStatement, url: '/accounts/:account/statements/:month/collection' },
  { command: makeClaim, url: '/accounts/:account/claims', wire: claimWire(makeClaim) },
  { command: noteDocument, url: '/accounts/:account/sent-documents' },
  { command: decideOnClaim, url: '/claims/:claim/decision' },
  { command: holdClaim, url: '/claims/:claim/holding-reply' },
  { command: answerClaim, url: '/claims/:claim/answer' },
  { command: closeReport, url: '/payment-reports/:report/closing' },
]
