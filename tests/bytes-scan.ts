/** Looks for words in the bytes of files, as a thief would read them: past every program. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'

/** Every file below a folder. Files that vanish meanwhile are none. */
export const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((path) => join(directory, path))
    .filter((path) => existsSync(path) && statSync(path).isFile())

/** The files that hold one of the words in UTF-8, UTF-16, hex or base64. Those that end in `.zst` are unpacked. */
export function filesWith(files: readonly string[], words: readonly string[]): readonly string[] {
  const holds = searchFor(words.flatMap(spellings))
  return files.filter((file) => existsSync(file) && holds(contentOf(file)))
}

/** Finds any of many in one pass: by their first three bytes, and then whole. Shorter ones are not looked for. */
function searchFor(wanted: readonly Buffer[]): (bytes: Buffer) => boolean {
  const beginning = (bytes: Buffer, at: number) =>
    ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  const byBeginning = Map.groupBy(
    wanted.filter(({ length }) => length >= 3),
    (one) => beginning(one, 0),
  )
  const begins = new Uint8Array(2 ** 24)
  for (const one of byBeginning.keys()) begins[one] = 1
  const isAt = (bytes: Buffer, at: number) =>
    byBeginning.get(beginning(bytes, at))?.some((one) => bytes.subarray(at, at + one.length).equals(one)) ?? false
  return (bytes) => {
    for (let at = 0; at + 2 < bytes.length; at += 1)
      if (begins[beginning(bytes, at)] === 1 && isAt(bytes, at)) return true
    return false
  }
}

function contentOf(file: string): Buffer {
  const stored = readFileSync(file)
  return file.endsWith('.zst') ? zstdDecompressSync(stored) : stored
}

/** Base64 shifts with what stands before; the middle of each of its three forms is enough. */
const spellings = (word: string): readonly Buffer[] => {
  const bytes = Buffer.from(word)
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .slice(shift === 0 ? 0 : 4, -4),
    ),
  )
  return [bytes, Buffer.from(word, 'utf16le'), Buffer.from(bytes.toString('hex')), ...base64]
}
