/**
 * Who may receive personal data: kinds of recipients and processors of the register, each where it may be, and processors only while
 * what was agreed with them stands.
 */
import type { Cited } from '../../../kernel/decision.ts'
import { isInEea } from '../../../kernel/eea.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type {
  Condition,
  EvidenceKind,
  LegalBasis,
  Processor,
  Recipient,
  Transfer,
} from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'

/** A kind of recipient, or a processor, as a disclosure sees it. */
export type Receiver = Pick<Registered<Recipient>, 'id' | 'purposes' | 'categories' | 'cited'> & {
  readonly attributes: Recipient['attributes'] | undefined
  readonly bases: readonly LegalBasis[] | undefined
  readonly requires: Condition
  readonly countries: 'domestic' | 'eea' | 'any'
  readonly processor: Registered<Processor> | undefined
}

/** Whoever is called so in the register; undefined when nobody is. */
export function receiverOf({ register }: Terms, id: string): Receiver | undefined {
  const recipient = register.recipients.get(id)
  if (recipient !== undefined) {
    const { bases, countries = 'eea', attributes } = recipient
    return { ...recipient, bases, countries, attributes, processor: undefined }
  }
  const processor = register.processors.get(id)
  if (processor === undefined) return undefined
  return {
    ...processor,
    attributes: undefined,
    bases: undefined,
    requires: [[]],
    countries: 'any',
    processor,
  }
}

/** Why a processor gets nothing. */
export type Unbound = 'not-engaged' | 'agreement' | 'guarantees' | 'confidentiality'

/** What is missing on a day before data may go to a processor; undefined when nothing is. The last day of an assessment still counts. */
export function unboundOn(
  { since, until, agreement, guarantees, confidentiality }: Processor,
  on: Temporal.PlainDate,
): Unbound | undefined {
  const day = on.toString()
  if (day < since || (until !== undefined && day > until)) return 'not-engaged'
  if (agreement === undefined || agreement > day) return 'agreement'
  if (guarantees === undefined || guarantees.assessed > day || guarantees.until < day) return 'guarantees'
  return confidentiality === true ? undefined : 'confidentiality'
}

/** Whether an item of the register speaks of what its receiver undertook. */
export const isBoundBy = ({ requires, processor }: Receiver): boolean =>
  processor !== undefined || requires.some((all) => all.includes('confidentiality') || all.includes('safeguard'))

/** Where data go to: their place, and from where else they can be reached. */
export type Places = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Countries from which somebody has access, and those of subprocessors: to be reached from there is to be sent there. */
  readonly accessFrom: readonly string[]
}

/** Every country to which these data go. */
export const countriesOf = ({ processor }: Receiver, { country, accessFrom }: Places): readonly string[] => [
  ...new Set([country, ...(processor === undefined ? [] : [processor.country]), ...accessFrom]),
]

/** For each country outside the EEA the transfer of the register that covers it, or undefined where none does. */
export function transfersTo(
  { id }: Receiver,
  countries: readonly string[],
  { register }: Terms,
): ReadonlyMap<string, Registered<Transfer> | undefined> {
  const transfers = [...register.transfers.values()]
  return new Map(
    countries
      .filter((country) => !isInEea(country))
      .map((country) => [
        country,
        transfers.find((one) => one.countries.includes(country) && one.recipients.includes(id)),
      ]),
  )
}

/** What must be shown for the ground of a transfer: that the service needs it, that the person asked for it, or the law. */
export const groundOf: Readonly<Record<Transfer['ground'], readonly EvidenceKind[]>> = {
  service: ['service', 'order', 'agreement', 'application'],
  request: ['request', 'order'],
  law: ['law'],
}

/** The provision's clause with those of items of the register behind it. */
export function citing(cited: Cited, ...items: readonly { readonly cited: Cited['settled'][number] }[]): Cited {
  const unique = new Map(
    [...cited.settled, ...items.map((one) => one.cited)].map((one) => [`${one.document} ${one.clause}`, one]),
  )
  const all = [...unique.values()]
  return { settled: all, disclosed: all }
}
