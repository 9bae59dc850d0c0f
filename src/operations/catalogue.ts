/** Every kind of command that Pacta carries out. */
import { accountCommands } from '../accounts/catalogue.ts'
import { verify } from '../parties/acting/commands.ts'
import {
  acceptAuthorisation,
  rejectAuthorisation,
  revokeAuthorisation,
  submitAuthorisation,
} from '../parties/authorisations/commands.ts'
import { changeParty } from '../parties/changes/commands.ts'
import { registerParty } from '../parties/commands.ts'
import { contest, recordConflict, recordLimit } from '../parties/limits/commands.ts'
import { decideOverdue, demandReplacement, remind, report } from '../parties/replacement/commands.ts'
import { compare, demandSignature, rely, signedAnew } from '../parties/signatures/commands.ts'
import { confirmWitness, requireWitness } from '../parties/witnesses/commands.ts'
import { paymentCommands } from '../payments/catalogue.ts'
import { catching } from '../payments/seizures/catching/commands.ts'
import { statementCommands } from '../statements/catalogue.ts'
import { Catalogue } from '../storage/command.ts'
import { cutOver } from './clock/commands.ts'
import { dayEndCommands } from './day-end/commands.ts'

const kinds = [
  ...accountCommands,
  ...paymentCommands,
  ...statementCommands,
  cutOver,
  ...dayEndCommands,
  registerParty,
  changeParty,
  submitAuthorisation,
  acceptAuthorisation,
  rejectAuthorisation,
  revokeAuthorisation,
  verify,
  recordLimit,
  contest,
  recordConflict,
  demandReplacement,
  report,
  remind,
  decideOverdue,
  compare,
  rely,
  demandSignature,
  signedAnew,
  requireWitness,
  confirmWitness,
]

export const catalogue = new Catalogue(kinds.map(catching))
