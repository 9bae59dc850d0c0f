/**
 * Master keys in a key management service, over HTTP. The protocol is small, for an adapter in front of whatever service a bank has:
 * `POST /wrap` with `{"key", "context", "plain"}` gives `{"wrapped"}`, `POST /unwrap` with `{"key", "context", "wrapped"}` gives `{"plain"}`;
 * bytes in base64, a bearer token, 200 or an error. It is in docs/guide/backup.md.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../../kernel/operator-error.ts'
import type { MasterKey, MasterKeys } from './master-key.ts'

export type KmsOptions = {
  readonly url: string
  readonly token: string
  /** The service's name of the key under which a new store begins, and to which a rotation goes. */
  readonly key: string
  readonly timeoutMs?: number
}

/** What the process that asks is given, and what it prints. */
export type KmsRequest = {
  readonly url: string
  readonly token: string
  readonly body: object
  readonly timeoutMs: number
}
export type KmsAnswer = { readonly status: number; readonly body: unknown } | { readonly failed: string }

const prefix = 'kms:'
const program = fileURLToPath(new URL('./kms-request.ts', import.meta.url))

/** The service is asked once for each start and each rotation, not for each key: see wrapping-keys.ts. */
export function kmsMasterKeys(options: KmsOptions): MasterKeys {
  const named = (key: string): MasterKey => kmsMasterKey(options, key)
  return {
    whereabouts: options.url,
    find: (id) => (id.startsWith(prefix) ? named(id.slice(prefix.length)) : undefined),
    first: () => named(options.key),
    next: () => named(options.key),
    retire: () => false,
  }
}

/** Those of the service for what it wrapped, and of `files` for what files wrapped: keys go over from the one to the other. */
export function eitherMasterKeys(kms: MasterKeys, files: MasterKeys): MasterKeys {
  return {
    whereabouts: `neither ${kms.whereabouts} nor ${files.whereabouts}`,
    find: (id) => kms.find(id) ?? files.find(id),
    first: () => kms.first(),
    next: () => kms.next(),
    retire: (id) => files.retire(id),
  }
}

function kmsMasterKey({ url, token, timeoutMs = 10_000 }: KmsOptions, key: string): MasterKey {
  const ask = (path: 'wrap' | 'unwrap', body: object, wanted: string): Buffer => {
    const answer = askNow({ url: `${url.replace(/\/$/, '')}/${path}`, token, body: { key, ...body }, timeoutMs })
    if ('failed' in answer) throw away(url, answer.failed)
    const bytes = (answer.body as Record<string, unknown> | null)?.[wanted]
    if (answer.status === 200 && typeof bytes === 'string') return Buffer.from(bytes, 'base64')
    throw away(url, `it answers ${answer.status} to ${path} with the key ${key}`)
  }
  return {
    id: `${prefix}${key}`,
    wrap: (context, plain) => ask('wrap', { context, plain: Buffer.from(plain).toString('base64') }, 'wrapped'),
    unwrap: (context, wrapped) => ask('unwrap', { context, wrapped: Buffer.from(wrapped).toString('base64') }, 'plain'),
  }
}

/**
 * Asks and waits, in a process of its own: the key store answers at once everywhere else, and to make every read of a key asynchronous
 * for one answer a start would cost each sealing. The token goes by the standard input, where no list of processes shows it.
 */
function askNow(request: KmsRequest): KmsAnswer {
  const { stdout, error } = spawnSync(process.execPath, [program], {
    input: JSON.stringify(request),
    timeout: request.timeoutMs + 5_000,
    encoding: 'utf8',
  })
  try {
    return JSON.parse(stdout) as KmsAnswer
  } catch {
    return { failed: error?.message ?? 'no answer could be read' }
  }
}

const away = (url: string, why: string): OperatorError =>
  new OperatorError(
    'the key management service did not give the master key',
    `${url}: ${why}`,
    'Check PACTA_KMS_URL, PACTA_KMS_TOKEN and PACTA_KMS_KEY, and that the service runs: without it no personal datum can be read.',
  )
