/** The duty to replace an authorisation document: how it arises, its due date and reminders, how it ends, and what it leads to. */

import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { clearDeadline, setDeadline } from '../../kernel/deadline.ts'
import { accept, type Cited, type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Terms } from '../../rulebook/terms.ts'
import {
  type Authorisation,
  type Duty,
  type DutyCause,
  isAfter,
  openDuties,
  type Representation,
  replaceBy,
  representations,
} from '../representation/rules.ts'

/** The deadline on which `representation.remind` is sent, with the customer as its subject. */
export const reminderKind = 'authorisation-reminder'

/** The clause that each cause stands in. */
const causes: Record<DutyCause, ProvisionKey> = {
  asked: 'representation.replacement',
  representative: 'representation.replacement.representative',
  signature: 'representation.replacement.signature',
  seal: 'representation.replacement.seal',
  worn: 'representation.replacement.worn',
  customer: 'representation.replacement.customer',
}

export const citeCause = (cause: DutyCause, terms: Terms): Cited =>
  together(terms.cite(causes[cause]), terms.cite('representation.replacement'))

export type Raising = {
  readonly on: Temporal.PlainDate
  readonly calendar: BusinessCalendar
  readonly terms: Terms
  readonly nextId: () => number
}

/** A representation with duties raised in it, and the deadlines that go with them. */
export type Raised = {
  readonly representation: Representation
  readonly deadlines: readonly Effect[]
  readonly facts: readonly Facts[]
}

/**
 * Raises the duty to replace each of the documents `concerned` picks among those in use. One duty stands open for one cause: a cause that
 * comes again moves no due date.
 */
export function raiseDuties(
  representation: Representation,
  cause: DutyCause,
  concerned: (authorisation: Authorisation) => boolean,
  raising: Raising,
): Raised {
  const deadlines: Effect[] = []
  const facts: Facts[] = []
  const authorisations = representation.authorisations.map((authorisation) => {
    if (authorisation.status !== 'accepted' || !concerned(authorisation)) return authorisation
    if (openDuties(authorisation.duties).some((one) => one.cause === cause)) return authorisation
    const duty = newDuty(cause, raising)
    if (duty.remindOn)
      deadlines.push(setDeadline({ due: duty.remindOn, kind: reminderKind, subject: representation.customer }))
    facts.push({ authorisation: String(authorisation.authorisation), ...dutyFacts(duty) })
    // What staff decided about serving was about the duties of that time.
    return { ...authorisation, duties: [...authorisation.duties, duty], overdue: undefined }
  })
  return { representation: { ...representation, authorisations }, deadlines, facts }
}

function newDuty(cause: DutyCause, { on, calendar, terms, nextId }: Raising): Duty {
  const { within, remindEvery } = terms.parameters('representation.replacement')
  const due = addPeriod(on, parsePeriod(within), calendar)
  const first = addPeriod(on, parsePeriod(remindEvery), calendar)
  return { duty: nextId(), cause, since: on, due, remindOn: isAfter(first, due) ? due : first, reminders: 0 }
}

const dutyFacts = ({ cause, due, remindOn }: Duty): Facts => ({
  cause,
  due: due.toString(),
  remindOn: remindOn?.toString() ?? null,
})

export const raisedEffects = ({ representation, deadlines }: Raised): readonly Effect[] => [
  effect(representations, representation.customer, representation),
  ...deadlines,
]

/** The document with its open duties settled: it was replaced, or fell away. */
export const settleDuties = (authorisation: Authorisation, on: Temporal.PlainDate): Authorisation => ({
  ...authorisation,
  duties: authorisation.duties.map((duty) =>
    duty.settledOn === undefined ? { ...duty, settledOn: on, remindOn: undefined } : duty,
  ),
})

/** Clears the reminders that stand in `before` and no longer in `after`. */
export function clearReminders(before: Representation, after: Representation): readonly Effect[] {
  const days = (of: Representation) =>
    new Set(
      of.authorisations.flatMap(({ duties }) =>
        openDuties(duties).flatMap(({ remindOn }) => remindOn?.toString() ?? []),
      ),
    )
  const kept = days(after)
  return [...days(before)]
    .filter((day) => !kept.has(day))
    .map((day) => clearDeadline({ due: Temporal.PlainDate.from(day), kind: reminderKind, subject: before.customer }))
}

/** In this order. */
export const raiseRefusals = ['staff-unnamed', 'authorisation-unknown', 'duty-already-open'] as const
export type RaiseRefusal = (typeof raiseRefusals)[number]

export type Raise = {
  readonly representation: Representation | undefined
  readonly authorisation: number
  readonly cause: DutyCause
  /** Who of staff asks, or saw it. */
  readonly staff: string | undefined
}

/** Staff ask for another document, or report what makes one necessary. */
export function decideRaise(asked: Raise, raising: Raising): Decision<Effect, RaiseRefusal> {
  const cited = citeCause(asked.cause, raising.terms)
  if (asked.staff === undefined) return refuse('staff-unnamed', cited)
  const { representation } = asked
  const found = representation?.authorisations.find(({ authorisation }) => authorisation === asked.authorisation)
  if (representation === undefined || found?.status !== 'accepted') return refuse('authorisation-unknown', cited)
  const raised = raiseDuties(representation, asked.cause, (one) => one === found, raising)
  const [facts] = raised.facts
  if (facts === undefined) return refuse('duty-already-open', cited, { due: replaceBy(found)?.toString() ?? null })
  return accept(raisedEffects(raised), cited, facts)
}

export const remindRefusals = ['nothing-to-remind'] as const
export type RemindRefusal = (typeof remindRefusals)[number]

/** Reminds of every duty whose day has come and arms the next reminder; the last is on the due date. */
export function decideRemind(
  representation: Representation | undefined,
  { on, calendar, terms }: Omit<Raising, 'nextId'>,
): Decision<Effect, RemindRefusal> {
  const cited = terms.cite('representation.replacement')
  const every = parsePeriod(terms.parameters('representation.replacement').remindEvery)
  const reminded: Facts[] = []
  const set: Effect[] = []
  const remind = (authorisation: Authorisation, duty: Duty): Duty => {
    const { remindOn, due } = duty
    if (duty.settledOn !== undefined || remindOn === undefined || isAfter(remindOn, on)) return duty
    const following = addPeriod(remindOn, every, calendar)
    const next = isAfter(due, remindOn) ? (isAfter(following, due) ? due : following) : undefined
    const after = { ...duty, reminders: duty.reminders + 1, remindOn: next }
    if (next) set.push(setDeadline({ due: next, kind: reminderKind, subject: representation?.customer ?? 0 }))
    reminded.push({ authorisation: String(authorisation.authorisation), ...dutyFacts(after) })
    return after
  }
  const authorisations = representation?.authorisations.map((authorisation) => ({
    ...authorisation,
    duties: authorisation.duties.map((duty) => remind(authorisation, duty)),
  }))
  if (representation === undefined || authorisations === undefined || reminded.length === 0)
    return refuse('nothing-to-remind', cited)
  const after = { ...representation, authorisations }
  return accept(
    [effect(representations, after.customer, after), ...clearReminders(representation, after), ...set],
    cited,
    { reminded },
  )
}

/** In this order. */
export const serviceRefusals = [
  'staff-unnamed',
  'authorisation-unknown',
  'replacement-not-overdue',
  'entitlement-not-used',
] as const
export type ServiceRefusal = (typeof serviceRefusals)[number]

/** Staff decide whether a customer is served through a document whose replacement is overdue. */
export function decideService(
  asked: Omit<Raise, 'cause'> & { readonly service: 'declined' | 'served' },
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, ServiceRefusal> {
  const cited = together(terms.cite('representation.unserved'), terms.cite('representation.replacement'))
  if (asked.staff === undefined) return refuse('staff-unnamed', cited)
  const { representation } = asked
  const found = representation?.authorisations.find(({ authorisation }) => authorisation === asked.authorisation)
  if (representation === undefined || found?.status !== 'accepted') return refuse('authorisation-unknown', cited)
  const due = replaceBy(found)
  if (due === undefined || !isAfter(on, due))
    return refuse('replacement-not-overdue', cited, { due: due?.toString() ?? null })
  if (asked.service === 'declined' && terms.policy('representation.unserved') === 'never')
    return refuse('entitlement-not-used', cited)
  const after = changeAuthorisation(representation, { ...found, overdue: asked.service })
  return accept([effect(representations, after.customer, after)], cited, { service: asked.service })
}

/** The representation with one document in its new state. */
export const changeAuthorisation = (representation: Representation, after: Authorisation): Representation => ({
  ...representation,
  authorisations: representation.authorisations.map((one) => (one.authorisation === after.authorisation ? after : one)),
})
