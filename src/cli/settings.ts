import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../kernel/operator-error.ts'
import { eitherMasterKeys, kmsMasterKeys } from '../privacy/vault/kms.ts'
import { fileMasterKeys, type MasterKeys } from '../privacy/vault/master-key.ts'

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

/** Where the keys of personal data are, and what wraps them. */
export type KeySettings = { readonly keysDir: string; readonly masterKeys: MasterKeys }

/**
 * The key store in `keys` of the data folder. Its master key: a file in PACTA_MASTER_KEYS, a folder, that of the key store unless told; or
 * the key PACTA_KMS_KEY of the key management service at PACTA_KMS_URL, which asks for PACTA_KMS_TOKEN.
 *
 * @throws OperatorError when the address is none, or token or key are missing
 */
export function keySettings(environment: NodeJS.ProcessEnv): KeySettings {
  const keysDir = join(dataDir(environment), 'keys')
  const files = fileMasterKeys(resolve(environment['PACTA_MASTER_KEYS'] || keysDir))
  const url = environment['PACTA_KMS_URL']
  if (!url) return { keysDir, masterKeys: files }
  const [token, key] = [environment['PACTA_KMS_TOKEN'], environment['PACTA_KMS_KEY']]
  if (!URL.canParse(url) || !token || !key)
    throw new OperatorError(
      'the key management service cannot be used',
      URL.canParse(url)
        ? `${token ? 'PACTA_KMS_KEY' : 'PACTA_KMS_TOKEN'} is missing`
        : `PACTA_KMS_URL is no address: ${url}`,
      'Set all three: PACTA_KMS_URL=https://kms.example, its token, and the name of the key that wraps.',
    )
  return { keysDir, masterKeys: eitherMasterKeys(kmsMasterKeys({ url, token, key }), files) }
}

export type ServerSettings = {
  readonly host: string
  readonly port: number
  readonly pack: string
  readonly demonstration: boolean
  /** Whether the server moves business dates on by the clock, and closes the days that are left behind. */
  readonly clock: boolean
  /** Whether the server has drills made when they are due. */
  readonly drills: boolean
  readonly logLevel: string
}

/** Where `pacta atm` takes the SMS of a demonstration; a secret that protects nothing. */
export const demonstrationSms = { url: 'http://localhost:8090/sms', secret: 'demonstration' } as const

/**
 * The gateway for SMS: PACTA_SMS_URL, and PACTA_SMS_SECRET under which requests to it are signed. In a demonstration that of `pacta atm`,
 * unless told; undefined otherwise: then no SMS goes out.
 *
 * @throws OperatorError when the address is none, or has no secret
 */
export function smsSettings(
  environment: NodeJS.ProcessEnv,
  demonstration: boolean,
): { readonly url: string; readonly secret: string } | undefined {
  const url = environment['PACTA_SMS_URL']
  if (!url) return demonstration ? demonstrationSms : undefined
  const secret = environment['PACTA_SMS_SECRET']
  if (!URL.canParse(url) || !secret)
    throw new OperatorError(
      'SMS cannot be sent',
      URL.canParse(url) ? 'PACTA_SMS_SECRET is missing' : `PACTA_SMS_URL is no address: ${url}`,
      'Set both: PACTA_SMS_URL=https://gateway.example/sms and the secret that the gateway knows.',
    )
  return { url, secret }
}

/** Where `pacta network simulate` plays the payment network of a demonstration; a secret that protects nothing. */
export const demonstrationNetwork = { url: 'http://localhost:8091', secret: 'demonstration' } as const

/**
 * The payment network: PACTA_NETWORK_URL, and PACTA_NETWORK_SECRET under which both ends sign. In a demonstration that of
 * `pacta network simulate`, unless told; undefined otherwise: then payments to other institutions wait.
 *
 * @throws OperatorError when the address is none, or has no secret
 */
export function networkSettings(
  environment: NodeJS.ProcessEnv,
  demonstration: boolean,
): { readonly url: string; readonly secret: string } | undefined {
  const url = environment['PACTA_NETWORK_URL']
  if (!url) return demonstration ? demonstrationNetwork : undefined
  const secret = environment['PACTA_NETWORK_SECRET']
  if (!URL.canParse(url) || !secret)
    throw new OperatorError(
      'the payment network cannot be reached',
      URL.canParse(url) ? 'PACTA_NETWORK_SECRET is missing' : `PACTA_NETWORK_URL is no address: ${url}`,
      'Set both: PACTA_NETWORK_URL=https://network.example and the secret that the network knows.',
    )
  return { url, secret }
}

/**
 * How the server runs: HOST (127.0.0.1) and PORT (8080); PACTA_PACK, the folder of the pack (packs/luminor); PACTA_DEMONSTRATION=off for a
 * bank without fictional people; PACTA_CLOCK=off for business dates that only an operator moves on; PACTA_DRILLS=off for drills that only
 * an operator makes, as in a demonstration unless it is on; PACTA_LOG, the level of the log (info).
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
    clock: environment['PACTA_CLOCK'] !== 'off',
    drills: environment['PACTA_DRILLS']
      ? environment['PACTA_DRILLS'] === 'on'
      : environment['PACTA_DEMONSTRATION'] === 'off',
    logLevel: environment['PACTA_LOG'] || 'info',
  }
}
