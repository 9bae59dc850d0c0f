/**
 * The people of the demonstration. They are made up; their codes are well formed but tell of births in the nineteenth century, so that
 * they can belong to nobody alive. The company's number is of a range that no register has reached.
 */
export const people = {
  marta: { name: 'Marta Paraudziņa', personalCode: '150377-01129', email: 'marta@example.com', phone: '+371 20000001' },
  janis: { name: 'Jānis Izdomājums', personalCode: '031281-02748', email: 'janis@example.com', phone: '+371 20000002' },
  anna: { name: 'Anna Izdoma', personalCode: '220890-03918', email: 'anna@example.com', phone: '+371 20000003' },
  peteris: {
    name: 'Pēteris Piemērs',
    personalCode: '090969-04582',
    email: 'peteris@example.com',
    phone: '+371 20000004',
  },
} as const

export const company = { name: 'SIA Baltais Paraugs', registrationNumber: '49999999903' } as const

/** Other sides of payments to and from other institutions: invented as well. */
export const elsewhere = {
  employer: { name: 'AS Izdomātais Darbs', number: 'LV97HABA0012345678910' },
  supplier: { name: 'OÜ Näidis', number: 'EE382200221020145685' },
  aunt: { name: 'Grandaunt Example', number: 'GB29NWBK60161331926819' },
} as const

const mari = { name: 'Mari Näidis', personalCode: '28403120424', email: 'mari@example.com', phone: '+372 50000001' }
const juhan = {
  name: 'Juhan Kujutlus',
  personalCode: '17909210312',
  email: 'juhan@example.com',
  phone: '+372 50000002',
}

/** Of the lenders that keep no accounts, by pack: two persons, what the first consents to, and what is asked about her. */
export const lenders = {
  ozcredit: { country: 'LV', client: people.marta, other: people.janis, consent: 'marketing', enquiry: undefined },
  koduliising: {
    country: 'EE',
    client: mari,
    other: juhan,
    consent: 'games',
    enquiry: {
      recipient: 'public-database',
      receiver: '70000310',
      purpose: 'creditworthiness',
      basis: 'legal-obligation',
      kinds: ['name', 'personal-code'],
      asks: ['address', 'income'],
      country: 'EE',
      shown: [{ kind: 'application', reference: 'A-2026-1' }],
    },
  },
} as const
