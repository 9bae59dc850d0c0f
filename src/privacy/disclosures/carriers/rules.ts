/**
 * What leaves without anybody asking for a disclosure: messages, which a processor of the register carries, and payment orders, which go to
 * other institutions. Carriers are asked for as any processor; what went is told to the person from the message or the payment itself.
 */
import type { PartyId } from '../../../kernel/ids.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Processor, Purpose } from '../../../rulebook/register/schema.ts'
import type { CarriedChannel, LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Disclosers, purposeOf } from '../asked/rules.ts'
import { type CheckedReceiver, checkReceiver } from '../checks/rules.ts'
import type { Showing } from '../evidence/rules.ts'
import type { Disclosure } from '../rules.ts'

/** What is to be carried, by whoever carries this channel. */
export type Carried = {
  readonly channel: string
  readonly purpose: string
  readonly kinds: readonly Attribute[]
  /** What shows that it goes for the person: a message they are owed or asked for, by its number. */
  readonly evidence: Showing
}

/** Who carries it: a processor, or nobody where the institution sends by itself; or why it does not go. */
export type Carriage =
  | { readonly outcome: 'carried'; readonly processor: string | null }
  | Extract<CheckedReceiver, { readonly outcome: 'refused' }>

/** The processors of a channel: nobody, where the register names none. */
export const carriersOf = ({ register }: Terms, channel: string): readonly Registered<Processor>[] =>
  [...register.processors.values()].filter(({ channels }) => channels?.includes(channel as CarriedChannel))

/** Finds a processor of the channel whose agreement and guarantees stand; the first one's refusal, where none does. */
export function carriageOf(
  { channel, purpose, kinds, evidence }: Carried,
  by: Pick<Disclosers, 'on' | 'reviewOf'> & { readonly entity: Pick<Entity, 'country'> },
  terms: Terms,
): Carriage {
  const carriers = carriersOf(terms, channel)
  let refused: Carriage | undefined
  for (const { id, country } of carriers) {
    const asked = { ...of(id, basisOf(purposeOf(purpose, terms))), purpose, kinds, country, found: [evidence] }
    const checked = checkReceiver(asked, by, terms)
    if (!('outcome' in checked)) return { outcome: 'carried', processor: id }
    refused ??= checked
  }
  return refused ?? { outcome: 'carried', processor: null }
}

const of = (recipient: string, basis: LegalBasis) => ({
  recipient,
  receiver: recipient,
  basis,
  accessFrom: [],
  shown: [],
  subjects: [],
})

const basisOf = (purpose: Purpose | undefined): LegalBasis => {
  const bases = (purpose?.bases ?? []).map(({ basis }) => basis)
  return bases.find((basis) => basis === 'contract') ?? bases[0] ?? 'contract'
}

/** What went without a disclosure of its own, as one. What the record does not tell is null. */
export type Told = Omit<Disclosure, 'country'> & { readonly country: string | null }

type Went = {
  readonly id: number
  readonly subject: PartyId
  readonly at: Temporal.Instant
  readonly on: Temporal.PlainDate
}

/** A message that a processor carried; undefined when the register of its day does not know the processor. */
export function messageTold(
  { processor: id, purpose, kinds, ...went }: Went & Pick<Carried, 'purpose' | 'kinds'> & { processor: string },
  terms: Terms,
): Told | undefined {
  const processor = terms.register.processors.get(id)
  if (processor === undefined) return undefined
  const { country, cited } = processor
  const evidence = { kind: 'service', reference: String(went.id) } as const
  return toldOf(went, {
    ...{ recipient: id, receiver: id, processor: id, country, allowedBy: cited },
    ...{ purpose, kinds, basis: basisOf(purposeOf(purpose, terms)), shown: [evidence] },
  })
}

const paymentKinds: readonly Attribute[] = ['name', 'bank-account', 'payment-details']

/** A payment that was sent to another institution; undefined when no recipient of the register is for payments. */
export function paymentTold(went: Went, terms: Terms): Told | undefined {
  const { register } = terms
  const recipient = [...register.recipients.values()].find(({ payments }) => payments === true)
  const purpose = purposeOf('payment', terms)
  if (recipient === undefined || purpose === undefined) return undefined
  const open = recipient.categories.flatMap((id) => register.categories.get(id)?.attributes ?? [])
  return toldOf(went, {
    ...{ recipient: recipient.id, receiver: 'network', processor: null, country: null, allowedBy: recipient.cited },
    ...{ purpose: purpose.id, kinds: paymentKinds.filter((kind) => open.includes(kind)), basis: basisOf(purpose) },
    shown: [{ kind: 'order', reference: String(went.id) }],
  })
}

type Where = Pick<Told, 'recipient' | 'receiver' | 'processor' | 'country' | 'allowedBy'>
type What = Pick<Told, 'purpose' | 'kinds' | 'basis' | 'shown'>

const toldOf = ({ id, subject, at, on }: Went, told: Where & What): Told => ({
  ...told,
  ...{ disclosure: id, subjects: [subject], accessFrom: [], role: 'system', staff: null, secret: false },
  at,
  on,
})
