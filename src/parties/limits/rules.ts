/** Limits of a representative's rights that stand outside the authorisation document: known, recorded, not enforced. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type KnownLimit, type Representation, representations } from '../representation/rules.ts'

export type RecordLimit = Omit<KnownLimit, 'recordedBy'> & {
  readonly staff: string | undefined
  readonly representation: Representation | undefined
}

/** In this order. */
export const recordLimitRefusals = ['staff-unnamed', 'no-authorisation'] as const
export type RecordLimitRefusal = (typeof recordLimitRefusals)[number]

/** Records that another document limits the rights of somebody who has an authorisation document. Nothing is refused because of it. */
export function decideRecordLimit(asked: RecordLimit, terms: Terms): Decision<Effect, RecordLimitRefusal> {
  const cited = terms.cite('representation.other-limits')
  const { staff, representation, ...limit } = asked
  if (staff === undefined) return refuse('staff-unnamed', cited)
  const isRepresented = representation?.authorisations.some(
    ({ status, representatives }) => status === 'accepted' && representatives.includes(limit.representative),
  )
  if (representation === undefined || isRepresented !== true) return refuse('no-authorisation', cited)
  const after = { ...representation, knownLimits: [...representation.knownLimits, { ...limit, recordedBy: staff }] }
  return accept([effect(representations, after.customer, after)], cited, {
    limit: String(limit.limit),
    kinds: limit.kinds,
    enforced: false,
  })
}

export type Contest = {
  readonly representation: Representation | undefined
  readonly limit: number
  /** The decision that carried the transaction out. */
  readonly transaction: string
  /** Staff waive the institution's right to rely on the authorisation document. */
  readonly waived: boolean
  readonly staff: string | undefined
}

/** In this order. */
export const contestRefusals = ['limit-unknown', 'staff-unnamed', 'transaction-stands'] as const
export type ContestRefusal = (typeof contestRefusals)[number]

/**
 * Answers the objection that a transaction breached a limit of another document: it stands, since the institution may rely on the
 * authorisation document; unless that right is waived, by policy or by staff, and the objection is examined.
 */
export function decideContest(asked: Contest, terms: Terms): Decision<Effect, ContestRefusal> {
  const cited = terms.cite('representation.other-limits')
  const { representation, limit, transaction, waived, staff } = asked
  if (!representation?.knownLimits.some((one) => one.limit === limit)) return refuse('limit-unknown', cited)
  if (waived && staff === undefined) return refuse('staff-unnamed', cited)
  const facts = { limit: String(limit), transaction }
  if (!waived && terms.policy('representation.other-limits') !== 'never')
    return refuse('transaction-stands', cited, facts)
  return accept([], cited, { ...facts, examined: true }, { waivedBy: staff ?? null })
}

/** In this order. */
export const conflictRefusals = ['staff-unnamed', 'conflict-unchanged'] as const
export type ConflictRefusal = (typeof conflictRefusals)[number]

/**
 * Records that papers contradict each other on who represents the customer, or no longer do. No limit is at stake then: whether accounts
 * are restricted for it is decided there, on this record.
 */
export function decideConflict(
  customer: PartyId,
  representation: Representation | undefined,
  standing: boolean,
  staff: string | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, ConflictRefusal> {
  const cited = terms.cite('representation.other-limits')
  if (staff === undefined) return refuse('staff-unnamed', cited)
  if (standing === (representation?.conflictSince !== undefined)) return refuse('conflict-unchanged', cited)
  const known = representation ?? { customer, authorisations: [], knownLimits: [] }
  const after: Representation = { ...known, conflictSince: standing ? on : undefined }
  return accept([effect(representations, customer, after)], cited, {
    conflictSince: after.conflictSince?.toString() ?? null,
    restrictionGround: standing ? 'contradictory-representation' : null,
  })
}
