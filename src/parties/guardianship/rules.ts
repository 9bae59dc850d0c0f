/**
 * Minors and who acts for them: parents, and guardians whom a court named. A birth date stands in the vault alone; what is kept here is the
 * stage of life read off it, since consent, and whose word counts, depend on that.
 */
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import { parsePeriod } from '../../kernel/duration.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { Switches } from '../../privacy/switches/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** `unknown`: nobody has read the birth date yet, and the person counts as a child. `youth`: consents alone, and is not of age. */
export const stages = ['unknown', 'child', 'youth', 'adult'] as const
export type Stage = (typeof stages)[number]

export const guardianAuthorities = ['parent', 'guardian'] as const
export type GuardianAuthority = (typeof guardianAuthorities)[number]

export type Guardian = {
  readonly guardian: PartyId
  readonly authority: GuardianAuthority
  /** Under which the archive keeps the birth certificate or the court's order. */
  readonly evidence: string
  readonly since: Temporal.PlainDate
  /** The last day, where a court set one. */
  readonly until: Temporal.PlainDate | null
  readonly endedOn: Temporal.PlainDate | null
  readonly recordedBy: string
}

export type Guardianship = {
  readonly ward: PartyId
  readonly stage: Stage
  readonly stageSince: Temporal.PlainDate
  readonly guardians: readonly Guardian[]
}

export const guardianships = records<PartyId, Guardianship>('guardianship')

/**
 * Makes known that somebody is a minor, for whom nobody acts yet.
 * @param isFirst whether the person becomes known by the same command
 */
export function noteMinor(ward: PartyId, on: Temporal.PlainDate, isFirst = false): Effect {
  const found: Guardianship = { ward, stage: 'unknown', stageSince: on, guardians: [] }
  return isFirst ? create(guardianships, ward, found) : effect(guardianships, ward, found)
}

/** Whether somebody is not known to be of age, although it is known that they were a minor. */
export const isMinor = (found: Guardianship | undefined): boolean => found !== undefined && found.stage !== 'adult'

/** A party, as far as it matters who may act for it. */
type Person = { readonly party: PartyId; readonly kind: 'natural' | 'legal' }

/** In this order. */
export const recordGuardianRefusals = [
  'party-unknown',
  'guardian-unsuitable',
  'ward-of-age',
  'guardian-dates-contradictory',
  'guardian-recorded',
] as const
export type RecordGuardianRefusal = (typeof recordGuardianRefusals)[number]

export type RecordingGuardian = Pick<Guardian, 'authority' | 'evidence' | 'until' | 'recordedBy'> & {
  readonly ward: Person | undefined
  readonly guardian: Person | undefined
  readonly found: Guardianship | undefined
  readonly on: Temporal.PlainDate
}

/** Records that somebody acts for a minor, with what shows it. Until the birth date was read, the minor counts as a child. */
export function decideRecordGuardian(asked: RecordingGuardian, terms: Terms): Decision<Effect, RecordGuardianRefusal> {
  const { ward, guardian, found, authority, evidence, until, recordedBy, on } = asked
  const cited = terms.cite('guardianship.power')
  if (ward === undefined || guardian === undefined) return refuse('party-unknown', cited)
  if (ward.kind === 'legal' || guardian.kind === 'legal' || ward.party === guardian.party)
    return refuse('guardian-unsuitable', cited)
  if (found?.stage === 'adult') return refuse('ward-of-age', terms.cite('guardianship.majority'))
  if (until !== null && (authority === 'parent' || Temporal.PlainDate.compare(until, on) < 0))
    return refuse('guardian-dates-contradictory', cited, { until: until.toString() })
  const before = found ?? { ward: ward.party, stage: 'unknown', stageSince: on, guardians: [] }
  const others = before.guardians.filter((one) => one.guardian !== guardian.party)
  const known = before.guardians.find((one) => one.guardian === guardian.party)
  if (known !== undefined && known.endedOn === null && known.authority === authority && sameDay(known.until, until))
    return refuse('guardian-recorded', cited, { since: known.since.toString() })
  const recorded: Guardian = {
    guardian: guardian.party,
    authority,
    evidence,
    since: on,
    until,
    endedOn: null,
    recordedBy,
  }
  return accept(
    [effect(guardianships, ward.party, { ...before, guardians: [...others, recorded] })],
    cited,
    { ward: String(ward.party), authority, until: until?.toString() ?? null },
    { guardian: String(guardian.party) },
  )
}

const sameDay = (a: Temporal.PlainDate | null, b: Temporal.PlainDate | null): boolean =>
  a === null || b === null ? a === b : Temporal.PlainDate.compare(a, b) === 0

/** In this order. */
export const endGuardianRefusals = ['guardian-unknown', 'guardian-ended'] as const
export type EndGuardianRefusal = (typeof endGuardianRefusals)[number]

/** Ends somebody's power over a minor at once. What they asked for until then stays. */
export function decideEndGuardian(
  found: Guardianship | undefined,
  { guardian, on }: { readonly guardian: PartyId; readonly on: Temporal.PlainDate },
  terms: Terms,
): Decision<Effect, EndGuardianRefusal> {
  const cited = terms.cite('guardianship.power')
  const known = found?.guardians.find((one) => one.guardian === guardian)
  if (found === undefined || known === undefined) return refuse('guardian-unknown', cited)
  if (known.endedOn !== null) return refuse('guardian-ended', cited, { on: known.endedOn.toString() })
  const guardians = found.guardians.map((one) => (one === known ? { ...known, endedOn: on } : one))
  return accept([effect(guardianships, found.ward, { ...found, guardians })], cited, { ward: String(found.ward) })
}

/** In this order. */
export const growRefusals = ['ward-unknown', 'stage-stands'] as const
export type GrowRefusal = (typeof growRefusals)[number]

/**
 * Notes the stage that a minor has reached. Consents that a parent or guardian gave stand, and are asked anew of whoever consents alone by now:
 * the facts name their purposes. Going back a stage, when a birth date was corrected, asks nothing.
 */
export function decideGrow(
  found: Guardianship | undefined,
  { stage, on, now }: { readonly stage: Stage; readonly on: Temporal.PlainDate; readonly now: Switches | undefined },
  terms: Terms,
): Decision<Effect, GrowRefusal> {
  const cited = together(terms.cite('guardianship.majority'), terms.cite('consent.child'))
  if (found === undefined) return refuse('ward-unknown', cited)
  if (found.stage === stage) return refuse('stage-stands', cited, { stage })
  const askAnew = consentsAlone(stage) ? (now?.consents ?? []).filter(({ byGuardian }) => byGuardian === true) : []
  return accept([effect(guardianships, found.ward, { ...found, stage, stageSince: on })], cited, {
    ward: String(found.ward),
    stage,
    askAnew: askAnew.map(({ purpose }) => purpose),
  })
}

/** Whether nobody else consents for a person in this stage. */
export const consentsAlone = (stage: Stage): boolean => stage === 'youth' || stage === 'adult'

/** The stage in which somebody who was born on a day is on another. */
export function stageOn(birthDate: Temporal.PlainDate, on: Temporal.PlainDate, terms: Terms): Stage {
  const reached = (age: string): boolean => Temporal.PlainDate.compare(on, birthdayAt(birthDate, age)) >= 0
  if (reached(terms.parameters('guardianship.majority').age)) return 'adult'
  return reached(terms.parameters('consent.child').age) ? 'youth' : 'child'
}

/** Whether somebody born on a day is a minor on another: nobody is, where no document says at which age one comes of age. */
export const isUnderAgeOn = (born: Temporal.PlainDate, on: Temporal.PlainDate, terms: Terms): boolean =>
  terms.has('guardianship.majority') && stageOn(born, on, terms) !== 'adult'

/**
 * The day on which somebody reaches an age: the day after the last of those years, of which the day of birth is the first. So who was born on
 * 29 February reaches it on 1 March where the year has no such day.
 */
function birthdayAt(birthDate: Temporal.PlainDate, age: string): Temporal.PlainDate {
  const { count } = parsePeriod(age)
  return birthDate.subtract({ days: 1 }).add({ years: count }).add({ days: 1 })
}
