import { lanesAt } from '../operations/lanes.ts'
import { openPropagations, type Standing, standings } from '../privacy/consents/propagation/store.ts'
import type { Sql } from '../storage/sql.ts'
import { bankDatabase } from './bank-database.ts'

export type PropagationArguments = { readonly json?: boolean | undefined; readonly database?: string | undefined }

type Report = {
  readonly entity: string
  readonly businessDate: Temporal.PlainDate
  readonly systems: readonly Standing[]
  readonly open: readonly { readonly propagation: string; readonly target: string; readonly due: Temporal.PlainDate }[]
}

/** At most so many open ones are shown: the rest are due later. */
const shown = 500

/**
 * `pacta consents propagation`: which systems obey the changes of what persons allow. Exits with 1 when one is late, so that a schedule can
 * raise the alarm.
 */
export async function propagation({ json, database }: PropagationArguments): Promise<void> {
  const reports = await bankDatabase(database, reportsOf)
  process.stdout.write(json ? `${JSON.stringify(reports, null, 2)}\n` : reports.map(asText).join('\n'))
  if (reports.some(({ systems }) => systems.some(({ late }) => late > 0))) process.exitCode = 1
}

async function reportsOf(sql: Sql): Promise<readonly Report[]> {
  const lanes = await lanesAt(sql)
  return Promise.all(
    lanes.map(async ({ lane, entity, businessDate }) => ({
      entity,
      businessDate,
      systems: await standings(sql, lane, businessDate),
      open: (await openPropagations(sql, lane, shown)).map(({ propagation, kind, target, due }) => ({
        propagation: String(propagation),
        target: `${kind}:${target}`,
        due,
      })),
    })),
  )
}

/** One entity's report: a line for each system, with what is late marked. */
export function asText({ entity, businessDate, systems }: Report): string {
  const lines = systems.map(({ kind, target, confirmed, confirmedLate, waiting, late }) =>
    line([`${kind}:${target}`, confirmed, confirmedLate, waiting, late > 0 ? `${late} LATE` : '']),
  )
  return [
    `${entity}, ${businessDate}: ${systems.length} systems`,
    ...(lines.length === 0 ? [] : [line(['system', 'in time', 'after it', 'waiting', '']), ...lines]),
    '',
  ].join('\n')
}

const widths = [30, 9, 9, 9, 10]
const line = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, i) => String(cell).padEnd(widths[i] ?? 0))
    .join(' ')
    .trimEnd()
