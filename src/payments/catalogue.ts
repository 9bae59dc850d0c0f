/** Every kind of payment command. */

import { sendBatch } from './batches/commands.ts'
import { activateCard, blockCard, limitToCard, linkCard, unlinkCard } from './cards/commands.ts'
import { deposit, withdraw } from './cash/commands.ts'
import { cashCodeCommands } from './cash-codes/catalogue.ts'
import { approveCorrection, proposeCorrection } from './corrections/commands.ts'
import { chargePenalty, collectDues, recordLoss } from './dues/commands.ts'
import { creditInterest, debitEntitled } from './entitled/commands.ts'
import { chooseFeeAccount, endFeeAccountOffer } from './fees/choice/commands.ts'
import { chargeCommitment } from './fees/commitment/commands.ts'
import { chargeMaintenance } from './fees/maintenance/commands.ts'
import { chargeSpecialFee, setSpecialFee, showSpecialFee } from './fees/special/commands.ts'
import { receiveFile } from './files/commands.ts'
import { captureHold, expireHold, expireHolds, placeHold, releaseHold } from './holds/commands.ts'
import { incoming, outgoing } from './network/commands.ts'
import { returnPayment, sendPayment, settlePayment } from './network/travel/commands.ts'
import { keepReturned, payOutReturned } from './network/unclaimed/commands.ts'
import { moveOwn } from './own/commands.ts'
import { cancelOrder } from './scheduled/cancellation/commands.ts'
import { placeScheduled, placeStanding, runOrders } from './scheduled/commands.ts'
import { spreadOrders } from './seizures/catching/commands.ts'
import {
  approvePayment,
  convertForOrder,
  gatherOrder,
  proposePayment,
  reduceOrder,
  registerOrder,
  releaseOrder,
} from './seizures/commands.ts'
import { transfer } from './transfers/commands.ts'

export const paymentCommands = [
  ...cashCodeCommands,
  transfer,
  outgoing,
  incoming,
  sendPayment,
  settlePayment,
  returnPayment,
  keepReturned,
  payOutReturned,
  sendBatch,
  placeScheduled,
  placeStanding,
  cancelOrder,
  runOrders,
  receiveFile,
  deposit,
  withdraw,
  moveOwn,
  debitEntitled,
  collectDues,
  recordLoss,
  chargePenalty,
  chooseFeeAccount,
  endFeeAccountOffer,
  chargeMaintenance,
  chargeCommitment,
  setSpecialFee,
  showSpecialFee,
  chargeSpecialFee,
  creditInterest,
  placeHold,
  captureHold,
  releaseHold,
  expireHold,
  expireHolds,
  proposeCorrection,
  approveCorrection,
  registerOrder,
  spreadOrders,
  gatherOrder,
  convertForOrder,
  proposePayment,
  approvePayment,
  reduceOrder,
  releaseOrder,
  linkCard,
  limitToCard,
  activateCard,
  blockCard,
  unlinkCard,
]
