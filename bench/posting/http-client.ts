/**
 * The load over HTTP, in a process of its own: `clients` connections, each waiting for the answer before it sends the next transfer.
 * Started by posting.ts, which sends it the job and gets the latencies.
 */

import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { type Measured, summary } from './load.ts'

export type HttpJob = {
  readonly port: number
  readonly token: string
  readonly accounts: readonly number[]
  readonly clients: number
  readonly seconds: number
}

async function measure({ port, token, accounts, clients, seconds }: HttpJob): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const start = performance.now()
  const from = start + seconds * 100
  const end = start + seconds * 1000
  const latencies: number[] = []
  const pick = (): string => String(accounts[Math.floor(Math.random() * accounts.length)])
  const post = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': randomUUID(),
      }
      const sent = request(
        { agent, port, host: '127.0.0.1', method: 'POST', path: '/transfers', headers },
        (answer) => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode ?? 0))
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  const client = async (): Promise<void> => {
    for (;;) {
      const sent = performance.now()
      if (sent >= end) return
      const [payer, payee] = [pick(), pick()]
      if (payer === payee) continue
      const body = {
        from: payer,
        to: { account: payee },
        amount: { minor: '1', currency: 'EUR' },
        remittance: 'Rent for November',
      }
      const status = await post(JSON.stringify(body))
      if (status !== 200 && status !== 201) throw new Error(`a transfer was answered with ${status}`)
      const answered = performance.now()
      if (answered >= from && answered < end) latencies.push(answered - sent)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  return summary(latencies, (end - from) / 1000)
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
