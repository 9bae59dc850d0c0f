/** Files of a backup: rows on their way to the disk and back, hashed as they pass. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { type Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'

/** What passed: how many bytes, and their hash. */
export type Passed = { readonly bytes: number; readonly sha256: string }

/** Level 1 halves the rows at twice the speed of COPY: see docs/decisions/0024-backup-and-keys.md. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

class Measure extends Transform {
  readonly #hash = createHash('sha256')
  readonly #onBytes: (bytes: number) => void
  #bytes = 0

  constructor(onBytes: (bytes: number) => void) {
    super()
    this.#onBytes = onBytes
  }

  get passed(): Passed {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk)
    this.#bytes += chunk.length
    this.#onBytes(chunk.length)
    done(null, chunk)
  }
}

/** Writes the rows, compressed and synced. */
export async function save(rows: Readable, file: string, onBytes: (bytes: number) => void): Promise<Passed> {
  const measure = new Measure(onBytes)
  await pipeline(
    rows,
    measure,
    createZstdCompress(compression),
    createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }),
  )
  return measure.passed
}

/** Reads rows back into `target`. Throws when the file is not what compression made of anything. */
export async function bringBack(file: string, target: Writable, onBytes: (bytes: number) => void): Promise<Passed> {
  const measure = new Measure(onBytes)
  await pipeline(createReadStream(file), createZstdDecompress(), measure, target)
  return measure.passed
}

/** Hashes what comes, and keeps nothing. */
export async function hashed(rows: Readable): Promise<Passed> {
  const measure = new Measure(() => {})
  rows.pipe(measure)
  rows.once('error', (error) => measure.destroy(error))
  for await (const _ of measure);
  return measure.passed
}

export const hashOfText = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
export const hashOfFile = (file: string): string => hashOfText(readFileSync(file))

export async function syncFolder(directory: string): Promise<void> {
  const folder = await open(directory, 'r')
  await folder.sync()
  await folder.close()
}
