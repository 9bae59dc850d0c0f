/** Payments over HTTP. */
import type { CommandRoute } from '../privacy/edge.ts'
import { sendBatch } from './batches/commands.ts'
import { activateCard, blockCard, limitToCard, linkCard, unlinkCard } from './cards/commands.ts'
import { deposit, withdraw } from './cash/commands.ts'
import { approveCorrection, proposeCorrection } from './corrections/commands.ts'
import { chargePenalty, collectDues, recordLoss } from './dues/commands.ts'
import { creditInterest, debitEntitled } from './entitled/commands.ts'
import { chooseFeeAccount, endFeeAccountOffer } from './fees/choice/commands.ts'
import { chargeCommitment } from './fees/commitment/commands.ts'
import { chargeSpecialFee, setSpecialFee, showSpecialFee } from './fees/special/commands.ts'
import { captureHold, expireHold, placeHold, releaseHold } from './holds/commands.ts'
import { incoming, outgoing } from './network/commands.ts'
import { returnPayment, sendPayment, settlePayment } from './network/travel/commands.ts'
import { keepReturned, payOutReturned } from './network/unclaimed/commands.ts'
import { moveOwn } from './own/commands.ts'
import { cancelOrder } from './scheduled/cancellation/commands.ts'
import { placeScheduled, placeStanding } from './scheduled/commands.ts'
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
import { batchWire, captureWire, laterWire, networkWire, oneSideWire, payOutWire, transferWire } from './wire.ts'

export const paymentRoutes: readonly CommandRoute[] = [
  { command: transfer, url: '/transfers', wire: transferWire(transfer) },
  { command: outgoing, url: '/payments/outgoing', wire: networkWire(outgoing) },
  { command: incoming, url: '/payments/incoming', wire: networkWire(incoming) },
  { command: sendPayment, url: '/payments', wire: networkWire(sendPayment) },
  { command: sendBatch, url: '/payment-batches', wire: batchWire(sendBatch) },
  { command: settlePayment, url: '/payments/:payment/settlement' },
  { command: returnPayment, url: '/payments/:payment/return' },
  { command: keepReturned, url: '/payments/:payment/keeping' },
  { command: payOutReturned, url: '/payments/:payment/paying-out', wire: payOutWire(payOutReturned) },
  { command: placeScheduled, url: '/scheduled-orders', wire: laterWire(placeScheduled) },
  { command: placeStanding, url: '/standing-orders', wire: laterWire(placeStanding) },
  { command: cancelOrder, url: '/payment-orders/:order/cancellation' },
  { command: deposit, url: '/cash/deposits', wire: oneSideWire(deposit) },
  { command: withdraw, url: '/cash/withdrawals', wire: oneSideWire(withdraw) },
  { command: moveOwn, url: '/internal-moves' },
  { command: debitEntitled, url: '/debits/entitled', wire: oneSideWire(debitEntitled) },
  { command: creditInterest, url: '/interest-credits', wire: oneSideWire(creditInterest) },
  { command: collectDues, url: '/dues/collections' },
  { command: recordLoss, url: '/accounts/:account/losses' },
  { command: chargePenalty, url: '/accounts/:account/penalties' },
  { command: chooseFeeAccount, url: '/accounts/:account/fee-account' },
  { command: endFeeAccountOffer, url: '/accounts/:account/fee-account/end' },
  { command: chargeCommitment, url: '/accounts/:account/limit/fees' },
  { command: setSpecialFee, url: '/accounts/:account/special-fees' },
  { command: showSpecialFee, url: '/special-fees/:specialFee/showing' },
  { command: chargeSpecialFee, url: '/special-fees/:specialFee/charge' },
  { command: placeHold, url: '/holds' },
  { command: captureHold, url: '/holds/:hold/captures', wire: captureWire(captureHold) },
  { command: releaseHold, url: '/holds/:hold/release' },
  { command: expireHold, url: '/holds/:hold/expiry' },
  { command: registerOrder, url: '/seizures' },
  { command: spreadOrders, url: '/seizures/spreading' },
  { command: gatherOrder, url: '/seizures/:order/gathering' },
  { command: convertForOrder, url: '/seizures/:order/conversions' },
  { command: proposePayment, url: '/seizures/:order/payments' },
  { command: approvePayment, url: '/seizures/:order/payments/approval' },
  { command: reduceOrder, url: '/seizures/:order/reduction' },
  { command: releaseOrder, url: '/seizures/:order/release' },
  { command: linkCard, url: '/accounts/:account/cards' },
  { command: limitToCard, url: '/accounts/:account/card-limits' },
  { command: activateCard, url: '/accounts/:account/cards/:card/activation' },
  { command: blockCard, url: '/accounts/:account/cards/:card/blocking' },
  { command: unlinkCard, url: '/accounts/:account/cards/:card/unlinking' },
  { command: proposeCorrection, url: '/corrections' },
  { command: approveCorrection, url: '/corrections/:correction/approval' },
]
