import { join } from 'node:path'
import { backUp } from '../operations/backup/backup.ts'
import { bankDatabase } from './bank-database.ts'
import { openKeys } from './key-store.ts'
import { progressLine } from './progress.ts'
import { dataDir } from './settings.ts'

export type BackupArguments = { readonly json?: boolean; readonly database?: string }

/** `pacta backup DIR`: backs up the database while it works. The keys have a backup of their own: `pacta keys backup`. */
export async function backup(target: string, { json, database }: BackupArguments): Promise<void> {
  const progress = progressLine()
  const keys = openKeys(process.env)
  let passed = 0
  try {
    const made = await bankDatabase(database, (sql) =>
      backUp(sql, target, {
        keys,
        headsDir: join(dataDir(process.env), 'heads', database ?? ''),
        onProgress: (table, bytes) => {
          passed += bytes
          progress.show(`${megabytes(passed)} MB: ${table}`)
        },
      }),
    )
    progress.clear()
    const { directory, manifest, bytes, seconds } = made
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const report = { directory, at: manifest.at, tables: manifest.tables.length, rows, bytes, seconds }
    process.stdout.write(
      json
        ? `${JSON.stringify(report)}\n`
        : `${rows} rows of ${report.tables} tables as of ${manifest.at} are in ${directory}: ${megabytes(bytes)} MB (${seconds.toFixed(1)} s).\n` +
            'The keys are not in it: back them up with `pacta keys backup`.\n',
    )
  } finally {
    progress.clear()
    keys.close()
  }
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1)
