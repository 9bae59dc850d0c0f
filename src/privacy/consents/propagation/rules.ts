/**
 * Word of a change to other systems: those of each entity of the group, and of each processor that serves the purpose. The gate obeys at
 * once; each system confirms within a period in its own calendar. Who has not by then is late until it does.
 */
import { type BusinessCalendar, calendarOf } from '../../../kernel/calendar.ts'
import { clearDeadline, type Deadline, setDeadline } from '../../../kernel/deadline.ts'
import { accept, type Decision, type Facts, refuse } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Terms } from '../../../rulebook/terms.ts'

export type TargetKind = 'entity' | 'processor'

export type Propagation = {
  readonly propagation: number
  readonly change: number
  readonly subject: PartyId
  readonly kind: TargetKind
  /** The id of the entity, or of the processor in the register. */
  readonly target: string
  /** The last day on which it is confirmed in time. */
  readonly due: Temporal.PlainDate
  readonly confirmedOn: Temporal.PlainDate | null
}

export const propagations = records<number, Propagation>('propagation')

/** What stands as a deadline until it is confirmed. */
export const propagationDeadline = 'consent-propagation'

const deadlineOf = ({ due, propagation }: Pick<Propagation, 'due' | 'propagation'>): Deadline => ({
  due,
  kind: propagationDeadline,
  subject: propagation,
})

type Asked = {
  readonly subject: PartyId
  readonly on: Temporal.PlainDate
  readonly entity: Entity
  readonly entities: readonly Entity[]
  readonly nextId: () => number
}

type Target = { readonly kind: TargetKind; readonly target: string; readonly calendar: BusinessCalendar }

/** What sends word of a change everywhere. */
export function propagate(
  asked: Asked,
  { change, purposes }: { readonly change: number; readonly purposes: readonly string[] },
  terms: Terms,
  reach: Reach = 'group',
): { readonly effects: readonly Effect[]; readonly facts: Facts } {
  const within = parsePeriod(terms.parameters('consent.propagation').within)
  const sent = targetsOf(asked, purposes, reach, terms).map(({ kind, target, calendar }): Propagation => {
    const due = addPeriod(asked.on, within, calendar)
    return { propagation: asked.nextId(), change, subject: asked.subject, kind, target, due, confirmedOn: null }
  })
  return {
    effects: sent.flatMap((one) => [create(propagations, one.propagation, one), setDeadline(deadlineOf(one))]),
    facts: {
      told: sent.map(({ propagation, kind, target, due }) => ({
        propagation: String(propagation),
        kind,
        target,
        confirmBy: due.toString(),
      })),
    },
  }
}

type Member = { readonly entity: string; readonly calendar: Entity['calendar'] }

/**
 * The entities to whose systems a change goes, and to which a consent is given unless it excepts them: those of the institution, and those
 * of its group that keep their persons elsewhere.
 */
export function groupOf(entities: readonly Entity[], terms: Terms): readonly Member[] {
  const { group = [] } = terms.parameters('consent.propagation')
  const own = entities.map(({ id, calendar }): Member => ({ entity: id, calendar }))
  return [...own, ...group.filter((one) => !own.some(({ entity }) => entity === one.entity))]
}

/** Where word goes: of a change made here to the whole group; of one that came from another entity only to the systems of this one. */
export type Reach = 'group' | 'entity'

function targetsOf(
  { on, entity, entities }: Asked,
  purposes: readonly string[],
  reach: Reach,
  terms: Terms,
): readonly Target[] {
  const day = on.toString()
  const serving = [...terms.register.processors.values()].filter(
    (one) =>
      one.since <= day &&
      (one.until === undefined || day <= one.until) &&
      one.purposes.some((purpose) => purposes.includes(purpose)),
  )
  return [
    ...(reach === 'group' ? groupOf(entities, terms) : [{ entity: entity.id, calendar: entity.calendar }]).map(
      (one): Target => ({ kind: 'entity', target: one.entity, calendar: calendarOf(one.calendar) }),
    ),
    ...serving.map(({ id }): Target => ({ kind: 'processor', target: id, calendar: calendarOf(entity.calendar) })),
  ]
}

/** In this order. */
export const confirmPropagationRefusals = ['propagation-unknown', 'propagation-confirmed'] as const
export type ConfirmPropagationRefusal = (typeof confirmPropagationRefusals)[number]

/** A system confirms that it obeys. Late or not, the record says. */
export function decideConfirm(
  found: Propagation | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, ConfirmPropagationRefusal> {
  const cited = terms.cite('consent.propagation')
  if (found === undefined) return refuse('propagation-unknown', cited)
  if (found.confirmedOn !== null)
    return refuse('propagation-confirmed', cited, { confirmedOn: found.confirmedOn.toString() })
  return accept(
    [effect(propagations, found.propagation, { ...found, confirmedOn: on }), clearDeadline(deadlineOf(found))],
    cited,
    { target: found.target, due: found.due.toString(), late: isLate(found, on) },
  )
}

/** Whether a system had not confirmed by the end of the last day for it. */
export const isLate = ({ due, confirmedOn }: Propagation, on: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(confirmedOn ?? on, due) > 0
