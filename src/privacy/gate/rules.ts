/**
 * Who may read what, and what for. The register of purposes and the table of grants are closed lists: what does not stand here is
 * refused. Pure; the door itself is ../gate.ts.
 */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type FactKind, factKinds } from '../vault/rules.ts'

/** What personal data are used for, with the legal basis of GDPR, Article 6(1), on which the use rests. */
export const purposes = {
  service: {
    sentence: 'To conclude and carry out agreements with the customer, and to answer them.',
    basis: 'contract',
  },
  payment: { sentence: 'To carry out a payment and to show what it was.', basis: 'contract' },
  correction: { sentence: 'To put right what was recorded or booked wrongly.', basis: 'legal obligation' },
  operations: { sentence: 'To do what is due: day-end, notices, payments ordered earlier.', basis: 'contract' },
  audit: {
    sentence: 'To examine what was decided and who read what, without seeing whom it concerns.',
    basis: 'legal obligation',
  },
} as const satisfies Record<string, { sentence: string; basis: 'contract' | 'legal obligation' }>
export type GatePurpose = keyof typeof purposes

/** Everything personal that can be read: facts by kind, and the sealed details of records by category. */
export const dataKinds = [...factKinds, 'payment-details', 'representation', 'staff-note'] as const
export type DataKind = (typeof dataKinds)[number]

const identity = ['name', 'personal-code', 'registration-number', 'birth-date'] as const satisfies FactKind[]
const contact = ['email', 'phone', 'address'] as const satisfies FactKind[]
const payment = ['name', 'payment-details'] as const satisfies DataKind[]

/** What the details of a record may tell, by their category. */
export const kindsOfDetail = {
  identity,
  contact,
  'payment-details': ['payment-details'],
  representation: ['representation'],
  'staff-note': ['staff-note'],
} as const satisfies Record<string, readonly DataKind[]>

/** `own`: about the actor; `represented`: about the actor or whom they may act for today; `anyone`: of the entity's persons. */
type Grant = { readonly about: 'own' | 'represented' | 'anyone'; readonly kinds: readonly DataKind[] }

/** Staff notes may touch on health (RA-16.3): no teller reads them. */
export const grants = {
  customer: {
    service: { about: 'own', kinds: [...identity, ...contact, 'payment-details', 'representation'] },
    payment: { about: 'own', kinds: payment },
  },
  representative: {
    service: { about: 'represented', kinds: [...payment, 'representation'] },
    payment: { about: 'represented', kinds: payment },
  },
  teller: {
    service: { about: 'anyone', kinds: [...identity, ...contact, 'payment-details', 'representation'] },
    payment: { about: 'anyone', kinds: [...identity, 'payment-details', 'representation'] },
  },
  operator: {
    service: { about: 'anyone', kinds: dataKinds },
    payment: { about: 'anyone', kinds: payment },
    correction: { about: 'anyone', kinds: [...identity, ...contact, 'payment-details', 'representation'] },
    operations: { about: 'anyone', kinds: payment },
  },
  /** Sees the journal and the log of the gate, which name nobody. */
  auditor: { audit: { about: 'anyone', kinds: [] } },
  /** A machine is told nothing about anybody. */
  atm: {},
  system: {
    payment: { about: 'anyone', kinds: payment },
    operations: { about: 'anyone', kinds: [...contact, ...payment] },
  },
} as const satisfies Record<string, { readonly [P in GatePurpose]?: Grant }>
export type GateRole = keyof typeof grants

export type GateRequest = {
  readonly actor: { readonly role: GateRole; readonly party?: PartyId | undefined; readonly staff?: string | undefined }
  readonly purpose: GatePurpose
  readonly kinds: readonly DataKind[]
  /** Whom the data are about. */
  readonly subjects: readonly PartyId[]
  /** For whom the actor may act today, as the rules of representation say. */
  readonly represented?: readonly PartyId[] | undefined
}

/** In this order. */
export const gateRefusals = [
  'actor-unnamed',
  'purpose-not-granted',
  'kind-not-granted',
  'subject-not-concerned',
] as const
export type GateRefusal = (typeof gateRefusals)[number]

/**
 * Whether the actor may read these kinds of data about these subjects for this purpose. A passage is whole or not at all: one kind or
 * subject too many refuses it.
 */
export function passGate(request: GateRequest, terms: Terms): Decision<never, GateRefusal> {
  const { actor, purpose, kinds, subjects } = request
  const cited = terms.cite('privacy.gate')
  if (!isNamed(actor)) return refuse('actor-unnamed', cited, { role: actor.role })
  const grant: Grant | undefined = (grants[actor.role] as { readonly [P in GatePurpose]?: Grant })[purpose]
  if (grant === undefined) return refuse('purpose-not-granted', cited, { role: actor.role, purpose })
  const beyond = kinds.filter((kind) => !grant.kinds.includes(kind))
  if (beyond.length > 0 || grant.kinds.length === 0)
    return refuse('kind-not-granted', cited, { role: actor.role, purpose, kinds: beyond })
  if (!subjects.every((subject) => concerns(grant, request, subject)))
    return refuse('subject-not-concerned', cited, { role: actor.role, purpose })
  return accept([], cited, { purpose })
}

/** Customers and representatives are parties, staff have a code; only the system itself is neither. */
function isNamed({ role, party, staff }: GateRequest['actor']): boolean {
  if (role === 'system') return true
  return role === 'customer' || role === 'representative' ? party !== undefined : staff !== undefined
}

function concerns({ about }: Grant, { actor, represented = [] }: GateRequest, subject: PartyId): boolean {
  if (about === 'anyone' || subject === actor.party) return true
  return about === 'represented' && represented.includes(subject)
}
