import type { LaneId } from '../kernel/ids.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { type ClosedDay, type DayPosition, dayEndOf } from '../operations/day-end/runner.ts'
import { DayEndRuns } from '../operations/day-end/runs.ts'
import { dayEndStore } from '../operations/day-end/store.ts'
import { lanesAt } from '../operations/lanes.ts'
import { bankDatabase } from './bank-database.ts'
import { entitiesNamed, heldBank } from './held-bank.ts'
import { barOf, progressLine } from './progress.ts'

export type DayArguments = {
  readonly until?: string | undefined
  readonly entity?: string | undefined
  readonly json?: boolean | undefined
}

/** What was closed of one entity. */
export type ClosedOf = { readonly entity: string; readonly days: readonly ClosedDay[] }

/** `pacta day close`: closes the days that were left behind. Exit code 1 when something of them could not be done. */
export async function close({ until, entity, json }: DayArguments): Promise<void> {
  const last = until === undefined ? undefined : dateOf(until)
  const progress = progressLine()
  const closed = await heldBank(async (bank) => {
    const days = new DayEndRuns(bank.institution, bank.lanes)
    const found: ClosedOf[] = []
    for (const { id, lane } of entitiesNamed(bank, entity).map((one) => ({
      ...one,
      lane: bank.institution.laneOf(one),
    }))) {
      const watch = (at: DayPosition) => progress.show(positionText(id, at))
      found.push({
        entity: id,
        days: await days.close(lane, { watch, ...(last === undefined ? {} : { until: last }) }),
      })
    }
    return found
  })
  progress.clear()
  report(closed, json === true)
}

/** Tells what was closed; what could not be done makes the exit code 1. */
export function report(closed: readonly ClosedOf[], json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(closed, null, 2)}\n` : closed.map(asText).join(''))
  if (closed.some(({ days }) => days.some(({ problems }) => problems.length > 0))) process.exitCode = 1
}

export const positionText = (entity: string, { day, step, stepNumber, steps, subjects }: DayPosition): string =>
  `${entity} ${day} ${barOf((stepNumber - 1) / steps)} ${step}${subjects > 0 ? `: ${subjects}` : ''}`

/** The days on which something was done, and a line on all of them. */
function asText({ entity, days }: ClosedOf): string {
  const [first] = days
  const last = days.at(-1)
  if (first === undefined || last === undefined) return `${entity}: no day was left to close.\n`
  const lines = days.filter(({ steps }) => steps.some(({ subjects }) => subjects > 0)).flatMap(dayLines)
  const seconds = days.reduce((sum, day) => sum + day.seconds, 0)
  const which =
    days.length === 1 ? `${first.day} is closed` : `${first.day} to ${last.day}, ${days.length} days, are closed`
  return `${[...lines, `${entity}: ${which} (${seconds.toFixed(2)} s).`].join('\n')}\n`
}

function dayLines({ day, steps, problems }: ClosedDay): readonly string[] {
  const counts = steps
    .filter(({ subjects }) => subjects > 0)
    .map(({ name, subjects, failed, seconds }) => {
      const failures = failed > 0 ? `, ${failed} FAILED` : ''
      return `  ${name.padEnd(28)} ${String(subjects).padStart(9)}${failures}  ${seconds} s`
    })
  return [day, ...counts, ...problems.map(({ step, payload, said }) => `  ! ${step} ${payload}: ${said}`)]
}

type LaneStatus = {
  readonly entity: string
  readonly businessDate: string
  readonly next: string | null
  readonly step: string | null
}

/** `pacta day status`: where each entity's days stand; looks and changes nothing. */
export async function status({ json }: DayArguments): Promise<void> {
  const lanes = await bankDatabase(undefined, async (sql): Promise<readonly LaneStatus[]> => {
    const lanes = await lanesAt(sql)
    const stored = { load: async (lane: LaneId) => [(await dayEndStore.load(sql, lane, ['day-end'])).get('day-end')] }
    return Promise.all(
      lanes.map(async ({ lane, entity, businessDate }) => {
        const dayEnd = await dayEndOf({ storage: stored, lane })
        const { open, next } = dayEnd ?? {}
        return {
          entity,
          businessDate: businessDate.toString(),
          next: next?.toString() ?? null,
          step: open === undefined ? null : (open.steps[open.done.length] ?? 'close'),
        }
      }),
    )
  })
  process.stdout.write(json ? `${JSON.stringify(lanes, null, 2)}\n` : lanes.map(statusText).join(''))
}

function statusText({ entity, businessDate, next, step }: LaneStatus): string {
  const days = next === null ? 0 : Temporal.PlainDate.from(next).until(businessDate).days
  const left = days === 0 ? 'no day is left to close' : `${days} left to close, the first ${next}`
  return `${entity}: ${businessDate}; ${left}${step === null ? '' : `; its close stands at ${step}`}\n`
}

export function dateOf(text: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    throw new OperatorError('that is no date', text, 'Write it like 2026-01-31.')
  }
}
