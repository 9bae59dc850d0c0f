/** A key management service to try things on: it keeps its keys in memory, made from a seed, and speaks the protocol of kms.ts. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { unwrap, wrap } from './master-key.ts'

export type KmsSimulatorOptions = {
  readonly token: string
  readonly port?: number
  /** From which its keys are made: the same again after a restart. A real service never has such a thing. */
  readonly seed: string
  /** Keys that it does not have, whatever it is asked. */
  readonly without?: readonly string[]
}

export type KmsSimulator = { readonly url: string; stop(): Promise<void> }
type Asked = { readonly key: string; readonly context: string; readonly plain?: string; readonly wrapped?: string }

export async function simulateKms({ token, port = 0, seed, without = [] }: KmsSimulatorOptions): Promise<KmsSimulator> {
  const answer = async (request: IncomingMessage): Promise<readonly [number, object]> => {
    if (request.headers.authorization !== `Bearer ${token}`) return [401, { error: 'the token is not known' }]
    const { key, context, plain, wrapped } = (await json(request)) as Asked
    if (without.includes(key)) return [404, { error: 'there is no such key' }]
    const secret = createHash('sha256').update(`${seed}\n${key}`).digest()
    if (request.url === '/wrap' && plain !== undefined)
      return [200, { wrapped: wrap(secret, context, Buffer.from(plain, 'base64')).toString('base64') }]
    if (request.url === '/unwrap' && wrapped !== undefined)
      return [200, { plain: unwrap(secret, context, Buffer.from(wrapped, 'base64')).toString('base64') }]
    return [404, { error: 'there is no such address' }]
  }
  const server = createServer((request, reply) => {
    answer(request)
      .catch(() => [422, { error: 'these bytes were not wrapped so' }] as const)
      .then(([status, body]) => {
        reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
  })
  server.listen({ host: '127.0.0.1', port })
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
