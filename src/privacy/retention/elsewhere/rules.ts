/**
 * Affairs with persons that other systems of the institution keep, such as those of a lender whose applications and contracts stand
 * elsewhere: Pacta is told of them, so that data are kept as long as they need them, and no longer.
 */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { PersonAffairs } from '../rules.ts'

/** An `application` also where an offer is open, or a decision about one is reviewed. */
export const affairKinds = ['application', 'agreement'] as const
export type AffairKind = (typeof affairKinds)[number]

export type AffairElsewhere = {
  /** Its number there: never a name. */
  readonly reference: string
  readonly kind: AffairKind
  /** What an agreement is about, in cents of euro; null where it was not told. */
  readonly amountMinor: bigint | null
  readonly notedOn: Temporal.PlainDate
  readonly endedOn: Temporal.PlainDate | null
  /** When all that was owed under an agreement had been performed; null until then. */
  readonly performedOn: Temporal.PlainDate | null
}

export const affairsElsewhere = records<PartyId, readonly AffairElsewhere[]>('affairs-elsewhere')

type Asked = { readonly party: PartyId; readonly on: Temporal.PlainDate; readonly known: readonly AffairElsewhere[] }

/** The one there is; before it a stranger is refused as `party-unknown`. */
export const noteAffairRefusals = ['affair-noted'] as const
/** Takes down that an affair began. */
export function decideNote(
  { party, on, known }: Asked,
  told: Pick<AffairElsewhere, 'reference' | 'kind' | 'amountMinor'>,
  terms: Terms,
): Decision<Effect, (typeof noteAffairRefusals)[number]> {
  const cited = terms.cite('retention.need')
  const facts = { party: String(party), affair: told.reference, kind: told.kind }
  if (known.some(({ reference }) => reference === told.reference)) return refuse('affair-noted', cited, facts)
  const noted: AffairElsewhere = { ...told, notedOn: on, endedOn: null, performedOn: null }
  return accept([effect(affairsElsewhere, party, [...known, noted])], cited, facts)
}

/** In this order; before them a stranger is refused as `party-unknown`. */
export const endAffairRefusals = ['affair-unknown', 'affair-ended', 'affair-date-ahead'] as const
/** Takes down that an affair ended, or that what was owed under it was performed: the one may come long before the other. */
export function decideEnd(
  { party, on, known }: Asked,
  told: Pick<AffairElsewhere, 'reference' | 'endedOn' | 'performedOn'>,
  terms: Terms,
): Decision<Effect, (typeof endAffairRefusals)[number]> {
  const cited = terms.cite('retention.need')
  const facts = { party: String(party), affair: told.reference }
  const found = known.find(({ reference }) => reference === told.reference)
  if (found === undefined) return refuse('affair-unknown', cited, facts)
  const isNew = (was: unknown, is: unknown): boolean => was === null && is !== null
  if (!isNew(found.endedOn, told.endedOn) && !isNew(found.performedOn, told.performedOn))
    return refuse('affair-ended', cited, { ...facts, on: found.endedOn?.toString() ?? null })
  const isAhead = (day: Temporal.PlainDate | null): boolean => day !== null && Temporal.PlainDate.compare(day, on) > 0
  if (isAhead(told.endedOn) || isAhead(told.performedOn)) return refuse('affair-date-ahead', cited, facts)
  const after: AffairElsewhere = {
    ...found,
    endedOn: found.endedOn ?? told.endedOn,
    performedOn: found.performedOn ?? told.performedOn,
  }
  const effects = [
    effect(
      affairsElsewhere,
      party,
      known.map((one) => (one === found ? after : one)),
    ),
  ]
  const dates = { ended: after.endedOn?.toString() ?? null, performed: after.performedOn?.toString() ?? null }
  return accept(effects, cited, { ...facts, ...dates })
}

/** What retention computes terms from. */
export const affairsOf = (known: readonly AffairElsewhere[]): PersonAffairs => ({
  applications: known
    .filter(({ kind }) => kind === 'application')
    .map(({ reference, endedOn }) => ({ reference, ended: endedOn ?? undefined })),
  agreements: known
    .filter(({ kind }) => kind === 'agreement')
    .map(({ reference, endedOn, performedOn, amountMinor }) => ({
      reference,
      ended: endedOn ?? undefined,
      performed: performedOn ?? undefined,
      amountMinor: amountMinor ?? undefined,
    })),
})
