import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  existsSync,
  fchownSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorError } from '../kernel/operator-error.ts'
import { howToLaunch, type Launch, launchProgram } from './postgres-launch.ts'

/** `full`: what is confirmed survives a crash of the machine. `tests`: nothing is synced; fast and worthless after one. */
export type Durability = 'full' | 'tests'

/** A PostgreSQL that runs on a data directory. */
export type RunningServer = { pid: number; socketDir: string; ready: boolean }

/** The major version whose data this program reads and whose binaries it carries. */
const MAJOR = '18'
/** Nothing listens on it: it only names the socket file (`.s.PGSQL.5432`). */
const PORT = 5432
/** A socket's path must fit into `sun_path`: 108 bytes with the final zero on Linux, 104 on macOS. */
const MAX_SOCKET_PATH_BYTES = 103

/** What PostgreSQL's manual recommends for its own cache; between what a small machine can spare and what an embedded database needs. */
function quarterOfMemoryMb(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.min(2_048, Math.max(128, Math.floor(bytes / 4 / 1_048_576)))
}

const settings: Record<Durability, Record<string, string>> = {
  full: {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    shared_buffers: `${quarterOfMemoryMb()}MB`,
    max_wal_size: '4GB',
    min_wal_size: '512MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    wal_buffers: '16MB',
    effective_cache_size: `${2 * quarterOfMemoryMb()}MB`,
    maintenance_work_mem: '128MB',
  },
  tests: {
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '1h',
  },
}
const always: Record<string, string> = {
  listen_addresses: '',
  port: String(PORT),
  // The socket takes no password: only the server's own user, and root, may open it.
  unix_socket_permissions: '0700',
  max_connections: '100',
  jit: 'off',
  random_page_cost: '1.1',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  log_timezone: 'UTC',
  TimeZone: 'UTC',
}

/** The place of the server's files in a data directory of Pacta. */
export function clusterDir(dataDir: string): string {
  return join(dataDir, 'postgres')
}

/** The address of a database on a server that listens on a socket in `socketDir`; psql understands it, too. */
export function socketUrl(socketDir: string, database: string): string {
  return `postgres://pacta@${encodeURIComponent(socketDir)}/${encodeURIComponent(database)}`
}

/**
 * The server that runs on this data directory, or undefined. A pid file left by a crash does not count, even when its
 * number belongs to another process by now (which is usual after a container restarts).
 */
export function runningServer(dataDir: string): RunningServer | undefined {
  const dir = clusterDir(dataDir)
  const lines = readIfThere(join(dir, 'postmaster.pid'))?.split('\n') ?? []
  // Lines of the file: pid, data directory, start time, port, socket directory, listen address, memory key, status.
  const pid = Number(lines[0])
  const socketDir = lines[4]
  if (!Number.isInteger(pid) || pid <= 0 || !socketDir || !isAlive(pid) || !worksIn(pid, dir)) return undefined
  return { pid, socketDir, ready: lines[7]?.trim() === 'ready' }
}

/**
 * Makes sure a server runs on the data directory: creates the cluster when there is none, starts the server when none
 * runs. Safe to call from several processes at once: one of them wins, the others find its server.
 *
 * @throws OperatorError for what the operator can mend
 */
export async function ensureServer(dataDir: string, durability: Durability): Promise<RunningServer> {
  const running = runningServer(dataDir)
  if (running !== undefined) return untilReady(dataDir, running)
  mkdirSync(dataDir, { recursive: true })
  const launch = howToLaunch(dataDir, clusterDir(dataDir))
  await ensureCluster(dataDir, durability, launch)
  return startServer(dataDir, durability, launch)
}

/**
 * Stops the server on the data directory, if one runs, and waits until it is gone.
 *
 * @param mode `fast` ends sessions and writes a checkpoint; `immediate` is a crash, for data nobody needs
 */
export async function stopServer(dataDir: string, mode: 'fast' | 'immediate' = 'fast'): Promise<boolean> {
  const running = runningServer(dataDir)
  if (running === undefined) return false
  process.kill(running.pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  while (runningServer(dataDir)?.pid === running.pid) await sleep(10)
  if (running.socketDir !== clusterDir(dataDir)) await rm(running.socketDir, { recursive: true, force: true })
  return true
}

/**
 * Creates the cluster under another name and renames it when it is whole: what a crash leaves half-finished never has
 * the right name, and of two that create at once the second finds the place taken.
 */
async function ensureCluster(dataDir: string, durability: Durability, launch: Launch): Promise<void> {
  const dir = clusterDir(dataDir)
  const version = readIfThere(join(dir, 'PG_VERSION'))?.trim()
  if (version !== undefined && version !== MAJOR)
    throw new OperatorError(
      'the data are of another PostgreSQL',
      `${dir} was made by version ${version}, and this Pacta brings version ${MAJOR}`,
      `Start the Pacta that made it, or set PACTA_DATA to another folder.`,
    )
  if (version !== undefined) return
  await removeHalfFinished(dataDir)
  const half = `${dir}.new-${process.pid}`
  mkdirSync(half, { mode: 0o700 })
  if (launch.user) chownSync(half, launch.user.uid, launch.user.gid)
  const options = [
    `--pgdata=${half}`,
    '--username=pacta',
    '--auth=trust',
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durability === 'tests' ? ['--no-sync'] : []),
  ]
  const child = launchProgram(launch, 'initdb', options, 'pipe')
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const [code] = await once(child, 'close')
  if (code !== 0) {
    await rm(half, { recursive: true, force: true })
    throw startFailure(output, dataDir, 'initdb printed it')
  }
  try {
    await rename(half, dir)
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    if (existsSync(join(dir, 'PG_VERSION'))) return
    throw new OperatorError(
      'the data are not whole',
      `${dir} is there but holds no PostgreSQL database`,
      'Move it away, or set PACTA_DATA to another folder.',
      { cause: error },
    )
  }
  if (durability === 'full') await syncFolder(dataDir)
}

async function removeHalfFinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = /^postgres\.new-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid))))
      await rm(join(dataDir, name), { recursive: true, force: true })
  }
}

async function startServer(dataDir: string, durability: Durability, launch: Launch): Promise<RunningServer> {
  const dir = clusterDir(dataDir)
  const logPath = join(dataDir, 'postgres.log')
  const deadline = Date.now() + 15_000
  for (;;) {
    removeForeignPidFile(dir)
    const log = openSync(logPath, 'a', 0o600)
    if (launch.user) fchownSync(log, launch.user.uid, launch.user.gid)
    const logStart = statSync(logPath).size
    const flags = Object.entries({
      ...always,
      ...settings[durability],
      unix_socket_directories: socketDir(dir, launch),
    })
    const child = launchProgram(
      launch,
      'postgres',
      ['-D', dir, ...flags.flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      log,
    )
    closeSync(log)
    child.unref()
    let ended = false
    child.once('exit', () => {
      ended = true
    })
    while (!ended) {
      const running = runningServer(dataDir)
      if (running?.ready) return running
      await sleep(5)
    }
    // Another process may have been faster; or processes of a killed server are still about to notice its end.
    const other = runningServer(dataDir)
    if (other !== undefined) return untilReady(dataDir, other)
    const said = readFileSync(logPath).subarray(logStart).toString()
    const passing = /pre-existing shared memory block|lock file "[^"]*" already exists/.test(said)
    if (!passing || Date.now() > deadline) throw startFailure(said, dataDir, `see ${logPath}`)
    await sleep(50)
  }
}

/** Waits while a server that others start, or that recovers from a crash, gets ready. */
async function untilReady(dataDir: string, first: RunningServer): Promise<RunningServer> {
  for (let running: RunningServer | undefined = first; running !== undefined; running = runningServer(dataDir)) {
    // "stopping" is not "ready" either; the caller's loop starts it again when it is gone.
    if (running.ready) return running
    await sleep(10)
  }
  return first
}

/** In the cluster's own folder, or in a short one under /tmp when that path is too long for a socket. */
function socketDir(dir: string, launch: Launch): string {
  const name = `.s.PGSQL.${PORT}.lock`
  if (Buffer.byteLength(join(dir, name)) <= MAX_SOCKET_PATH_BYTES && !/[,"]/.test(dir)) return dir
  const short = join(tmpdir(), `pacta-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`)
  mkdirSync(short, { recursive: true, mode: 0o700 })
  const owner = launch.user?.uid ?? process.getuid?.()
  if (launch.user) chownSync(short, launch.user.uid, launch.user.gid)
  const found = statSync(short)
  if (found.uid !== owner || (found.mode & 0o077) !== 0)
    throw new OperatorError('no safe place for the socket', `${short} belongs to somebody else`, 'Remove that folder.')
  return short
}

/** A pid file whose number now belongs to another program of the same user would keep the server from starting. */
function removeForeignPidFile(dir: string): void {
  const path = join(dir, 'postmaster.pid')
  const pid = Number(readIfThere(path)?.split('\n')[0])
  if (pid > 0 && isAlive(pid) && !worksIn(pid, dir)) rmSync(path, { force: true })
}

function startFailure(output: string, dataDir: string, where: string): OperatorError {
  const line = output.match(/(?:FATAL|PANIC|error|ERROR):\s*(.*)/)?.[1] ?? output.trim().split('\n').at(-1) ?? ''
  const why = line.replace(/\.$/, '') || 'it ended without a word'
  if (/No space left on device|Disk quota exceeded/.test(output))
    return new OperatorError(
      'the disk is full',
      `no space is left in ${dataDir}`,
      'Free some space, or set PACTA_DATA to a folder on a larger disk; nothing that was confirmed is lost.',
    )
  if (/Permission denied|wrong ownership|Operation not permitted|Read-only file system/.test(output))
    return new OperatorError(
      'no permission',
      why,
      `Run pacta as the owner of ${dataDir}, or set PACTA_DATA to a folder that this user may write.`,
    )
  if (/Cannot allocate memory|could not map anonymous shared memory/.test(output))
    return new OperatorError('not enough memory', why, 'Pacta needs about 1 GB; stop other programs.')
  return new OperatorError('the embedded database did not start', why, `For the whole story, ${where}.`)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** Whether the process is the server of that folder: a postmaster makes it its working directory. */
function worksIn(pid: number, dir: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir)
  } catch (error) {
    // A dead process that nobody has buried keeps its number but has no folder. Without /proc, or a look into it,
    // believe the pid file.
    return process.platform !== 'linux' || codeOf(error) !== 'ENOENT'
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r')
  await folder.sync()
  await folder.close()
}
