/** Personal data, over HTTP. */
import { breachAddresses } from './breaches/catalogue.ts'
import { undertakeConfidentiality } from './confidentiality/commands.ts'
import { consentRoutes } from './consents/addresses.ts'
import { disclosureRoutes } from './disclosures/addresses.ts'
import type { CommandRoute } from './edge.ts'
import { measureAddresses } from './measures/catalogue.ts'
import { recordPurposeNotice } from './new-purposes/commands.ts'
import { announceRecording } from './recording/announcement/commands.ts'
import { declineFacts } from './recording/declining/commands.ts'
import { endAffair, noteAffair } from './retention/elsewhere/commands.ts'
import { holdData, releaseData } from './retention/holds/commands.ts'

export const privacyRoutes: readonly CommandRoute[] = [
  ...consentRoutes,
  ...disclosureRoutes,
  ...breachAddresses,
  ...measureAddresses,
  { command: announceRecording, url: '/parties/:subject/recording-announcements' },
  { command: declineFacts, url: '/parties/:subject/declined-facts' },
  { command: recordPurposeNotice, url: '/purpose-notices' },
  { command: undertakeConfidentiality, url: '/staff/confidentiality' },
  { command: holdData, url: '/parties/:subject/legal-holds' },
  { command: noteAffair, url: '/parties/:subject/affairs' },
  { command: endAffair, url: '/parties/:subject/affairs/ends' },
  { command: releaseData, url: '/parties/:subject/legal-holds/releases' },
]
