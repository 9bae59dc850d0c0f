/** The business clock: an entity's own date, and the cut-over that moves it on. */
import { calendarOf, localDate } from '../../kernel/calendar.ts'
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { type LaneRecord, laneRecord } from '../../kernel/lane.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type DayEnd, firstDayLeft } from '../day-end/rules.ts'

/**
 * The business date that an entity should have at a moment: its own calendar's, from the time of cut-over on, and the day before until
 * then. On the day on which clocks go forward over that time, cut-over is as much later as they jump; on the day on which they go back
 * over it, at the first of its two times.
 *
 * @param at the time of cut-over, such as 00:00
 */
export function businessDateAt(now: Temporal.Instant, timeZone: string, at: string): Temporal.PlainDate {
  const today = localDate(now, timeZone)
  return Temporal.Instant.compare(now, cutOverOf(today, timeZone, at)) < 0 ? today.subtract({ days: 1 }) : today
}

/** The moment at which the business date becomes `date`. */
export const cutOverOf = (date: Temporal.PlainDate, timeZone: string, at: string): Temporal.Instant =>
  date.toZonedDateTime({ timeZone, plainTime: at }).toInstant()

/** In this order. */
export const cutOverRefusals = ['business-date-passed', 'business-date-ahead'] as const
export type CutOverRefusal = (typeof cutOverRefusals)[number]

/** Where a lane's clock stands, and what it goes by. */
export type Clock = {
  readonly lane: LaneId
  readonly record: LaneRecord
  readonly dayEnd: DayEnd | undefined
  readonly entity: Entity
  readonly now: Temporal.Instant
  readonly terms: Terms
}

/**
 * Moves the lane to a later business date; dates never go back. Staff may not go further ahead of the entity's calendar than the provision
 * lets them: what is booked on a day that never was could not be taken back. The system may: it follows the calendar by itself, and it is
 * what lives through months in a demonstration, and through years when a bank's history is replayed.
 */
export function decideCutOver(
  { lane, record, dayEnd, entity, now, terms }: Clock,
  to: Temporal.PlainDate,
  bySystem: boolean,
): Decision<Effect, CutOverRefusal> {
  const cited = terms.cite('business-date.cut-over')
  const { businessDate } = record
  if (Temporal.PlainDate.compare(to, businessDate) <= 0)
    return refuse('business-date-passed', cited, { businessDate: businessDate.toString() })
  const ahead = parsePeriod(terms.parameters('business-date.cut-over').ahead)
  const latest = addPeriod(localDate(now, entity.timeZone), ahead, calendarOf(entity.calendar))
  if (!bySystem && Temporal.PlainDate.compare(to, latest) > 0)
    return refuse('business-date-ahead', cited, { latest: latest.toString() })
  return accept(
    [effect(laneRecord, lane, { ...record, businessDate: to }), ...firstDayLeft(dayEnd, businessDate)],
    cited,
    { businessDate: to.toString() },
  )
}
