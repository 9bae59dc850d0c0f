/** Parties and who acts for them, over HTTP. */
import type { CommandRoute } from '../privacy/edge.ts'
import { verify } from './acting/commands.ts'
import {
  acceptAuthorisation,
  rejectAuthorisation,
  revokeAuthorisation,
  submitAuthorisation,
} from './authorisations/commands.ts'
import { changeParty } from './changes/commands.ts'
import { registerParty } from './commands.ts'
import { giveNotice, recordFacts } from './facts/commands.ts'
import { factsWire } from './facts/wire.ts'
import { endGuardian, recordGuardian } from './guardianship/commands.ts'
import { contest, recordConflict, recordLimit } from './limits/commands.ts'
import { decideOverdue, demandReplacement, remind, report } from './replacement/commands.ts'
import { compare, demandSignature, rely, signedAnew } from './signatures/commands.ts'
import { changeWire, registerWire, submissionWire } from './wire.ts'
import { confirmWitness, requireWitness } from './witnesses/commands.ts'

const authorisation = '/parties/:customer/authorisations/:authorisation'

export const partyRoutes: readonly CommandRoute[] = [
  { command: registerParty, url: '/parties', wire: registerWire },
  { command: changeParty, url: '/parties/:party/changes', wire: changeWire(changeParty) },
  { command: recordFacts, url: '/parties/:party/facts', wire: factsWire(recordFacts) },
  { command: giveNotice, url: '/parties/:party/data-notices' },
  { command: submitAuthorisation, url: '/parties/:customer/authorisations', wire: submissionWire(submitAuthorisation) },
  { command: acceptAuthorisation, url: `${authorisation}/acceptance` },
  { command: rejectAuthorisation, url: `${authorisation}/rejection` },
  { command: revokeAuthorisation, url: `${authorisation}/revocation` },
  { command: demandReplacement, url: `${authorisation}/replacement-demands` },
  { command: report, url: `${authorisation}/reports` },
  { command: decideOverdue, url: `${authorisation}/service` },
  { command: verify, url: '/parties/:customer/representation/verifications' },
  { command: recordLimit, url: '/parties/:customer/representation/limits' },
  { command: contest, url: '/parties/:customer/representation/objections' },
  { command: recordConflict, url: '/parties/:customer/representation/conflicts' },
  { command: remind, url: '/parties/:customer/representation/reminders' },
  { command: compare, url: '/parties/:customer/signatures/comparisons' },
  { command: rely, url: '/parties/:customer/signatures/comparisons/:comparison/reliance' },
  { command: demandSignature, url: '/parties/:customer/agreement/signature-demands' },
  { command: signedAnew, url: '/parties/:customer/agreement/signatures' },
  { command: recordGuardian, url: '/parties/:ward/guardians' },
  { command: endGuardian, url: '/parties/:ward/guardians/:guardian/end' },
  { command: requireWitness, url: '/parties/:customer/signatures/witness-demands' },
  { command: confirmWitness, url: '/witness-demands/:demand/confirmation' },
]
