/** Every command of accounts, for the catalogue. */
import type { AnyCommandKind } from '../storage/command.ts'
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

export const accountCommands: readonly AnyCommandKind[] = [
  openAccount,
  requestDocuments,
  receiveDocument,
  approveDocument,
  rejectDocument,
  activateAccount,
  refuseAccount,
  announceNumber,
  changeNumber,
  agreeLimit,
  endLimit,
  applyForBasic,
  decideBasic,
  openSegregated,
  restrictAccount,
  liftRestriction,
  requestClosing,
  closeAccount,
  openInternal,
  postInterest,
  chargeExcess,
]
