/**
 * The load over HTTP, in a process of its own: `clients` connections, each waiting for the answer before it sends the next transfer.
 * Started by posting.ts, which sends it the job and gets the latencies. Speaks HTTP over plain sockets: the load shares two cores with the
 * server and the database, and a client library would take as much of them as the server.
 */
import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { type Measured, summary } from './load.ts'

export type HttpJob = {
  readonly port: number
  readonly token: string
  readonly accounts: readonly number[]
  readonly clients: number
  readonly seconds: number
}

async function measure({ port, token, accounts, clients, seconds }: HttpJob): Promise<Measured> {
  const start = performance.now()
  const from = start + seconds * 100
  const end = start + seconds * 1000
  const latencies: number[] = []
  const pick = (): string => String(accounts[Math.floor(Math.random() * accounts.length)])
  const head = [
    'POST /transfers HTTP/1.1',
    'host: 127.0.0.1',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
  ].join('\r\n')
  const run = randomUUID()
  let sent = 0
  const request = (): string => {
    sent += 1
    const body = JSON.stringify({
      from: pick(),
      to: { account: pick() },
      amount: { minor: '1', currency: 'EUR' },
      remittance: 'Rent for November',
    })
    return `${head}\r\nidempotency-key: ${run}-${sent}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  }
  const client = async (): Promise<void> => {
    const connection = new Connection(port)
    for (let began = performance.now(); began < end; began = performance.now()) {
      const status = await connection.ask(request())
      // Who draws the same account twice is told so, which is an answer, too.
      if (status !== 200 && status !== 201 && status !== 422) throw new Error(`a transfer was answered with ${status}`)
      const answered = performance.now()
      if (status !== 422 && answered >= from && answered < end) latencies.push(answered - began)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: clients }, client))
  return summary(latencies, (end - from) / 1000)
}

/** One kept-alive connection with one request under way. */
class Connection {
  readonly #socket: Socket
  #received = ''
  #answered: ((status: number) => void) | undefined
  #failed: ((error: Error) => void) | undefined

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (data) => this.#receive(String(data)))
    this.#socket.on('error', (error) => this.#failed?.(error))
    this.#socket.on('close', () => this.#failed?.(new Error('the server closed the connection')))
  }

  ask(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#failed = undefined
    this.#socket.destroy()
  }

  #receive(data: string): void {
    this.#received += data
    const bodyAt = this.#received.indexOf('\r\n\r\n') + 4
    if (bodyAt === 3) return
    const length = Number(/content-length: ([0-9]+)/i.exec(this.#received)?.[1])
    if (this.#received.length < bodyAt + length) return
    const status = Number(this.#received.slice(9, 12))
    this.#received = ''
    this.#answered?.(status)
  }
}

process.once('message', (job: HttpJob) => {
  measure(job).then(
    (measured) => process.send?.(measured, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error}\n`)
      process.exit(1)
    },
  )
})
