/** The reference: pgbench's TPC-B, on the same cluster, with the settings that the ledger runs with. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OperatorError } from '../../src/kernel/operator-error.ts'
import { connect } from '../../src/storage/sql.ts'
import { type Measured, summary } from './load.ts'

const scale = 10

export class Pgbench {
  readonly #environment: NodeJS.ProcessEnv

  private constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment
  }

  /** Fills a database of its own beside the one at `url`. */
  static async prepare(url: string): Promise<Pgbench> {
    const database = 'pgbench'
    const sql = connect(url, { max: 1 })
    await sql`drop database if exists ${sql(database)} with (force)`
    await sql`create database ${sql(database)}`
    await sql.end()
    const address = new URL(url)
    const bench = new Pgbench({
      ...process.env,
      PGHOST: decodeURIComponent(address.hostname),
      PGUSER: decodeURIComponent(address.username),
      PGDATABASE: database,
      ...(address.port === '' ? {} : { PGPORT: address.port }),
      ...(address.password === '' ? {} : { PGPASSWORD: decodeURIComponent(address.password) }),
    })
    bench.#run(['--initialize', '--quiet', `--scale=${scale}`])
    return bench
  }

  /** Runs `clients` for `seconds`. */
  measure(clients: number, seconds: number): Measured {
    const folder = mkdtempSync(join(tmpdir(), 'pacta-pgbench-'))
    try {
      this.#run([
        `--client=${clients}`,
        `--jobs=${Math.min(clients, 2)}`,
        `--time=${Math.max(1, Math.round(seconds))}`,
        '--log',
        `--log-prefix=${folder}/log`,
      ])
      // Each line: client, transaction, latency in microseconds, ...
      const latencies = readdirSync(folder).flatMap((name) =>
        readFileSync(join(folder, name), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => Number(line.split(' ')[2]) / 1000),
      )
      return summary(latencies, Math.max(1, Math.round(seconds)))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  #run(options: readonly string[]): void {
    const { error, status, stderr } = spawnSync('pgbench', options, { env: this.#environment, encoding: 'utf8' })
    if (error !== undefined)
      throw new OperatorError('there is no pgbench', error.message, "Install Debian's package postgresql-contrib.")
    if (status !== 0) throw new Error(`pgbench failed: ${stderr.trim().split('\n').at(-1)}`)
  }
}
