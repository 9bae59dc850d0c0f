/** Lines of a text file, one block at a time, with the place of each: memory does not grow with the file. */
import { createHash } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { OperatorError } from '../../kernel/operator-error.ts'

/** A line without its end. `at` is the place of its first byte in the file; lines are numbered from 1, as editors do. */
export type Line = { readonly number: number; readonly at: number; readonly text: string }

export const longestLineBytes = 1000
const newLine = 0x0a

/** All lines that are not empty. Throws OperatorError when the file cannot be read, or RowFault when a line has no end. */
export async function* linesOf(path: string): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0)
  let at = 0
  let number = 0
  for await (const block of blocksOf(path)) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block])
    const lines: Line[] = []
    let from = 0
    for (let end = bytes.indexOf(newLine); end >= 0; end = bytes.indexOf(newLine, from)) {
      number += 1
      take(lines, { number, at: at + from, text: textOf(bytes.subarray(from, end)) })
      from = end + 1
    }
    at += from
    rest = bytes.subarray(from)
    if (rest.length > longestLineBytes) throw tooLong(path, number + 1)
    yield lines
  }
  const last: Line[] = []
  take(last, { number: number + 1, at, text: textOf(rest) })
  yield last

  function take(lines: Line[], line: Line): void {
    if (line.text.length > longestLineBytes) throw tooLong(path, line.number)
    if (line.text.trim() !== '') lines.push(line)
  }
}

/** SHA-256 of a file, in hex. Throws OperatorError when it cannot be read. */
export async function fingerprintOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const block of blocksOf(path)) hash.update(block)
  return hash.digest('hex')
}

async function* blocksOf(path: string): AsyncGenerator<Buffer> {
  const stream: ReadStream = createReadStream(path, { highWaterMark: 64 * 1024 })
  try {
    for await (const block of stream) yield block as Buffer
  } catch (error) {
    throw unreadable(path, error)
  }
}

/** The text of a line, whether its file ends lines as Unix or as Windows does. */
const textOf = (bytes: Buffer): string => bytes.toString('utf8').replace(/\r$/, '')

function unreadable(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR' && code !== 'EACCES') return error
  const why = code === 'EACCES' ? 'this user may not read it' : 'there is no such file'
  const mend = 'Name the folder that holds account.asc, client.asc, disp.asc and trans.csv.'
  return new OperatorError(`${path} cannot be read`, why, mend, { cause: error })
}

const tooLong = (path: string, line: number): RowFault =>
  new RowFault(path, line, `it is longer than ${longestLineBytes} bytes`)

/** A row that is not as it must be. */
export class RowFault extends OperatorError {
  constructor(path: string, line: number, why: string) {
    super(
      `${path}, line ${line}`,
      why,
      'Mend that row and run the same command again: nothing of these files was booked.',
    )
  }
}
