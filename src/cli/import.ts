import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { OperatorError } from '../kernel/operator-error.ts'
import { barOf, progressLine } from './progress.ts'

export type BulkImportOptions = {
  readonly url?: string
  readonly token?: string
  readonly entity?: string
  readonly json?: boolean
}

/** As many as the server takes at once. */
const atOnce = 500

type Line = {
  readonly number: number
  readonly command: { readonly kind: string; readonly key: string; readonly payload: object }
}
type Answered = {
  readonly key: string
  readonly status: number
  readonly answer: { readonly code?: string; readonly detail?: string }
}

/**
 * `pacta import FILE`: carries out the commands of a file, a line of JSON each (`kind`, `key`, `payload`), by the server's address for many
 * commands. A file that was interrupted may be sent again: what was decided is answered as before.
 *
 * @returns the exit code: 1 when a command was refused
 */
export async function importCommands(file: string, options: BulkImportOptions): Promise<number> {
  const token = options.token ?? process.env['PACTA_TOKEN']
  if (!token)
    throw new OperatorError(
      'a token is needed',
      'neither --token nor PACTA_TOKEN is there',
      'Make one: ./pacta token create --role operator --staff O-01.',
    )
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new OperatorError('the file cannot be read', file, 'Name a file of lines of JSON.', { cause })
  })
  const url = new URL('/commands/bulk', options.url ?? `http://localhost:${process.env['PORT'] || '8080'}`)
  if (options.entity !== undefined) url.searchParams.set('entity', options.entity)
  const send = sender(url, token)
  const progress = progressLine()
  const done = { lines: 0, carriedOut: 0, refused: 0 }
  let bytes = 0
  let batch: Line[] = []
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    for (const [i, { key, status, answer }] of (await send(batch)).entries()) {
      const refused = status >= 400
      done[refused ? 'refused' : 'carriedOut'] += 1
      if (refused)
        process.stderr.write(`line ${batch[i]?.number}, ${key}: ${answer.code ?? status}: ${answer.detail ?? ''}\n`)
    }
    batch = []
    progress.show(`${barOf(bytes / size)} ${done.lines} commands, ${done.refused} refused`)
  }
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    bytes += Buffer.byteLength(text) + 1
    done.lines += 1
    if (text.trim() === '') continue
    batch.push({ number: done.lines, command: commandIn(text, done.lines) })
    if (batch.length === atOnce) await flush()
  }
  await flush()
  progress.clear()
  process.stdout.write(
    options.json
      ? `${JSON.stringify(done)}\n`
      : `${done.carriedOut} commands carried out, ${done.refused} refused, of ${done.lines} lines.\n`,
  )
  return done.refused === 0 ? 0 : 1
}

function commandIn(text: string, line: number): Line['command'] {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    // Told below; the line itself may hold personal data.
  }
  const { kind, key, payload } = (found ?? {}) as Partial<Line['command']>
  if (typeof kind !== 'string' || typeof key !== 'string' || typeof payload !== 'object' || payload === null)
    throw new OperatorError(
      `line ${line} is no command`,
      'it must be an object with kind, key and payload',
      'Mend it and import the file again: what was carried out before is not done twice.',
    )
  return { kind, key, payload }
}

const sender =
  (url: URL, token: string) =>
  async (lines: readonly Line[]): Promise<readonly Answered[]> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ mode: 'continueOnFailure', commands: lines.map(({ command }) => command) }),
    }).catch((cause: unknown) => {
      throw new OperatorError('the server does not answer', url.origin, 'Start it: ./pacta start.', { cause })
    })
    const body = (await answer.json()) as { results?: readonly Answered[]; detail?: string }
    if (body.results === undefined)
      throw new OperatorError(
        `lines ${lines[0]?.number} to ${lines.at(-1)?.number} were not taken`,
        (body.detail ?? `status ${answer.status}`).replace(/\.$/, ''),
        'Mend that and import the file again: what was carried out before is not done twice.',
      )
    return body.results
  }
