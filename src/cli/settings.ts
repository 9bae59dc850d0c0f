import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../kernel/operator-error.ts'

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

export type ServerSettings = {
  readonly host: string
  readonly port: number
  readonly pack: string
  readonly demonstration: boolean
  readonly logLevel: string
}

/**
 * How the server runs: HOST (127.0.0.1) and PORT (8080); PACTA_PACK, the folder of the pack (packs/luminor); PACTA_DEMONSTRATION=off for a
 * bank without fictional people; PACTA_LOG, the level of the log (info).
 *
 * @throws OperatorError when PORT is none
 */
export function serverSettings(environment: NodeJS.ProcessEnv): ServerSettings {
  const text = environment['PORT'] || '8080'
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535)
    throw new OperatorError('PORT cannot be used', `"${text}" is no number from 1 to 65535`, 'Write it like PORT=8080.')
  return {
    host: environment['HOST'] || '127.0.0.1',
    port,
    pack: resolve(projectDir, environment['PACTA_PACK'] || 'packs/luminor'),
    demonstration: environment['PACTA_DEMONSTRATION'] !== 'off',
    logLevel: environment['PACTA_LOG'] || 'info',
  }
}
