/**
 * How fast transfers become durable, as a multiple of pgbench's TPC-B on the same cluster in the same run: through the lane, lean and
 * realistic, uniform and on one hot account, on a young ledger and on an old one; and through HTTP.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildServer } from '../../src/api/server.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { type Institution, openInstitution } from '../../src/operations/institution.ts'
import { LaneHolder } from '../../src/operations/lane-holder.ts'
import type { Entity } from '../../src/rulebook/pack.ts'
import { openDatabase } from '../../src/storage/embedded.ts'
import { connect } from '../../src/storage/sql.ts'
import type { HttpJob } from './http-client.ts'
import { addPast } from './ledger.ts'
import { type Measured, measure, type Shape } from './load.ts'
import { Pgbench } from './pgbench.ts'
import { type Customer, makeCustomers } from './population.ts'

type Run = Measured & { readonly name: string; readonly ratio: number }
type Size = { readonly seconds: number; readonly accounts: number; readonly entries: number }

const shapes: readonly Shape[] = [
  { weight: 'lean', spread: 'uniform' },
  { weight: 'lean', spread: 'hot' },
  { weight: 'realistic', spread: 'uniform' },
  { weight: 'realistic', spread: 'hot' },
]
/** Enough commands under way to fill one batch while another commits. */
const clients = 2_500
const httpClients = 64

export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '10' },
      accounts: { type: 'string', default: '100000' },
      entries: { type: 'string', default: '10000000' },
    },
  })
  const size = { seconds: Number(values.seconds), accounts: Number(values.accounts), entries: Number(values.entries) }
  const say = (text: string): void => {
    if (!values.json) process.stdout.write(text)
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'))
  const database = await openDatabase({ dataDir, database: 'posting' })
  try {
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: join(import.meta.dirname, '../../packs/luminor'),
      keysDir: join(dataDir, 'keys'),
    })
    const bench = new PostingBench(institution, database.url, size, say)
    const result = await bench.run().finally(() => institution.close())
    if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

class PostingBench {
  readonly #institution: Institution
  readonly #url: string
  readonly #size: Size
  readonly #say: (text: string) => void
  readonly #entity: Entity
  readonly #runs: Run[] = []

  constructor(institution: Institution, url: string, size: Size, say: (text: string) => void) {
    this.#institution = institution
    this.#url = url
    this.#size = size
    this.#say = say
    const [entity] = institution.rulebook.pack.entities
    if (entity === undefined) throw new Error('the pack has no entity')
    this.#entity = entity
  }

  async run(): Promise<{ readonly pgbenchTps: number; readonly runs: readonly Run[] }> {
    const { seconds, accounts, entries } = this.#size
    this.#say('pgbench, TPC-B, scale 10\n')
    const pgbench = await Pgbench.prepare(this.#url)
    const { tps: pgbenchTps } = pgbench.measure(4, seconds)
    const alone = pgbench.measure(1, seconds)
    this.#keep('pgbench, 1 client', alone, pgbenchTps)

    this.#say(`making ${accounts} customers ...\n`)
    const customers = await this.#customers(accounts)
    await this.#load('empty ledger', customers, pgbenchTps)
    await this.#alone(customers, pgbenchTps)
    await this.#http(customers, pgbenchTps)

    this.#say(`writing a past of ${entries} entries ...\n`)
    const past = connect(this.#url, { max: 1 })
    const added = await addPast(past, this.#institution.laneOf(this.#entity), entries, () => {})
    await past.end()
    await this.#load(`${added} entries`, customers, pgbenchTps)

    // Again at the end: the machine may have become slower or faster meanwhile.
    this.#keep('pgbench, 4 clients, at the end', pgbench.measure(4, seconds), pgbenchTps)
    return { pgbenchTps, runs: this.#runs }
  }

  async #customers(count: number): Promise<readonly Customer[]> {
    const writer = await this.#institution.takeLane(this.#entity)
    const customers = await makeCustomers(writer, count, (done) => this.#say(`\r${done} `))
    this.#say('\n')
    await writer.close()
    return customers
  }

  async #load(ledger: string, customers: readonly Customer[], pgbenchTps: number): Promise<void> {
    const writer = await this.#institution.takeLane(this.#entity)
    for (const shape of shapes) {
      // Caches and keys as in a server that has been up for a while.
      await measure(writer, customers, shape, { clients, seconds: this.#size.seconds / 2 })
      const measured = await measure(writer, customers, shape, { clients, seconds: this.#size.seconds })
      this.#keep(`${shape.weight}, ${shape.spread}, ${ledger}`, measured, pgbenchTps)
    }
    await writer.close()
  }

  async #alone(customers: readonly Customer[], pgbenchTps: number): Promise<void> {
    const writer = await this.#institution.takeLane(this.#entity)
    const shape: Shape = { weight: 'realistic', spread: 'uniform' }
    const measured = await measure(writer, customers, shape, { clients: 1, seconds: this.#size.seconds })
    this.#keep('realistic, 1 client', measured, pgbenchTps)
    await writer.close()
  }

  async #http(customers: readonly Customer[], pgbenchTps: number): Promise<void> {
    const lanes = await LaneHolder.take(this.#institution, this.#url)
    const server = await buildServer(this.#institution, { lanes })
    await server.listen({ host: '127.0.0.1', port: 0 })
    const address = server.server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    const bearer = { client: 'bench-http', role: 'teller', party: undefined, staff: 'T-01' } as const
    const token = await createToken(this.#institution.sql, bearer)
    const accounts = customers.map(({ account }) => Number(account))
    const job: HttpJob = { port: address.port, token, accounts, clients: httpClients, seconds: this.#size.seconds }
    await httpLoad({ ...job, seconds: this.#size.seconds / 2 })
    this.#keep(`HTTP, ${httpClients} clients`, await httpLoad(job), pgbenchTps)
    await server.close()
    await lanes.close()
  }

  #keep(name: string, measured: Measured, pgbenchTps: number): void {
    const run: Run = { name, ...measured, ratio: measured.tps / pgbenchTps }
    this.#runs.push(run)
    const { tps, ratio, p50Ms, p99Ms } = run
    this.#say(
      `${name.padEnd(44)} ${tps.toFixed(0).padStart(7)}/s  ${ratio.toFixed(1).padStart(5)} x pgbench  ` +
        `p50 ${p50Ms.toFixed(2)} ms  p99 ${p99Ms.toFixed(2)} ms\n`,
    )
  }
}

/** Runs the job in a process of its own: the load must not share a thread with the server. */
function httpLoad(job: HttpJob): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'http-client.ts'))
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the load ended with ${code}`)))
    child.send(job)
  })
}
