/**
 * Enquiries of authorities: each names the act of law, the case and the extent, and what goes out keeps to them. Where law forbids it, the
 * persons are not told.
 */
import { accept, type Cited, type Decision, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Disclosers, type DisclosureRefusal, disclosureRefusals } from '../asked/rules.ts'
import type { Showing } from '../evidence/rules.ts'
import { citing, type Receiver, receiverOf } from '../receivers/rules.ts'
import { decideDisclose } from '../rules.ts'

export type Enquiry = {
  readonly enquiry: number
  /** The kind of recipient in the register. */
  readonly recipient: string
  /** Which authority, by its registration number. */
  readonly receiver: string
  readonly subjects: readonly PartyId[]
  /** The act of law that gives the authority the right to ask. */
  readonly act: string
  readonly case: string
  /** What was asked for. */
  readonly extent: readonly Attribute[]
  /** The act of law by which the persons must not be told; null where nothing forbids it. */
  readonly secrecy: string | null
  readonly receivedOn: Temporal.PlainDate
  readonly state: 'open' | 'answered' | 'declined'
  readonly settledOn: Temporal.PlainDate | null
  readonly settledBy: string | null
  readonly disclosure: number | null
}

export const enquiries = records<number, Enquiry>('authority-enquiry')

export type Receiving = {
  readonly recipient: string
  readonly receiver: string
  readonly subjects: readonly PartyId[]
  readonly act: string | undefined
  readonly case: string | undefined
  readonly extent: readonly Attribute[]
  readonly secrecy: string | undefined
}

/** In this order. */
export const receiveEnquiryRefusals = [
  'recipient-not-registered',
  'recipient-not-authority',
  'enquiry-unnamed',
] as const
export type ReceiveEnquiryRefusal = (typeof receiveEnquiryRefusals)[number]

/** Who gets data because they ask: public bodies, and whoever the register gives data on an enquiry. */
const enquires = ({ authority, requires }: Receiver): boolean =>
  authority || requires.some((all) => all.includes('enquiry'))

/** Registers an enquiry. One that does not name act, case and extent is sent back. */
export function decideReceive(
  asked: Receiving,
  { on, nextId }: Pick<Disclosers, 'on' | 'nextId'>,
  terms: Terms,
): Decision<Effect, ReceiveEnquiryRefusal> {
  const receiver = receiverOf(terms, asked.recipient)
  const { recipient } = asked
  if (receiver === undefined) return refuse('recipient-not-registered', terms.cite('disclosure.listed'), { recipient })
  if (!enquires(receiver))
    return refuse('recipient-not-authority', citing(terms.cite('disclosure.listed'), receiver), { recipient })
  const named = terms.cite('authority-enquiry.named')
  const { act, case: ofCase, extent } = asked
  const missing = [
    ...(act === undefined ? ['act'] : []),
    ...(ofCase === undefined ? ['case'] : []),
    ...(extent.length === 0 ? ['extent'] : []),
  ]
  if (act === undefined || ofCase === undefined || missing.length > 0)
    return refuse('enquiry-unnamed', citing(named, receiver), { missing })
  const enquiry: Enquiry = {
    enquiry: nextId(),
    recipient,
    receiver: asked.receiver,
    subjects: asked.subjects,
    act,
    case: ofCase,
    extent,
    secrecy: asked.secrecy ?? null,
    receivedOn: on,
    state: 'open',
    settledOn: null,
    settledBy: null,
    disclosure: null,
  }
  return accept([create(enquiries, enquiry.enquiry, enquiry)], untold(citing(named, receiver), enquiry, terms), {
    enquiry: String(enquiry.enquiry),
    secret: enquiry.secrecy !== null,
  })
}

/** Where law forbids telling, the persons are told of nothing that settled it. */
function untold(cited: Cited, { secrecy }: Enquiry, terms: Terms): Cited {
  return secrecy === null
    ? cited
    : { ...together(cited, terms.citeUndisclosed('authority-enquiry.secrecy')), disclosed: [] }
}

export type Answering = {
  readonly purpose: string
  readonly basis: LegalBasis
  /** What goes out: no more than was asked for. */
  readonly kinds: readonly Attribute[]
  readonly country: string
  /** Where the register asks for more than the enquiry: that it serves a service, or an assessment. */
  readonly shown: readonly Showing[]
}

/** In this order. */
export const answerEnquiryRefusals = [
  'enquiry-unknown',
  'enquiry-settled',
  'extent-exceeded',
  ...disclosureRefusals,
] as const
export type AnswerEnquiryRefusal = 'enquiry-unknown' | 'enquiry-settled' | 'extent-exceeded' | DisclosureRefusal

/** Hands over what an enquiry asked for, or less: a disclosure that names act, case and enquiry. */
export function decideAnswer(
  found: Enquiry | undefined,
  answering: Answering,
  by: Disclosers,
  terms: Terms,
): Decision<Effect, AnswerEnquiryRefusal> {
  const cited = terms.cite('authority-enquiry.answer')
  if (found === undefined) return refuse('enquiry-unknown', cited)
  if (found.state !== 'open') return refuse('enquiry-settled', untold(cited, found, terms), { state: found.state })
  const beyond = answering.kinds.filter((kind) => !found.extent.includes(kind))
  if (beyond.length > 0) return refuse('extent-exceeded', untold(cited, found, terms), { kinds: beyond })
  const secret = found.secrecy !== null
  const { recipient, receiver, subjects } = found
  const authority = receiverOf(terms, recipient)?.authority === true
  const evidence = evidenceOf(found, authority)
  const disclosing = { ...answering, recipient, receiver, subjects, accessFrom: [], found: evidence }
  const made = decideDisclose(disclosing, by, terms, secret)
  if (made.outcome === 'refused') return made
  const settled: Enquiry = {
    ...found,
    state: 'answered',
    settledOn: by.on,
    settledBy: by.staff,
    disclosure: Number(made.facts['disclosure']),
  }
  return accept(
    [...made.effects, effect(enquiries, found.enquiry, settled)],
    keptFrom(made.cited, untold(together(cited, terms.cite('authority-enquiry.named'), made.cited), found, terms)),
    { ...made.facts, enquiry: String(found.enquiry), act: found.act, case: found.case, secret },
  )
}

/** What law does not let the disclosure tell, its enquiry does not tell either. */
const keptFrom = (made: Cited, cited: Cited): Cited =>
  made.disclosed.length === 0 ? { ...cited, disclosed: [] } : cited

/** What the enquiry itself shows for conditions of the register; of one that is no public body, no more than that it asked. */
const evidenceOf = ({ act, case: ofCase, enquiry }: Enquiry, authority: boolean): readonly Showing[] => [
  ...(authority ? ([{ kind: 'law', reference: act }] as const) : []),
  { kind: 'case', reference: ofCase },
  { kind: 'enquiry', reference: String(enquiry) },
  ...(authority ? ([{ kind: 'public-function', reference: act }] as const) : []),
]

/** In this order. */
export const declineEnquiryRefusals = ['enquiry-unknown', 'enquiry-settled'] as const
export type DeclineEnquiryRefusal = (typeof declineEnquiryRefusals)[number]

/** Sends an enquiry back without data: law does not carry it. */
export function decideDecline(
  found: Enquiry | undefined,
  { on, staff }: Pick<Disclosers, 'on' | 'staff'>,
  terms: Terms,
): Decision<Effect, DeclineEnquiryRefusal> {
  const cited = terms.cite('authority-enquiry.answer')
  if (found === undefined) return refuse('enquiry-unknown', cited)
  if (found.state !== 'open') return refuse('enquiry-settled', untold(cited, found, terms), { state: found.state })
  const settled: Enquiry = { ...found, state: 'declined', settledOn: on, settledBy: staff }
  return accept([effect(enquiries, found.enquiry, settled)], untold(cited, found, terms), {
    enquiry: String(found.enquiry),
  })
}
