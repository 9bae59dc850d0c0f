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
  return files.filter((file) => existsSync(file) && bytesHold(contentOf(file), words))
}

/** Whether the bytes hold one of the words in any of these spellings. */
export const bytesHold = (bytes: Buffer, words: readonly string[]): boolean =>
  words.flatMap(spellings).some((one) => bytes.includes(one))

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
