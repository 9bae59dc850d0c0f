/** Why everything that is held about a person is kept, and until when; without what it tells. */
import { calendarOf } from '../../kernel/calendar.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { type HeldPerson, heldPersons } from '../../privacy/retention/affairs.ts'
import { groundsOfDetails, type HeldDetails } from '../../privacy/retention/details/rules.ts'
import { type RecordsAbout, recordsAbout } from '../../privacy/retention/records/store.ts'
import { categoryOf, type Ground, groundsOf, holdsOn, lastOf } from '../../privacy/retention/rules.ts'
import type { HeldFact } from '../../privacy/retention/store.ts'
import { retentionYears } from '../../privacy/vault/retention-years.ts'
import { keyName } from '../../privacy/vault/sealer.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { DataClass } from '../../rulebook/register/attributes.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Institution } from '../institution.ts'
import { affairsSources, detailsSources } from './sources.ts'

/** Grounds, those that hold and those that ended, and what follows from them. */
export type Kept = {
  readonly grounds: readonly (Ground & { readonly holds: boolean })[]
  /** The day after which it goes; undefined while a ground is open. */
  readonly until: Temporal.PlainDate | undefined
}

/** One fact. */
export type Why = Kept & {
  readonly fact: number
  readonly kind: string
  readonly category: string | undefined
  readonly recordedOn: Temporal.PlainDate
}

/** Details of records of one sort that go together: the newest of them decides. */
export type WhyDetails = Kept & {
  readonly what: string
  readonly class: DataClass
  readonly count: number
  readonly first: Temporal.PlainDate
  readonly last: Temporal.PlainDate
}

export type WhyHeld = {
  readonly facts: readonly Why[]
  readonly details: readonly WhyDetails[]
  /** Records that know the person by number alone: they tell nothing of anybody once facts and details are gone, and are not erased. */
  readonly records: readonly RecordsAbout[]
  /** Cases for which all of it stays. */
  readonly holds: readonly string[]
}

type Bank = Pick<Institution, 'sql' | 'rulebookOf'>
/** A person as retention sees them, and what decides about them on a day. */
type Seen = HeldPerson & { readonly terms: Terms; readonly on: Temporal.PlainDate }

async function seen({ sql, rulebookOf }: Bank, entity: Entity, person: PartyId, on: Temporal.PlainDate): Promise<Seen> {
  const lane = laneOf(person)
  const asking = { sql, lane, calendar: calendarOf(entity.calendar), sources: affairsSources }
  const [found] = await heldPersons(asking, [person])
  if (found === undefined) throw new Error('a person was asked about and not answered')
  return { ...found, terms: rulebookOf(lane).terms(on), on }
}

/** Why each fact about a person is kept. */
export async function whyKept(
  bank: Bank,
  entity: Entity,
  person: PartyId,
  on: Temporal.PlainDate,
): Promise<readonly Why[]> {
  const about = await seen(bank, entity, person, on)
  return about.held.map((fact) => whyOf(fact, about))
}

/** Why all that is held about a person is kept: facts, details of records, and what knows them by number. */
export async function whyHeld(
  bank: Bank & Pick<Institution, 'keys'>,
  entity: Entity,
  person: PartyId,
  on: Temporal.PlainDate,
): Promise<WhyHeld> {
  const about = await seen(bank, entity, person, on)
  const lane = laneOf(person)
  const [told, records] = await Promise.all([
    Promise.all(detailsSources.map((source) => source(bank.sql, lane, [person]))),
    recordsAbout(bank.sql, lane, person),
  ])
  const living = told.flat().filter(({ class: of, year, generation }) => {
    const name = keyName(entity.id, person, of, year)
    return bank.keys.key(name, generation) !== undefined
  })
  // What waits says why some of the others stay; it is no more of them.
  const waiting = new Set(living.flatMap((one) => (one.waiting ? [`${one.class} ${one.year}`] : [])))
  return {
    facts: about.held.map((fact) => whyOf(fact, about)),
    details: living
      .filter((one) => !one.waiting)
      .map((one) => whyDetails(one, waiting.has(`${one.class} ${one.year}`), about)),
    records,
    holds: about.state.affairs.holds,
  }
}

const whyOf = ({ fact, kind, recordedOn }: HeldFact, { state, terms, on }: Seen): Why => {
  const category = categoryOf(kind, terms)
  const grounds = category === undefined ? [] : groundsOf({ category, recordedOn }, state, terms)
  return { fact, kind, category: category?.id, recordedOn, ...keptBy(grounds, on) }
}

function whyDetails(details: HeldDetails, waits: boolean, { state, terms, on }: Seen): WhyDetails {
  const { what, class: of, count, year } = details
  const sealed = year - retentionYears[of]
  const last = details.last ?? new Temporal.PlainDate(sealed, 12, 31)
  const grounds = groundsOfDetails(of, last, state, terms)
  const kept = keptBy(waits ? [...grounds, waitingGround(terms)] : grounds, on)
  return { what, class: of, count, first: details.first ?? new Temporal.PlainDate(sealed, 1, 1), last, ...kept }
}

/** Orders that wait are carried out with what was told for them. */
const waitingGround = (terms: Terms): Ground => ({
  item: 'waiting-orders',
  basis: 'contract',
  because: 'orders that wait',
  until: undefined,
  statutory: false,
  cited: terms.cite('retention.need'),
})

function keptBy(grounds: readonly Ground[], on: Temporal.PlainDate): Kept {
  const standing = grounds.filter((ground) => holdsOn(ground, on))
  return {
    grounds: grounds.map((ground) => ({ ...ground, holds: holdsOn(ground, on) })),
    until: standing.length === 0 ? on : lastOf(standing),
  }
}
