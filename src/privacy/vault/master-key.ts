/**
 * The master key: a file of its own beside the key store, which wraps every key in it. Whoever copies the key store without this file
 * has nothing; an institution with an HSM or a KMS keeps the 32 bytes there and hands them in instead.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../../kernel/operator-error.ts'

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** The master key in `directory`, made when there is none yet. Throws OperatorError when the file is no master key. */
export function masterKeyIn(directory: string): KeyObject {
  const file = join(directory, 'master.key')
  if (!existsSync(file)) make(directory, file)
  chmodSync(file, 0o600)
  const bytes = readFileSync(file)
  if (bytes.length !== keyBytes)
    throw new OperatorError(
      'the master key cannot be read',
      `${file} holds ${bytes.length} bytes instead of ${keyBytes}`,
      'Put the right file back: without it no personal datum can be read.',
    )
  return createSecretKey(bytes)
}

/** Whole or not at all, and never over another: two processes may start at once, and a crash may come at any time. */
function make(directory: string, file: string): void {
  const draft = `${file}.${process.pid}`
  rmSync(draft, { force: true })
  const descriptor = openSync(draft, 'wx', 0o600)
  writeSync(descriptor, randomBytes(keyBytes))
  fsyncSync(descriptor)
  closeSync(descriptor)
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  const folder = openSync(directory, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** A key encrypted under the master key and bound to its name: nonce, ciphertext, tag. */
export function wrap(master: KeyObject, name: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** The key in `wrapped`. Throws when master key or name are not those it was wrapped with. */
export function unwrap(master: KeyObject, name: string, wrapped: Uint8Array): Buffer {
  const end = wrapped.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(name)).setAuthTag(wrapped.subarray(end))
  return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, end)), decipher.final()])
}
