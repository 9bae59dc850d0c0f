/**
 * A payment network to try things on: it settles at once what it takes, rejects by the number that is paid, and can be told to return a
 * payment, to bring a credit, or to fail. What it holds is in memory alone.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseIban } from '../../../kernel/iban.ts'
import type { NetworkCredit, NetworkEvent, NetworkOrder, NetworkReturn } from './port.ts'
import { isSigned, sign } from './signature.ts'

export type SimulatorOptions = { readonly secret: string; readonly host?: string; readonly port?: number }

type EventText = NetworkEvent extends infer E ? (E extends NetworkEvent ? Omit<E, 'event'> : never) : never

const maximumBody = 65_536

/** Numbers that end so are answered otherwise than with settlement. */
const rejectedEndings: Readonly<Record<string, string>> = { '0404': 'AC04', '0101': 'AC01', '0606': 'AC06' }
/** A number that ends so settles, and the money comes back as the account turns out to be closed. */
const returnedEnding = '0505'

export class NetworkSimulator {
  readonly #secret: string
  readonly #server: Server
  readonly #orders = new Map<string, string>()
  readonly #returns = new Map<string, string>()
  readonly #events: NetworkEvent[] = []
  /** Above those of every simulator before, so that who read those goes on with these. */
  #lastEvent = Date.now()
  #failures = 0
  #lost = 0

  private constructor(secret: string) {
    this.#secret = secret
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async start({ secret, host = '127.0.0.1', port = 0 }: SimulatorOptions): Promise<NetworkSimulator> {
    const simulator = new NetworkSimulator(secret)
    await new Promise<void>((resolve, reject) => {
      simulator.#server.once('error', reject)
      simulator.#server.listen({ host, port }, resolve)
    })
    return simulator
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo
    return `http://${address}:${port}`
  }

  /** Orders that were taken, each once. */
  get orders(): readonly NetworkOrder[] {
    return [...this.#orders.values()].map((text) => JSON.parse(text))
  }

  get returns(): readonly NetworkReturn[] {
    return [...this.#returns.values()].map((text) => JSON.parse(text))
  }

  /** Brings money from another institution. */
  credit(credit: NetworkCredit): void {
    this.#tell({ kind: 'credit', credit })
  }

  /** The other institution sends a settled payment back. */
  sendBack(reference: string, reason: string): void {
    this.#tell({ kind: 'returned', reference, reason })
  }

  /** The next `times` requests are answered with an error, and nothing is done. */
  fail(times: number): void {
    this.#failures = times
  }

  /** The next `times` requests are carried out, and their answers are lost. */
  loseAnswers(times: number): void {
    this.#lost = times
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request
    const body = await textOf(request)
    const respond = (status: number, content: object): void => {
      const text = JSON.stringify(content)
      const headers = sign(this.#secret, { method: String(status), path, body: text }, Temporal.Now.instant())
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
    }
    if (body === undefined) return respond(413, { error: 'too large' })
    if (!isSigned(this.#secret, { method, path, body }, request.headers, Temporal.Now.instant()))
      return respond(401, { error: 'not signed' })
    if (this.#failures > 0) {
      this.#failures -= 1
      return respond(503, { error: 'away' })
    }
    const { status, content } = this.#carryOut(method, new URL(path, 'http://network'), body)
    if (this.#lost > 0) {
      this.#lost -= 1
      response.destroy()
    } else respond(status, content)
  }

  #carryOut(method: string, { pathname, searchParams }: URL, body: string): { status: number; content: object } {
    if (method === 'GET' && pathname === '/events') {
      const [after, limit] = ['after', 'limit'].map((name) => Number(searchParams.get(name) ?? 0)) as [number, number]
      return { status: 200, content: { events: this.#events.filter(({ event }) => event > after).slice(0, limit) } }
    }
    if (method === 'POST' && pathname === '/payments') return this.#pay(JSON.parse(body) as NetworkOrder, body)
    if (method === 'POST' && pathname === '/returns') return once(this.#returns, JSON.parse(body).reference, body)
    if (method === 'POST' && pathname === '/simulated-credits') {
      this.credit(JSON.parse(body) as NetworkCredit)
      return { status: 200, content: {} }
    }
    return { status: 404, content: { error: 'nothing is here' } }
  }

  #pay(order: NetworkOrder, body: string): { status: number; content: object } {
    const number = order.creditor?.number
    if (number === undefined || parseIban(number) === undefined) return { status: 422, content: { reason: 'AC01' } }
    const isNew = !this.#orders.has(order.reference)
    const answer = once(this.#orders, order.reference, body)
    if (!isNew || answer.status !== 200) return answer
    const rejected = rejectedEndings[number.slice(-4)]
    if (rejected !== undefined) this.#tell({ kind: 'returned', reference: order.reference, reason: rejected })
    else {
      this.#tell({ kind: 'settled', reference: order.reference })
      if (number.endsWith(returnedEnding)) this.sendBack(order.reference, 'AC04')
    }
    return answer
  }

  #tell(event: EventText): void {
    this.#lastEvent += 1
    this.#events.push({ event: this.#lastEvent, ...event } as NetworkEvent)
  }
}

/** The same message again is taken as before; another one under its reference is not. */
function once(known: Map<string, string>, reference: string, body: string): { status: number; content: object } {
  const before = known.get(reference)
  if (before !== undefined && before !== body) return { status: 422, content: { reason: 'DUPL' } }
  known.set(reference, body)
  return { status: 200, content: { reference } }
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
