/** The words of the register: closed lists that its items choose from. */

/** GDPR, Article 6(1). */
export const legalBases = [
  'consent',
  'contract',
  'legal-obligation',
  'vital-interest',
  'public-interest',
  'legitimate-interest',
] as const
export type LegalBasis = (typeof legalBases)[number]

/** What the engine itself does with personal data: each use rests on one purpose of the register. */
export const uses = ['service', 'payment', 'correction', 'operations', 'audit'] as const
export type Use = (typeof uses)[number]

/**
 * What somebody can show: kinds of evidence, each with a reference when it is used (an order's number, an article, a case). A condition is
 * a list of alternatives; all of one of them must be shown.
 */
export const evidenceKinds = [
  'order',
  'agreement',
  'application',
  'consent',
  'explicit-consent',
  'law',
  'request',
  'enquiry',
  'public-function',
  'case',
  'interest',
  'own-regulation',
  'authorisation',
  'background-check',
  'joint-product',
  'service',
  'financing',
  'rating',
  'assignment',
  'breach',
  'overdue',
  'insurance-duty',
  'subject-supplied',
  'third-party-supplied',
  'aml-case',
  'assessment',
  'confidentiality',
  'safeguard',
  'declaration',
  'announcement',
  'cooperation',
  'finding',
  'rights-of-others',
  'public-interest',
  'own-service',
  'own-channel',
] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** Who works with data in the institution, and the persons themselves. */
export const actorRoles = [
  'customer',
  'representative',
  'teller',
  'operator',
  'credit-officer',
  'marketing-officer',
  'compliance-officer',
  'security-officer',
  'data-protection-officer',
  'auditor',
  'atm',
  'system',
] as const
export type ActorRole = (typeof actorRoles)[number]

/** Channels of messages that somebody may carry for the institution. */
export const carriedChannels = ['email', 'sms', 'post'] as const
export type CarriedChannel = (typeof carriedChannels)[number]

/** What sets off a term of retention. */
export const retentionEvents = [
  /** The datum was recorded. */
  'recorded',
  /** The last agreement, or the last transaction outside one, ended. */
  'agreement-end',
  /** The application, or the offer made for it, ended without an agreement. */
  'application-end',
  /** All that was owed under the agreement was performed. */
  'performed',
  /** The transaction of a voucher was booked. */
  'transaction',
  /** The financial year of that transaction ended. */
  'year-end',
  /** While consent stands, and no longer. */
  'consent',
  /** While a claim of either side can be enforced. */
  'claim',
] as const
export type RetentionEvent = (typeof retentionEvents)[number]
