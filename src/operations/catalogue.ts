/** Every kind of command that Pacta carries out. */
import { accountCommands } from '../accounts/catalogue.ts'
import { verify } from '../parties/acting/commands.ts'
import { actingFor } from '../parties/acting/for-subject/commands.ts'
import {
  acceptAuthorisation,
  rejectAuthorisation,
  revokeAuthorisation,
  submitAuthorisation,
} from '../parties/authorisations/commands.ts'
import { changeParty } from '../parties/changes/commands.ts'
import { registerParty } from '../parties/commands.ts'
import { giveNotice, recordFacts } from '../parties/facts/commands.ts'
import { noticing } from '../parties/facts/contact.ts'
import { endGuardian, grow, recordGuardian } from '../parties/guardianship/commands.ts'
import { aboutParty } from '../parties/known/commands.ts'
import { contest, recordConflict, recordLimit } from '../parties/limits/commands.ts'
import { decideOverdue, demandReplacement, remind, report } from '../parties/replacement/commands.ts'
import { compare, demandSignature, rely, signedAnew } from '../parties/signatures/commands.ts'
import { confirmWitness, requireWitness } from '../parties/witnesses/commands.ts'
import { paymentCommands } from '../payments/catalogue.ts'
import { catching } from '../payments/seizures/catching/commands.ts'
import { endAgreement, recordAgreement } from '../pricing/dealer-rates/agreements/commands.ts'
import { calculateCompensation } from '../pricing/dealer-rates/commands.ts'
import { withDues } from '../pricing/dues/overdue/commands.ts'
import { breachCommands, breachesAboutParties } from '../privacy/breaches/catalogue.ts'
import { privacyCommands } from '../privacy/catalogue.ts'
import { choiceCommands, consentCommands, subjectCommands } from '../privacy/consents/catalogue.ts'
import { disclosureCommands, disclosuresAboutParties } from '../privacy/disclosures/catalogue.ts'
import { measureCommands, measuresAboutParties } from '../privacy/measures/catalogue.ts'
import { purposeNoticesAboutParties } from '../privacy/new-purposes/commands.ts'
import { recordingCommands } from '../privacy/recording/catalogue.ts'
import { affairsAboutParties } from '../privacy/retention/elsewhere/commands.ts'
import { holdsAboutParties } from '../privacy/retention/holds/commands.ts'
import { statementCommands } from '../statements/catalogue.ts'
import { reporting } from '../statements/payment-reports/instruments.ts'
import { Catalogue } from '../storage/command.ts'
import { cutOver } from './clock/commands.ts'
import { dayEndCommands } from './day-end/commands.ts'
import { recordDrill } from './drill/commands.ts'

const kinds = [
  ...accountCommands,
  ...paymentCommands,
  ...statementCommands,
  ...privacyCommands,
  ...consentCommands,
  ...choiceCommands.map(actingFor).map(aboutParty),
  ...subjectCommands.map(aboutParty),
  ...recordingCommands.map(aboutParty),
  ...holdsAboutParties.map(aboutParty),
  ...affairsAboutParties.map(aboutParty),
  aboutParty(calculateCompensation),
  recordAgreement,
  endAgreement,
  ...disclosuresAboutParties.map(withDues).map(aboutParty),
  ...disclosureCommands,
  ...breachesAboutParties.map(aboutParty),
  ...breachCommands,
  ...measuresAboutParties.map(aboutParty),
  ...purposeNoticesAboutParties.map(aboutParty),
  ...measureCommands,
  cutOver,
  ...dayEndCommands,
  recordDrill,
  registerParty,
  changeParty,
  recordFacts,
  giveNotice,
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
  recordGuardian,
  endGuardian,
  grow,
]

export const catalogue = new Catalogue(kinds.map(reporting).map(catching).map(noticing))
