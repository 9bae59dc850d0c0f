/** Files of a backup: rows on their way to the disk and back, hashed as they pass. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'

/** What passed: how many bytes, and their hash. */
export type Passed = { readonly bytes: number; readonly sha256: string }

/** Level 1 halves the rows at twice the speed of COPY: see docs/decisions/0024-backup-and-keys.md. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** COPY gives a piece for each row: compressing them one by one takes twenty times as long. */
const blockBytes = 256 * 1024

class Measure extends Transform {
  readonly #hash = createHash('sha256')
  readonly #onBytes: (bytes: number) => void
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #bytes = 0

  constructor(onBytes: (bytes: number) => void) {
    super()
    this.#onBytes = onBytes
  }

  get passed(): Passed {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  override _transform(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes >= blockBytes) this.#pass()
    done()
  }

  override _flush(done: () => void): void {
    this.#pass()
    done()
  }

  #pass(): void {
    const block = Buffer.concat(this.#waiting, this.#waitingBytes)
    this.#waiting = []
    this.#waitingBytes = 0
    this.#bytes += block.length
    this.#hash.update(block)
    this.#onBytes(block.length)
    this.push(block)
  }
}

/** Writes the rows, compressed. */
export async function save(rows: Readable, file: string, onBytes: (bytes: number) => void): Promise<Passed> {
  const measure = new Measure(onBytes)
  await pipeline(rows, measure, createZstdCompress(compression), createWriteStream(file, { mode: 0o600, flags: 'wx' }))
  return measure.passed
}

/** Reads rows back into `target`. Throws when the file is not what compression made of anything. */
export async function bringBack(file: string, target: Writable, onBytes: (bytes: number) => void): Promise<Passed> {
  const measure = new Measure(onBytes)
  await pipeline(createReadStream(file), createZstdDecompress(), measure, target)
  return measure.passed
}

/** What `bringBack` would read. Throws as that does. */
export async function hashedFile(file: string): Promise<Passed> {
  const measure = new Measure(() => {})
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(createReadStream(file), createZstdDecompress(), measure, nowhere)
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

/** Syncs the files of a folder, all at once, so that the disk does it in a few rounds; then the folder. */
export async function syncAll(directory: string): Promise<void> {
  await Promise.all((await readdir(directory)).map((name) => syncOne(join(directory, name))))
  await syncOne(directory)
}

export async function syncOne(path: string): Promise<void> {
  const file = await open(path, 'r')
  await file.sync()
  await file.close()
}
