/**
 * Master keys: what wraps the keys that wrap all others. Whoever copies the key store without its master key has nothing. The port is
 * kept by a file here and by a key management service in kms.ts; see docs/decisions/0024-backup-and-keys.md.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../../kernel/operator-error.ts'

/** One master key. Its secret may be in another machine: only wrapping and unwrapping is asked of it. */
export interface MasterKey {
  /** Stands beside what it wrapped, such as `file:0f3a...` or `kms:2026`. */
  readonly id: string
  /** @param context what the wrapped bytes are; they are not unwrapped as anything else */
  wrap(context: string, plain: Uint8Array): Uint8Array
  /** Throws when it is not what wrapped these bytes in this context. */
  unwrap(context: string, wrapped: Uint8Array): Uint8Array
}

/** Where master keys come from. Two may be alive at once, while keys go over from one to the other. */
export interface MasterKeys {
  /** Undefined when it is not there. */
  find(id: string): MasterKey | undefined
  /** Under which a new key store begins; made when there is none. */
  first(): MasterKey
  /** The one to which keys go over from now on. */
  next(): MasterKey
  /** Destroys one that wraps nothing any more; false when that is for others to do. */
  retire(id: string): boolean
  /** What to tell whoever misses one. */
  readonly whereabouts: string
}

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const fileName = /^master(-[0-9a-f]{16})?\.key$/

/** Master keys in files of a folder, 32 random bytes each: `master.key`, and after a rotation `master-<id>.key`. */
export function fileMasterKeys(directory: string): MasterKeys {
  const first = join(directory, 'master.key')
  const found = (): readonly (readonly [string, MasterKey])[] =>
    (existsSync(directory) ? readdirSync(directory) : [])
      .filter((name) => fileName.test(name))
      .sort()
      .map((name) => [join(directory, name), readMasterKey(join(directory, name))] as const)
  return {
    whereabouts: directory,
    find: (id) => found().find(([, key]) => key.id === id)?.[1],
    first: () => {
      if (!existsSync(first)) writeWhole(directory, first, randomBytes(keyBytes))
      return readMasterKey(first)
    },
    next: () => {
      const bytes = randomBytes(keyBytes)
      const file = join(directory, `master-${idOf(bytes)}.key`)
      writeWhole(directory, file, bytes)
      return readMasterKey(file)
    },
    retire: (id) => {
      const file = found().find(([, key]) => key.id === id)?.[0]
      if (file === undefined) return false
      overwrite(file)
      rmSync(file)
      syncFolder(directory)
      return true
    },
  }
}

/** A master key that is gone with the process. */
export function memoryMasterKeys(): MasterKeys {
  const keys = [localMasterKey(randomBytes(keyBytes))]
  const newest = (): MasterKey => keys.at(-1) as MasterKey
  return {
    whereabouts: 'memory',
    find: (id) => keys.find((key) => key.id === id),
    first: newest,
    next: () => {
      keys.push(localMasterKey(randomBytes(keyBytes)))
      return newest()
    },
    retire: () => false,
  }
}

/** Throws OperatorError when the file is no master key. */
function readMasterKey(file: string): MasterKey {
  chmodSync(file, 0o600)
  const bytes = readFileSync(file)
  if (bytes.length !== keyBytes)
    throw new OperatorError(
      'the master key cannot be read',
      `${file} holds ${bytes.length} bytes instead of ${keyBytes}`,
      'Put the right file back: without it no personal datum can be read.',
    )
  return localMasterKey(bytes)
}

const idOf = (bytes: Uint8Array): string =>
  createHash('sha256').update('pacta master key\n').update(bytes).digest('hex').slice(0, 16)

const localMasterKey = (bytes: Uint8Array): MasterKey => ({
  id: `file:${idOf(bytes)}`,
  wrap: (context, plain) => wrap(bytes, context, plain),
  unwrap: (context, wrapped) => unwrap(bytes, context, wrapped),
})

/** Whole or not at all, and never over another: two processes may start at once, and a crash may come at any time. */
function writeWhole(directory: string, file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}`
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  rmSync(draft, { force: true })
  const descriptor = openSync(draft, 'wx', 0o600)
  writeSync(descriptor, bytes)
  fsyncSync(descriptor)
  closeSync(descriptor)
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  syncFolder(directory)
}

/** Where a disk keeps old blocks they may survive below the file system: then a KMS, or an encrypted disk, is the place for master keys. */
function overwrite(file: string): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(keyBytes))
  fsyncSync(descriptor)
  closeSync(descriptor)
}

function syncFolder(directory: string): void {
  const folder = openSync(directory, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** Bytes encrypted under a key and bound to a name: nonce, ciphertext, tag. */
export function wrap(key: Uint8Array, name: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** What is in `wrapped`. Throws when key or name are not those it was wrapped with. */
export function unwrap(key: Uint8Array, name: string, wrapped: Uint8Array): Buffer {
  const end = wrapped.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(name)).setAuthTag(wrapped.subarray(end))
  return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, end)), decipher.final()])
}
