/** Accounts over HTTP. */
import type { CommandRoute } from '../privacy/edge.ts'
import {
  activateAccount,
  approveDocument,
  receiveDocument,
  rejectDocument,
  requestDocuments,
} from './activation/commands.ts'
import { applyForBasic, decideBasic } from './basic/commands.ts'
import { closeAccount, requestClosing } from './closing/commands.ts'
import { chargeExcess } from './excess/commands.ts'
import { postInterest } from './interest/commands.ts'
import { openInternal } from './internal/commands.ts'
import { agreeLimit, endLimit } from './limits/commands.ts'
import { announceNumber, changeNumber } from './number-change/commands.ts'
import { openAccount } from './opening/commands.ts'
import { refuseAccount } from './refusal/commands.ts'
import { liftRestriction, restrictAccount } from './restriction/commands.ts'
import { openSegregated } from './segregated/commands.ts'
import { proofWire, refusalWire } from './wire.ts'

export const accountRoutes: readonly CommandRoute[] = [
  { command: openAccount, url: '/accounts' },
  { command: openSegregated, url: '/accounts/segregated', wire: proofWire(openSegregated) },
  { command: openInternal, url: '/accounts/internal' },
  { command: postInterest, url: '/interest-postings' },
  { command: chargeExcess, url: '/excess-charges' },
  { command: refuseAccount, url: '/accounts/refusals', wire: refusalWire(refuseAccount) },
  { command: requestDocuments, url: '/accounts/:account/documents' },
  { command: receiveDocument, url: '/accounts/:account/documents/receipts' },
  { command: approveDocument, url: '/accounts/:account/documents/approvals' },
  { command: rejectDocument, url: '/accounts/:account/documents/rejections' },
  { command: activateAccount, url: '/accounts/:account/activation' },
  { command: announceNumber, url: '/accounts/:account/number-changes' },
  { command: changeNumber, url: '/accounts/:account/number' },
  { command: agreeLimit, url: '/accounts/:account/limit' },
  { command: endLimit, url: '/accounts/:account/limit/end' },
  { command: restrictAccount, url: '/accounts/:account/restrictions' },
  { command: liftRestriction, url: '/accounts/:account/restrictions/:restriction/lifting' },
  { command: requestClosing, url: '/accounts/:account/closing-requests' },
  { command: closeAccount, url: '/accounts/:account/closing' },
  { command: applyForBasic, url: '/parties/:customer/basic-account/application' },
  { command: decideBasic, url: '/parties/:customer/basic-account/decision' },
]
