/** Every kind of payment command. */
import { deposit, withdraw } from './cash/commands.ts'
import { approveCorrection, proposeCorrection } from './corrections/commands.ts'
import { creditInterest, debitEntitled } from './entitled/commands.ts'
import { captureHold, expireHold, placeHold, releaseHold } from './holds/commands.ts'
import { incoming, outgoing } from './network/commands.ts'
import { moveOwn } from './own/commands.ts'
import { transfer } from './transfers/commands.ts'

export const paymentCommands = [
  transfer,
  outgoing,
  incoming,
  deposit,
  withdraw,
  moveOwn,
  debitEntitled,
  creditInterest,
  placeHold,
  captureHold,
  releaseHold,
  expireHold,
  proposeCorrection,
  approveCorrection,
]
