import { lanesAt } from '../operations/lanes.ts'
import { lacking, type MeasuresReport, measuresReport } from '../privacy/measures/report.ts'
import { loadPack } from '../rulebook/load.ts'
import { Rulebook } from '../rulebook/terms.ts'
import { bankDatabase } from './bank-database.ts'
import { dayOf } from './options.ts'
import { serverSettings } from './settings.ts'

export type MeasuresArguments = {
  readonly json?: boolean | undefined
  readonly on?: string | undefined
  readonly database?: string | undefined
}

/**
 * `pacta measures`: which measures protect personal data, when each was tested, which processors were reviewed and which staff are trained.
 * Exits with 1 when something is overdue or failed, so that a schedule can raise the alarm.
 */
export async function measures({ json, on, database }: MeasuresArguments): Promise<void> {
  const asked = on === undefined ? undefined : dayOf(on, '--on')
  const rulebook = new Rulebook(loadPack(serverSettings(process.env).pack))
  const reports = await bankDatabase(database, async (sql) => {
    const found: MeasuresReport[] = []
    for (const { lane, entity, businessDate } of await lanesAt(sql))
      found.push(await measuresReport(sql, lane, rulebook.of(entity), asked ?? businessDate))
    return found
  })
  process.stdout.write(json ? `${JSON.stringify(reports, null, 2)}\n` : reports.map(asText).join('\n'))
  if (reports.some((one) => Object.values(lacking(one)).some((list) => list.length > 0))) process.exitCode = 1
}

/** One entity's report: a line for each measure and processor, and for each of staff who misses training. */
export function asText(report: MeasuresReport): string {
  const { entity, day, measures: all, processors, staff } = report
  const untrained = lacking(report).staff
  return [
    `${entity}, ${day}: ${all.length} measures, ${processors.length} processors, ${staff.length} staff`,
    line(['measure', 'clause', 'tested', 'due', '']),
    ...all.map((one) => line([one.measure, one.clause, one.tested?.on, one.due, marked(one.standing)])),
    ...(processors.length === 0 ? [] : [line(['processor', 'clause', 'reviewed', 'due', ''])]),
    ...processors.map((one) => line([one.processor, one.clause, one.reviewed?.on, one.due, marked(one.standing)])),
    ...untrained.map(({ staff: one, missing }) => `${one} is not trained in ${missing.join(', ')}`),
    '',
  ].join('\n')
}

const marked = (standing: string): string => (standing === 'in-order' ? '' : standing.toUpperCase())

const widths = [22, 18, 11, 11, 9]
const line = (cells: readonly (string | Temporal.PlainDate | null | undefined)[]): string =>
  cells
    .map((cell, i) => String(cell ?? '-').padEnd(widths[i] ?? 0))
    .join(' ')
    .trimEnd()
