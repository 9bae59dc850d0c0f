/**
 * Details of records, as retention sees them. They are sealed by the year: all that one key opens goes together, once nothing keeps the
 * newest of it any more.
 */
import type { PartyId } from '../../../kernel/ids.ts'
import { type Attribute, type DataClass, dataClasses } from '../../../rulebook/register/attributes.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Category } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { kindsOfDetail } from '../../gate/rules.ts'
import { freeTexts, isFence } from '../../screening/rules.ts'
import { categoryOf, type Ground, groundsOf, holdsOn, type RetentionState } from '../rules.ts'

/** Details of records of one sort under one key of a person. */
export type HeldDetails = {
  readonly subject: PartyId
  /** What records they belong to, in words for who asks. */
  readonly what: string
  readonly class: DataClass
  /** The key that sealed them. */
  readonly year: number
  readonly generation: number
  readonly count: number
  /** The days of the oldest and of the newest of them, or of the newest entry that shows one; undefined where the records do not say. */
  readonly first: Temporal.PlainDate | undefined
  readonly last: Temporal.PlainDate | undefined
  /** That something waits which will be carried out with them. */
  readonly waiting: boolean
}

/** As queries give it: the class by its number. */
export type DetailsRow = Pick<HeldDetails, 'year' | 'generation' | 'count'> & {
  readonly subject: bigint
  readonly class: number
  readonly first: Temporal.PlainDate | null
  readonly last: Temporal.PlainDate | null
}

/** Rows of a query as retention knows them. */
export const detailsFrom = (what: string, rows: readonly DetailsRow[], waiting = false): readonly HeldDetails[] =>
  rows.map(({ year, generation, count, ...row }) => ({
    subject: Number(row.subject) as PartyId,
    what,
    class: classNumbered(row.class),
    year,
    generation,
    count,
    first: row.first ?? undefined,
    last: row.last ?? undefined,
    waiting,
  }))

function classNumbered(number: number): DataClass {
  const found = dataClasses[number]
  if (found === undefined) throw new Error(`there is no class of data number ${number}`)
  return found
}

/** Whether records keep details of this class. */
export const hasDetails = (of: DataClass): boolean => kindsOfDetail[of] !== undefined

/** Every ground to keep details of a class, the newest of which are of this day; ended ones too. */
export const groundsOfDetails = (
  of: DataClass,
  newest: Temporal.PlainDate,
  state: RetentionState,
  terms: Terms,
): readonly Ground[] =>
  categoriesFor(of, terms).flatMap((category) =>
    groundsOf({ category, recordedOn: newest, bookedOn: newest }, state, terms),
  )

/** Whether nothing keeps them any more on a day: asked for each person of a bank, so the first ground that holds is answer enough. */
export const detailsAreOver = (
  of: DataClass,
  newest: Temporal.PlainDate,
  state: RetentionState,
  day: Temporal.PlainDate,
  terms: Terms,
): boolean =>
  categoriesFor(of, terms).every(
    (category) =>
      !groundsOf({ category, recordedOn: newest, bookedOn: newest }, state, terms).some((one) => holdsOn(one, day)),
  )

const compiled = new WeakMap<Terms, Map<DataClass, readonly Registered<Category>[]>>()

/**
 * The categories of what details of a class may tell. Text behind a fence is kept as what it was told as, where the register knows nothing
 * of what it may tell.
 */
function categoriesFor(of: DataClass, terms: Terms): readonly Registered<Category>[] {
  const known = compiled.getOrInsertComputed(terms, () => new Map())
  return known.getOrInsertComputed(of, () => {
    const told = categoriesOf(kindsOfDetail[of] ?? [], terms)
    return told.length === 0 && isFence(of) ? categoriesOf(freeTexts, terms) : told
  })
}

const categoriesOf = (kinds: readonly Attribute[], terms: Terms): readonly Registered<Category>[] => [
  ...new Set(kinds.flatMap((kind) => categoryOf(kind, terms) ?? [])),
]
