/**
 * Restriction of processing (GDPR, Article 18): data are stored and not used otherwise. It is lifted only after the person was told.
 */
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Asking, change } from '../consents/changes/rules.ts'
import type { RestrictionGround, Switches } from '../switches/rules.ts'

/** Whether the person was told that a restriction ends; by `noticeKey`. */
export type LiftingNotice = {
  readonly subject: PartyId
  readonly ground: RestrictionGround
  readonly toldOn: Temporal.PlainDate
  readonly evidence: string
  /** Whether the restriction was lifted after it: the next one needs a notice of its own. */
  readonly used: boolean
}

export const liftingNotices = records<string, LiftingNotice>('lifting-notice')

export const noticeKey = (subject: PartyId, ground: RestrictionGround): string => `${subject} ${ground}`

/** In this order; before it a stranger is refused as `subject-not-concerned`. */
export const setRestrictionRefusals = ['restriction-stands'] as const
export type SetRestrictionRefusal = (typeof setRestrictionRefusals)[number]

/** Restricts processing on a ground. The gate refuses every use but those of Article 18(2) from now on. */
export function decideSet(
  asking: Asking,
  before: Switches,
  ground: RestrictionGround,
  terms: Terms,
): Decision<Effect, SetRestrictionRefusal> {
  const cited = terms.cite('privacy.restriction')
  const standing = before.restrictions.find((one) => one.ground === ground)
  if (standing !== undefined) return refuse('restriction-stands', cited, { since: standing.since.toString() })
  const after = { ...before, restrictions: [...before.restrictions, { ground, since: asking.on }] }
  const { effects, facts } = change(asking, after, { act: 'restriction-set', purposes: [], everywhere: true }, terms)
  return accept(effects, cited, { ...facts, ground })
}

/** In this order. */
export const tellLiftingRefusals = ['processing-restriction-unknown', 'subject-told', 'evidence-missing'] as const
export type TellLiftingRefusal = (typeof tellLiftingRefusals)[number]

/**
 * Notes that the person was told that the restriction is about to be lifted, with what shows it. Once: what shows it is not replaced.
 *
 * @param noted of this restriction or of one before it
 */
export function decideTell(
  { subject, on, evidence }: Asking,
  before: Switches,
  ground: RestrictionGround,
  noted: LiftingNotice | undefined,
  terms: Terms,
): Decision<Effect, TellLiftingRefusal> {
  const cited = terms.cite('restriction.lifting')
  if (!before.restrictions.some((one) => one.ground === ground))
    return refuse('processing-restriction-unknown', cited, { ground })
  if (noted?.used === false) return refuse('subject-told', cited, { ground, toldOn: noted.toldOn.toString() })
  if (evidence === null) return refuse('evidence-missing', cited)
  const notice: LiftingNotice = { subject, ground, toldOn: on, evidence, used: false }
  const key = noticeKey(subject, ground)
  const kept = noted === undefined ? create(liftingNotices, key, notice) : effect(liftingNotices, key, notice)
  return accept([kept], cited, { ground, toldOn: on.toString() })
}

/** In this order. */
export const liftRestrictionRefusals = ['processing-restriction-unknown', 'subject-not-told'] as const
export type LiftRestrictionRefusal = (typeof liftRestrictionRefusals)[number]

/** Lifts a restriction of which the person was told. */
export function decideLift(
  asking: Asking,
  before: Switches,
  ground: RestrictionGround,
  notice: LiftingNotice | undefined,
  terms: Terms,
): Decision<Effect, LiftRestrictionRefusal> {
  const cited = together(terms.cite('restriction.lifting'), terms.cite('privacy.restriction'))
  if (!before.restrictions.some((one) => one.ground === ground))
    return refuse('processing-restriction-unknown', cited, { ground })
  if (notice === undefined || notice.used) return refuse('subject-not-told', cited, { ground })
  const after = { ...before, restrictions: before.restrictions.filter((one) => one.ground !== ground) }
  const { effects, facts } = change(asking, after, { act: 'restriction-lifted', purposes: [], everywhere: true }, terms)
  return accept(
    [...effects, effect(liftingNotices, noticeKey(asking.subject, ground), { ...notice, used: true })],
    cited,
    { ...facts, ground, toldOn: notice.toldOn.toString() },
  )
}
