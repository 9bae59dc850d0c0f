/**
 * Who may receive personal data: kinds of recipients and processors of the register, each where it may be, and processors only while
 * what was agreed with them stands.
 */
import type { Cited } from '../../../kernel/decision.ts'
import { isInEea } from '../../../kernel/eea.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Condition, Processor, Recipient, Transfer } from '../../../rulebook/register/schema.ts'
import type { EvidenceKind, LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'

/** A kind of recipient, or a processor, as a disclosure sees it. */
export type Receiver = Pick<Registered<Recipient>, 'id' | 'purposes' | 'categories' | 'cited'> & {
  readonly attributes: Recipient['attributes'] | undefined
  readonly bases: readonly LegalBasis[] | undefined
  readonly requires: Condition
  readonly countries: 'domestic' | 'eea' | 'any'
  /** A public body. */
  readonly authority: boolean
  /** How often data go there anew. */
  readonly every: string | undefined
  /** Who it is, by registration number; anybody of the kind when undefined. */
  readonly receivers: readonly string[] | undefined
  readonly processor: Registered<Processor> | undefined
}

/** Whoever is called so in the register; undefined when nobody is. */
export function receiverOf({ register }: Terms, id: string): Receiver | undefined {
  const recipient = register.recipients.get(id)
  if (recipient !== undefined) {
    const { bases, countries = 'eea', attributes, authority = false, every, receivers } = recipient
    return { ...recipient, bases, countries, attributes, authority, every, receivers, processor: undefined }
  }
  const processor = register.processors.get(id)
  if (processor === undefined) return undefined
  return {
    ...processor,
    attributes: undefined,
    bases: undefined,
    requires: [[]],
    countries: 'any',
    authority: false,
    every: undefined,
    receivers: undefined,
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
  if (!guarantees?.some(({ assessed, until: last }) => assessed <= day && last >= day)) return 'guarantees'
  return confidentiality === true ? undefined : 'confidentiality'
}

/** How long before its end a processor's agreement or assessment is reported: time to make a new one. No document gives it. */
const warnedDays = 60

/** A processor that gets nothing any more, or will not soon. */
export type Ending = {
  readonly id: string
  readonly state: 'ended' | 'ending'
  readonly missing: Unbound
  /** The last day on which it may have data; null when that was before. */
  readonly lastDay: Temporal.PlainDate | null
}

/** Of those engaged on a day, the processors whose agreement or guarantees ended, and those for whom something ends soon. */
export function endingOf(processors: Iterable<Processor>, on: Temporal.PlainDate): readonly Ending[] {
  return [...processors].flatMap((processor): readonly Ending[] => {
    const now = unboundOn(processor, on)
    if (now === 'not-engaged') return []
    if (now !== undefined) return [{ id: processor.id, state: 'ended', missing: now, lastDay: null }]
    for (let days = 1; days <= warnedDays; days += 1) {
      const missing = unboundOn(processor, on.add({ days }))
      if (missing !== undefined)
        return [{ id: processor.id, state: 'ending', missing, lastDay: on.add({ days: days - 1 }) }]
    }
    return []
  })
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
  ...new Set([
    country,
    ...(processor === undefined
      ? []
      : [processor.country, ...(processor.subprocessors ?? []).map((one) => one.country)]),
    ...accessFrom,
  ]),
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
