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
import { type Measured, measure, payOnce, type Shape } from './load.ts'
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
const aloneTurns = 5

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
  #pgbench: Pgbench | undefined
  readonly #references: Measured[] = []
  readonly #measured: (Measured & { readonly name: string })[] = []

  constructor(institution: Institution, url: string, size: Size, say: (text: string) => void) {
    this.#institution = institution
    this.#url = url
    this.#size = size
    this.#say = say
    const [entity] = institution.pack.entities
    if (entity === undefined) throw new Error('the pack has no entity')
    this.#entity = entity
  }

  async run(): Promise<{ readonly pgbenchTps: number; readonly runs: readonly Run[] }> {
    const { accounts, entries } = this.#size
    this.#say('pgbench, TPC-B, scale 10 ...\n')
    this.#pgbench = await Pgbench.prepare(this.#url)
    this.#refer()
    this.#say(`making ${accounts} customers ...\n`)
    const customers = await this.#customers(accounts)
    await this.#load('empty ledger', customers)
    await this.#alone(customers)
    await this.#http(customers)
    this.#say(`writing a past of ${entries} entries ...\n`)
    const past = connect(this.#url, { max: 1 })
    const added = await addPast(past, this.#institution.laneOf(this.#entity), entries, (done) =>
      this.#say(`\r${done} `),
    )
    await past.end()
    this.#say('\n')
    await this.#load(`${added} entries`, customers)
    this.#refer()

    const pgbenchTps = median(this.#references.map(({ tps }) => tps))
    const runs = this.#measured.map((one): Run => ({ ...one, ratio: one.tps / pgbenchTps }))
    this.#say(
      `\npgbench, 4 clients: ${pgbenchTps.toFixed(0)}/s, the median of ${this.#references.length} runs between the others\n`,
    )
    for (const run of runs) this.#say(lineOf(run))
    return { pgbenchTps, runs }
  }

  /** The reference, again and again between the others: a shared machine becomes slower and faster within minutes. */
  #refer(): void {
    const measured = this.#reference().measure(4, this.#size.seconds / 2)
    this.#references.push(measured)
    this.#say(`  pgbench, 4 clients: ${measured.tps.toFixed(0)}/s\n`)
  }

  #reference(): Pgbench {
    if (this.#pgbench === undefined) throw new Error('pgbench was not prepared')
    return this.#pgbench
  }

  async #customers(count: number): Promise<readonly Customer[]> {
    const writer = await this.#institution.takeLane(this.#entity)
    const customers = await makeCustomers(writer, count, (done) => this.#say(`\r${done} `))
    this.#say('\n')
    await writer.close()
    return customers
  }

  async #load(ledger: string, customers: readonly Customer[]): Promise<void> {
    const writer = await this.#institution.takeLane(this.#entity)
    // Records and keys in memory, as in a server that has been up for a while: every customer pays once.
    await payOnce(writer, customers, clients)
    for (const shape of shapes) {
      this.#keep(
        `${shape.weight}, ${shape.spread}, ${ledger}`,
        await measure(writer, customers, shape, { clients, seconds: this.#size.seconds }),
      )
      this.#refer()
    }
    await writer.close()
  }

  /** A lone client, and pgbench's, in turns: what they wait for is the disk, which is never the same for long. */
  async #alone(customers: readonly Customer[]): Promise<void> {
    const shape: Shape = { weight: 'realistic', spread: 'uniform' }
    const turns: { readonly ours: Measured; readonly theirs: Measured }[] = []
    const writer = await this.#institution.takeLane(this.#entity)
    await payOnce(writer, customers, clients)
    for (let turn = 0; turn < aloneTurns; turn += 1) {
      const ours = await measure(writer, customers, shape, { clients: 1, seconds: this.#size.seconds / 4 })
      turns.push({ ours, theirs: this.#reference().measure(1, this.#size.seconds / 4) })
    }
    await writer.close()
    this.#keep('realistic, 1 client', middle(turns.map(({ ours }) => ours)))
    this.#keep('pgbench, 1 client', middle(turns.map(({ theirs }) => theirs)))
  }

  async #http(customers: readonly Customer[]): Promise<void> {
    const lanes = await LaneHolder.take(this.#institution, this.#url)
    const server = await buildServer(this.#institution, { lanes })
    await server.listen({ host: '127.0.0.1', port: 0 })
    const address = server.server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    const bearer = { client: 'bench-http', role: 'teller', party: undefined, staff: 'T-01' } as const
    const token = await createToken(this.#institution.sql, bearer)
    const accounts = customers.map(({ account }) => Number(account))
    const job: HttpJob = { port: address.port, token, accounts, clients: httpClients, seconds: this.#size.seconds }
    await payOnce(lanes.writer(this.#institution.laneOf(this.#entity)), customers, clients)
    // Its code compiled, too.
    await httpLoad({ ...job, seconds: 10 })
    this.#keep(`HTTP, ${httpClients} clients`, await httpLoad(job))
    this.#refer()
    await server.close()
    await lanes.close()
  }

  #keep(name: string, measured: Measured): void {
    this.#measured.push({ name, ...measured })
    this.#say(`  ${name}: ${measured.tps.toFixed(0)}/s\n`)
  }
}

const lineOf = ({ name, tps, ratio, p50Ms, p99Ms }: Run): string =>
  `${name.padEnd(40)} ${tps.toFixed(0).padStart(7)}/s  ${ratio.toFixed(1).padStart(5)} x  ` +
  `p50 ${p50Ms.toFixed(2).padStart(7)} ms  p99 ${p99Ms.toFixed(2).padStart(7)} ms\n`

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** The turn whose median latency is the median one. */
function middle(turns: readonly Measured[]): Measured {
  const p50Ms = median(turns.map((one) => one.p50Ms))
  return turns.find((one) => one.p50Ms === p50Ms) ?? { tps: 0, p50Ms: 0, p99Ms: 0 }
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
