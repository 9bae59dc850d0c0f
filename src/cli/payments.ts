import { readFile } from 'node:fs/promises'
import { OperatorError } from '../kernel/operator-error.ts'

export type ImportOptions = { readonly url?: string; readonly token?: string; readonly orderedBy?: string }

/**
 * `pacta payments import FILE`: sends a file of orders (pain.001) to the server and prints its answer (pain.002).
 *
 * @returns the exit code: 1 when the file was refused as a whole
 */
export async function importFile(file: string, options: ImportOptions): Promise<number> {
  const token = options.token ?? process.env['PACTA_TOKEN']
  if (!token)
    throw new OperatorError(
      'a token is needed',
      'neither --token nor PACTA_TOKEN is there',
      'Make one: ./pacta token create --role operator --staff O-01.',
    )
  const url = new URL('/payment-files', options.url ?? `http://localhost:${process.env['PORT'] || '8080'}`)
  if (options.orderedBy !== undefined) url.searchParams.set('orderedBy', options.orderedBy)
  const body = await readFile(file)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/xml' }
  const answer = await fetch(url, { method: 'POST', headers, body }).catch((cause: unknown) => {
    throw new OperatorError('the server does not answer', url.origin, 'Start it: ./pacta start.', { cause })
  })
  const text = await answer.text()
  if (!answer.headers.get('content-type')?.startsWith('application/xml')) {
    const { detail = `status ${answer.status}` } = JSON.parse(text) as { detail?: string }
    throw new OperatorError('the file was not taken', detail.replace(/\.$/, ''), 'Mend that and send it again.')
  }
  process.stdout.write(text)
  return answer.ok ? 0 : 1
}
