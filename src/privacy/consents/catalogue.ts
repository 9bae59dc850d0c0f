/** Every command by which persons say what they allow, and what follows from it. */
import type { AnyCommandKind } from '../../storage/command.ts'
import { noteAttempt } from '../marketing/by-hand/commands.ts'
import { chooseChannel, refuseMarketing } from '../marketing/commands.ts'
import { sendMessage, sendOffer, setLetter } from '../marketing/messages/commands.ts'
import { answerObjection, raiseObjection, sendObjectionAnswer } from '../objections/commands.ts'
import { allowPurpose, forbidPurpose, stopProcessing } from '../objections/stops/commands.ts'
import { liftRestriction, setRestriction, tellLifting } from '../restrictions/commands.ts'
import { acceptNotice, giveConsent, withdrawConsent } from './commands.ts'
import { carryChoices } from './group/commands.ts'
import { confirmPropagation } from './propagation/commands.ts'
import type { SwitchingKind } from './switching.ts'

/** Those by which a person says what happens to their data: whoever acts for them may give them, too. */
// biome-ignore lint/suspicious/noExplicitAny: kinds of different payloads
export const choiceCommands: readonly SwitchingKind<any>[] = [
  giveConsent,
  withdrawConsent,
  acceptNotice,
  refuseMarketing,
  chooseChannel,
  forbidPurpose,
  allowPurpose,
  stopProcessing,
  raiseObjection,
  setRestriction,
]

/** Those of staff about a person whom the command names as `subject`. */
export const subjectCommands: readonly AnyCommandKind[] = [
  answerObjection,
  sendObjectionAnswer,
  tellLifting,
  liftRestriction,
  sendOffer,
  sendMessage,
  noteAttempt,
  carryChoices,
]

/** The others. */
export const consentCommands: readonly AnyCommandKind[] = [confirmPropagation, setLetter]
