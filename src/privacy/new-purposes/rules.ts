/**
 * Purposes that came with a later version of the register: data that were held before do not serve them until their person was told (GDPR,
 * Articles 13(3) and 14(4)). What was recorded since, was recorded under a notice that names the purpose.
 */
import { accept, type Cited, type Decision, refuse, together } from '../../kernel/decision.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Pack } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { isOwnSource } from '../sources/rules.ts'
import { type Switches, switches } from '../switches/rules.ts'

/** A datum that is held, as far as it matters here. */
export type Held = { readonly source: string; readonly recordedOn: Temporal.PlainDate }

/**
 * What settles that data do not serve a purpose yet; undefined where they may.
 * @param since the first day on which the register had the purpose
 */
export function citeUntold(
  purpose: string,
  since: Temporal.PlainDate,
  { held, told }: { readonly held: readonly Held[]; readonly told: Switches['told'] },
  terms: Terms,
): Cited | undefined {
  if (told?.some((one) => one.purpose === purpose) === true) return undefined
  const earlier = held.filter(({ recordedOn }) => Temporal.PlainDate.compare(recordedOn, since) < 0)
  const [own, others] = [earlier.filter((one) => isOwn(one, terms)), earlier.filter((one) => !isOwn(one, terms))]
  const cited = [
    ...(own.length === 0 ? [] : [terms.cite('privacy.new-purpose')]),
    ...(others.length === 0 ? [] : [terms.cite('privacy.new-purpose.others')]),
  ]
  const [first, ...rest] = cited
  return first && together(first, ...rest)
}

const isOwn = ({ source }: Held, { register }: Terms): boolean => {
  const item = register.sources.get(source)
  return item !== undefined && isOwnSource(item)
}

/** A purpose that came later, and the first day on which the register has it. */
export type NewPurpose = { readonly purpose: string; readonly since: Temporal.PlainDate }

/** All of them, also those of versions that are still to take effect. */
export function newPurposes(terms: Terms, { documents }: Pick<Pack, 'documents'>): readonly NewPurpose[] {
  const ids = documents.flatMap(({ clauses }) =>
    clauses.flatMap(({ register }) => (register?.purposes ?? []).map(({ id }) => id)),
  )
  return [...new Set(ids)].flatMap((purpose) => {
    const first = terms.firstDayOf(purpose)
    return first?.isNew === true ? [{ purpose, since: first.day }] : []
  })
}

/** The letter that tells of a purpose: whom a message with it reached, was told. */
export const letterOf = (purpose: string): string => `purpose-${purpose}`

export type Telling = {
  readonly purpose: string
  /** Whoever was told, as their switches stand. */
  readonly persons: readonly Switches[]
  /** Under which the archive keeps what was sent, and to whom. */
  readonly evidence: string
  readonly on: Temporal.PlainDate
}

/** In this order; before them whoever is unknown is refused as `party-unknown`. */
export const tellPurposeRefusals = ['purpose-not-registered', 'purpose-not-new'] as const
export type TellPurposeRefusal = (typeof tellPurposeRefusals)[number]

/**
 * Records that persons were told of a new purpose, also before the version that brings it takes effect. To tell somebody again changes
 * nothing. Facts: `told`, how many are new, and `since`.
 */
export function decideTell(
  { purpose, persons, evidence, on }: Telling,
  terms: Terms,
): Decision<Effect, TellPurposeRefusal> {
  const cited = together(terms.cite('privacy.new-purpose'), terms.cite('privacy.new-purpose.others'))
  const first = terms.firstDayOf(purpose)
  if (first === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose })
  if (!first.isNew) return refuse('purpose-not-new', cited, { purpose, since: first.day.toString() })
  const untold = persons.filter(({ told = [] }) => !told.some((one) => one.purpose === purpose))
  return accept(
    untold.map((one) =>
      effect(switches, one.subject, { ...one, told: [...(one.told ?? []), { purpose, on, evidence }] }),
    ),
    cited,
    { purpose, since: first.day.toString(), told: untold.length, before: persons.length - untold.length },
  )
}
