/** The undertaking of confidentiality that each member of staff gives, without end, before reading anything personal. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import { type Effect, effect, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'

export type Undertaking = {
  readonly staff: string
  readonly signed: Temporal.PlainDate
  /** The wording that was signed: the clause that asks for it, with its version. */
  readonly wording: string
}

/** By the code of the member of staff. */
export const undertakings = records<string, Undertaking>('undertaking')

/** In this order. */
export const undertakingRefusals = ['staff-unnamed', 'confidentiality-undertaken'] as const
export type UndertakingRefusal = (typeof undertakingRefusals)[number]

/** Records the undertaking of whoever asks, once. */
export function decideUndertake(
  asked: {
    readonly staff: string | undefined
    readonly before: Undertaking | undefined
    readonly on: Temporal.PlainDate
  },
  terms: Terms,
): Decision<Effect, UndertakingRefusal> {
  const cited = terms.cite('privacy.confidentiality')
  const { staff, before, on } = asked
  if (staff === undefined) return refuse('staff-unnamed', cited)
  if (before !== undefined) return refuse('confidentiality-undertaken', cited, { signed: before.signed.toString() })
  const [clause] = cited.settled
  const wording = clause === undefined ? '' : `${clause.document} ${clause.version} ${clause.clause}`
  return accept([effect(undertakings, staff, { staff, signed: on, wording })], cited, { wording })
}
