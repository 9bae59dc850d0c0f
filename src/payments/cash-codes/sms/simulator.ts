/** A gateway that sends nothing and shows what it took: for the demonstration and for tests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isSigned, signatureHeader } from '../../../privacy/webhooks/signature.ts'
import type { Sms } from './port.ts'

/** How the next requests go wrong: an answer with this status, none at all, or a connection that is cut; `lost` after the message was taken. */
export type Fault = number | 'silent' | 'cut' | 'lost'

const MAXIMUM_BODY = 10_000

export class SmsSimulator {
  readonly #secret: string
  readonly #server: Server
  readonly #taken = new Map<string, Sms>()
  readonly #faults: Fault[] = []
  /** Requests that came, those that went wrong among them. */
  requests = 0

  constructor(secret: string) {
    this.#secret = secret
    this.#server = createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy())
    })
  }

  /** Listens on a port of 127.0.0.1, any free one unless told, and gives its address. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: '127.0.0.1', port }, resolve)
    })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/sms`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What was taken, the latest first. */
  get messages(): readonly Sms[] {
    return [...this.#taken.values()].reverse()
  }

  /** Lets the next requests go wrong, one after the other. */
  fail(...faults: readonly Fault[]): void {
    this.#faults.push(...faults)
  }

  /** Answers a request to send a message, on whatever server it came in. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1
    const body = await textOf(request)
    const fault = this.#faults.shift()
    if (fault === 'silent') return
    if (fault === 'cut') return void response.destroy()
    if (typeof fault === 'number') return end(response, fault)
    const header = request.headers[signatureHeader]
    if (typeof header !== 'string' || !isSigned(this.#secret, body, header, Math.floor(Date.now() / 1000)))
      return end(response, 401)
    const sms = smsIn(body)
    if (sms === undefined) return end(response, 400)
    if (!this.#taken.has(sms.id)) this.#taken.set(sms.id, sms)
    if (fault === 'lost') return void response.destroy()
    end(response, 202)
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > MAXIMUM_BODY) throw new Error('the message is too long')
  }
  return text
}

function smsIn(body: string): Sms | undefined {
  try {
    const { id, to, text } = JSON.parse(body) as Record<string, unknown>
    return typeof id === 'string' && typeof to === 'string' && typeof text === 'string' ? { id, to, text } : undefined
  } catch {
    return undefined
  }
}
