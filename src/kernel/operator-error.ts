/**
 * What the person who runs Pacta can mend: a taken port, a full disk, a wrong setting. Everything else that is thrown
 * is a bug and keeps its stack.
 */
export class OperatorError extends Error {
  readonly what: string
  readonly why: string
  readonly mend: string

  /**
   * @param what what did not work, in a few words: `port 8080 is taken`
   * @param why the cause as far as it is known, without a full stop
   * @param mend what to do about it: whole sentences
   */
  constructor(what: string, why: string, mend: string, options?: { cause?: unknown }) {
    super(`${what}: ${why}. ${mend}`, options)
    this.name = 'OperatorError'
    this.what = what
    this.why = why
    this.mend = mend
  }
}

type Fault = { code: string; syscall: string; message: string; path: string; port: string }
type Words = (fault: Fault) => [what: string, why: string, mend: string]

const diskFull: Words = ({ path }) => [
  'the disk is full',
  path ? `no space is left for ${path}` : 'no space is left for the data',
  'Free some space, or set PACTA_DATA to a folder on a larger disk; nothing that was confirmed is lost.',
]
const notPermitted: Words = ({ path }) => [
  'no permission',
  path ? `this user may not use ${path}` : 'this user may not write here',
  'Run pacta as the owner of that folder, or set PACTA_DATA to a folder that this user may write.',
]
const notAFolder: Words = ({ path }) => [
  'no folder for the data',
  `a file stands where a folder is needed${path ? `: ${path}` : ''}`,
  'Move that file away, or set PACTA_DATA to another folder.',
]
const unreachable: Words = ({ message }) => [
  'the database cannot be reached',
  message,
  'Check DATABASE_URL and that its server runs, or unset it to use the embedded database.',
]
const notLetIn: Words = ({ message }) => [
  'the database refuses to let Pacta in',
  message,
  'Check user, password and database in DATABASE_URL, or unset it to use the embedded database.',
]

/** Codes of the system (libuv's), some with the call that failed, and of PostgreSQL (SQLSTATE) that one can mend. */
const known: Record<string, Words> = {
  EADDRINUSE: ({ port }) => [
    port ? `port ${port} is taken` : 'the port is taken',
    'another program listens on it',
    'Stop that program, or choose another port: PORT=8081 npm start.',
  ],
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  '53100': diskFull,
  'EACCES listen': ({ port }) => [
    port ? `port ${port} may not be used` : 'the port may not be used',
    'ports below 1024 belong to root',
    'Choose a higher one: PORT=8080 npm start.',
  ],
  EACCES: notPermitted,
  EPERM: notPermitted,
  EROFS: ({ path }) => [
    'the disk is read-only',
    path ? `${path} cannot be written` : 'nothing can be written',
    'Set PACTA_DATA to a folder on a disk that can be written.',
  ],
  // Node says ENOENT where the folder above is on a read-only disk.
  'ENOENT mkdir': ({ path }) => [
    'no folder for the data',
    `${path} cannot be created`,
    'Set PACTA_DATA to a folder on a disk that can be written.',
  ],
  ENOTDIR: notAFolder,
  'EEXIST mkdir': notAFolder,
  EMFILE: () => ['too many open files', 'the limit of this user is reached', 'Raise it: ulimit -n 4096.'],
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  CONNECT_TIMEOUT: unreachable,
  CONNECTION_CLOSED: unreachable,
  CONNECTION_ENDED: unreachable,
  '57P03': unreachable,
  '08006': unreachable,
  '28000': notLetIn,
  '28P01': notLetIn,
  '3D000': notLetIn,
  '42501': notLetIn,
  '53300': ({ message }) => [
    'the database has no free connection',
    message,
    'Close other programs that use it, or raise max_connections of its server.',
  ],
}

/**
 * The error as something an operator can mend, or undefined when it is a bug. Looks through `cause`.
 */
export function asOperatorError(error: unknown): OperatorError | undefined {
  if (error instanceof OperatorError) return error
  if (!(error instanceof Error)) return undefined
  const fault = faultOf(error)
  const words = known[`${fault.code} ${fault.syscall}`] ?? known[fault.code]
  if (words === undefined) return asOperatorError(error.cause)
  return new OperatorError(...words(fault), { cause: error })
}

/**
 * One clear line for any error: `<what>: <why>. <mend>` when an operator can mend it, otherwise its own message.
 */
export function describe(error: unknown): string {
  const operatorError = asOperatorError(error)
  const text = operatorError?.message ?? (error instanceof Error ? error.message : String(error))
  return text.replace(/\s*\n\s*/g, ' ').trim()
}

function faultOf(error: Error): Fault {
  const field = (name: string): string => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  return {
    code: field('code'),
    syscall: field('syscall'),
    message: error.message,
    path: field('path'),
    port: field('port'),
  }
}
