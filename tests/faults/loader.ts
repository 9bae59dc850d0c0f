/**
 * A process under load: takes the lane and transfers as fast as it is answered. Each acknowledged command goes to a file before the next is
 * sent; what was sent and not acknowledged is sent again under its key. It goes on until it is killed, or told to end by SIGTERM.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openInstitution } from '../../src/operations/institution.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'
import { commandOf, euros, openAccount, openInternal, payIn, register, type Sender } from '../customers.ts'
import { openingOf } from './acknowledged.ts'

const [databaseUrl = '', keysDir = '', file = ''] = process.argv.slice(2)
/** How many clients wait for an answer at once. */
const clients = 60
const people = 8

const institution = await openInstitution({
  databaseUrl,
  pack: join(import.meta.dirname, '../../packs/luminor'),
  keysDir,
  openingDate: Temporal.PlainDate.from('2026-01-05'),
})
const [entity] = institution.pack.entities
if (entity === undefined) throw new Error('the pack has no entity')
let writer: LaneWriter = await institution.takeLane(entity)
let taking: Promise<void> | undefined
let ending = false
process.once('SIGTERM', () => {
  ending = true
})

/** Sends until it is answered: whatever breaks meanwhile, the key makes sure that it is done once. */
async function submit(kind: string, payload: unknown, key: string, ask: Parameters<Sender['do']>[2] = {}) {
  const details = [0, 1].map(() => ({ category: 'payment-details' as const, plain: Buffer.from('rent of January') }))
  for (;;) {
    try {
      return (await writer.submit(commandOf(kind, payload, { details, ...ask, key }))).decision
    } catch (error) {
      const { name, message } = error as Error
      if (name !== 'LaneLost' && name !== 'Unavailable') throw error
      process.stderr.write(`${name}: ${message}\n`)
      await takeAgain()
    }
  }
}

async function takeAgain(): Promise<void> {
  if (writer.ended === undefined) return void (await new Promise((resolve) => setTimeout(resolve, 50)))
  taking ??= (async () => {
    try {
      writer = await institution.takeLane(entity as NonNullable<typeof entity>)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      taking = undefined
    }
  })()
  await taking
}

async function settle(): Promise<readonly string[]> {
  let steps = 0
  const bank: Sender = {
    do: (kind, payload, ask) => {
      steps += 1
      return submit(kind, payload, `setting ${steps}`, ask)
    },
  }
  const nostro = await openInternal(bank, 'nostro')
  const accounts: string[] = []
  for (let i = 0; i < people; i += 1) {
    const account = await openAccount(bank, await register(bank, 'natural', `person ${i}`))
    await payIn(bank, nostro, account, 100_000)
    accounts.push(account)
  }
  return accounts
}

/** One client: its keys go on where those of the process before it ended. */
async function client(n: number, accounts: readonly string[]): Promise<void> {
  const run = { client: n, next: openingOf(existsSync(file) ? readFileSync(file, 'utf8') : '', n) }
  for (; !ending; run.next += 1) {
    const at = run.next
    const [from, to] = [accounts[(n + at) % people], accounts[(n + at * 3 + 1) % people]]
    const key = `transfer ${n} ${at}`
    const { id, code } = await submit(
      'payment.transfer',
      { from, to: { account: to }, amount: euros(1 + (at % 900)) },
      key,
    )
    appendFileSync(file, `${n} ${at} ${id} ${code ?? 'accepted'}\n`)
  }
}

const accounts = await settle()
process.stdout.write('ready\n')
await Promise.all(Array.from({ length: clients }, (_, n) => client(n, accounts)))
await writer.close()
await institution.close()
