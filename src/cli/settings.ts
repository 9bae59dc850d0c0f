import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const projectDir = fileURLToPath(new URL('../..', import.meta.url))

/** Where the database is, as the environment says; fits `openDatabase`. */
export function databaseSettings(environment: NodeJS.ProcessEnv): {
  dataDir: string
  databaseUrl?: string
  database: string
} {
  const databaseUrl = environment['DATABASE_URL']
  return { dataDir: dataDir(environment), database: 'pacta', ...(databaseUrl ? { databaseUrl } : {}) }
}

/** The folder for all data of Pacta: PACTA_DATA, or `.pacta` in the project's folder, from wherever it is called. */
export function dataDir(environment: NodeJS.ProcessEnv): string {
  return resolve(environment['PACTA_DATA'] || resolve(projectDir, '.pacta'))
}
