/** Another system to try things on: it takes words that are signed, remembers them, and confirms unless told otherwise. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isSigned, signatureHeader } from '../../../webhooks/signature.ts'
import type { Word } from './port.ts'

/** How the next requests go wrong: an answer with this status, or `lost`: taken, and the answer never comes. */
export type Fault = number | 'lost'

const maximumBody = 65_536

export class SystemSimulator {
  readonly #secret: string
  readonly #server: Server
  readonly #taken = new Map<string, Word>()
  readonly #faults: Fault[] = []
  /** Whether it obeys at once; otherwise somebody confirms for it later. */
  confirms = true
  requests = 0

  constructor(secret: string) {
    this.#secret = secret
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy())
    })
  }

  /** Listens on a port of 127.0.0.1, any free one unless told, and gives its address. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: '127.0.0.1', port }, resolve)
    })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/consents`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What was taken, each once, in the order in which it came first. */
  get words(): readonly Word[] {
    return [...this.#taken.values()]
  }

  /** Lets the next requests go wrong, one after the other. */
  fail(...faults: readonly Fault[]): void {
    this.#faults.push(...faults)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1
    const body = await textOf(request)
    const header = String(request.headers[signatureHeader] ?? '')
    if (body === undefined || !isSigned(this.#secret, body, header, Math.floor(Date.now() / 1000)))
      return void response.writeHead(401).end()
    const fault = this.#faults.shift()
    if (typeof fault === 'number') return void response.writeHead(fault).end()
    const word = JSON.parse(body) as Word
    if (!this.#taken.has(word.propagation)) this.#taken.set(word.propagation, word)
    if (fault === 'lost') return void response.destroy()
    response.writeHead(this.confirms ? 200 : 202, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ state: this.confirms ? 'confirmed' : 'taken' }))
  }
}

async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    length += (part as Buffer).length
    if (length > maximumBody) return undefined
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString()
}
