/** Schedules of orders: on which days the instalments of an order fall. Pure arithmetic of dates, by number, so that nothing drifts. */

/** When a standing order ends by itself: after a day, after so many instalments, whichever is first; never when neither is told. */
export type Ending = { readonly until?: Temporal.PlainDate | undefined; readonly count?: number | undefined }

/**
 * `once`: one instalment. `week`: every week from a day on, on its weekday. `month`: every month from a day on, on a day of the month;
 * a month without that day pays on its last.
 */
export type Schedule =
  | { readonly every: 'once'; readonly on: Temporal.PlainDate }
  | ({ readonly every: 'week'; readonly from: Temporal.PlainDate } & Ending)
  | ({ readonly every: 'month'; readonly from: Temporal.PlainDate; readonly day: number | 'last' } & Ending)

/** The day on which instalment number `n` (from 0) falls, open or not; undefined when the schedule has ended by then. */
export function instalmentOn(schedule: Schedule, n: number): Temporal.PlainDate | undefined {
  if (schedule.every === 'once') return n === 0 ? schedule.on : undefined
  if (schedule.count !== undefined && n >= schedule.count) return undefined
  const day =
    schedule.every === 'week'
      ? schedule.from.add({ weeks: n })
      : inMonth(schedule.from, firstMonth(schedule.from, schedule.day) + n, schedule.day)
  return schedule.until !== undefined && Temporal.PlainDate.compare(day, schedule.until) > 0 ? undefined : day
}

/** 0 when the day still comes in the month in which the schedule begins, 1 when it has passed by then. */
function firstMonth(from: Temporal.PlainDate, day: number | 'last'): number {
  return Temporal.PlainDate.compare(inMonth(from, 0, day), from) < 0 ? 1 : 0
}

/** From the first of the month, so that 31 January leads to 28 February and then to 31 March again. */
function inMonth(from: Temporal.PlainDate, months: number, day: number | 'last'): Temporal.PlainDate {
  const month = from.with({ day: 1 }).add({ months })
  return month.with({ day: day === 'last' ? month.daysInMonth : Math.min(day, month.daysInMonth) })
}
