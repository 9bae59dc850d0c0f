/**
 * What can be known of a person: the closed list of attributes that the vault keeps. A register sorts them into its categories; under
 * which key each is sealed is its class here, so that what is erased together is kept together.
 */

/** Kinds of keys: one for each holder, entity, class and year of expiry (privacy/vault/sealer.ts). At most 16; their order is stored. */
export const dataClasses = [
  'identity',
  'contact',
  'payment-details',
  'representation',
  'staff-note',
  'financial',
  'special',
  'correspondence',
  'marketing',
  'application',
  'recording',
  'technical',
  'official',
  'offence',
] as const
export type DataClass = (typeof dataClasses)[number]

/** By whose law an attribute is special: GDPR, Articles 9 and 10. `fenced`: an ordinary datum that few may see. */
export type Special = 'article-9' | 'article-10' | 'fenced'

type Described = { readonly class: DataClass; readonly special?: Special }

export const attributes = {
  // Who somebody is.
  name: { class: 'identity' },
  'personal-code': { class: 'identity' },
  'registration-number': { class: 'identity' },
  'birth-date': { class: 'identity' },
  'identity-document': { class: 'identity' },
  'document-copy': { class: 'identity' },
  citizenship: { class: 'identity' },
  photo: { class: 'identity' },
  signature: { class: 'identity' },
  // How to reach them.
  email: { class: 'contact' },
  phone: { class: 'contact' },
  address: { class: 'contact' },
  language: { class: 'contact' },
  'social-contact': { class: 'contact' },
  // What they do with the institution.
  'payment-details': { class: 'payment-details' },
  representation: { class: 'representation' },
  services: { class: 'financial' },
  settlement: { class: 'financial' },
  // What they have and earn.
  income: { class: 'financial' },
  expenses: { class: 'financial' },
  liabilities: { class: 'financial' },
  'bank-account': { class: 'financial' },
  'source-of-funds': { class: 'financial' },
  'credit-history': { class: 'financial' },
  property: { class: 'financial' },
  insurance: { class: 'financial' },
  'social-insurance': { class: 'financial' },
  employer: { class: 'financial' },
  position: { class: 'financial' },
  education: { class: 'financial' },
  'marital-status': { class: 'financial' },
  dependants: { class: 'financial' },
  'company-role': { class: 'financial' },
  ownership: { class: 'financial' },
  'risk-class': { class: 'financial' },
  damage: { class: 'financial' },
  // Applications for a service.
  'application-terms': { class: 'application' },
  'application-comment': { class: 'application' },
  'application-decision': { class: 'application' },
  // What authorities and courts ask and say, and what is published.
  'authority-enquiry': { class: 'official' },
  litigation: { class: 'official' },
  sanction: { class: 'official' },
  'adverse-media': { class: 'official' },
  // What is written and recorded.
  correspondence: { class: 'correspondence' },
  note: { class: 'staff-note' },
  video: { class: 'recording' },
  'event-photo': { class: 'recording' },
  voice: { class: 'recording' },
  // Traces of machines.
  device: { class: 'technical' },
  credential: { class: 'technical' },
  'ip-address': { class: 'technical' },
  location: { class: 'technical' },
  behaviour: { class: 'technical' },
  cookie: { class: 'technical' },
  'activity-log': { class: 'technical' },
  'visited-site': { class: 'technical' },
  'social-account': { class: 'technical' },
  published: { class: 'technical' },
  // What they like.
  preference: { class: 'marketing' },
  satisfaction: { class: 'marketing' },
  segment: { class: 'marketing' },
  campaign: { class: 'marketing' },
  'consent-mark': { class: 'marketing' },
  // What has a condition of its own.
  biometric: { class: 'special', special: 'article-9' },
  'party-membership': { class: 'special', special: 'article-9' },
  disability: { class: 'special', special: 'article-9' },
  health: { class: 'special', special: 'article-9' },
  ethnicity: { class: 'special', special: 'article-9' },
  religion: { class: 'special', special: 'article-9' },
  conviction: { class: 'special', special: 'article-10' },
  'legal-capacity': { class: 'special', special: 'fenced' },
} as const satisfies Record<string, Described>

export type Attribute = keyof typeof attributes
export const attributeNames = Object.keys(attributes) as readonly Attribute[]

export const classOf = (attribute: Attribute): DataClass => attributes[attribute].class
export const specialOf = (attribute: Attribute): Special | undefined => (attributes[attribute] as Described).special
