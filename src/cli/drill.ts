import { join } from 'node:path'
import { legsOf } from '../ledger/rules.ts'
import { catalogue } from '../operations/catalogue.ts'
import { drill as runDrill } from '../operations/drill/drill.ts'
import type { DrillReport } from '../operations/drill/report.ts'
import { drillHistory, saveDrill } from '../operations/drill/store.ts'
import { forgets } from '../operations/forgets.ts'
import { rulesVersion } from '../operations/institution.ts'
import { stores } from '../operations/stores.ts'
import { migrate } from '../storage/migrate.ts'
import { bankDatabase } from './bank-database.ts'
import { openKeys } from './key-store.ts'
import { barOf, progressLine } from './progress.ts'
import { dataDir, keySettings } from './settings.ts'

export type DrillArguments = { readonly json?: boolean; readonly history?: boolean }

const shown = 20

/** `pacta drill`: shows that backups can be restored, and leaves a record. Exit code 1 when something was not as it should be. */
export async function drill({ json, history }: DrillArguments): Promise<void> {
  if (history) return tellHistory(json === true)
  const progress = progressLine()
  const data = dataDir(process.env)
  const { keysDir, masterKeys } = keySettings(process.env)
  const keys = openKeys(process.env)
  try {
    const report = await bankDatabase(undefined, async (sql) => {
      await migrate(sql)
      const found = await runDrill({
        sql,
        keys,
        keysDir,
        masters: masterKeys,
        headsDir: join(data, 'heads'),
        workDir: join(data, 'drill'),
        forget: forgets,
        verify: { rules: { catalogue, legsOf, rulesVersion }, stores },
        onProgress: (step, share) => progress.show(share === undefined ? step : `${barOf(share)} ${step}`),
      })
      await saveDrill(sql, found)
      return found
    })
    progress.clear()
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : asText(report))
    if (!report.sound) process.exitCode = 1
  } finally {
    progress.clear()
    keys.close()
  }
}

async function tellHistory(json: boolean): Promise<void> {
  const drills = await bankDatabase(undefined, (sql) => drillHistory(sql, shown))
  const lines = drills.map(
    ({ report }) =>
      `${report.at.slice(0, 16)}Z  ${report.sound ? 'sound' : 'NOT SOUND'}  ${report.seconds['total']} s  ${report.problems.join('; ')}`,
  )
  const text =
    lines.length === 0 ? 'There was no drill yet: pacta drill.\n' : `${lines.map((line) => line.trim()).join('\n')}\n`
  process.stdout.write(json ? `${JSON.stringify(drills.map(({ report }) => report))}\n` : text)
}

function asText({ sound, problems, seconds, backup, restored, keys, books, lanes, erasures }: DrillReport): string {
  const time = (step: string): string => `(${seconds[step]} s)`
  return [
    ...(backup
      ? [
          `backup      ${backup.rows} rows of ${backup.tables} tables, ${(backup.bytes / 1e6).toFixed(1)} MB ${time('backup')}`,
        ]
      : []),
    ...(keys
      ? [`keys        ${keys.living} living, ${keys.destroyed} destroyed, ${keys.lost} lost ${time('keys')}`]
      : []),
    ...(restored
      ? [`restore     ${restored.rows} rows, ${restored.erasedAgain} erasures done again ${time('restore')}`]
      : []),
    ...(books ? [`books       ${books.checks} checks, ${books.broken} broken ${time('books')}`] : []),
    ...(lanes ?? []).map(
      (lane) =>
        `lane ${lane.lane}      ${lane.decisions} decisions: ${lane.same} same, ${lane.erased} erased; chain ${lane.chain}; heads ${lane.head}`,
    ),
    ...(erasures
      ? [
          `erasures    ${erasures.entries}, ${erasures.keysLiving} keys living, ${erasures.factsLeft} facts left ${time('erasures')}`,
        ]
      : []),
    ...problems.map((problem) => `  ! ${problem}`),
    sound
      ? `All can be restored (${seconds['total']} s).`
      : 'NOT ALL CAN BE RESTORED: mend what is named above and drill again.',
    '',
  ].join('\n')
}
