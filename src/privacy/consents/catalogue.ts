/** Every command by which persons say what they allow, and what follows from it. */
import type { AnyCommandKind } from '../../storage/command.ts'
import { chooseChannel, refuseMarketing } from '../marketing/commands.ts'
import { sendMessage, sendOffer, setLetter } from '../marketing/messages/commands.ts'
import { answerObjection, raiseObjection } from '../objections/commands.ts'
import { allowPurpose, forbidPurpose, stopProcessing } from '../objections/stops/commands.ts'
import { liftRestriction, setRestriction, tellLifting } from '../restrictions/commands.ts'
import { acceptNotice, giveConsent, withdrawConsent } from './commands.ts'
import { confirmPropagation } from './propagation/commands.ts'

/** Those about a person whom the command names as `subject`. */
export const subjectCommands: readonly AnyCommandKind[] = [
  giveConsent,
  withdrawConsent,
  acceptNotice,
  refuseMarketing,
  chooseChannel,
  forbidPurpose,
  allowPurpose,
  stopProcessing,
  raiseObjection,
  answerObjection,
  setRestriction,
  tellLifting,
  liftRestriction,
  sendOffer,
  sendMessage,
]

/** The others. */
export const consentCommands: readonly AnyCommandKind[] = [confirmPropagation, setLetter]
