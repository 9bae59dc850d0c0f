/**
 * Backups of the key store, each with a life of its own: an erased person is erased for good when the last of them that holds a key of
 * theirs is gone. A backup is one file: a line that says what it is, and the key store under a key that the master key wraps.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { OperatorError } from '../../kernel/operator-error.ts'
import { type KeyDatabase, openKeyDatabase } from './key-database.ts'
import { keysFile, ledgerFile, openKeyStore } from './keys.ts'
import type { MasterKeys } from './master-key.ts'
import { retireMasters } from './rotation.ts'
import { masterNamed } from './wrapping-keys.ts'

/** Which backup this is: the first line of its file. */
export type KeyBackup = {
  readonly number: number
  readonly at: Temporal.Instant
  readonly expires: Temporal.Instant
  /** Under which its key is wrapped. */
  readonly master: string
}

export type KeyBackupMade = KeyBackup & { readonly file: string; readonly bytes: number; readonly expired: Expiry }
/** Of backups that are due: which files are gone now, and which could not be deleted. */
export type Expiry = { readonly deleted: readonly string[]; readonly failed: readonly string[] }

const blockBytes = 1 << 20
const tagBytes = 16
const kind = 'pacta key backup 1'
const fileName = /^keys-\d{6}-\d{4}-\d{2}-\d{2}\.backup$/

/**
 * Backs up the key store of `directory` into `target`, and deletes earlier backups that are due.
 *
 * @param lifeHours how long it may exist
 * @throws OperatorError when it cannot be written
 */
export function backUpKeys(
  directory: string,
  masters: MasterKeys,
  target: string,
  { at, lifeHours }: { readonly at: Temporal.Instant; readonly lifeHours: number },
): KeyBackupMade {
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const database = openKeyDatabase(keysFile(directory), masters)
  const copy = join(directory, `copy-${process.pid}.sqlite`)
  try {
    adopt(database, target)
    const expired = deleteExpired(database, at)
    const expires = at.add({ hours: lifeHours })
    const { master } = database.wrapping.newest()
    // Counted from before the copy on, so that no key that is in it is thought to be in none.
    const number = database.transaction(() => register(database, { at, expires, master, number: 0 }, target))
    const backup: KeyBackup = { number, at, expires, master }
    const file = fileOf(target, backup)
    rmSync(copy, { force: true })
    database.db.prepare('vacuum into ?').run(copy)
    const bytes = encrypt(copy, file, backup, masters)
    database.db.prepare('update backup set finished = 1 where number = ?').run(number)
    retireMasters(database, masters)
    return { ...backup, file, bytes, expired }
  } finally {
    rmSync(copy, { force: true })
    database.close()
  }
}

/** Deletes the backups that are due, and master keys that nothing needs any more. */
export function expireKeyBackups(directory: string, masters: MasterKeys, at: Temporal.Instant): Expiry {
  const database = openKeyDatabase(keysFile(directory), masters)
  try {
    const expired = deleteExpired(database, at)
    retireMasters(database, masters)
    return expired
  } finally {
    database.close()
  }
}

export type KeysRestored = KeyBackup & {
  readonly keys: number
  /** Keys that the backup still held and that were destroyed again, since the ledger says so. */
  readonly destroyedAgain: number
  /** Whether the ledger of erasures was there: otherwise what was destroyed after the backup is not known here. */
  readonly ledger: boolean
}

/**
 * Restores a backup into a folder that has no key store. A ledger of erasures that is there is gone through again; without one, what the
 * backup remembers of it is put back.
 *
 * @throws OperatorError when the file is no backup, was changed, or its master key is missing, and when a key store is there
 */
export function restoreKeys(file: string, directory: string, masters: MasterKeys): KeysRestored {
  if (!existsSync(file))
    throw new OperatorError('there is no such backup', file, 'Name a file that `pacta keys backup` made.')
  const target = keysFile(directory)
  if (existsSync(target))
    throw new OperatorError(
      'a key store is there already',
      `${target} would be lost`,
      'Move keys.sqlite away first, and leave erasures.sqlite and the master key where they are.',
    )
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const ledger = existsSync(ledgerFile(directory))
  const draft = join(directory, `restore-${process.pid}.sqlite`)
  try {
    const backup = decrypt(file, draft, masters)
    const before = countIn(draft, masters, (database) => adopt(database, dirname(resolve(file)), backup))
    renameSync(draft, target)
    openKeyStore(directory, masters).close()
    const keys = countIn(target, masters)
    return { ...backup, keys, destroyedAgain: before - keys, ledger }
  } finally {
    for (const left of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(left, { force: true })
  }
}

function countIn(file: string, masters: MasterKeys, first: (database: KeyDatabase) => void = () => {}): number {
  const database = openKeyDatabase(file, masters)
  try {
    first(database)
    const row = database.db.prepare('select count(*) as count from key where wrapped is not null').get()
    return (row as { count: number }).count
  } finally {
    database.close()
  }
}

const fileOf = (folder: string, { number, at }: Pick<KeyBackup, 'number' | 'at'>): string =>
  join(resolve(folder), `keys-${String(number).padStart(6, '0')}-${at.toString().slice(0, 10)}.backup`)

/** @param backup what is known of it: one that is made now has the number 0 and gets the next, and is not finished */
function register({ db }: KeyDatabase, { number, at, expires, master }: KeyBackup, folder: string): number {
  const { last } = db.prepare('select coalesce(max(number), 0) as last from backup').get() as { last: number }
  const own = number > 0 ? number : last + 1
  db.prepare('insert into backup (number, file, master, at, expires, finished) values (?, ?, ?, ?, ?, ?)').run(
    own,
    fileOf(folder, { number: own, at }),
    master,
    at.epochMilliseconds,
    expires.epochMilliseconds,
    number > 0 ? 1 : 0,
  )
  return own
}

/** Takes note of backups in the folder that this key store does not remember, since it was restored from one before them. */
function adopt(database: KeyDatabase, folder: string, own?: KeyBackup): void {
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => fileName.test(name)) : []
  const backups = found.flatMap((name) => {
    const header = headerOf(join(folder, name))
    return header === undefined ? [] : [header.backup]
  })
  database.transaction(() => {
    for (const backup of own === undefined ? backups : [own, ...backups])
      if (!isKnown(database, backup.number)) register(database, backup, folder)
  })
}

const isKnown = ({ db }: KeyDatabase, number: number): boolean =>
  db.prepare('select 1 from backup where number = ?').get(number) !== undefined

function deleteExpired({ db }: KeyDatabase, now: Temporal.Instant): Expiry {
  const due = db
    .prepare('select number, file from backup where expires <= ? and deleted is null')
    .all(now.epochMilliseconds)
  const expired = { deleted: [] as string[], failed: [] as string[] }
  for (const { number, file } of due as { number: number; file: string }[]) {
    try {
      // A folder that is away may come back with the file in it: not to find the file is only an answer where the folder is.
      if (!existsSync(dirname(file))) throw new Error('the folder is away')
      rmSync(file, { force: true })
      db.prepare('update backup set deleted = ? where number = ?').run(now.epochMilliseconds, number)
      expired.deleted.push(file)
    } catch {
      expired.failed.push(file)
    }
  }
  return expired
}

type Header = {
  readonly backup: KeyBackup
  /** The line as it stands in the file, which is authenticated with the rest. */
  readonly line: string
  readonly wrapped: Buffer
  readonly nonce: Buffer
}

const contextOf = (number: number): string => `key backup ${number}`

function encrypt(from: string, to: string, backup: KeyBackup, masters: MasterKeys): number {
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  const wrapped = Buffer.from(masterNamed(masters, backup.master).wrap(contextOf(backup.number), key))
  const line = `${JSON.stringify({ kind, ...backup, wrapped: wrapped.toString('base64'), nonce: nonce.toString('base64') })}\n`
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(line))
  const draft = `${to}.part`
  rmSync(draft, { force: true })
  const output = openSync(draft, 'wx', 0o600)
  try {
    writeSync(output, line)
    for (const block of blocksOf(from, 0, statSync(from).size)) writeSync(output, cipher.update(block))
    writeSync(output, cipher.final())
    writeSync(output, cipher.getAuthTag())
    fsyncSync(output)
  } finally {
    closeSync(output)
  }
  renameSync(draft, to)
  return statSync(to).size
}

function decrypt(file: string, to: string, masters: MasterKeys): KeyBackup {
  const header = headerOf(file)
  const changed = (why: string) =>
    new OperatorError(
      'the backup of the keys cannot be used',
      `${file} ${why}`,
      'Take another one: an earlier, or a copy.',
    )
  if (header === undefined) throw changed('is no backup of a key store')
  const { backup, line, wrapped, nonce } = header
  const master = masterNamed(masters, backup.master)
  const output = openSync(to, 'wx', 0o600)
  try {
    const decipher = createDecipheriv('aes-256-gcm', master.unwrap(contextOf(backup.number), wrapped), nonce)
    decipher.setAAD(Buffer.from(line))
    const end = statSync(file).size - tagBytes
    for (const block of blocksOf(file, Buffer.byteLength(line), end)) writeSync(output, decipher.update(block))
    decipher.setAuthTag(Buffer.concat([...blocksOf(file, end, end + tagBytes)]))
    writeSync(output, decipher.final())
    fsyncSync(output)
  } catch (error) {
    throw error instanceof OperatorError ? error : Object.assign(changed('was changed or cut short'), { cause: error })
  } finally {
    closeSync(output)
  }
  return backup
}

function headerOf(file: string): Header | undefined {
  const [first = Buffer.alloc(0)] = blocksOf(file, 0, Math.min(4096, statSync(file).size))
  const line = first.subarray(0, first.indexOf('\n') + 1).toString()
  try {
    const said = JSON.parse(line)
    if (said.kind !== kind) return undefined
    const { number, master, at, expires, wrapped, nonce } = said
    const backup = { number, master, at: Temporal.Instant.from(at), expires: Temporal.Instant.from(expires) }
    return { backup, line, wrapped: Buffer.from(wrapped, 'base64'), nonce: Buffer.from(nonce, 'base64') }
  } catch {
    return undefined
  }
}

function* blocksOf(file: string, from: number, to: number): Generator<Buffer> {
  const input = openSync(file, 'r')
  try {
    for (let at = from; at < to; ) {
      const block = Buffer.alloc(Math.min(blockBytes, to - at))
      const count = readSync(input, block, 0, block.length, at)
      if (count === 0) return
      at += count
      yield block.subarray(0, count)
    }
  } finally {
    closeSync(input)
  }
}
