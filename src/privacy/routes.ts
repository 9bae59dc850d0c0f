/** Personal data, over HTTP. */
import { breachAddresses } from './breaches/catalogue.ts'
import { undertakeConfidentiality } from './confidentiality/commands.ts'
import { consentRoutes } from './consents/addresses.ts'
import { disclosureRoutes } from './disclosures/addresses.ts'
import type { CommandRoute } from './edge.ts'
import { announceRecording } from './recording/announcement/commands.ts'
import { declineFacts } from './recording/declining/commands.ts'
import { holdData, releaseData } from './retention/commands.ts'

export const privacyRoutes: readonly CommandRoute[] = [
  ...consentRoutes,
  ...disclosureRoutes,
  ...breachAddresses,
  { command: announceRecording, url: '/parties/:subject/recording-announcements' },
  { command: declineFacts, url: '/parties/:subject/declined-facts' },
  { command: undertakeConfidentiality, url: '/staff/confidentiality' },
  { command: holdData, url: '/parties/:party/legal-holds' },
  { command: releaseData, url: '/parties/:party/legal-holds/releases' },
]
