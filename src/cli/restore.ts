import { join } from 'node:path'
import { type Restored, restore as restoreBackup } from '../operations/backup/restore.ts'
import { forgets } from '../operations/forgets.ts'
import { openDatabase } from '../storage/embedded.ts'
import { openKeys } from './key-store.ts'
import { barOf, progressLine } from './progress.ts'
import { databaseSettings, dataDir } from './settings.ts'

export type RestoreArguments = { readonly json?: boolean; readonly database: string }

/** `pacta restore DIR --database NAME`: restores a backup into a database that is not there yet, and verifies it. */
export async function restore(directory: string, { json, database }: RestoreArguments): Promise<void> {
  const settings = databaseSettings(process.env)
  const progress = progressLine()
  const keys = openKeys(process.env)
  // Any database of the server will do, and not the one that is to be restored.
  const server = await openDatabase({ ...settings, ...maintenance(settings) })
  try {
    const restored = await restoreBackup(directory, {
      serverUrl: server.url,
      database,
      ownName: ownName(settings),
      keys,
      forget: forgets,
      headsDir: join(dataDir(process.env), 'heads'),
      onProgress: (step, share) => progress.show(`${barOf(share)} ${step}`),
    })
    progress.clear()
    process.stdout.write(json ? `${JSON.stringify(restored)}\n` : asText(restored))
  } finally {
    progress.clear()
    keys.close()
    await server.stop()
  }
}

function maintenance({ databaseUrl }: { databaseUrl?: string }) {
  if (databaseUrl === undefined) return { database: 'postgres' }
  const url = new URL(databaseUrl)
  url.pathname = '/postgres'
  return { databaseUrl: url.href }
}

function ownName({ database, databaseUrl }: { database: string; databaseUrl?: string }): string {
  const path = databaseUrl === undefined ? '' : decodeURIComponent(new URL(databaseUrl).pathname.slice(1))
  return path || database
}

function asText({ database, at, tables, rows, erasedAgain, factsErased, lanes, seconds }: Restored): string {
  const { load, check, erase, chains } = seconds
  const heads = { signed: 'heads match', unsigned: 'no heads published', mismatch: 'heads do not match' }
  return [
    `${rows} rows of ${tables} tables as of ${at} are in the database ${database}, read back row by row.`,
    `Erased again: ${erasedAgain} erasures, ${factsErased} facts.`,
    ...lanes.map(({ lane, batches, head, lostBatches }) => {
      const lost = lostBatches > 0 ? `; ${lostBatches} later batches were published and are NOT in this backup` : ''
      return `lane ${lane}: ${batches} batches, chain whole, ${heads[head]}${lost}`
    }),
    `Loading ${load} s, reading back ${check} s, erasing ${erase} s, chains ${chains} s.`,
    '',
  ].join('\n')
}
