/** Payments over HTTP. */
import type { CommandRoute } from '../privacy/edge.ts'
import { deposit, withdraw } from './cash/commands.ts'
import { approveCorrection, proposeCorrection } from './corrections/commands.ts'
import { creditInterest, debitEntitled } from './entitled/commands.ts'
import { captureHold, expireHold, placeHold, releaseHold } from './holds/commands.ts'
import { incoming, outgoing } from './network/commands.ts'
import { moveOwn } from './own/commands.ts'
import { transfer } from './transfers/commands.ts'
import { captureWire, networkWire, oneSideWire, transferWire } from './wire.ts'

export const paymentRoutes: readonly CommandRoute[] = [
  { command: transfer, url: '/transfers', wire: transferWire(transfer) },
  { command: outgoing, url: '/payments/outgoing', wire: networkWire(outgoing) },
  { command: incoming, url: '/payments/incoming', wire: networkWire(incoming) },
  { command: deposit, url: '/cash/deposits', wire: oneSideWire(deposit) },
  { command: withdraw, url: '/cash/withdrawals', wire: oneSideWire(withdraw) },
  { command: moveOwn, url: '/internal-moves' },
  { command: debitEntitled, url: '/debits/entitled', wire: oneSideWire(debitEntitled) },
  { command: creditInterest, url: '/interest-credits', wire: oneSideWire(creditInterest) },
  { command: placeHold, url: '/holds' },
  { command: captureHold, url: '/holds/:hold/captures', wire: captureWire(captureHold) },
  { command: releaseHold, url: '/holds/:hold/release' },
  { command: expireHold, url: '/holds/:hold/expiry' },
  { command: proposeCorrection, url: '/corrections' },
  { command: approveCorrection, url: '/corrections/:correction/approval' },
]
