/** Enquiries that the institution makes in databases about a person: what went there, and what came back, which the person sees at once. */
import { accept, type Decision, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Fact } from '../../vault/rules.ts'
import { type Disclosers, type Disclosing, type DisclosureRefusal, disclosureRefusals } from '../asked/rules.ts'
import { decideDisclose } from '../rules.ts'

export type DatabaseEnquiry = {
  readonly enquiry: number
  readonly subject: PartyId
  /** The kind of recipient in the register, and which database by its number. */
  readonly database: string
  readonly receiver: string
  readonly purpose: string
  /** What was sent to find the person, and what was asked for. */
  readonly sent: readonly Attribute[]
  readonly asked: readonly Attribute[]
  readonly disclosure: number
  readonly madeAt: Temporal.Instant
  /** Null until the database answered; empty when it had nothing. */
  readonly returned: readonly { readonly fact: number; readonly kind: Attribute }[] | null
  readonly returnedAt: Temporal.Instant | null
}

export const databaseEnquiries = records<number, DatabaseEnquiry>('database-enquiry')

export type Enquiring = Disclosing & { readonly asks: readonly Attribute[] }

/** In this order: what may not be asked about, then as a disclosure, since what is sent goes out. */
export const enquireRefusals = ['purpose-not-registered', 'kind-not-needed', ...disclosureRefusals] as const
export type EnquireRefusal = DisclosureRefusal

/** Asks a database about one person. What is asked for must serve the purpose, as what is sent must. */
export function decideEnquire(asked: Enquiring, by: Disclosers, terms: Terms): Decision<Effect, EnquireRefusal> {
  const { asks, ...disclosing } = asked
  const purpose = terms.register.purposes.get(asked.purpose)
  if (purpose === undefined)
    return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: asked.purpose })
  const needed = new Set(purpose.categories.flatMap((id) => terms.register.categories.get(id)?.attributes ?? []))
  const unneeded = asks.filter((kind) => !needed.has(kind))
  if (unneeded.length > 0)
    return refuse('kind-not-needed', terms.cite('privacy.minimum'), { purpose: asked.purpose, kinds: unneeded })
  const made = decideDisclose(disclosing, by, terms)
  if (made.outcome === 'refused') return made
  const enquiry: DatabaseEnquiry = {
    enquiry: by.nextId(),
    subject: asked.subjects[0] ?? (0 as PartyId),
    database: asked.recipient,
    receiver: asked.receiver,
    purpose: asked.purpose,
    sent: asked.kinds,
    asked: asks,
    disclosure: Number(made.facts['disclosure']),
    madeAt: by.at,
    returned: null,
    returnedAt: null,
  }
  return accept(
    [...made.effects, create(databaseEnquiries, enquiry.enquiry, enquiry)],
    together(made.cited, terms.cite('database-enquiry.shown')),
    { ...made.facts, enquiry: String(enquiry.enquiry) },
  )
}

/** In this order. */
export const returnRefusals = ['enquiry-unknown', 'enquiry-settled', 'facts-unknown', 'kind-not-asked'] as const
export type ReturnRefusal = (typeof returnRefusals)[number]

/**
 * Records what came back, as facts of the person that were recorded before; none when the database had nothing. The person sees it from the
 * same moment, and pays nothing.
 */
export function decideReturn(
  found: DatabaseEnquiry | undefined,
  facts: readonly (Fact | undefined)[],
  { at }: Pick<Disclosers, 'at'>,
  terms: Terms,
): Decision<Effect, ReturnRefusal> {
  const cited = terms.cite('database-enquiry.shown')
  if (found === undefined) return refuse('enquiry-unknown', cited)
  if (found.returned !== null) return refuse('enquiry-settled', cited, { state: 'returned' })
  const own = facts.filter((one) => one !== undefined && one.subject === found.subject) as readonly Fact[]
  if (own.length < facts.length) return refuse('facts-unknown', cited)
  const unasked = own.filter(({ kind }) => !found.asked.includes(kind))
  if (unasked.length > 0) return refuse('kind-not-asked', cited, { kinds: unasked.map(({ kind }) => kind) })
  const returned = own.map(({ fact, kind }) => ({ fact, kind }))
  return accept([effect(databaseEnquiries, found.enquiry, { ...found, returned, returnedAt: at })], cited, {
    enquiry: String(found.enquiry),
    subject: String(found.subject),
    shownAt: at.toString(),
    kinds: returned.map(({ kind }) => kind),
  })
}
