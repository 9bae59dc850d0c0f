/**
 * Breaches of personal data (GDPR, Articles 33 and 34): each is written down, judged, told to the authority in hours and, where people are at
 * high risk, to them. Words of closed lists and numbers of the archive alone: the register names nobody but through ids.
 */
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** What happened to the data: Article 4(12). */
export const natures = ['disclosure', 'access', 'alteration', 'loss', 'destruction', 'unavailability'] as const
export type Nature = (typeof natures)[number]

/** What may come of it for people: recital 85. */
export const consequences = [
  'loss-of-control',
  'identity-theft',
  'financial-loss',
  'discrimination',
  'reputation',
  'loss-of-confidentiality',
  'disadvantage',
] as const
export type Consequence = (typeof consequences)[number]

/** What was or will be done about it. */
export const remedies = [
  'access-closed',
  'credentials-changed',
  'keys-destroyed',
  'data-restored',
  'recipient-deleted',
  'fault-mended',
  'staff-instructed',
  'police-told',
] as const
export type Remedy = (typeof remedies)[number]

export const risks = ['none', 'risk', 'high'] as const
export type Risk = (typeof risks)[number]

/** Why people need not be told one by one, or at all: Article 34(3). */
export const exemptions = ['unintelligible', 'risk-removed', 'public-communication'] as const
export type Exemption = (typeof exemptions)[number]

export type Breach = {
  readonly breach: number
  /** From when and until when it went on, as far as known. */
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant
  /** When the institution became aware: from here the hours run. To the minute. */
  readonly awareAt: Temporal.Instant
  readonly notifyBy: Temporal.Instant
  readonly natures: readonly Nature[]
  readonly kinds: readonly Attribute[]
  /** Through whom: a role, or one of staff by their code. */
  readonly role: string | null
  readonly staff: string | null
  /** Under which the archive keeps what is known of it. */
  readonly file: string
  readonly state: 'open' | 'closed'
  readonly risk: Risk | null
  readonly consequences: readonly Consequence[]
  readonly remedies: readonly Remedy[]
  /** How many people, and data about them, it concerns by the officers' estimate; null while there is none. */
  readonly persons: number | null
  readonly dataRecords: number | null
  /** How many people are named as affected, and how many of these were told. */
  readonly affected: number
  readonly told: number
  readonly authorityToldAt: Temporal.Instant | null
  readonly authorityReference: string | null
  readonly delayReasons: string | null
  /** When the last of those was told who were. */
  readonly subjectsToldAt: Temporal.Instant | null
  readonly exemption: Exemption | null
  /** Under which the archive keeps why it applies. */
  readonly exemptionReasons: string | null
  readonly closedAt: Temporal.Instant | null
}

export const breaches = records<number, Breach>('breach')

/** Deadlines on whose day, at the time that the breach tells, the authority must have been told. */
export const authorityDeadline = 'breach-authority'

/** What a decision about a breach knows besides it. */
export type Now = {
  readonly at: Temporal.Instant
  readonly timeZone: string
  readonly nextId: () => number
}

const deadlineOf = ({ breach, notifyBy }: Breach, { timeZone }: Pick<Now, 'timeZone'>): Deadline => ({
  due: notifyBy.toZonedDateTimeISO(timeZone).toPlainDate(),
  kind: authorityDeadline,
  subject: breach,
})

export type Reporting = Pick<Breach, 'natures' | 'kinds' | 'role' | 'staff' | 'file' | 'from' | 'until' | 'awareAt'>

/** In this order. */
export const reportBreachRefusals = ['awareness-ahead', 'span-reversed', 'span-ahead'] as const
export type ReportBreachRefusal = (typeof reportBreachRefusals)[number]

/** Writes a breach down. The hours for the authority run from when the institution became aware, not from the report. */
export function decideReport(asked: Reporting, now: Now, terms: Terms): Decision<Effect, ReportBreachRefusal> {
  const cited = terms.cite('breach.register')
  const awareAt = asked.awareAt.round({ smallestUnit: 'minute', roundingMode: 'floor' })
  if (Temporal.Instant.compare(awareAt, now.at) > 0)
    return refuse('awareness-ahead', cited, { awareAt: awareAt.toString() })
  if (Temporal.Instant.compare(asked.from, asked.until) > 0) return refuse('span-reversed', cited)
  if (Temporal.Instant.compare(asked.until, now.at) > 0)
    return refuse('span-ahead', cited, { until: asked.until.toString() })
  const { withinHours } = terms.parameters('breach.authority')
  const breach: Breach = {
    ...asked,
    // As the database keeps moments, and not a passage less.
    from: asked.from.round({ smallestUnit: 'microsecond', roundingMode: 'floor' }),
    until: asked.until.round({ smallestUnit: 'microsecond', roundingMode: 'ceil' }),
    breach: now.nextId(),
    awareAt,
    notifyBy: awareAt.add({ hours: withinHours }),
    state: 'open',
    risk: null,
    consequences: [],
    remedies: [],
    persons: null,
    dataRecords: null,
    affected: 0,
    told: 0,
    authorityToldAt: null,
    authorityReference: null,
    delayReasons: null,
    subjectsToldAt: null,
    exemption: null,
    exemptionReasons: null,
    closedAt: null,
  }
  return accept(
    [create(breaches, breach.breach, breach), setDeadline(deadlineOf(breach, now))],
    together(cited, terms.cite('breach.authority')),
    { breach: String(breach.breach), notifyBy: breach.notifyBy.toString() },
  )
}

export type Assessing = Pick<Breach, 'consequences' | 'remedies' | 'persons' | 'dataRecords'> & { readonly risk: Risk }

/** In this order. */
export const assessBreachRefusals = ['breach-unknown', 'breach-closed', 'authority-told'] as const
export type AssessBreachRefusal = (typeof assessBreachRefusals)[number]

/**
 * Judges the risk for people. Without one, nobody need be told, and the deadline goes; what the authority was told of cannot be judged to
 * be without risk any more. May be judged anew.
 */
export function decideAssess(
  found: Breach | undefined,
  { persons, dataRecords, ...assessed }: Assessing,
  now: Now,
  terms: Terms,
): Decision<Effect, AssessBreachRefusal> {
  const { risk } = assessed
  const cited = terms.cite('breach.register')
  if (found === undefined) return refuse('breach-unknown', cited)
  if (found.state === 'closed') return refuse('breach-closed', cited)
  if (risk === 'none' && found.authorityToldAt !== null) return refuse('authority-told', cited)
  const deadline = deadlineOf(found, now)
  const open = risk !== 'none' && found.authorityToldAt === null
  const judged: Breach = {
    ...{ ...found, ...assessed },
    // What was estimated before stands until somebody knows better.
    ...{ persons: persons ?? found.persons, dataRecords: dataRecords ?? found.dataRecords },
  }
  return accept(
    [effect(breaches, found.breach, judged), open ? setDeadline(deadline) : clearDeadline(deadline)],
    together(
      cited,
      ...(open ? [terms.cite('breach.authority')] : []),
      ...(risk === 'high' ? [terms.cite('breach.subjects')] : []),
    ),
    {
      breach: String(found.breach),
      risk,
      authority: open ? found.notifyBy.toString() : null,
      subjects: owesTelling(judged),
    },
  )
}

/** In this order. */
export const notifyAuthorityRefusals = [
  'breach-unknown',
  'breach-closed',
  'breach-without-risk',
  'delay-unexplained',
] as const
export type NotifyAuthorityRefusal = (typeof notifyAuthorityRefusals)[number]

/**
 * Notes that the authority was told. Later than the hours allow, the reasons are told with it (Article 33(1)). It may be told before all is
 * known, and again (Article 33(4)): the first time counts.
 */
export function decideNotifyAuthority(
  found: Breach | undefined,
  { reference, delayReasons }: { readonly reference: string; readonly delayReasons: string | null },
  now: Now,
  terms: Terms,
): Decision<Effect, NotifyAuthorityRefusal> {
  const cited = terms.cite('breach.authority')
  if (found === undefined) return refuse('breach-unknown', cited)
  if (found.state === 'closed') return refuse('breach-closed', cited)
  if (found.risk === 'none') return refuse('breach-without-risk', cited)
  const first = found.authorityToldAt ?? now.at
  const late = Temporal.Instant.compare(first, found.notifyBy) > 0
  const reasons = delayReasons ?? found.delayReasons
  if (late && reasons === null) return refuse('delay-unexplained', cited, { notifyBy: found.notifyBy.toString() })
  const told: Breach = { ...found, authorityToldAt: first, authorityReference: reference, delayReasons: reasons }
  return accept([effect(breaches, found.breach, told), clearDeadline(deadlineOf(found, now))], cited, {
    breach: String(found.breach),
    toldAt: first.toString(),
    late,
    again: found.authorityToldAt !== null,
  })
}

/** Whether somebody at high risk has still to be told, or to be found: Article 34(1) and (3). */
export const owesTelling = ({ risk, exemption, affected, told }: Breach): boolean =>
  risk === 'high' && exemption === null && (affected === 0 || told < affected)

/** In this order. */
export const closeBreachRefusals = [
  'breach-unknown',
  'breach-closed',
  'breach-not-assessed',
  'authority-not-told',
  'affected-unnamed',
  'subjects-not-told',
] as const
export type CloseBreachRefusal = (typeof closeBreachRefusals)[number]

/** Closes a breach when everybody was told who must be: the authority, and each of those at high risk. It stays on the register. */
export function decideClose(
  found: Breach | undefined,
  added: readonly Remedy[],
  now: Now,
  terms: Terms,
): Decision<Effect, CloseBreachRefusal> {
  const cited = terms.cite('breach.register')
  if (found === undefined) return refuse('breach-unknown', cited)
  if (found.state === 'closed') return refuse('breach-closed', cited)
  if (found.risk === null) return refuse('breach-not-assessed', cited)
  if (found.risk !== 'none' && found.authorityToldAt === null)
    return refuse('authority-not-told', terms.cite('breach.authority'), { notifyBy: found.notifyBy.toString() })
  if (owesTelling(found)) {
    const { affected, told } = found
    const toTell = terms.cite('breach.subjects')
    return affected === 0 ? refuse('affected-unnamed', toTell) : refuse('subjects-not-told', toTell, { affected, told })
  }
  const all = [...new Set([...found.remedies, ...added])]
  const closed: Breach = { ...found, state: 'closed', closedAt: now.at, remedies: all }
  return accept([effect(breaches, found.breach, closed)], cited, { breach: String(found.breach), remedies: all })
}
