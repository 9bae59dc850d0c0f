import { calendarOf } from '../kernel/calendar.ts'
import { addPeriod, type Period, parsePeriod } from '../kernel/duration.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { DayEndRuns } from '../operations/day-end/runs.ts'
import { demonstrate } from '../operations/demonstration/bank.ts'
import { type ClosedOf, type DayArguments, positionText, report } from './day.ts'
import { entitiesNamed, heldBank } from './held-bank.ts'
import { progressLine } from './progress.ts'

/**
 * `pacta clock advance PERIOD`: lives through a period in the demonstration: in each entity, or the one named, each day is left behind and
 * closed before the next. Nobody else's business date runs ahead of the calendar.
 */
export async function advance(text: string, { entity: name, json }: Omit<DayArguments, 'until'>): Promise<void> {
  const period = periodOf(text)
  const progress = progressLine()
  const closed = await heldBank(async (bank) => {
    const { institution, lanes } = bank
    const [first] = institution.pack.entities
    if (first === undefined) throw new Error('the pack has no entity')
    const entities = entitiesNamed(bank, name)
    // Made in the first entity; the others of a demonstration begin empty.
    if ((await demonstrate(institution, first, lanes.writer(institution.laneOf(first)))) === undefined)
      throw new OperatorError(
        'only the demonstration’s clock can be moved on',
        `the entity ${first.id} holds something else`,
        'Its own business date moves on by itself while the server runs.',
      )
    const days = new DayEndRuns(institution, lanes)
    const found: ClosedOf[] = []
    for (const { id, calendar, lane } of entities.map((one) => ({ ...one, lane: institution.laneOf(one) }))) {
      const to = addPeriod(lanes.head(lane).businessDate, period, calendarOf(calendar))
      found.push({ entity: id, days: await days.advance(lane, to, (at) => progress.show(positionText(id, at))) })
    }
    return found
  })
  progress.clear()
  report(closed, json === true)
}

function periodOf(text: string): Period {
  try {
    return parsePeriod(text)
  } catch (error) {
    throw new OperatorError('that is no period', (error as Error).message, 'Write it like P1D or P3M.')
  }
}
