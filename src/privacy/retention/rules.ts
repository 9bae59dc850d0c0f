/**
 * Why a datum is still kept, and until when: computed from the register and from the state of its person's affairs. The same function
 * answers whoever asks and drives the sweep, so that what is told and what is done cannot differ.
 */

import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Cited, type Decision, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, type Period, parsePeriod } from '../../kernel/duration.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Category, Retention } from '../../rulebook/register/schema.ts'
import type { LegalBasis } from '../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { stopProvisions } from '../gate/switched/rules.ts'
import type { Stop, Switches } from '../switches/rules.ts'
import { type Carrier, carriersOf, endedBy, keeps } from './stops/rules.ts'

/** An affair that began and may have ended; a bare reference, such as the id of an agreement. */
export type Affair = { readonly reference: string; readonly ended?: Temporal.PlainDate | undefined }

/** What of a person's affairs decides how long data about them are kept. Features say it of theirs. */
export type Affairs = {
  readonly agreements: readonly (Affair & {
    /** When all that was owed under it had been performed; while it runs, and where that is never asked, undefined. */
    readonly performed?: Temporal.PlainDate | undefined
    /** What it is about, in cents of euro; where nobody says it, terms for any amount hold. */
    readonly amountMinor?: bigint | undefined
  })[]
  readonly applications: readonly Affair[]
  /** The booking date of their newest entry. */
  readonly lastTransaction?: Temporal.PlainDate | undefined
  /** Claims of either side that are open. */
  readonly claims: readonly string[]
  /** Legal holds: cases for which everything stays. */
  readonly holds: readonly string[]
}

/** What one feature knows of a person's affairs. */
export type PersonAffairs = Partial<Affairs>
/** What one feature knows of the affairs of several; who has none with it is left out. */
export type AffairsByPerson = ReadonlyMap<PartyId, PersonAffairs>

export const noAffairs: Affairs = { agreements: [], applications: [], claims: [], holds: [] }

/** One reason to keep a datum. */
export type Ground = {
  /** The retention item of the register; `legal-hold` for a case. */
  readonly item: string
  readonly basis: LegalBasis
  /** What keeps it: an agreement, a claim, a consent, by its reference. */
  readonly because: string
  /** The last day; undefined as long as what keeps it goes on. */
  readonly until: Temporal.PlainDate | undefined
  /** That law sets the term: nobody's wish shortens it. */
  readonly statutory: boolean
  /** What the person stopped, where that ended it before its term. */
  readonly stopped?: Stop | undefined
  readonly cited: Cited
}

/** A datum, as far as its retention goes. */
export type Kept = {
  readonly category: Registered<Category>
  readonly recordedOn: Temporal.PlainDate
  /** Of what tells of a transaction: the day on which it was booked. What is told of the person goes by their newest one. */
  readonly bookedOn?: Temporal.PlainDate | undefined
}

export type RetentionState = {
  readonly affairs: Affairs
  readonly switches: Pick<Switches, 'consents' | 'stops'>
  readonly calendar: BusinessCalendar
}

/** What the register says of retention, put in order once: a sweep asks it for every datum of a bank. */
type Compiled = {
  readonly categories: ReadonlyMap<Attribute, Registered<Category>>
  /** By category: its items, each with what it cites and its term. */
  readonly items: ReadonlyMap<string, readonly CompiledItem[]>
  /** By category: what carries its use. */
  readonly carriers: ReadonlyMap<string, readonly Carrier[]>
}
type CompiledItem = {
  readonly item: Registered<Retention>
  readonly cited: Cited
  /** With what lets a document speak of data that are older than it: asked for only where there are some, since not every pack says so. */
  readonly citedEarlier: () => Cited
  readonly term: Period | undefined
}

const compiled = new WeakMap<Terms, Compiled>()

function compiledFor(terms: Terms): Compiled {
  const known = compiled.get(terms)
  if (known !== undefined) return known
  const { categories, retention } = terms.register
  const items = [...retention.values()].map((item) => {
    const cited = citeItem(item, terms)
    let earlier: Cited | undefined
    return {
      item,
      cited,
      citedEarlier: () => {
        earlier ??= together(cited, terms.cite('retention.earlier'))
        return earlier
      },
      term: item.term === undefined ? undefined : parsePeriod(item.term),
    }
  })
  const fresh: Compiled = {
    categories: new Map(
      [...categories.values()].flatMap((one) => one.attributes.map((attribute) => [attribute, one] as const)),
    ),
    items: new Map([...categories.keys()].map((id) => [id, items.filter(({ item }) => item.categories.includes(id))])),
    carriers: new Map([...categories.values()].map((one) => [one.id, carriersOf(one, terms.register)])),
  }
  compiled.set(terms, fresh)
  return fresh
}

/** The category of the register that an attribute belongs to; undefined where the register knows none: nothing keeps it. */
export const categoryOf = (attribute: Attribute, terms: Terms): Registered<Category> | undefined =>
  compiledFor(terms).categories.get(attribute)

/** Every ground that the register gives to keep the datum, ended ones too, in the register's order. */
export function groundsOf(kept: Kept, state: RetentionState, terms: Terms): readonly Ground[] {
  const { items, carriers } = compiledFor(terms)
  const { id } = kept.category
  const isEarlier = isBefore(kept)
  const grounds = (items.get(id) ?? []).flatMap(({ item, cited, citedEarlier, term }) =>
    occasionsOf(item, kept, state, terms).map(({ because, from }): Ground => {
      const { stops } = state.switches
      const stopped = stops.length === 0 ? undefined : endedBy(item, carriers.get(id) ?? [], stops, from === undefined)
      // Without a term, what it would run from is the end.
      const until = from === undefined || term === undefined ? from : addPeriod(from, term, state.calendar)
      const own = isEarlier ? citedEarlier() : cited
      return {
        item: item.id,
        basis: item.basis,
        because,
        until: stopped === undefined ? until : sooner(until, later(from, stopped.since)),
        statutory: item.statutory === true,
        stopped,
        cited: stopped === undefined ? own : together(own, terms.cite(stopProvisions[stopped.ground])),
      }
    }),
  )
  const holds = state.affairs.holds.map(
    (reference): Ground => ({
      item: 'legal-hold',
      basis: 'legal-obligation',
      because: reference,
      until: undefined,
      statutory: true,
      cited: terms.cite('retention.hold'),
    }),
  )
  return [...grounds, ...holds]
}

const later = (one: Temporal.PlainDate | undefined, other: Temporal.PlainDate): Temporal.PlainDate =>
  one !== undefined && Temporal.PlainDate.compare(one, other) > 0 ? one : other
const sooner = (one: Temporal.PlainDate | undefined, other: Temporal.PlainDate): Temporal.PlainDate =>
  one !== undefined && Temporal.PlainDate.compare(one, other) < 0 ? one : other

/** Whether the datum is older than the document that speaks of it. */
const isBefore = ({ category, recordedOn }: Kept): boolean =>
  Temporal.PlainDate.compare(recordedOn, category.effective) < 0

/** The clause that the term stands in, and that of the law which sets it, where it is at hand. */
function citeItem(item: Registered<Retention>, terms: Terms): Cited {
  const law = item.law === undefined ? undefined : terms.clauseOf(item.law)
  const clauses = law === undefined ? [item.cited] : [item.cited, law]
  return together(terms.cite('retention.need'), { settled: clauses, disclosed: clauses })
}

/** Grounds that still hold on a day. */
export const groundsOn = (kept: Kept, state: RetentionState, on: Temporal.PlainDate, terms: Terms): readonly Ground[] =>
  groundsOf(kept, state, terms).filter((ground) => holdsOn(ground, on))

export const holdsOn = ({ until }: Pick<Ground, 'until'>, on: Temporal.PlainDate): boolean =>
  until === undefined || Temporal.PlainDate.compare(on, until) <= 0

/** In this order. */
export const eraseRefusals = ['datum-kept'] as const
export type EraseRefusal = (typeof eraseRefusals)[number]

/**
 * Whether a datum goes. Refused with the clause of each ground that keeps it and the day on which the last one ends, where it is known.
 */
export function decideErase(
  kept: Kept,
  state: RetentionState,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<never, EraseRefusal> {
  const all = groundsOf(kept, state, terms)
  const grounds = all.filter((ground) => holdsOn(ground, on))
  if (grounds.length === 0) {
    const { cited } = kept.category
    const earlier = isBefore(kept) ? [terms.cite('retention.earlier')] : []
    const need = together(terms.cite('retention.need'), { settled: [cited], disclosed: [cited] })
    const stopped = all.flatMap((ground) => (ground.stopped === undefined ? [] : ground.cited))
    return accept([], together(need, ...earlier, ...stopped))
  }
  return refuse('datum-kept', together(...grounds.map(({ cited }) => cited)), {
    category: kept.category.id,
    grounds: grounds.map(({ item }) => item),
    law: grounds.some(({ statutory }) => statutory),
    until: lastOf(grounds)?.toString() ?? null,
  })
}

/** The day on which the last of the grounds ends; undefined while one is open. */
export function lastOf(grounds: readonly Ground[]): Temporal.PlainDate | undefined {
  let last: Temporal.PlainDate | undefined
  for (const { until } of grounds) {
    if (until === undefined) return undefined
    if (last === undefined || Temporal.PlainDate.compare(until, last) > 0) last = until
  }
  return last
}

/** What a term runs from: `from` is undefined as long as what keeps the datum goes on. */
type Occasion = { readonly because: string; readonly from: Temporal.PlainDate | undefined }

function occasionsOf(
  item: Retention,
  { category, recordedOn, bookedOn }: Kept,
  { affairs, switches }: RetentionState,
  terms: Terms,
): readonly Occasion[] {
  const { agreements, applications, claims } = affairs
  const lastTransaction = bookedOn ?? affairs.lastTransaction
  const because = bookedOn === undefined ? 'last transaction' : 'transaction'
  const ofAmount = agreements.filter(
    // Where nobody says the amount, the longer term holds: what went too soon is not to be had again.
    ({ amountMinor }) =>
      item.fromMinor === undefined || amountMinor === undefined || amountMinor >= BigInt(item.fromMinor),
  )
  switch (item.from) {
    case 'recorded':
      return [{ because: 'recorded', from: recordedOn }]
    case 'agreement-end':
      return ofAmount.map(({ reference, ended }) => ({ because: reference, from: ended }))
    case 'performed':
      return ofAmount.map(({ reference, performed }) => ({ because: reference, from: performed }))
    case 'application-end':
      return applications.length === 0 && agreements.length === 0
        ? // Taken to prepare an agreement that nobody asked for since.
          [{ because: 'recorded', from: recordedOn }]
        : applications.map(({ reference, ended }) => ({ because: reference, from: ended }))
    case 'transaction':
      return lastTransaction === undefined ? [] : [{ because, from: lastTransaction }]
    case 'year-end':
      return lastTransaction === undefined ? [] : [{ because, from: lastTransaction.with({ month: 12, day: 31 }) }]
    case 'claim':
      return claims.map((reference) => ({ because: reference, from: undefined }))
    case 'consent':
      return switches.consents
        .filter(({ purpose }) => terms.register.purposes.get(purpose)?.categories.includes(category.id))
        .filter(({ purpose }) => keeps(purpose, switches.stops))
        .map(({ purpose }) => ({ because: purpose, from: undefined }))
  }
}
